// How fast is it? Runs the benchmarks one after the other, each in a process of its own; prints them, keeps the results and writes them into docs/speed.md.
import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'
import { fileURLToPath } from 'node:url'
import { rounded } from './lib/figures.mjs'
import { writePage } from './lib/page.mjs'

const benches = [
  ...['turn', 'press', 'tick', 'due', 'url', 'start', 'commit'],
  ...['samples', 'append', 'reminders'],
]
/** Takes longer than all the others together: only when it is asked for by name. */
const long = ['growth', 'campuses']
const here = fileURLToPath(import.meta.url)

const measure = async (name) => {
  const bench = await import(`./${name}.mjs`)
  process.stdout.write(`\n▶ ${name}: ${bench.title}\n`)
  const result = await bench.run((line) => process.stdout.write(`  ${line}\n`))
  process.send({ title: bench.title, ...result })
}

const inOwnProcess = (name) =>
  new Promise((resolve, reject) => {
    const child = fork(here, ['--one', name], { execArgv: ['--expose-gc'] })
    let result
    child.on('message', (message) => {
      result = message
    })
    child.on('exit', (code) =>
      code === 0 && result ? resolve(result) : reject(new Error(`${name} did not finish (${code})`)),
    )
  })

const met = ({ value, reach, better }) => (better === 'more' ? value >= reach : value <= reach)

const shown = (value) => (typeof value === 'number' ? String(rounded(value)) : JSON.stringify(value))

const line = (one) => {
  const { what, value, reach, better, unit = '' } = one
  const sign = better === 'more' ? '≥' : '≤'
  const ratio = `${shown(value / reach)} of the reach`
  return `${met(one) ? '✓ reached' : '✗ MISSED '}  ${what}: ${shown(value)}${unit} (${sign} ${shown(reach)}${unit}; ${ratio})`
}

const all = async (names) => {
  const results = {}
  const began = performance.now()
  const loadBefore = loadavg() // what else the machine did, over one, five and fifteen minutes
  for (const name of names) {
    results[name] = await inOwnProcess(name).catch((error) => ({ failed: String(error) }))
    const { reaches = [], compared = {}, missing = [], failed } = results[name]
    if (failed) process.stdout.write(`  ✗ ${failed}\n`)
    for (const what of missing) process.stdout.write(`  ✗ not met  ${what}\n`)
    for (const [what, value] of Object.entries(compared)) process.stdout.write(`  ${what}: ${shown(value)}\n`)
    for (const one of reaches) process.stdout.write(`  ${line(one)}\n`)
  }
  const machine = {
    node: process.version,
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? '',
    memoryGb: totalmem() / 2 ** 30,
    system: `${type()} ${release()}`,
    loadBefore,
    seconds: Math.round((performance.now() - began) / 1000),
    date: new Date().toISOString(),
  }
  const reaches = Object.values(results).flatMap((one) => one.reaches ?? [])
  const failed = Object.values(results).filter((one) => one.failed).length
  const missing = Object.values(results).flatMap((one) => one.missing ?? []).length
  const missed = reaches.filter((one) => !met(one)).length
  process.stdout.write(
    `\n${reaches.length - missed} of ${reaches.length} reached${missing > 0 ? `, ${missing} could not be measured` : ''}${failed > 0 ? `, ${failed} did not finish` : ''}; ${machine.seconds} s on ${machine.cores} cores, Node ${machine.node}\n`,
  )
  if (names.length === benches.length) {
    const text = JSON.stringify(
      { machine, results },
      (_key, value) => (typeof value === 'number' ? rounded(value) : value),
      1,
    )
    writeFileSync(new URL('./results.json', import.meta.url), `${text}\n`)
    writePage({ machine, results }, met)
  }
}

const [first, name] = process.argv.slice(2)
if (first === '--one') await measure(name)
else {
  const asked = process.argv.slice(2)
  const unknown = asked.filter((one) => ![...benches, ...long].includes(one))
  if (unknown.length > 0) {
    process.stderr.write(`there is no ${unknown.join(', ')}; there are ${[...benches, ...long].join(', ')}\n`)
    process.exitCode = 1
  } else await all(asked.length > 0 ? asked : benches)
}

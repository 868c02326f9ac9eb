// Is every guard of the house held by a test? Each is broken on purpose, one at a time; what is broken must fail a test.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '..', 'vitest.mjs')
const after = (name) => {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}
const all = JSON.parse(readFileSync('test/mutants/guards.json', 'utf8'))

/** `--turn 5`: the guards are taken in turns, so many a day, all of them in as many days as it takes. */
const inTurn = (size) => {
  const day = Math.floor(Date.now() / 86_400_000)
  const turns = Math.ceil(all.length / size)
  return all.filter((_, nth) => nth % turns === day % turns)
}
const turn = after('--turn')
const only = after('--only')
const wanted = only ? all.filter(({ name }) => name.includes(only)) : turn ? inTurn(Number(turn)) : all

const files = ['bot', 'handlers', 'rules', 'store', 'templates'].flatMap((room) =>
  readdirSync(room, { recursive: true })
    .map((name) => join(room, String(name)))
    .filter((name) => name.endsWith('.ts')),
)
/** Blanks and line ends are the formatter's. */
const bare = (text) => text.replace(/\s+/g, '')
const bareFiles = files.map((file) => ({ file, text: bare(readFileSync(file, 'utf8')) }))
const placesOf = (find) => bareFiles.filter(({ text }) => text.split(bare(find)).length === 2)

let killed = 0
for (const { name, guard, find, replace, tests } of wanted) {
  const places = placesOf(find)
  if (places.length !== 1) {
    process.stdout.write(`✗ ${name}: stands in ${places.length} places, not in one (${guard})\n`)
    continue
  }
  const began = performance.now()
  // one test that fails is enough
  const { stdout, status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--bail=1', '--reporter=json', ...tests],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        ...process.env,
        SCENES: process.env.SCENES ?? '沙盒',
        MUTANT: JSON.stringify({ file: places[0].file, find, replace }),
      },
    },
  )
  const at = stdout.indexOf('{"numTotalTestSuites"')
  const report = at < 0 ? undefined : JSON.parse(stdout.slice(at))
  const failed = report?.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status: how }) => how === 'failed')
  if (status !== 0 && failed) killed++
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  process.stdout.write(
    status !== 0 && failed
      ? `✓ ${name} (${seconds} s): ${guard} — ${failed.fullName}\n`
      : `✗ ${name} (${seconds} s): no test fails (${guard}, ${places[0].file})\n`,
  )
}
process.stdout.write(`${killed} of ${wanted.length} mutants killed\n`)
process.exit(killed === wanted.length && wanted.length > 0 ? 0 : 1)

// How soon can somebody open the printed address? `npm start` with everything compiled, and what each part of that costs.
import { ends, median, rounded } from './lib/figures.mjs'
import { folder, remove } from './lib/ground.mjs'
import { toItsEnd, untilPrinted } from './lib/program.mjs'

export const title = 'npm start, compiled before, on an empty store → the printed address'

const ROUNDS = 5

const importing = (...files) => [
  process.execPath,
  '--input-type=module',
  '-e',
  files.map((file) => `await import('${new URL(`../${file}`, import.meta.url)}')`).join(';'),
]
const rules = `const { loadRules } = await import('${new URL('../dist/bot/turn/rules.js', import.meta.url)}');`
/** Each a process of its own, so that every one counts Node's own start. */
const parts = {
  'node, and nothing': [process.execPath, '-e', ''],
  'is everything compiled?': [process.execPath, 'scripts/build.mjs'],
  Botkit: importing('dist/bot/dialogs/botkit.js'),
  'web server': importing('dist/bot/process/server.js'),
  zod: importing('node_modules/zod/index.js'),
  'rules, with zod': [
    process.execPath,
    '--input-type=module',
    '-e',
    `${rules} await loadRules('rules/rules.yaml')`,
  ],
  'the whole of our code and what it imports': importing(
    'dist/bot/fenghuo.js',
    'dist/bot/channels/sandbox/open.js',
    'dist/bot/process/server.js',
  ),
}

export const run = async (say) => {
  await toItsEnd(parts['is everything compiled?'])
  const started = { 'npm start': [], program: [] }
  const costs = Object.fromEntries(Object.keys(parts).map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, command] of [
      ['npm start', ['npm', 'start', '--silent']],
      ['program', [process.execPath, 'dist/bot/main.js']],
    ]) {
      const dir = folder()
      started[name].push(await untilPrinted(command, dir))
      remove(dir)
    }
    for (const [name, command] of Object.entries(parts)) costs[name].push(await toItsEnd(command))
  }
  const line = (rows, what) => {
    const { min, median, max } = ends(rows.map((row) => row[what]))
    return `${rounded(min)} / ${rounded(median)} / ${rounded(max)} ms`
  }
  for (const [name, rows] of [...Object.entries(started), ...Object.entries(costs)])
    say(`${name.padEnd(44)} ${line(rows, 'ms')}; processor ${line(rows, 'cpuMs')}`)
  const of = (name, what) => median(started[name].map((row) => row[what]))
  const soon = { unit: ' ms', reach: 1500, better: 'less' }
  return {
    reaches: [
      { what: 'from npm start to the address (median)', value: of('npm start', 'ms'), ...soon },
      { what: 'processor time of it, and of all that it starts', value: of('npm start', 'cpuMs'), ...soon },
    ],
    compared: {
      'the program alone, ms': of('program', 'ms'),
      'processor time of the program alone, ms': of('program', 'cpuMs'),
      'resident at the printed address, MB': of('program', 'residentMb'),
    },
    raw: { started, costs },
  }
}

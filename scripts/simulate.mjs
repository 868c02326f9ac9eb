// How is the simulator run? Compiled into a folder of its own, played on one core; with --planted once for every planted bug.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from './compile.mjs'

if (!compile('tsconfig.simulate.json', 'dist/simulation')) process.exit(1)

const args = process.argv.slice(2)
/** Much is made and thrown away at once: with more room for the young there is less to collect. */
const play = (more, patches, quiet) =>
  spawnSync(
    process.execPath,
    ['--max-semi-space-size=64', 'dist/simulation/test/simulation/main.js', ...more],
    {
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'],
      encoding: 'utf8',
      env: { ...process.env, SIMULATION_PATCHES: JSON.stringify(patches) },
    },
  )

if (!args.includes('--planted')) process.exit(play(args, []).status ?? 1)

const folder = 'test/simulation/planted'
const only = args[args.indexOf('--planted') + 1]
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .filter((name) => !only || only.startsWith('--') || name.includes(only))
  .sort()
const within = args.includes('--seeds') ? args : [...args, '--seeds', '2000']
let found = 0
for (const name of names) {
  const { breaks, why, changes } = JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const { stdout, status } = play([...within.filter((arg) => arg !== '--planted'), '--quiet'], changes, true)
  const seen = /✗ seed (\d+), step (-?\d+): (.*)/.exec(stdout ?? '')
  if (status === 1 && seen) found++
  process.stdout.write(
    seen
      ? `✓ ${name.replace('.json', '')}: found at seed ${seen[1]}, step ${seen[2]}: ${seen[3].slice(0, 150)}\n`
      : `✗ ${name.replace('.json', '')}: not found (${breaks}: ${why})\n${status === 0 ? '' : (stdout ?? '')}`,
  )
}
process.stdout.write(`${found} of ${names.length} planted bugs found\n`)
process.exit(found === names.length ? 0 : 1)

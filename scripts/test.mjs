// What proves that the project is sound? Types, lint and every test; with --changed what is near to a change. The last line counts them.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { changed } from './changed.mjs'

const require = createRequire(import.meta.url)
const binOf = (name, file) => join(dirname(require.resolve(`${name}/package.json`)), file)
const folder = mkdtempSync(join(tmpdir(), 'fenghuo-test-'))
const results = join(folder, 'results.json')

const run = (title, args) => {
  process.stdout.write(`\n▶ ${title}\n`)
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0
}

const vitest = binOf('vitest', 'vitest.mjs')
const args = process.argv.slice(2)
const near = args.includes('--changed') ? changed(vitest) : undefined
const linted = near ? near.files.filter((file) => /\.(ts|js|mjs|json)$/.test(file)) : ['.']

const checks = [
  run('types', [binOf('typescript', 'bin/tsc'), '-p', 'tsconfig.json', '--noEmit']),
  run('types of the page', [binOf('typescript', 'bin/tsc'), '-p', 'tsconfig.page.json']),
  linted.length === 0 ||
    run('lint and format', [
      binOf('@biomejs/biome', 'bin/biome'),
      'check',
      '--error-on-warnings',
      '--no-errors-on-unmatched',
      ...linted,
    ]),
  // the tests that start the whole program run what `npm start` runs
  ...(near ? [] : [run('build', ['scripts/build.mjs'])]),
]
// a scene is played in the sandbox only, unless it is said where
if (near) process.env.SCENES ??= '沙盒'
const nothing = near?.tests.length === 0
if (nothing) process.stdout.write('\nNo test is near to what was changed.\n')
const tested =
  nothing ||
  run('tests', [
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${results}`,
    ...(near ? near.tests : []),
    ...args.filter((arg) => arg !== '--changed'),
  ])
// guards broken on purpose, a few each day: all of them, named by `npm run mutants`, would take longer than the tests
if (process.argv.length === 2) checks.push(run('mutants in turn', ['scripts/mutants.mjs', '--turn', '3']))

let passed = checks.filter(Boolean).length
let failed = checks.length - passed
let skipped = 0
if (!nothing)
  try {
    const report = JSON.parse(readFileSync(results, 'utf8'))
    passed += report.numPassedTests
    failed +=
      report.numFailedTests +
      report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
        .length
    skipped = report.numPendingTests + report.numTodoTests
  } catch {
    failed += 1 // the runner itself did not finish
  }
if (!tested && failed === 0) failed = 1
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
process.exit(failed === 0 ? 0 : 1)

// Which tests are near to a change? Those that import what was changed since the last commit, without the long ones; a changed test always.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Nearly everything reaches these: they are played whole by `npm test`, here each only when it was changed itself. */
const far =
  /^test\/(crash|contract|simulation|browser|properties|patterns|build|architecture|scenes\/(?!story\.))/

const linesOf = (program, args) => {
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr || stdout)
  return stdout.split('\n').filter(Boolean)
}

/** The files that differ from the last commit, without those that are gone; and the tests that are near to them. */
export const changed = (vitest) => {
  const files = [
    ...linesOf('git', ['diff', '--name-only', '--diff-filter=d', 'HEAD']),
    ...linesOf('git', ['ls-files', '--others', '--exclude-standard']),
  ].filter((file) => existsSync(file))
  const sources = files.filter((file) => file.endsWith('.ts'))
  if (sources.length === 0) return { files, tests: [] }
  const reached = linesOf(process.execPath, [vitest, 'list', '--changed', '--filesOnly'])
    .map((line) => line.slice(line.indexOf('test/')).trim())
    .filter((file) => file.endsWith('.test.ts'))
  return { files, tests: reached.filter((file) => files.includes(file) || !far.test(file)) }
}

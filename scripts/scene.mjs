// How is one scene watched? By a part of its title: played in the sandbox, or where SCENES says, printed as chat, with what differs at its end.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const folder = 'test/scenes'
const name = process.argv.slice(2).join(' ').trim()
if (!name) {
  process.stderr.write('Which scene? npm run scene -- 书记已确认\n')
  process.exit(2)
}

const files = readdirSync(folder)
  .filter((file) => file.endsWith('.test.ts') && readFileSync(join(folder, file), 'utf8').includes(name))
  .map((file) => `${folder}/${file}`)
if (files.length === 0) {
  process.stderr.write(
    `No scene is written with “${name}”: name a part of a title as it stands in ${folder}/.\n`,
  )
  process.exit(2)
}

const scratch = mkdtempSync(join(tmpdir(), 'fenghuo-scene-chat-'))
const [chat, results] = [join(scratch, 'chat'), join(scratch, 'results.json')]
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const pattern = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const { stdout, stderr } = spawnSync(
  process.execPath,
  [vitest, 'run', ...files, '-t', pattern, '--maxWorkers=1', '--reporter=json', `--outputFile=${results}`],
  { encoding: 'utf8', env: { SCENES: '沙盒', ...process.env, SCENE_CHAT: chat } },
)

try {
  if (existsSync(chat)) process.stdout.write(`${readFileSync(chat, 'utf8')}\n`)
  if (!existsSync(results)) throw new Error(stdout + stderr)
  const { testResults } = JSON.parse(readFileSync(results, 'utf8'))
  const played = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed' || status === 'failed')
  const broken = testResults.filter(({ message }) => message).map(({ message }) => message)
  for (const { title, status, failureMessages } of played)
    process.stdout.write(
      status === 'passed'
        ? `✓ ${title}\n`
        : `✗ ${title}\n${failureMessages
            .join('\n')
            .replace(/\n\s+at [^\n]*/g, '')
            .replace(/^(Assertion)?Error: /gm, '')}\n`,
    )
  for (const message of broken) process.stdout.write(`${message}\n`)
  if (played.length === 0 && broken.length === 0)
    process.stderr.write(`No scene has “${name}” in its title.\n`)
  process.exitCode = played.length > 0 && played.every(({ status }) => status === 'passed') ? 0 : 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

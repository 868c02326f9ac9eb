// Is a rules file that is saved under the running program heard of within seconds, and does one with mistakes change nothing?
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openGround } from '../crash/ground.js'
import { openProgram, type Program } from '../crash/program.js'

const [OFFICER, OTHER] = ['P007', 'P008']
const shipped = readFileSync('rules/rules.yaml', 'utf8')
const shorter = shipped.replace(/^dialog_lapses: 24h/mu, 'dialog_lapses: 12h')

let dir = ''
let file = ''
let program: Program
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'fenghuo-rules-'))
  file = join(dir, 'rules.yaml')
  writeFileSync(file, shipped)
  program = await openProgram({ env: { DATA_DIR: join(dir, 'data'), RULES: file } })
  await program.start()
})
afterEach(async () => {
  await program.stop()
  rmSync(dir, { recursive: true, force: true })
})

const read = async (who: string): Promise<string> =>
  JSON.stringify(await program.ask(`messages?as=${who}&chat=dm`)).replace(/[\\"]/gu, '')

/** Polled: the file's own watch looks every two seconds, and waits for it to come to rest. */
const hears = async (who: string, words: string): Promise<void> => {
  for (const since = Date.now(); !(await read(who)).includes(words); ) {
    if (Date.now() - since > 20_000) expect(await read(who)).toContain(words)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
const says = (as: string, text: string) => program.ask('say', { as, chat: 'dm', text })

it('the office hears of it at once, and two of them bring it in force, without a restart', async () => {
  expect(shorter).not.toBe(shipped)
  // as an editor does: written beside, and put in its place
  writeFileSync(`${file}~`, shorter)
  renameSync(`${file}~`, file)
  await hears(OFFICER, '规则文件有改动')
  await says(OTHER, '规则')
  await hears(OTHER, 'dialog_lapses')
  const ground = await openGround('sandbox', join(dir, 'data'))
  await ground.press(program, OFFICER, 'ask_rules', 'ask')
  await hears(OTHER, '核定生效')
  await ground.press(program, OTHER, 'approve_rules', 'approve')
  await hears(OFFICER, '现行规则')
  // put back: that is a change as well, from what is in force now
  writeFileSync(file, shipped)
  await hears(OFFICER, '12h → 24h')
  expect(program.kills()).toBe(0)
})

it('a file with mistakes leaves the old one in force and says on which line; mended, it is proposed', async () => {
  const line = shorter.split('\n').findIndex((one) => one.startsWith('dialog_lapses')) + 1
  writeFileSync(file, shorter.replace('dialog_lapses: 12h', 'dialog_lapses: 12时'))
  await hears(OFFICER, '规则文件有误，没有生效')
  await hears(OTHER, `rules.yaml:${line} dialog_lapses`)
  expect(await read(OFFICER)).not.toContain('规则文件有改动')
  writeFileSync(file, `${shorter}\n  - [`)
  await hears(OFFICER, '不是正确的 YAML')
  writeFileSync(file, shorter)
  await hears(OFFICER, '规则文件有改动')
})

// Does the whole program keep nothing of what was said before and after a secret, in none of its files and in no line of its log?
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { leftovers } from '../scenes/leftovers.js'

let child: ChildProcess | undefined
let dir = ''
let printed = ''
afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

const environment = () => ({ PATH: process.env.PATH, LOG_LEVEL: 'debug', PORT: '0', DATA_DIR: dir })

const start = (): Promise<(path: string, body?: unknown) => Promise<unknown>> =>
  new Promise((resolve, reject) => {
    let said = ''
    const mine = spawn(process.execPath, ['dist/bot/main.js'], { env: environment() })
    child = mine
    const hear = (chunk: unknown): void => {
      said += String(chunk)
      printed += String(chunk)
      const url = /打开：(http:\/\/127\.0\.0\.1:\d+)\S*/.exec(said)
      if (!url) return
      const token = /token=([\w-]+)/.exec(url[0])?.[1]
      resolve(async (path, body) => {
        const answer = await fetch(`${url[1]}/sandbox/api/${path}`, {
          ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
          headers: { 'content-type': 'application/json', ...(token ? { 'x-sandbox-token': token } : {}) },
        })
        return answer.json()
      })
    }
    mine.stdout.on('data', hear)
    mine.stderr.on('data', hear)
    mine.once('exit', (code) => reject(new Error(`exit ${code}: ${said}`)))
  })
const kill = async (): Promise<void> => {
  const gone = new Promise((resolve) => child?.once('exit', resolve))
  child?.kill('SIGKILL')
  await gone
}
const stop = async (): Promise<void> => {
  const gone = new Promise((resolve) => child?.once('exit', resolve))
  child?.kill('SIGTERM')
  await gone
}

const BEFORE = ['丙丁专用系统', '戊己庚辛四号楼']
const AFTER = ['九号楼的主机', '十号楼的主机', '十二号楼', '寅卯辰系统', '未申酉经过']

it('dialog, divert, kill, start, stop: no word is left, and the record still holds', async () => {
  dir = mkdtempSync(join(tmpdir(), 'fenghuo-secret-'))
  let call = await start()
  const say = (text: string, chat = 'dm') => call('say', { as: 'staff-1', chat, text })
  for (const text of ['报告', '否', '否', '信息学院', BEFORE[0] ?? '', '2', BEFORE[1] ?? '']) await say(text)
  expect(leftovers(join(dir, 'journal'), BEFORE)).toEqual([])
  await kill()
  call = await start()
  await say('里面有绝-密文件')
  expect(leftovers(dir, BEFORE)).toEqual([])

  await say('九号楼的主机被拷走了')
  await say('@烽火 十号楼的主机也被拷走了', 'group')
  await say('大家注意，十二号楼也是', 'group')
  const messages = JSON.stringify(await call('messages?as=staff-1&chat=dm'))
  expect(messages.match(/保密办（/g)?.length).toBe(3)
  for (const word of [...BEFORE, ...AFTER]) expect(messages).not.toContain(word)

  // a form with a yes keeps none of its other fields
  await say('填表')
  const list = (await call('messages?as=staff-1&chat=dm')) as {
    id: string
    card?: { form?: { submit: { value: unknown } } }
  }[]
  const card = list.findLast((one) => one.card?.form)
  await call('press', {
    as: 'staff-1',
    messageId: card?.id,
    value: card?.card?.form?.submit.value,
    form: { classified: '是', unit: 'U06', system: '寅卯辰系统', summary: '未申酉经过' },
  })
  expect(leftovers(dir, [...BEFORE, ...AFTER])).toEqual([])
  await kill()
  expect(leftovers(dir, [...BEFORE, ...AFTER])).toEqual([])
  await start()
  await stop()
  expect(leftovers(dir, [...BEFORE, ...AFTER])).toEqual([])
  for (const word of [...BEFORE, ...AFTER]) expect(printed).not.toContain(word)
  const verified = spawnSync(process.execPath, ['dist/bot/verify.js'], {
    env: environment(),
    encoding: 'utf8',
  })
  expect(verified.status, verified.stdout).toBe(0)
})

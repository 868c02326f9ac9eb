// What does the doctor say of the desk? What is missing while it is off; what a console must list while it is on.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readiness } from '../../bot/readiness.js'
import { type Emulator, startEmulator } from '../channels/feishu/emulator/emulator.js'

let emulator: Emulator | undefined
const folders: string[] = []
afterEach(async () => {
  await emulator?.close()
  emulator = undefined
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

const said = async (env: Record<string, string>): Promise<string[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'desk-doctor-'))
  folders.push(dir)
  const found = await readiness({ DATA_DIR: dir, ...env })
  return found.flatMap(({ what }) => (what.includes('案头') ? [what] : []))
}

test('off: what is missing', async () => {
  expect(await said({})).toEqual(['案头（网页 /desk）未启用：没有填写 PUBLIC_URL、飞书或钉钉的凭据'])
  expect(await said({ PUBLIC_URL: 'https://bot.example.edu.cn' })).toEqual([
    '案头（网页 /desk）未启用：没有填写 飞书或钉钉的凭据',
  ])
})

test('on: where it is, and what the console must list', async () => {
  emulator = await startEmulator({ mode: 'websocket', at: Date.now() })
  const { app, domain } = emulator
  const feishu = { FEISHU_APP_ID: app.id, FEISHU_APP_SECRET: app.secret, FEISHU_DOMAIN: domain }
  expect(await said(feishu)).toEqual(['案头（网页 /desk）未启用：没有填写 PUBLIC_URL'])
  expect(await said({ ...feishu, PUBLIC_URL: 'https://bot.example.edu.cn/' })).toEqual([
    '案头 https://bot.example.edu.cn/desk：请在开放平台的“安全设置 → 重定向 URL”登记 https://bot.example.edu.cn/desk/in/feishu（没有登记的，登录时平台会报错）',
  ])
})

// Does the whole program work on Feishu as an operator starts it? The built process, the environment, the emulated platform.
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Emulator, startEmulator } from './emulator/emulator.js'

const running: ChildProcess[] = []
const folders: string[] = []
let feishu: Emulator
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  await feishu.close()
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-feishu-'))
  folders.push(dir)
  return dir
}

/** The sample campus, everybody with an open_id. */
const campus = (): string => {
  const dir = folder()
  cpSync('templates/directory', dir, { recursive: true })
  const file = join(dir, 'people.csv')
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
  const at = head.split(',').findIndex((one) => one.includes('飞书'))
  const filled = lines.map((line) => {
    const cells = line.split(',')
    cells[at] = `ou_${cells[0]}`
    feishu.addPerson({ openId: `ou_${cells[0]}`, name: cells[1] ?? '' })
    return cells.join(',')
  })
  writeFileSync(file, [head, ...filled].join('\n'))
  return dir
}

const environment = (more: Record<string, string>) => ({
  PATH: process.env.PATH ?? '',
  LOG_LEVEL: 'info',
  PORT: '0',
  DATA_DIR: folder(),
  FEISHU_APP_ID: feishu.app.id,
  FEISHU_APP_SECRET: feishu.app.secret,
  FEISHU_DOMAIN: feishu.domain,
  FEISHU_ENCRYPT_KEY: feishu.app.encryptKey,
  FEISHU_VERIFICATION_TOKEN: feishu.app.verificationToken,
  ...more,
})

/** Resolves with the address as soon as the log says it. */
const start = (more: Record<string, string>): Promise<{ url: string; child: ChildProcess; log(): string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/bot/main.js'], { env: environment(more) })
    running.push(child)
    let said = ''
    const hear = (chunk: unknown) => {
      said += String(chunk)
      const url = /"url":"(http:\/\/[^"]+)"/.exec(said)?.[1]
      if (url) resolve({ url, child, log: () => said })
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${said}`)))
  })

/** Another process answers when it does: looked for often, and not for ever. */
const until = async (what: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; !(await what()); tries++) {
    if (tries > 3_000) throw new Error(`in vain: ${String(what)}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe.each(['websocket', 'webhook'] as const)('the program on Feishu, by %s', (mode) => {
  it('is ready, answers a person, and stops in good order', async () => {
    feishu = await startEmulator({ mode, at: Date.now(), people: [{ openId: 'ou_new', name: '路过的老师' }] })
    const { url, child, log } = await start({ FEISHU_MODE: mode, DIRECTORY: campus() })
    feishu.pushTo(`${url}/feishu/webhook`)
    if (mode === 'websocket') await feishu.socket.whenReady()
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect(await feishu.userSays({ openId: 'ou_new', chat: 'p2p', text: '报告' })).toMatchObject({
      taken: true,
    })
    await until(() => feishu.inboxOf('ou_new').length > 0)
    expect(feishu.inboxOf('ou_new')[0]?.content).toContain('国家秘密')
    const stopped = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    expect(await stopped).toBe(0)
    expect(log()).not.toContain(feishu.app.secret)
    expect(feishu.violations()).toEqual([])
  })

  it('lives with wrong credentials, and says so at /readyz', async () => {
    feishu = await startEmulator({ mode, at: Date.now() })
    const { url, log } = await start({
      FEISHU_MODE: mode,
      FEISHU_APP_SECRET: 'not-the-secret',
      DIRECTORY: campus(),
    })
    await until(async () => (await fetch(`${url}/readyz`)).status === 503)
    expect(await (await fetch(`${url}/readyz`)).text()).toContain('FEISHU_APP_SECRET')
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect(log()).not.toContain('not-the-secret')
  })
})

describe('the doctor, as an operator calls it', () => {
  const doctor = (more: Record<string, string>): Promise<{ code: number | null; said: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ['dist/bot/doctor.js'], { env: environment(more) })
      let said = ''
      child.stdout.on('data', (chunk) => {
        said += String(chunk)
      })
      child.once('close', (code) => resolve({ code, said }))
    })

  it('goes through Feishu and everybody named, and exits 1 while something is wrong', async () => {
    feishu = await startEmulator({ mode: 'websocket', at: Date.now() })
    const DIRECTORY = campus()
    const well = await doctor({ DIRECTORY })
    expect(well.said).toContain('✓ 飞书：应用凭证有效')
    expect(well.said).not.toContain('✗ 飞书')
    const ill = await doctor({ DIRECTORY, FEISHU_APP_SECRET: 'not-the-secret' })
    expect(ill.code).toBe(1)
    expect(ill.said).toContain('✗ 飞书：应用凭证无效')
  })
})

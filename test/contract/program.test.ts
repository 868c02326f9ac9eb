import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const running: ChildProcess[] = []
const folders: string[] = []
const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-program-'))
  folders.push(dir)
  return dir
}
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

const environment = (more: Record<string, string>) => ({
  PATH: process.env.PATH,
  LOG_LEVEL: 'error',
  PORT: '0',
  ...more,
})

/** The program as `npm start` runs it; resolves with the address it prints, and with what a script shows at its door. */
const start = (
  more: Record<string, string>,
): Promise<{ child: ChildProcess; printed: string; url: string; token: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/bot/main.js'], { env: environment(more) })
    running.push(child)
    let said = ''
    child.stdout.on('data', (chunk) => {
      said += String(chunk)
      const printed = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(said)?.[0]
      if (!printed) return
      const { origin, searchParams } = new URL(printed)
      resolve({ child, printed, url: origin, token: searchParams.get('token') ?? '' })
    })
    child.stderr.on('data', (chunk) => {
      said += String(chunk)
    })
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${said}`)))
  })

const run = (file: string, more: Record<string, string> = {}) =>
  spawnSync(process.execPath, [file], { env: environment(more), encoding: 'utf8', timeout: 30_000 })

describe('the program, from outside', () => {
  it('the whole story over the JSON API, by a script that knows nothing but the contract; then the record holds', async () => {
    const DATA_DIR = folder()
    const { child, printed, url } = await start({ DATA_DIR })
    const story = spawn(process.execPath, ['test/story/story.mjs', printed])
    let said = ''
    story.stdout.on('data', (chunk) => {
      said += String(chunk)
    })
    story.stderr.on('data', (chunk) => {
      said += String(chunk)
    })
    await new Promise((resolve) => story.once('close', resolve))
    expect(said).toContain('the story holds')
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('fenghuo_incidents_open')

    const second = run('dist/bot/main.js', { DATA_DIR })
    expect(second.status).toBe(1)
    expect(second.stderr).toContain(`pid ${child.pid}`)

    const stopped = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    expect(await stopped).toBe(0)
    expect(run('dist/bot/verify.js', { DATA_DIR }).status).toBe(0)
  })

  it('verify names the broken place; a start refuses it', async () => {
    const DATA_DIR = folder()
    const { child, url, token } = await start({ DATA_DIR })
    for (const text of ['报告', '否', '否']) {
      await fetch(`${url}/sandbox/api/say`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-sandbox-token': token },
        body: JSON.stringify({ as: 'staff-1', chat: 'dm', text }),
      })
    }
    const stopped = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await stopped
    const segment = join(DATA_DIR, 'journal', '000000000001.ndjson')
    const text = readFileSync(segment, 'utf8')
    writeFileSync(segment, text.replace(/"at":"20/, '"at":"19'))
    const verified = run('dist/bot/verify.js', { DATA_DIR })
    expect(verified.status).toBe(1)
    expect(verified.stdout).toContain('000000000001.ndjson:1')
    const started = run('dist/bot/main.js', { DATA_DIR })
    expect(started.status).toBe(1)
    expect(started.stderr).toContain('000000000001.ndjson:1')
  })

  it('a bad configuration: exit 78, every mistake at once', () => {
    const campus = folder()
    cpSync('templates/directory', campus, { recursive: true })
    writeFileSync(
      join(campus, 'people.csv'),
      readFileSync(join(campus, 'people.csv'), 'utf8').replace('第一责任人', '主人'),
    )
    const rules = join(folder(), 'rules.yaml')
    writeFileSync(rules, 'clocks:\n  - {id: ack, kind: acknowledge, within: soon}\n')
    const environmentMistakes = run('dist/bot/main.js', {
      PORT: 'eighty',
      SANDBX: 'on',
      FEISHU_APP_ID: 'cli_x',
      LOG_LEVEL: 'loud',
    })
    expect(environmentMistakes.status).toBe(78)
    for (const name of ['PORT', 'SANDBX', 'SANDBOX', 'LOG_LEVEL'])
      expect(environmentMistakes.stderr).toContain(name)
    const fileMistakes = run('dist/bot/main.js', { DIRECTORY: campus, RULES: rules, DATA_DIR: folder() })
    expect(fileMistakes.status).toBe(78)
    expect(fileMistakes.stderr).toMatch(/people\.csv:\d+ /)
    expect(fileMistakes.stderr).toContain('clocks[0].within')
  })

  it('doctor: 0 when all is ready, 1 with the mend when not', () => {
    const well = run('dist/bot/doctor.js', { DATA_DIR: folder() })
    expect(well.status).toBe(0)
    // what nobody has approved, and whom nobody can call, is no tick
    for (const open of ['待网信办核定', '没有联系电话', '未启用'])
      for (const line of well.stdout.split('\n').filter((one) => one.includes(open)))
        expect(line).toMatch(/^△ /)
    expect(well.stdout).toContain('△ 待网信办核定')
    expect(well.stdout).toMatch(/△ 待网信办核定（校内建议时限，非法定）：.*RECT-RETEST 复测/)
    expect(well.stdout).toContain('△ 自治区教育厅没有联系电话')
    expect(well.stdout).not.toContain('全部就绪')
    const read = run('dist/bot/doctor.js', { DATA_DIR: folder(), READER_URL: 'http://127.0.0.1:1/v1' })
    expect(read.status).toBe(1)
    expect(read.stdout).toMatch(/原话发往 127\.0\.0\.1:1[\s\S]*127\.0\.0\.1:1 没有应答/)
    const bad = run('dist/bot/doctor.js', { DATA_DIR: folder(), DIRECTORY: '/nonexistent' })
    expect(bad.status).toBe(1)
    expect(bad.stdout).toContain('→')
  })
})

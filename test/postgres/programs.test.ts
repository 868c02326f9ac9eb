// What does an operator see of PostgreSQL? The built programs: moved there and back, looked at, verified, and a second process that stands by.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { hasPostgres, postgres } from './server.js'

const TOKEN = 'of-this-test-alone'
const children: ChildProcess[] = []
const folders: string[] = []
const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-pg-programs-'))
  folders.push(dir)
  return dir
}
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

type Env = { DATA_DIR: string; DATABASE_URL?: string }
const environment = (env: Env) => ({
  ...{ PATH: process.env.PATH, LOG_LEVEL: 'error', PORT: '0', SANDBOX_TOKEN: TOKEN },
  ...env,
})
const run = (program: string, env: Env, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`dist/bot/${program}.js`, ...args], {
    ...{ env: environment(env), encoding: 'utf8', timeout: 60_000 },
  })
  return { status, said: stdout + stderr }
}
const start = (env: Env) => {
  const child = spawn(process.execPath, ['dist/bot/main.js'], { env: environment(env) })
  children.push(child)
  let said = ''
  const hears: (() => void)[] = []
  const hear = (chunk: unknown): void => {
    said += String(chunk)
    for (const one of hears) one()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const says = (what: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = what.exec(said)?.[0]
        if (found !== undefined) resolve(found)
      }
      hears.push(look)
      child.once('exit', (code) => reject(new Error(`exit ${code}: ${said}`)))
      look()
    })
  const stop = (): Promise<unknown> => {
    const gone = new Promise((done) => child.once('exit', done))
    child.kill('SIGTERM')
    return gone
  }
  return { says, stop, url: () => says(/http:\/\/127\.0\.0\.1:\d+/) }
}
const say = async (url: string, text: string): Promise<number> =>
  (
    await fetch(`${url}/sandbox/api/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-sandbox-token': TOKEN },
      body: JSON.stringify({ as: 'staff-1', chat: 'dm', text }),
    })
  ).status
const lastHeard = async (url: string): Promise<string> => {
  const answer = await fetch(`${url}/sandbox/api/messages?as=staff-1&chat=dm`, {
    headers: { 'x-sandbox-token': TOKEN },
  })
  return JSON.stringify(((await answer.json()) as unknown[]).at(-1))
}
const headIn = (said: string): string | undefined => /末行 ([0-9a-f]{20})/.exec(said)?.[1]

describe.skipIf(!hasPostgres)('the programs over PostgreSQL', () => {
  it('moved into a database and back: the same head, the dialog goes on, and what was left is not opened again', {
    timeout: 120_000,
  }, async () => {
    const server = await postgres()
    const DATABASE_URL = server.fresh()
    const DATA_DIR = folder()
    const first = start({ DATA_DIR })
    for (const text of ['报告', '否', '否', '信息学院']) expect(await say(await first.url(), text)).toBe(200)
    expect(run('move', { DATA_DIR }, '--to', DATABASE_URL)).toMatchObject({ status: 1 })
    expect(await first.stop()).toBe(0)
    const head = headIn(run('verify', { DATA_DIR }).said)

    const moved = run('move', { DATA_DIR }, '--to', DATABASE_URL)
    expect(moved.said).toMatch(
      /^已搬到 127\.0\.0\.1:\d+\/postgres，schema campus_\S+：日志 \d+ 行，末行 \S+…，两边一致/,
    )
    expect(moved.status).toBe(0)
    expect(headIn(moved.said)).toBe(head)
    expect(run('main', { DATA_DIR }).said).toContain('这个数据目录里的数据已迁往')
    expect(run('move', { DATA_DIR }, '--to', server.fresh()).said).toContain('已迁往')
    const verified = run('verify', { DATA_DIR, DATABASE_URL })
    expect([verified.status, headIn(verified.said)]).toEqual([0, head])

    const second = start({ DATA_DIR, DATABASE_URL })
    expect(await say(await second.url(), '学院网站')).toBe(200)
    expect(await lastHeard(await second.url())).toContain('事件类型')
    expect(await second.stop()).toBe(0)

    const back = folder()
    const returned = run('move', { DATA_DIR, DATABASE_URL }, '--to', back)
    expect(returned.status, returned.said).toBe(0)
    expect(headIn(run('verify', { DATA_DIR: back }).said)).toBe(headIn(returned.said))
    expect(run('main', { DATA_DIR, DATABASE_URL }).said).toContain('这个数据库里的数据已迁走')
    const third = start({ DATA_DIR: back })
    expect(await say(await third.url(), '网络攻击')).toBe(200)
    expect(await lastHeard(await third.url())).not.toContain('没有填完')
    expect(await third.stop()).toBe(0)
  })

  it('a database with something in it takes no move; an empty folder has nothing to move', async () => {
    const server = await postgres()
    const DATABASE_URL = server.fresh()
    const DATA_DIR = folder()
    expect(run('move', { DATA_DIR }, '--to', DATABASE_URL).said).toContain('还没有记录，没有可搬的')
    expect(run('move', { DATA_DIR }).status).toBe(78)
    expect(run('move', { DATA_DIR }, '--to', folder()).said).toContain('DATABASE_URL: 没有填写')
    const used = start({ DATA_DIR, DATABASE_URL })
    await used.url()
    expect(await used.stop()).toBe(0)
    const other = folder()
    const files = start({ DATA_DIR: other })
    await files.url()
    await files.stop()
    expect(run('move', { DATA_DIR: other }, '--to', DATABASE_URL)).toMatchObject({
      status: 1,
      said: expect.stringContaining('里已有记录：请用一个空的 schema'),
    })
    // nothing of it was moved, and it is opened as before
    const again = start({ DATA_DIR: other })
    await again.url()
    expect(await again.stop()).toBe(0)
  }, 60_000)

  it('a second process stands by, says so, and takes over when the first is stopped', async () => {
    const server = await postgres()
    const DATABASE_URL = server.fresh()
    const first = start({ DATA_DIR: folder(), DATABASE_URL })
    await first.url()
    const second = start({ DATA_DIR: folder(), DATABASE_URL })
    expect(await second.says(/待命：.*\n/)).toMatch(/另一个进程正在负责（主机 .*pid \d+，自 .* UTC 起）/)
    expect(run('doctor', { DATA_DIR: folder(), DATABASE_URL }).said).toMatch(
      /✓ 数据库 127\.0\.0\.1:\d+\/postgres，schema campus_\S+：PostgreSQL \d+\S*，正由一个进程负责（主机/,
    )
    expect(await first.stop()).toBe(0)
    await second.says(/已接手/)
    expect(await say(await second.url(), '报告')).toBe(200)
    expect(await second.stop()).toBe(0)
  }, 60_000)

  it('the doctor names what is wrong with a database', async () => {
    const server = await postgres()
    const DATABASE_URL = server.fresh()
    const asked = (url: string): string => run('doctor', { DATA_DIR: folder(), DATABASE_URL: url }).said
    // the server of the tests runs without fsync, which is just what must not be
    expect(asked(DATABASE_URL)).toContain('✗ 数据库的 fsync 关着：断电时，已经确认过的报告可能丢失')
    expect(asked(DATABASE_URL)).toContain('还没有表，第一次启动时建立')
    expect(asked(DATABASE_URL.replace(`:${server.port}/`, ':1/'))).toMatch(
      /✗ 连不上数据库 127\.0\.0\.1:1\/postgres/,
    )
    await server.ask(DATABASE_URL, 'CREATE ROLE reader LOGIN')
    await server.ask(DATABASE_URL, 'ALTER SYSTEM SET synchronous_commit = off')
    await server.ask(DATABASE_URL, 'SELECT pg_reload_conf()')
    const weak = asked(DATABASE_URL.replace('fenghuo@', 'reader@'))
    await server.ask(DATABASE_URL, 'ALTER SYSTEM RESET synchronous_commit')
    await server.ask(DATABASE_URL, 'SELECT pg_reload_conf()')
    expect(weak).toContain('✗ 没有权限在这个 schema 里建表或写入')
    expect(weak).toContain('△ 数据库默认 synchronous_commit = off')
    expect(asked('postgres://fenghuo@127.0.0.1/x?schema=A-B')).toContain('DATABASE_URL')
  }, 60_000)
})

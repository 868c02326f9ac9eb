// Do the unit and the image hold what they promise? Each is played as far as it can be without root and without a daemon.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const folders: string[] = []
const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})
const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-deploy-'))
  folders.push(dir)
  return dir
}

/** The instructions of each stage, continued lines joined. */
const stages = (): string[][] =>
  readFileSync('Dockerfile', 'utf8')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split(/^(?=FROM )/m)
    .map((stage) => stage.split('\n').filter((line) => line !== ''))
    .filter((lines) => lines.length > 0)
const last = (): string[] => stages().at(-1) ?? []
const said = (name: string): string[] =>
  last().flatMap((line) => (line.startsWith(`${name} `) ? line.slice(name.length + 1) : []))

describe('the image', () => {
  it('is made on a Node that the program takes, by npm ci, and runs as nobody of weight', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'))
    const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(engines.node)?.map(Number) ?? []
    for (const [from = ''] of stages()) {
      const [, its = 0, minorOfIts = 0] = /^FROM node:(\d+)\.(\d+)/.exec(from)?.map(Number) ?? []
      expect(its).toBe(major)
      expect(minorOfIts).toBeGreaterThanOrEqual(minor)
    }
    for (const stage of stages()) expect(stage.join('\n')).toMatch(/^RUN npm ci\b/m)
    expect(said('USER')).toEqual(['node'])
    expect(said('VOLUME')).toEqual(['/data'])
    expect(last().join('\n')).toMatch(/DATA_DIR=\/data/)
    expect(said('STOPSIGNAL')).toEqual(['SIGTERM'])
    const kept = readFileSync('.dockerignore', 'utf8').split('\n')
    for (const out of ['.env', 'data', 'node_modules', '.git', 'campus']) expect(kept).toContain(out)
  })

  it('holds all that a start needs: its files alone, in a folder of their own; well by its own check; stops in order', async () => {
    const app = folder()
    const data = folder()
    for (const line of said('COPY')) {
      const parts = line.split(' ').filter((part) => !part.startsWith('--'))
      const to = parts.pop() ?? ''
      for (const from of parts.map((part) => part.replace(/^\/app\//, ''))) {
        const target = to.endsWith('/') ? join(app, to, from) : join(app, to)
        mkdirSync(dirname(target), { recursive: true })
        cpSync(from, target, { recursive: true })
      }
    }
    symlinkSync(resolve('node_modules'), join(app, 'node_modules'))
    const [program = '', ...args] = JSON.parse(said('CMD')[0] ?? '[]')
    const env = {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATA_DIR: data,
      PORT: '0',
      LOG_LEVEL: 'error',
    }
    const child = spawn(program, args, { cwd: app, env })
    running.push(child)
    let out = ''
    const port = await new Promise<string>((found, failed) => {
      const hear = (chunk: unknown): void => {
        out += String(chunk)
        const at = /http:\/\/127\.0\.0\.1:(\d+)/.exec(out)?.[1]
        if (at) found(at)
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      child.once('exit', (code) => failed(new Error(`exit ${code}: ${out}`)))
    })
    const check = JSON.parse(/\[.*\]/.exec(said('HEALTHCHECK')[0] ?? '')?.[0] ?? '[]')
    const well = (at: string) => spawnSync(check[0], check.slice(1), { env: { ...env, PORT: at } }).status
    expect(well(port)).toBe(0)
    const gone = new Promise((done) => child.once('close', done))
    child.kill('SIGTERM')
    expect(await gone).toBe(0)
    expect(out).toContain('烽火已停止。')
    expect(well(port)).toBe(1)
  })
})

describe('the unit', () => {
  const unit = readFileSync('deploy/fenghuo.service', 'utf8')

  it('starts what watches over the bot, tries no wrong setting again, and gives the stop its time', () => {
    expect(unit).toMatch(/^ExecStart=.*node scripts\/run\.mjs$/m)
    expect(unit).toMatch(/^RestartPreventExitStatus=78$/m)
    expect(unit).toMatch(/^User=fenghuo$/m)
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(10)
  })

  it.skipIf(spawnSync('systemd-analyze', ['--version']).status !== 0)('systemd finds no fault in it', () => {
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', 'deploy/fenghuo.service'], {
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})

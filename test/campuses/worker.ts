// How does a worker live that serves many campuses? The built program over a folder of folders, on a port and a disk of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../crash/program.js'

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const folder = (): string => mkdtempSync(join(tmpdir(), 'fenghuo-campuses-'))
export const remove = (dir: string): void => rmSync(dir, { recursive: true, force: true, maxRetries: 5 })

/** A campus with the sample directory, and its `.env`. */
export const layCampus = (root: string, name: string, env: Record<string, string>): void => {
  mkdirSync(join(root, name), { recursive: true })
  cpSync('templates/directory', join(root, name, 'directory'), { recursive: true })
  const lines = Object.entries(env).map(([key, value]) => `${key}=${value}`)
  writeFileSync(join(root, name, '.env'), `${lines.join('\n')}\n`)
}

export type State = { state: string; ok: boolean }
type Whole = { ok: boolean; reasons: string[]; degraded?: string[]; campuses: Record<string, State> }

export const openWorker = async (root: string, env: Record<string, string> = {}) => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let said = ''
  let child: ChildProcess | undefined
  const ended = (): boolean => !child || child.exitCode !== null || child.signalCode !== null
  const run = (): void => {
    const one = spawn(process.execPath, ['dist/bot/main.js', '--watched'], {
      env: { PATH: process.env.PATH ?? '', PORT: String(port), CAMPUSES: root, LOG_LEVEL: 'info', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = one
    for (const stream of [one.stdout, one.stderr])
      stream?.on('data', (chunk) => {
        said = `${said}${chunk}`.slice(-100_000)
      })
  }
  run()
  const ask = (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
    })
  const whole = (path = '/readyz'): Promise<Whole | undefined> =>
    ask(path)
      .then((answer) => answer.json() as Promise<Whole>)
      .catch(() => undefined)
  return {
    ...{ url, ask, whole, run },
    said: () => said,
    pid: () => child?.pid ?? 0,
    exit: () => child?.exitCode,
    /** The campuses that it serves. */
    async serves(): Promise<string[]> {
      const { campuses = {} } = (await whole()) ?? {}
      return Object.entries(campuses).flatMap(([name, { state }]) => (state === 'serving' ? [name] : []))
    },
    async until(what: string, there: () => Promise<boolean> | boolean, ms = 60_000): Promise<number> {
      const began = performance.now()
      while (!(await there())) {
        if (performance.now() - began > ms) throw new Error(`${what} did not come: ${said}`)
        await pause(20)
      }
      return performance.now() - began
    },
    async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
      if (!ended()) child?.kill(signal)
      while (!ended()) await pause(10)
    },
  }
}
export type Worker = Awaited<ReturnType<typeof openWorker>>

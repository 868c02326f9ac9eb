// How does a process live that is killed? The built program on a disk and a port of its own; what is watched over is started again.
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const at = probe.address()
      const port = typeof at === 'object' && at ? at.port : 0
      probe.close(() => resolve(port))
    })
  })

export type Program = {
  url: string
  token: string
  /** Starts it, and again when it is killed while it starts. */
  start(): Promise<void>
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>
  kills(): number
  /** Started again where it is dead: what a service manager does. Answers whether it was. */
  revive(): Promise<boolean>
  /** Rejects when the process that lives now has died. */
  death(): Promise<never>
  /** SIGTERM, and the end. */
  stop(): Promise<void>
  /** Asks until there is an answer: what a platform or a person does that heard none. */
  ask<T>(path: string, body?: unknown): Promise<T>
}

export const openProgram = async (options: {
  env: Record<string, string>
  /** Loaded before the program. */
  imports?: string[]
}): Promise<Program> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const token = 'the-token-of-the-crash-story'
  let child: ChildProcess | undefined
  let dying: Promise<never> = new Promise(() => {})
  let kills = 0

  const dead = (one: ChildProcess): boolean => one.exitCode !== null || one.signalCode !== null
  const exited = (one: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      if (dead(one)) resolve()
      else one.once('exit', () => resolve())
    })
  const start = async (): Promise<void> => {
    const args = [...(options.imports ?? []).flatMap((path) => ['--import', path]), 'dist/bot/main.js']
    const one = spawn(process.execPath, args, {
      env: {
        PATH: process.env.PATH ?? '',
        PORT: String(port),
        LOG_LEVEL: 'error',
        SANDBOX: 'on',
        SANDBOX_TOKEN: token,
        ...options.env,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child = one
    dying = exited(one).then(() => {
      throw new Error('it died')
    })
    dying.catch(() => {}) // heard by whoever waits for an answer
    let said = ''
    one.stderr?.on('data', (chunk) => {
      said += String(chunk)
    })
    for (;;) {
      if (one.signalCode !== null) return start()
      if (one.exitCode !== null) throw new Error(`the program did not start: ${said}`)
      const up = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) }).then(
        ({ status }) => status === 200,
        () => false,
      )
      if (up) return
      await pause(50)
    }
  }
  /** One at a time: whoever finds it dead waits for the same start. */
  let reviving: Promise<boolean> | undefined
  const revive = (): Promise<boolean> => {
    reviving ??= (async () => {
      // the connection breaks a moment before the death is known
      if (child && !(await Promise.race([exited(child).then(() => true), pause(2000).then(() => false)])))
        return false
      await start()
      return true
    })().finally(() => {
      reviving = undefined
    })
    return reviving
  }

  return {
    url,
    token,
    start,
    async kill() {
      if (!child || dead(child)) return
      kills++
      child.kill('SIGKILL')
      await exited(child)
    },
    kills: () => kills,
    revive,
    death: () => dying,
    async stop() {
      if (!child) return
      child.kill('SIGTERM')
      await exited(child)
    },
    async ask<T>(path: string, body?: unknown): Promise<T> {
      for (;;) {
        try {
          const answer = await fetch(`${url}/sandbox/api/${path}`, {
            headers: { 'x-sandbox-token': token, 'content-type': 'application/json' },
            ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
            signal: AbortSignal.timeout(60_000),
          })
          const text = await answer.text()
          if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
          return JSON.parse(text) as T // the contract's own shapes
        } catch (error) {
          if (!(await revive())) throw error
        }
      }
    },
  }
}

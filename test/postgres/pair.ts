// How do two processes live over one database? The built program twice, each behind a wire of its own; whoever ends is started again.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../crash/program.js'
import type { Server } from './server.js'
import { openWire, type Wire } from './wire.js'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

type Health = { ok: boolean; reasons: string[] }

export type Process = {
  name: string
  wire: Wire
  /** It serves: the campus is its own. */
  serves(): Promise<boolean>
  /** It lives, and follows. */
  standsBy(): Promise<boolean>
  signal(signal: NodeJS.Signals): void
  /** How often it ended by itself. */
  ends(): number
  stop(): Promise<void>
}

const openProcess = async (
  name: string,
  server: Server,
  schema: string,
  env: Record<string, string>,
  imports: readonly string[],
) => {
  const wire = await openWire(server.port)
  const port = await freePort()
  const dir = mkdtempSync(join(tmpdir(), `fenghuo-pair-${name}-`))
  let child: ChildProcess | undefined
  let stopping = false
  let ends = 0
  let said = ''
  const run = (): void => {
    if (stopping) return
    const one = spawn(
      process.execPath,
      [...imports.flatMap((one) => ['--import', one]), 'dist/bot/main.js', '--watched'],
      {
        env: {
          PATH: process.env.PATH ?? '',
          PORT: String(port),
          DATA_DIR: dir,
          DATABASE_URL: `postgres://fenghuo@127.0.0.1:${wire.port}/postgres?schema=${schema}`,
          LOG_LEVEL: 'warn',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    child = one
    for (const stream of [one.stdout, one.stderr])
      stream?.on('data', (chunk) => {
        said = `${said}${chunk}`.slice(-20_000)
      })
    one.on('exit', (code, signal) => {
      if (signal === null && !stopping) ends++
      if (code === 78) throw new Error(`${name} did not start: ${said}`)
      run()
    })
  }
  run()
  const ask = (path: string): Promise<Health | undefined> =>
    fetch(`http://127.0.0.1:${port}/${path}`, { signal: AbortSignal.timeout(1000) })
      .then((answer) => answer.json() as Promise<Health>)
      .catch(() => undefined)
  return {
    name,
    wire,
    serves: async () => (await ask('readyz'))?.ok === true,
    async standsBy() {
      const health = await ask('healthz')
      return health?.ok === true && health.reasons.length > 0
    },
    signal: (signal) => void child?.kill(signal),
    ends: () => ends,
    said: () => said,
    async stop() {
      stopping = true
      child?.kill('SIGCONT')
      child?.kill('SIGTERM')
      for (let waited = 0; child && child.exitCode === null && child.signalCode === null; waited += 20) {
        if (waited > 12_000) child.kill('SIGKILL')
        await pause(20)
      }
      await wire.close()
      rmSync(dir, { recursive: true, force: true })
    },
  } satisfies Process & { said(): string }
}

/** Both stand, the first of them serves. `imports`: what is loaded before the program. */
export const openPair = async (
  server: Server,
  schema: string,
  env: Record<string, string>,
  imports: readonly string[] = [],
) => {
  const until = async (what: string, there: () => Promise<boolean>): Promise<void> => {
    for (const end = performance.now() + 60_000; !(await there()); await pause(25))
      if (performance.now() > end) throw new Error(`${what}: ${pair.map((one) => one.said()).join('\n')}`)
  }
  const first = await openProcess('a', server, schema, env, imports)
  const pair = [first]
  await until('the first does not serve', first.serves)
  const second = await openProcess('b', server, schema, env, imports)
  pair.push(second)
  await until('the second does not stand by', second.standsBy)
  return { pair: [first, second] as const, until }
}

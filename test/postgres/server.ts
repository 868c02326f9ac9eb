// Where does a PostgreSQL come from for the tests? Debian's own, started once in each process that asks, in a folder of its own; gone with it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

const ROOT = '/usr/lib/postgresql'
const newest = existsSync(ROOT)
  ? readdirSync(ROOT)
      .filter((name) => existsSync(join(ROOT, name, 'bin', 'initdb')))
      .sort((a, b) => Number(b) - Number(a))[0]
  : undefined

/** Is there one on this machine? Where the project's own gate runs there must be: it installs it. */
export const hasPostgres = newest !== undefined || process.env.CI !== undefined

/** It refuses to run as root; the package brings a user for it. */
const asUser = (): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {}
  const id = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const at = probe.address()
      probe.close(() => resolve(typeof at === 'object' && at ? at.port : 0))
    })
  })

export type Server = {
  port: number
  /** An address in a schema that nobody had before. `port`: of a proxy before it. */
  fresh(port?: number): string
  /** As it is without us: statements in one schema. */
  ask(url: string, text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** Kills every process of it at once, and starts it again on the same data. */
  crash(): Promise<void>
  stop(): Promise<void>
}

const start = async (): Promise<Server> => {
  if (newest === undefined) throw new Error('no PostgreSQL on this machine: apt-get install postgresql')
  const bin = join(ROOT, newest, 'bin')
  const user = asUser()
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-postgres-'))
  if (user.uid !== undefined) chownSync(dir, user.uid, user.gid ?? 0)
  const data = join(dir, 'data')
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'fenghuo', '-A', 'trust', '-E', 'UTF8', '--locale', 'C', '--no-sync'],
    { ...user, stdio: 'ignore', cwd: dir },
  )
  const port = await freePort()
  let child: ChildProcess | undefined
  const url = `postgres://fenghuo@127.0.0.1:${port}/postgres`
  const up = async (): Promise<void> => {
    const args = ['-D', data, '-p', String(port), '-k', dir, '-c', 'listen_addresses=127.0.0.1']
    // processes die in these tests, machines do not
    const one = spawn(join(bin, 'postgres'), [...args, '-c', 'fsync=off', '-c', 'max_connections=200'], {
      ...user,
      cwd: dir,
      stdio: 'ignore',
    })
    child = one
    for (;;) {
      if (one.exitCode !== null) throw new Error(`PostgreSQL did not start (${one.exitCode})`)
      const client = new pg.Client(url)
      client.on('error', () => {})
      try {
        await client.connect()
        await client.end()
        return
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  }
  const down = (signal: NodeJS.Signals): Promise<void> =>
    new Promise((resolve) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill(signal)
    })
  const clean = (): void => {
    child?.kill('SIGQUIT')
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
  process.once('exit', clean)
  await up()
  let nth = 0
  return {
    port,
    fresh: (through = port) =>
      `postgres://fenghuo@127.0.0.1:${through}/postgres?schema=campus_${process.pid}_${++nth}`,
    async ask(at, text, values = []) {
      const schema = new URL(at).searchParams.get('schema')
      const client = new pg.Client(url)
      await client.connect()
      try {
        await client.query(`SET search_path TO "${schema}"`)
        return (await client.query(text, values)).rows
      } finally {
        await client.end()
      }
    },
    async crash() {
      await down('SIGQUIT')
      await up()
    },
    async stop() {
      await down('SIGINT')
      process.off('exit', clean)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

let once: Promise<Server> | undefined
/** The one of this process. */
export const postgres = (): Promise<Server> => {
  once ??= start()
  return once
}

// What does one more campus cost? Many in one process, in files and over PostgreSQL, at rest and busy: memory, processor time, queries, connections.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { rounded } from './lib/figures.mjs'
import { folder, remove, sleep } from './lib/ground.mjs'
import { startPostgres } from './lib/postgres.mjs'
import { cpuMsOf, freePort, memoryOf } from './lib/program.mjs'

export const title = 'many campuses in one process: what one costs at rest, and what a turn costs'

const COUNTS = (process.env.CAMPUS_COUNTS ?? '1,10,50').split(',').map(Number)
const REST_MS = 10_000
const TURNS = 300
const TOKEN = 'of-this-bench-alone'

const lay = (root, count, schemaOf) => {
  for (let nth = 1; nth <= count; nth++) {
    const dir = join(root, `c${nth}`)
    mkdirSync(dir)
    cpSync('templates/directory', join(dir, 'directory'), { recursive: true })
    const database = schemaOf ? `DATABASE_URL=${schemaOf(nth)}\n` : ''
    writeFileSync(join(dir, '.env'), `SANDBOX=on\nSANDBOX_TOKEN=${TOKEN}\n${database}`)
  }
}

const start = async (root) => {
  const port = await freePort()
  const data = folder()
  const child = spawn(process.execPath, ['dist/bot/main.js'], {
    env: { PATH: process.env.PATH, PORT: String(port), LOG_LEVEL: 'error', CAMPUSES: root, DATA_DIR: data },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  const serves = async () => {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    const { campuses = {} } = (await answer?.json()) ?? {}
    return Object.values(campuses).filter(({ state }) => state === 'serving').length
  }
  return {
    ...{ url, serves, pid: child.pid },
    async stop() {
      const over = new Promise((gone) => child.once('exit', gone))
      child.kill('SIGTERM')
      await over
      remove(data)
    },
  }
}

/** What the database has done: statements, each a transaction of its own; and who is connected. */
const asker = async (server) => {
  if (!server) return { look: async () => ({ queries: 0, cpuMs: 0, connections: 0 }), end: async () => {} }
  const { host, user, database } = server.at
  const client = new pg.Client({ host, user, database })
  await client.connect()
  return {
    async look() {
      await sleep(1_200) // a backend tells its counts once a second
      const { rows } = await client.query(
        "SELECT xact_commit::int AS queries, (SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'fenghuo') AS connections FROM pg_stat_database WHERE datname = current_database()",
      )
      return { ...rows[0], cpuMs: cpuMsOf(server.pid) }
    },
    end: () => client.end(),
  }
}

const say = async (url, nth, text) => {
  const answer = await fetch(`${url}/c${nth}/sandbox/api/say`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sandbox-token': TOKEN },
    body: JSON.stringify({ as: 'P009', chat: 'dm', text }),
  })
  if (!answer.ok) throw new Error(`${answer.status} for ${text}`)
}

const one = async (count, where, server) => {
  const root = folder()
  const { at } = server ?? {}
  const schemaOf =
    at &&
    ((nth) => `postgres://localhost/${at.database}?host=${at.host}&user=${at.user}&schema=n${count}_${nth}`)
  lay(root, count, schemaOf)
  const database = await asker(server)
  const worker = await start(root)
  const cpu = () => cpuMsOf(worker.pid)
  while ((await worker.serves()) < count) await sleep(100)
  const startCpuMs = cpu()
  await sleep(3_000)
  const before = await database.look()
  const restFrom = [cpu(), performance.now()]
  await sleep(REST_MS)
  const s = (performance.now() - restFrom[1]) / 1000
  const restCpuMs = (cpu() - restFrom[0]) / s
  const after = await database.look()
  const passed = s + 1.2
  const { residentMb } = memoryOf(worker.pid)
  // somebody in the first campus asks again and again, while the others rest: each a durable turn with its answer
  for (const text of [
    '报告',
    '否',
    '否',
    '信息学院',
    '学院网站',
    '网络攻击',
    '首页被改',
    '刚刚',
    '预览',
    '确认提交',
  ])
    await say(worker.url, 1, text)
  const busyBefore = await database.look()
  const busyFrom = [cpu(), performance.now()]
  for (let turn = 0; turn < TURNS; turn++) await say(worker.url, 1, '待办')
  const busyMs = performance.now() - busyFrom[1]
  const busyCpuMs = cpu() - busyFrom[0] - (restCpuMs * busyMs) / 1000
  const busyAfter = await database.look()
  const restQueries = (after.queries - before.queries) / passed
  await worker.stop()
  await database.end()
  remove(root)
  return {
    ...{ count, where, startCpuMs, residentMb, restCpuMsPerS: restCpuMs },
    restQueriesPerS: restQueries,
    databaseCpuMsPerS: (after.cpuMs - before.cpuMs) / passed,
    connections: after.connections,
    busyCpuMsPerTurn: busyCpuMs / TURNS,
    busyQueriesPerTurn:
      (busyAfter.queries - busyBefore.queries - (restQueries * (busyMs + 1_200)) / 1000) / TURNS,
  }
}

export const run = async (tell) => {
  const rows = []
  for (const where of ['files', 'PostgreSQL']) {
    const server = where === 'files' ? undefined : await startPostgres(['-c', 'max_connections=1000'])
    if (where !== 'files' && !server) tell('PostgreSQL is not installed here')
    else
      for (const count of COUNTS) {
        const row = await one(count, where, server)
        rows.push(row)
        tell(
          Object.entries(row)
            .map(([name, value]) => `${name} ${typeof value === 'number' ? rounded(value) : value}`)
            .join(', '),
        )
      }
    await server?.end()
  }
  return { rows }
}

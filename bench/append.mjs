// Would SQLite keep the journal faster? The same lines, the same chain, the same disk, the same sharing of syncs: ours and better-sqlite3.
import { randomBytes } from 'node:crypto'
import { machineTime } from '../dist/bot/process/standby.js'
import { openFileJournal } from '../dist/store/journal-file.js'
import { addressOf } from '../dist/store/postgres/address.js'
import { openPostgres } from '../dist/store/postgres/base.js'
import { ends, median } from './lib/figures.mjs'
import { folder, quiet, remove } from './lib/ground.mjs'
import { grouped } from './lib/group.mjs'
import { startPostgres } from './lib/postgres.mjs'
import { loadSqlite, openSqlite } from './lib/sqlite.mjs'

export const title = 'an append to the journal against SQLite (WAL, synchronous=FULL), alone and 64 in flight'

const ROUNDS = 5
const COUNT = { 1: 500, 64: 6400 }
const AT = '2026-11-24T00:00:00.000Z'

/** What a turn stores: an event of an incident, a notice, the id of what came in; about 700 bytes. Each its own object, as they are. */
const changesOf = (nth) => {
  const key = randomBytes(16).toString('hex')
  return [
    {
      incident: '2026-0001',
      event: {
        type: 'seen',
        at: AT,
        by: { id: `S${nth}`, name: `职工${nth}` },
        notice: key,
        what: '事件通知',
      },
    },
    {
      put: 'outbox',
      key,
      value: {
        key,
        to: { person: `S${nth}` },
        rank: 2,
        view: { view: 'text', text: `已记录：更换了首页文件，日志另存（${key}）` },
        incident: '2026-0001',
        at: AT,
        nth,
      },
    },
    { put: 'inbox', key: `sandbox:${key}`, value: { at: AT, answer: { toast: '已确认' } } },
  ]
}

/** Per second, `lanes` at once, each beginning its next when its last is on disk. */
const rate = async (append, lanes) => {
  const count = COUNT[lanes]
  const work = Array.from({ length: count }, (_, nth) => changesOf(nth))
  const began = performance.now()
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let changes = work.pop(); changes; changes = work.pop()) await append(changes)
    }),
  )
  return (count / (performance.now() - began)) * 1000
}

export const run = async (say) => {
  const Database = await loadSqlite(say)
  const dir = folder()
  const journal = await openFileJournal(dir, { log: quiet })
  const sqlite = Database && openSqlite(Database, dir)
  const server = await startPostgres()
  const url = server && `postgres:///postgres?host=${encodeURIComponent(server.at.host)}&user=postgres`
  const base =
    url && (await openPostgres({ address: addressOf(url), dir: folder(), time: machineTime, log: quiet }))
  const appends = {
    journal: grouped((changes) => journal.append(AT, changes)),
    // our own over PostgreSQL, which keeps its durable settings: what the step costs
    ...(base ? { postgres: grouped((changes) => base.journal.append(AT, changes)) } : {}),
    ...(sqlite ? { sqlite: grouped(async (changes) => sqlite.append(AT, changes)) } : {}),
  }
  const perSecond = {}
  for (const lanes of [1, 64]) {
    const rates = Object.fromEntries(Object.keys(appends).map((name) => [name, []]))
    for (let round = 0; round <= ROUNDS; round++) {
      const order = Object.entries(appends)
      // every other round runs backwards; the first warms the compilers up and does not count
      for (const [name, append] of round % 2 === 0 ? order : order.reverse()) {
        const measured = await rate(append, lanes)
        if (round > 0) rates[name].push(measured)
      }
    }
    perSecond[lanes] = rates
    for (const [name, all] of Object.entries(rates)) {
      const { min, median, max } = ends(all)
      say(
        `${name.padEnd(8)} ${String(lanes).padStart(2)} in flight: ${min.toFixed(0)} / ${median.toFixed(0)} / ${max.toFixed(0)} per s  (${all.map((one) => one.toFixed(0)).join(' ')})`,
      )
    }
  }
  await journal.close()
  await base?.close()
  base?.keys.close()
  await server?.end()
  sqlite?.close()
  remove(dir)
  if (!sqlite) {
    const missing = 'SQLite: better-sqlite3 could not be built (it needs python3, make and g++)'
    say(`not measured, ${missing}`)
    return { reaches: [], missing: [missing], raw: { perSecond } }
  }
  return {
    reaches: [1, 64].map((lanes) => ({
      what: `appends with ${lanes} in flight, × SQLite's`,
      /** Paired: each round against the other's same round. */
      value: median(perSecond[lanes].journal.map((mine, round) => mine / perSecond[lanes].sqlite[round])),
      reach: 1,
      better: 'more',
    })),
    raw: { sqlite: sqlite.version, count: COUNT, perSecond },
  }
}

// How soon is everybody reminded, beside what others would take for it? Ten thousand due in one moment: ours, graphile-worker, pg-boss, BullMQ.
import { ends, median, rounded, share } from './lib/figures.mjs'
import { sleep } from './lib/ground.mjs'
import { startPostgres } from './lib/postgres.mjs'
import { forked } from './lib/processes.mjs'
import { startRedis } from './lib/redis.mjs'
import { prepare } from './lib/remind/fenghuo.mjs'
import { cpuSeconds, memoryMb } from './lib/tree.mjs'

export const title = '10,000 reminders due at once, until each is on disk: ours beside three job queues'

const COUNT = 10_000
const ROUNDS = 5
const LEAD_MS = 4000

const ways = {
  fenghuo: { name: 'Fenghuo' },
  graphile: { name: 'graphile-worker', needs: 'postgres' },
  'pg-boss': { name: 'pg-boss', needs: 'postgres' },
  bullmq: { name: 'BullMQ', needs: 'redis' },
}
const servers = {
  postgres: { start: startPostgres, missing: "PostgreSQL is not installed (Debian's package postgresql)" },
  redis: { start: startRedis, missing: "Redis is not installed (Debian's package redis-server)" },
}
const missingOf = (kind) => `${ways[kind].name}: ${servers[ways[kind].needs].missing}`

/** One way, once, on a server of its own that nobody used before; ours on a copy of the store that was laid. */
const once = async (kind, own) => {
  const { needs } = ways[kind]
  const server = needs && (await servers[needs].start())
  if (needs && !server) return undefined
  const at = server ? server.at : own
  const child = await forked('reminding.mjs', { kind, count: COUNT, leadMs: LEAD_MS, at })
  const { scheduledMs, dueMs } = child.ready
  const tree = [child.pid, ...(server ? [server.pid] : [])]
  const leftMs = dueMs - Date.now()
  if (leftMs < 0) throw new Error(`${kind} had not scheduled ${COUNT} within ${LEAD_MS} ms`)
  await sleep(leftMs)
  const before = cpuSeconds(tree)
  await child.ask('over?')
  const cpu = cpuSeconds(tree) - before
  const mb = memoryMb(tree)
  const { after, ...counts } = await child.answer()
  await child.end()
  await server?.end()
  return {
    ...(server ? { server: server.version } : {}),
    p50: share(after, 0.5),
    p99: share(after, 0.99),
    cpuSeconds: cpu,
    memoryMb: mb,
    scheduledMs,
    ...counts,
    committed: after.length,
  }
}

const units = {
  p50: ' ms',
  p99: ' ms',
  cpuSeconds: ' CPU s',
  memoryMb: ' MB',
  scheduledMs: ' ms to schedule',
}

const told = (rows) => {
  const ranges = Object.entries(units).map(([what, unit]) => {
    const { min, median, max } = ends(rows.map((row) => row[what]))
    return `${/^p\d/.test(what) ? `${what} ` : ''}${rounded(min)} / ${rounded(median)} / ${rounded(max)}${unit}`
  })
  const counts = `once ${rows.map(({ once }) => once).join(' ')}; again ${rows.map(({ again }) => again).join(' ')}; early ${rows.map(({ early }) => early).join(' ')}`
  return [ranges.join('; '), counts]
}

export const run = async (say) => {
  const laid = await prepare(COUNT)
  const rounds = Object.fromEntries(Object.keys(ways).map((kind) => [kind, []]))
  for (let round = 0; round <= ROUNDS; round++) {
    const order = Object.keys(rounds)
    // every other round runs backwards; the first warms disk and caches up and does not count
    for (const kind of round % 2 === 0 ? order : order.reverse()) {
      const row = await once(kind, { dir: laid.dir })
      if (!row) delete rounds[kind]
      else if (round > 0) rounds[kind].push(row)
    }
  }
  const sent = await once('fenghuo', { dir: laid.dir, sent: true })
  laid.end()
  const missing = Object.keys(ways).filter((kind) => !rounds[kind])
  for (const kind of missing) say(`not measured, ${missingOf(kind)}`)
  for (const [kind, rows] of Object.entries(rounds)) {
    say(`${ways[kind].name}${rows[0].server ? ` (${rows[0].server})` : ''}`)
    for (const line of told(rows)) say(`  ${line}`)
  }
  say('Fenghuo, until a platform that answers at once has each and every receipt is on disk (once)')
  for (const line of told([sent])) say(`  ${line}`)
  /** Paired: each round against the other's same round. */
  const against = (kind, what) =>
    median(rounds.fenghuo.map((mine, round) => mine[what] / rounds[kind][round][what]))
  const others = Object.keys(rounds).filter((kind) => kind !== 'fenghuo')
  return {
    reaches: others.flatMap((kind) =>
      ['p99', 'cpuSeconds'].map((what) => ({
        what: `reminders, ${what} × ${ways[kind].name}'s`,
        value: against(kind, what),
        reach: 1,
        better: 'less',
      })),
    ),
    missing: missing.map(missingOf),
    raw: { count: COUNT, rounds, sent },
  }
}

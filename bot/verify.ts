// Does the record hold? Reads the whole store: the chain, every incident's replay, the archive, the evidence, and what waits to be sent.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { openArchive } from '../store/archive.js'
import { openCheckpoint } from '../store/checkpoint.js'
import { openEvidence } from '../store/evidence.js'
import { begin, evolve } from '../store/incident.js'
import { BrokenChain } from '../store/journal.js'
import { verifyJournal } from '../store/journal-file.js'
import { Change, type Incident, type Notice, type Rulebook } from '../store/schema.js'
import { BadConfiguration, loadDotEnv, readConfig } from './config.js'
import { lostReminder } from './heard.js'

/** A notice that waits longer than this is stuck. */
const STUCK_AFTER_MS = 24 * 3_600_000

const say = (good: boolean, text: string): void => {
  process.stdout.write(`${good ? '✓' : '✗'} ${text}\n`)
}

const verify = async (dir: string): Promise<boolean> => {
  if (!existsSync(join(dir, 'journal'))) {
    say(true, `${dir} 里还没有记录`)
    return true
  }
  const incidents = new Map<string, Incident>()
  const dropped = new Map<string, Incident>()
  const outbox = new Map<string, Notice>()
  const books = new Map<string, Rulebook>()
  let at = ''
  const events = { count: 0 }
  const files = new Map<string, string>()
  let broken: string | undefined
  const { lines, head } = await verifyJournal(dir, (entry) => {
    at = entry.at
    for (const raw of entry.changes) {
      const parsed = Change.safeParse(raw)
      if (!parsed.success) {
        broken ??= `日志第 ${entry.seq} 行有读不懂的内容：${parsed.error.issues[0]?.path.join('.') ?? ''}`
        continue
      }
      const change = parsed.data
      if ('event' in change) {
        events.count++
        if (change.event.type === 'evidence') files.set(change.event.sha256, change.incident)
        const before = incidents.get(change.incident)
        if (before) incidents.set(change.incident, evolve(before, change.event))
        else if (change.event.type === 'reported') incidents.set(change.incident, begin(change.event))
        else broken ??= `日志第 ${entry.seq} 行提到没有立案的事件 ${change.incident}`
      } else if ('put' in change) {
        if (change.put === 'outbox') outbox.set(change.key, change.value as Notice) // the table's own row type
        if (change.put === 'rulebooks') books.set(change.key, change.value as Rulebook) // as above
        if (change.put === 'incidents') {
          const gone = dropped.get(change.key)
          if (!gone || !isDeepStrictEqual(JSON.parse(JSON.stringify(gone)), change.value))
            broken ??= `日志第 ${entry.seq} 行取回的归档 ${change.key} 与归档前的记录不一致`
          else incidents.set(change.key, gone)
          dropped.delete(change.key)
        }
      } else {
        if (change.drop === 'outbox') outbox.delete(change.key)
        const gone = change.drop === 'incidents' ? incidents.get(change.key) : undefined
        if (gone) dropped.set(gone.id, gone)
        if (change.drop === 'incidents') incidents.delete(change.key)
      }
    }
  })
  if (broken) {
    say(false, broken)
    return false
  }
  say(true, `日志 ${lines} 行，哈希链完整，末行 ${head.prev.slice(0, 16)}…`)
  say(true, `${incidents.size} 起在办事件、${events.count} 条事实可以重放`)

  const archive = openArchive(dir)
  for (const incident of dropped.values()) {
    const kept = archive.find(incident.id)
    if (!kept || !isDeepStrictEqual(JSON.parse(JSON.stringify(incident)), kept)) {
      say(false, `归档 ${incident.id} ${kept ? '与日志不一致' : '缺失'}`)
      return false
    }
  }
  say(true, `${dropped.size} 起归档事件与日志一致`)

  const evidence = openEvidence(dir)
  for (const [sha256, incident] of files) {
    if (await evidence.holds(sha256)) continue
    say(false, `${incident} 的证据文件 ${sha256} 缺失或被改动`)
    return false
  }
  if (files.size > 0) say(true, `${files.size} 个证据文件与记录的 SHA-256 一致`)

  const low = openCheckpoint(join(dir, 'state.json'))
  await low.read()
  if (low.data && low.data.head.seq > lines) {
    say(false, `检查点（第 ${low.data.head.seq} 行）比日志新，日志不完整`)
    return false
  }
  const now = Date.now()
  const stuck = [...outbox.values()].find(({ at }) => now - Date.parse(at) > STUCK_AFTER_MS)
  if (stuck) {
    say(false, `有消息超过 24 小时没有送出：${stuck.key}（${stuck.at}）`)
    return false
  }
  const lost = lostReminder(incidents, [...outbox.values()], books, at)
  if (lost) {
    say(false, lost)
    return false
  }
  say(true, `发件箱 ${outbox.size} 条等待，没有滞留，没有丢失的催办`)
  return true
}

const main = async (): Promise<number> => {
  loadDotEnv()
  try {
    return (await verify(readConfig(process.env).DATA_DIR)) ? 0 : 1
  } catch (error) {
    if (error instanceof BadConfiguration) {
      for (const mistake of error.mistakes) say(false, mistake)
      return 78
    }
    say(false, error instanceof BrokenChain ? `记录断裂：${error.message}` : String(error))
    return 1
  }
}

process.exitCode = await main()

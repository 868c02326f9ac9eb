// What falls due? Sleeps until the next due instant, 15 s at most; reminds, lets dialogs lapse, files what waited, archives.

import { remind } from '../../handlers/remind.js'
import { remindSecrecy } from '../../handlers/secrecy.js'
import { RANK } from '../../handlers/tell.js'
import { nextDueMs } from '../../rules/reminders.js'
import type { Log } from '../../store/log.js'
import type { Draft, Told } from '../../store/schema.js'
import { dialogLapsed } from '../../templates/sentences.js'
import type { Channel } from '../channels/channel.js'
import { forgetDraft } from '../reception/drafts.js'
import type { Reception } from '../reception/reception.js'
import { USED_KEEPS_MS } from '../reception/used.js'
import { turnAway } from '../turn/hands.js'
import { type Bench, happen, owe } from '../turn/happen.js'
import { forgetCardsOf, type ShownIndex } from '../turn/shown.js'
import type { Turn } from '../turn/turn.js'
import type { Turns } from '../turn/turns.js'
import { type Campus, worldOf } from '../turn/world.js'
import type { Auditor } from './auditor.js'
import type { Clock } from './clock.js'
import { openDueList } from './due.js'
import { openMoments } from './moments.js'
import { steady } from './steady.js'

export type Ticker = {
  /** These incidents changed: look anew at when they next need a tick. */
  look(ids: Iterable<string>): void
  lookAtAll(): Promise<void>
  /** Everything that is due at the clock's present moment. */
  tick(): Promise<void>
  /** When the next thing falls due, in epoch ms. */
  next(): number
  /** How long ago the last tick ended, in real time. */
  idleMs(): number
  start(): void
  stop(): Promise<void>
}

type Options = {
  turns: Turns
  campus: () => Campus
  index: ShownIndex
  channels: readonly Channel[]
  reception: Pick<Reception, 'fileWaiting'>
  auditor: Auditor
  clock: Clock
  log: Log
  settled: (touched: ReadonlySet<string>) => void
}

const LONGEST_SLEEP_MS = 15_000
const SHORTEST_SLEEP_MS = 50
/** After a tick that failed. */
const PAUSE_MS = 1_000
const PER_TURN = 200
/** A platform repeats an event for 7 h 10 min at most (feishu.md §0.13); a day is safe. */
const INBOX_KEEPS_MS = 24 * 3_600_000
/** A message can be taken back for a day on both platforms; a week is safe. */
const HEARD_KEEPS_MS = 7 * 24 * 3_600_000
const DAY_MS = 24 * 3_600_000
const ARCHIVE_AFTER_MS = 24 * 3_600_000
const HOUSEKEEPING_EVERY_MS = 60_000

/** While a platform is down one more try waits in the outbox, not one for every step that passed. */
const triedAlready = (turn: Turn, { quiet, to, incident }: Told): boolean =>
  quiet === true &&
  'person' in to &&
  Object.values(turn.rows('outbox')).some(
    (waiting) =>
      waiting.quiet &&
      waiting.incident === incident &&
      'person' in waiting.to &&
      waiting.to.person === to.person,
  )

export const openTicker = (options: Options): Ticker => {
  const { turns, campus, index, channels, reception, auditor, clock, log, settled } = options
  const due = openDueList()
  /** Those that wait for the archive. */
  const over = new Set<string>()
  const passed = steady(clock)
  let housekeeping = Number.NEGATIVE_INFINITY
  let cancel = () => {}
  let stopped = true
  let running: Promise<void> = Promise.resolve()
  let last = performance.now()

  const lookAt = (ids: Iterable<string>): void => {
    const tables = turns.peek()
    const world = worldOf(
      {
        at: new Date(clock.now()).toISOString(),
        rows: (table) => tables[table],
        incident: (id) => tables.incidents[id],
      },
      campus(),
    )
    for (const id of ids) {
      const incident = tables.incidents[id]
      const at = incident && nextDueMs(incident, world)
      if (at === undefined) due.delete(id)
      else due.set(id, at)
      auditor.look(id, incident, world)
      if (incident?.status === 'closed' || incident?.status === 'withdrawn') over.add(id)
      else over.delete(id)
    }
  }

  const remindAll = async (): Promise<void> => {
    const ready = due.until(clock.now())
    for (let from = 0; from < ready.length; from += PER_TURN) {
      const ids = ready.slice(from, from + PER_TURN)
      const touched = new Set(ids)
      await turns.turn(undefined, (turn) => {
        const bench: Bench = { turn, campus: campus(), index, touched, channels }
        turn.afterCommit(() => settled(touched)) // all of them are looked at anew, reminded or not
        for (const id of ids) {
          const incident = turn.row('incidents', id)
          if (!incident) continue
          const { events, notices } = remind(incident, worldOf(turn, bench.campus))
          if (events.length === 0) continue
          for (const notice of notices) if (!triedAlready(turn, notice)) owe(bench, notice)
          happen(bench, id, events)
        }
      })
    }
  }

  /** A dialog that nobody went on with; a report that waited too long for an answer is filed. */
  const lapse = (bench: Bench, draft: Draft): void => {
    if (draft.state === 'same-thing') return reception.fileWaiting(bench, draft)
    forgetDraft(bench.turn, draft.person.id)
    owe(bench, {
      key: `lapsed/${draft.id}`,
      to: { person: draft.person.id },
      rank: RANK.reply,
      view: { view: 'text', text: dialogLapsed },
    })
  }

  /** 保密办 is asked, without content, whether it took care (保密法实施条例 第六十一条). */
  const askSecrecy = (bench: Bench, id: string): void => {
    const stub = bench.turn.row('stubs', id)
    const reminder = stub && remindSecrecy(stub, worldOf(bench.turn, bench.campus))
    if (!reminder) return
    bench.turn.put('stubs', id, reminder.stub)
    for (const notice of reminder.notices) owe(bench, notice)
  }

  /** What has come due beside the incidents: drafts, stubs, times away. */
  const passMoments = async (): Promise<void> => {
    const ready = moments.until(clock.now())
    if (ready.length === 0) return
    const touched = new Set<string>()
    await turns.turn(undefined, (turn) => {
      const bench: Bench = { turn, campus: campus(), index, touched, channels }
      turn.afterCommit(() => settled(touched))
      for (const { table, key } of ready) {
        const draft = table === 'drafts' ? turn.row('drafts', key) : undefined
        if (draft) lapse(bench, draft)
        else if (table === 'stubs') askSecrecy(bench, key)
        else if (table === 'away') turnAway(bench, key)
      }
    })
  }

  const houseKeep = async (): Promise<void> => {
    if (passed() - housekeeping < HOUSEKEEPING_EVERY_MS) return
    housekeeping = passed()
    const nowMs = clock.now()
    const touched = new Set<string>()
    const before = (ms: number) => new Date(nowMs - ms).toISOString()
    await turns.turn(undefined, (turn) => {
      const bench: Bench = { turn, campus: campus(), index, touched, channels }
      turn.afterCommit(() => settled(touched))
      const { rules } = bench.campus
      for (const [person, asking] of Object.entries(turn.rows('asking'))) {
        if (asking.touchedAt <= before(rules.dialogLapsesMs)) turn.drop('asking', person)
      }
      for (const [id, answered] of Object.entries(turn.rows('inbox'))) {
        if (!answered.aside && answered.at <= before(INBOX_KEEPS_MS)) turn.drop('inbox', id)
      }
      for (const [form, used] of Object.entries(turn.rows('used'))) {
        if (used.at <= before(USED_KEEPS_MS + DAY_MS)) turn.drop('used', form)
      }
      for (const [message, heard] of Object.entries(turn.rows('heard'))) {
        if (heard.at <= before(HEARD_KEEPS_MS)) turn.drop('heard', message)
      }
      archive(bench, before(ARCHIVE_AFTER_MS))
    })
  }

  /** Settled incidents leave memory when nothing happened to them for a day, and nothing waits to be sent or fetched. */
  const archive = (bench: Bench, before: string): void => {
    const { turn, touched } = bench
    const ripe = [...over].flatMap((id) => {
      const incident = turn.row('incidents', id)
      const last = incident?.record.at(-1)
      return incident?.closedAt && last && last.at <= before ? incident : []
    })
    if (ripe.length === 0) return
    const waiting = new Set(
      [...Object.values(turn.rows('outbox')), ...Object.values(turn.rows('fetching'))].map(
        ({ incident }) => incident,
      ),
    )
    for (const incident of ripe) {
      const { id, status, closedAt } = incident
      if ((status !== 'closed' && status !== 'withdrawn') || !closedAt || waiting.has(id)) continue
      turn.put('ledger', id, {
        id,
        drill: incident.drill,
        unit: incident.unit,
        ...(incident.report.category ? { category: incident.report.category } : {}),
        ...(incident.grading ? { level: incident.grading.level } : {}),
        status,
        discoveredAt: incident.discoveredAt,
        reportedAt: incident.reportedAt,
        closedAt,
      })
      forgetCardsOf(bench, id)
      turn.archive(id)
      touched.add(id)
    }
  }

  const tick = async (): Promise<boolean> => {
    try {
      await remindAll()
      await passMoments()
      await houseKeep()
      await auditor.audit()
      last = performance.now()
      return true
    } catch (error) {
      log.error(
        { reason: error instanceof Error ? error.message : String(error) },
        'a tick failed and will be tried again',
      )
      return false
    }
  }

  const next = (): number => Math.min(due.earliest(), moments.earliest())

  /** In the clock's time; nothing while a tick runs, which sleeps anew at its end. */
  let wakesAt: number | undefined
  const sleep = (shortest: number): void => {
    cancel()
    if (stopped) return
    const nowMs = clock.now()
    const forMs = Math.min(LONGEST_SLEEP_MS, Math.max(shortest, next() - nowMs))
    wakesAt = nowMs + forMs
    cancel = clock.after(forMs, () => {
      wakesAt = undefined
      running = wake()
    })
  }
  const wake = (): Promise<void> => tick().then((well) => sleep(well ? SHORTEST_SLEEP_MS : PAUSE_MS))
  /** Something may fall due sooner than the sleep ends, or the clock was moved past its end. */
  const nearer = (): void => {
    if (wakesAt === undefined || stopped) return
    if (next() < wakesAt || wakesAt < clock.now()) sleep(SHORTEST_SLEEP_MS)
  }
  const moments = openMoments(turns, campus, nearer)

  return {
    look(ids) {
      lookAt(ids)
      nearer()
    },
    async lookAtAll() {
      await turns.read((tables) => lookAt(Object.keys(tables.incidents)))
      moments.lookAtAll()
      nearer()
    },
    async tick() {
      await tick()
      nearer()
    },
    next,
    idleMs: () => performance.now() - last,
    start() {
      stopped = false
      running = wake()
    },
    async stop() {
      stopped = true
      cancel()
      await running
    },
  }
}

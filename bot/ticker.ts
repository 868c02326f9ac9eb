// What falls due? Sleeps until the next due instant, 15 s at most; reminds, lets dialogs lapse, files what waited, archives.

import { remindSecrecy } from '../handlers/secrecy.js'
import { remind, type Told } from '../handlers/tell.js'
import { nextDueMs } from '../rules/reminders.js'
import { dueSecrecy, nextSecrecyMs } from '../rules/secrecy.js'
import type { Log } from '../store/log.js'
import type { Stub } from '../store/schema.js'
import { dialogLapsed } from '../templates/sentences.js'
import type { Channel } from './channels/channel.js'
import type { Clock } from './clock.js'
import { openDueList } from './due.js'
import { type Bench, type Campus, forgetCardsOf, happen, owe, type ShownIndex, worldOf } from './happen.js'
import type { Reception } from './reception/reception.js'
import { USED_KEEPS_MS } from './reception/used.js'
import { steady } from './steady.js'
import type { House, Turn } from './turn.js'

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
  house: House
  campus: () => Campus
  index: ShownIndex
  channels: readonly Channel[]
  reception: Pick<Reception, 'fileWaiting'>
  clock: Clock
  log: Log
  settled: (touched: ReadonlySet<string>) => void
}

const LONGEST_SLEEP_MS = 15_000
const PER_TURN = 200
/** A platform repeats an event for 7 h 10 min at most (feishu.md §0.13); a day is safe. */
const INBOX_KEEPS_MS = 24 * 3_600_000
/** A message can be taken back for a day on both platforms; a week is safe. */
const HEARD_KEEPS_MS = 7 * 24 * 3_600_000
const DAY_MS = 24 * 3_600_000
const ARCHIVE_AFTER_MS = 24 * 3_600_000
const SAME_THING_WAITS_MS = 10 * 60_000
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
  const { house, campus, index, channels, reception, clock, log, settled } = options
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
    const tables = house.peek()
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
      if (incident?.status === 'closed' || incident?.status === 'withdrawn') over.add(id)
      else over.delete(id)
    }
  }

  const remindAll = async (): Promise<void> => {
    const ready = due.until(clock.now())
    for (let from = 0; from < ready.length; from += PER_TURN) {
      const ids = ready.slice(from, from + PER_TURN)
      const touched = new Set(ids)
      await house.turn(undefined, (turn) => {
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

  /** 保密办 is asked, without content, whether it took care (保密法实施条例 第六十一条). */
  const remindSecrecies = async (): Promise<void> => {
    const { rules } = campus()
    const nowMs = clock.now()
    const due = (stub: Stub) => dueSecrecy(stub, rules, nowMs) !== undefined
    if (!Object.values(house.peek().stubs).some(due)) return
    const touched = new Set<string>()
    await house.turn(undefined, (turn) => {
      const bench: Bench = { turn, campus: campus(), index, touched, channels }
      turn.afterCommit(() => settled(touched))
      for (const stub of Object.values(turn.rows('stubs'))) {
        const reminder = remindSecrecy(stub, worldOf(turn, bench.campus))
        if (!reminder) continue
        turn.put('stubs', stub.id, reminder.stub)
        for (const notice of reminder.notices) owe(bench, notice)
      }
    })
  }

  const houseKeep = async (): Promise<void> => {
    if (passed() - housekeeping < HOUSEKEEPING_EVERY_MS) return
    housekeeping = passed()
    const nowMs = clock.now()
    const touched = new Set<string>()
    const before = (ms: number) => new Date(nowMs - ms).toISOString()
    await house.turn(undefined, (turn) => {
      const bench: Bench = { turn, campus: campus(), index, touched, channels }
      turn.afterCommit(() => settled(touched))
      const { rules } = bench.campus
      for (const [person, draft] of Object.entries(turn.rows('drafts'))) {
        if (draft.state === 'same-thing' && draft.touchedAt <= before(SAME_THING_WAITS_MS))
          reception.fileWaiting(bench, draft)
        else if (draft.touchedAt <= before(rules.dialogLapsesMs)) {
          turn.drop('drafts', person)
          for (const key of Object.keys(turn.rows('dialogs')))
            if (key.includes(person)) turn.drop('dialogs', key)
          owe(bench, {
            key: `lapsed/${draft.id}`,
            to: { person },
            rank: 3,
            view: { view: 'text', text: dialogLapsed },
          })
        }
      }
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

  /** Settled incidents leave memory a day later, when nothing about them waits to be sent. */
  const archive = (bench: Bench, before: string): void => {
    const { turn, touched } = bench
    const ripe = [...over].flatMap((id) => {
      const incident = turn.row('incidents', id)
      return incident?.closedAt && incident.closedAt <= before ? incident : []
    })
    if (ripe.length === 0) return
    const waiting = new Set(Object.values(turn.rows('outbox')).map(({ incident }) => incident))
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

  const tick = async (): Promise<void> => {
    try {
      await remindAll()
      await remindSecrecies()
      await houseKeep()
      last = performance.now()
    } catch (error) {
      log.error(
        { reason: error instanceof Error ? error.message : String(error) },
        'a tick failed and will be tried again',
      )
    }
  }

  const next = (): number => {
    let earliest = due.earliest()
    for (const stub of Object.values(house.peek().stubs))
      earliest = Math.min(earliest, nextSecrecyMs(stub, campus().rules) ?? earliest)
    return earliest
  }

  const sleep = (): void => {
    if (stopped) return
    cancel = clock.after(Math.min(LONGEST_SLEEP_MS, Math.max(50, next() - clock.now())), () => {
      running = tick().finally(sleep)
    })
  }

  return {
    look: lookAt,
    async lookAtAll() {
      await house.read((tables) => lookAt(Object.keys(tables.incidents)))
    },
    tick,
    next: due.earliest,
    idleMs: () => performance.now() - last,
    start() {
      stopped = false
      running = tick().finally(sleep)
    },
    async stop() {
      stopped = true
      cancel()
      await running
    },
  }
}

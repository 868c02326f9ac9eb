// What falls due? Reminds, lets dialogs lapse, files what waited, archives; wakes for it in time (sleep.ts).

import { remind } from '../../handlers/remind.js'
import { remindSecrecy } from '../../handlers/secrecy.js'
import { RANK } from '../../handlers/tell.js'
import { nextDueMs } from '../../rules/reminders.js'
import type { Log } from '../../store/log.js'
import type { ChannelName, Draft, Told } from '../../store/schema.js'
import { dialogLapsed } from '../../templates/sentences.js'
import type { Channel } from '../channels/channel.js'
import { forgetDraft } from '../reception/drafts.js'
import type { Reception } from '../reception/reception.js'
import { standWatch } from '../turn/duty.js'
import { turnAway } from '../turn/hands.js'
import { type Bench, happen, owe } from '../turn/happen.js'
import { forgetCardsOf, queue, type ShownIndex } from '../turn/shown.js'
import type { Turn } from '../turn/turn.js'
import type { Turns } from '../turn/turns.js'
import { type Campus, worldIn, worldOf } from '../turn/world.js'
import { ageing } from './ageing.js'
import type { Auditor } from './auditor.js'
import type { Clock } from './clock.js'
import { openDueList } from './due.js'
import { outdated, ripe } from './housekeeping.js'
import { openMoments } from './moments.js'
import { openMornings } from './mornings.js'
import { passPeriod } from './periods.js'
import { passPlanned } from './planned.js'
import { openSleep } from './sleep.js'
import { steady } from './steady.js'
import { openYearly } from './yearly.js'

export type Ticker = {
  /** These incidents changed: look anew at when they next need a tick. */
  look(ids: Iterable<string>): void
  lookAtAll(): Promise<void>
  /** Everything that is due at the clock's present moment. */
  tick(): Promise<void>
  /** When the next thing falls due, in epoch ms. */
  next(): number
  /** So much is due that more turns of it follow the one under way: what can wait, waits for them. */
  behind(): boolean
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
  stored: (touched: ReadonlySet<string>) => void
}

const PER_TURN = 200
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
  const { turns, campus, index, channels, reception, auditor, clock, log, stored } = options
  const due = openDueList()
  /** Those that wait for the archive. */
  const over = new Set<string>()
  const passed = steady(clock)
  let housekeeping = Number.NEGATIVE_INFINITY
  let last = performance.now()
  let behind = false

  /** `touched`: what is looked at anew once the turn is stored, beside what happened in it. */
  const inTurn = (body: (bench: Bench) => void, touched = new Set<string>()): Promise<void> =>
    turns.turn(undefined, (turn) => {
      turn.afterCommit(() => stored(touched))
      body({ turn, campus: campus(), index, touched, channels })
    })

  const lookAt = (ids: Iterable<string>): void => {
    const tables = turns.peek()
    const world = worldIn(tables, clock.now(), campus())
    for (const id of ids) {
      const incident = tables.incidents[id]
      const at = incident && nextDueMs(incident, world)
      if (at === undefined) due.delete(id)
      else due.set(id, at)
      auditor.look(id, incident, world)
      // a 误报 of which somebody is still to be told is not over
      const ended = incident?.status === 'closed' || incident?.status === 'withdrawn'
      if (ended && at === undefined) over.add(id)
      else over.delete(id)
    }
  }

  const remindAll = async (): Promise<void> => {
    const ready = due.until(clock.now())
    for (let from = 0; from < ready.length; from += PER_TURN) {
      const ids = ready.slice(from, from + PER_TURN)
      behind = from + PER_TURN < ready.length
      await inTurn((bench) => {
        const { turn } = bench
        for (const id of ids) {
          const incident = turn.row('incidents', id)
          if (!incident) continue
          const { events, notices } = remind(incident, worldOf(turn, bench.campus))
          if (events.length === 0) continue
          for (const notice of notices) if (!triedAlready(turn, notice)) owe(bench, notice)
          happen(bench, id, events)
        }
      }, new Set(ids)) // all of them are looked at anew, reminded or not
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

  /** What has come due beside the incidents: drafts, stubs, times away, key periods, planned drills, the roster. */
  const passMoments = async (): Promise<void> => {
    const ready = moments.until(clock.now())
    if (ready.length === 0) return
    await inTurn((bench) => {
      for (const { table, key } of ready) {
        const draft = table === 'drafts' ? bench.turn.row('drafts', key) : undefined
        if (draft) lapse(bench, draft)
        else if (table === 'stubs') askSecrecy(bench, key)
        else if (table === 'away') turnAway(bench, key)
        else if (table === 'periods') passPeriod(bench, key)
        else if (table === 'planned') passPlanned(bench, key)
        else if (table === 'watch') standWatch(bench)
      }
    })
  }

  const sayMorning = async (): Promise<void> => {
    const ready = mornings.due()
    if (ready.length === 0) return
    await inTurn((bench) => {
      for (const of of ready) mornings.send(bench, of)
    })
  }

  /** 年度核对, of every unit; the year's drills, of 信息中心. */
  const askYearly = async (): Promise<void> => {
    const ready = yearly.due()
    if (ready.length === 0) return
    await inTurn((bench) => {
      for (const of of ready) yearly.ask(bench, of)
    })
  }

  const houseKeep = async (): Promise<void> => {
    if (passed() - housekeeping < HOUSEKEEPING_EVERY_MS) return
    housekeeping = passed()
    const nowMs = clock.now()
    await inTurn((bench) => {
      const { turn, campus, touched } = bench
      for (const { table, key } of outdated(turn.rows, nowMs, campus.rules.dialogLapsesMs))
        turn.drop(table, key)
      for (const line of ripe(turn.rows, over, nowMs)) {
        turn.put('ledger', line.id, line)
        forgetCardsOf(bench, line.id)
        turn.archive(line.id)
        touched.add(line.id)
      }
      const standsMs = (name: ChannelName) => channels.find((one) => one.name === name)?.cardStandsMs
      for (const shown of ageing(turn.rows('shown'), bench.index, worldOf(turn, campus), standsMs)) {
        if (turn.row('outbox', `redraw/${shown.key}`)) continue
        turn.put('shown', shown.key, { ...shown, drawn: 'old' })
        queue(turn, shown)
      }
    })
  }

  const tick = async (): Promise<boolean> => {
    try {
      await remindAll()
      await passMoments()
      await sayMorning()
      await askYearly()
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
    } finally {
      behind = false
    }
  }

  const next = (): number => Math.min(due.earliest(), moments.earliest(), mornings.next(), yearly.next())
  const mornings = openMornings(turns, campus, clock)
  const yearly = openYearly(turns, campus, clock)
  const { nearer, start, stop } = openSleep(clock, next, tick)
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
    behind: () => behind,
    idleMs: () => performance.now() - last,
    start,
    stop,
  }
}

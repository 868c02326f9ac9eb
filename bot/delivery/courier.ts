// How do notices leave the house? Drains the outbox, most urgent first, one lane for each recipient.

import { RANK } from '../../handlers/tell.js'
import type { Log } from '../../store/log.js'
import type { ChannelName, Notice, Tables } from '../../store/schema.js'
import { notLoudEnough } from '../../templates/operator/process.js'
import type { Channel } from '../channels/channel.js'
import type { Clock } from '../time/clock.js'
import { steady } from '../time/steady.js'
import { lastSeen, redraw, type ShownIndex } from '../turn/shown.js'
import type { Turns } from '../turn/turns.js'
import { type Campus, worldIn } from '../turn/world.js'
import { conclude } from './conclude.js'
import { alike, gather, replace, supersedes } from './gather.js'
import { openHeld } from './held.js'
import { laneOf, openLanes } from './lanes.js'
import { openRedraws } from './redraws.js'
import { openSender, type WritePaper } from './sender.js'
import { openTries } from './tries.js'

export type Courier = {
  /** There may be something to send. */
  wake(): void
  /** Resolves when everything that can be sent now has been sent, and its receipts are on disk. */
  drain(): Promise<void>
  /** When what is held comes next, in epoch ms: later than now; infinity when nothing is. */
  next(): number
  state(): { waiting: number; down: ChannelName[] }
  /** How long something has not moved for reasons of our own, in real time: a notice that can't be concluded, a send without an end. */
  stuckMs(): number
  stop(): Promise<void>
}

type Options = {
  turns: Turns
  channels: Channel[]
  campus: () => Campus
  index: ShownIndex
  clock: Clock
  log: Log
  stored: (touched: ReadonlySet<string>) => void
  tellOffice: (key: string, text: string) => Promise<void>
  paper: WritePaper
  /** So much is due at once that cards are not looked at meanwhile. */
  urgent: () => boolean
  /** Sends under way at once. */
  width?: number
}

/** A platform knows a key for an hour; a message sent again later may be a second one, and the record says so. */
const WINDOW_MS = 3_600_000

export const openCourier = (options: Options): Courier => {
  const { turns, channels, campus, index, clock, log, stored, tellOffice, paper } = options
  const width = options.width ?? 8
  const passed = steady(clock)
  const busy = new Set<string>()
  /** What should have moved on, since when by the machine's steady count: lanes on their way, notices that could not be concluded. */
  const since = new Map<string, number>()
  const begun = (what: string): void => {
    if (!since.has(what)) since.set(what, performance.now())
  }
  /** What is on disk and waits: kept from turn to turn, so that a full outbox is not looked through for every notice. */
  const lanes = openLanes()
  const held = openHeld()
  const enter = (notice: Notice): void => {
    if (held.keeps(notice, clock.now())) return lanes.drop(notice.key)
    held.drop(notice.key)
    lanes.put(notice)
  }
  for (const notice of Object.values(turns.peek().outbox)) enter(notice)
  turns.watch('outbox', (key, notice) => {
    if (notice) return enter(notice)
    held.drop(key)
    lanes.drop(key)
  })
  const release = (): void => {
    for (const notice of held.ripe(clock.now())) lanes.put(notice)
  }
  const next = (): number => {
    release()
    return held.earliest()
  }
  const redraws = openRedraws({ turns, campus, index, channels, log, passed, urgent: options.urgent })
  let stopped = false
  /** What waited already when the process began may have been sent by the one before, its receipt lost. */
  const doubtful = new Set(Object.keys(turns.peek().outbox))
  const perhapsAgain = ({ key, at }: Notice): boolean =>
    doubtful.has(key) && clock.now() - Date.parse(at) > WINDOW_MS
  let running: Promise<void> | undefined
  let again = false
  const sender = openSender({
    channels,
    clock,
    log,
    paper,
    recovered() {
      tries.recovered()
      again = true
    },
  })
  const tries = openTries(passed, sender.open)
  let cancel = () => {}

  const carry = async (notice: Notice, tables: Readonly<Tables>): Promise<void> => {
    const lane = laneOf(notice)
    busy.add(lane)
    begun(`lane ${lane}`)
    const before = sender.recoveries()
    let failed = false
    try {
      const world = worldIn(tables, clock.now(), campus(), (id) => turns.find(id))
      const shown = notice.redraw === undefined ? undefined : tables.shown[notice.redraw]
      const lastUsed = 'person' in notice.to ? tables.meta[`channel/${notice.to.person}`] : undefined
      const incident = notice.incident
      const drawnAfter = incident === undefined ? undefined : lastSeen(turns.find(incident))
      const known = tries.count(notice.key)
      const fate = await sender.send(notice, world, shown, lastUsed, known)
      if (fate.fate === 'later') {
        const recovered = before !== sender.recoveries()
        if (recovered) again = true
        tries.later(notice.key, fate, known, recovered)
      } else {
        tries.forget(notice.key)
        const touched = new Set<string>()
        await turns.turn(undefined, (turn) => {
          turn.afterCommit(() => stored(touched))
          const bench = { turn, campus: campus(), index, touched, channels }
          conclude(bench, notice, fate, perhapsAgain(notice))
          // what happened while it was on its way is not on it
          if (incident !== undefined && lastSeen(turn.incident(incident)) !== drawnAfter)
            redraw(bench, incident)
        })
        if (fate.fate === 'sent' && fate.lower)
          await tellOffice(
            `lower/${fate.channel}/${new Date(clock.now()).toISOString().slice(0, 10)}`,
            notLoudEnough(fate.lower),
          )
      }
    } catch (error) {
      // The store did not take the receipt: the notice stays due and goes out again under the same key.
      begun(`notice ${notice.key}`)
      failed = true
      tries.notConcluded(notice.key)
      log.error(
        { notice: notice.key, reason: error instanceof Error ? error.message : String(error) },
        'could not conclude a notice',
      )
    } finally {
      busy.delete(lane)
      since.delete(`lane ${lane}`)
      if (!failed) since.delete(`notice ${notice.key}`)
    }
  }

  /** The notices that may go now: the first of each free lane, most urgent first. */
  const eligible = (outbox: Readonly<Record<string, Notice>>): Notice[] => {
    release()
    // a turn that is not on disk yet may have taken it back already
    return lanes.heads(busy, ({ key }) => key in outbox && tries.mayGo(key), 4 * width)
  }

  /** News that wait together become one, where none of them can have been sent already. Was there something to do? */
  const gatherWith = async (notice: Notice): Promise<boolean> => {
    const newer = supersedes(notice, lanes.beside(notice))
    if (newer) {
      await turns.turn(undefined, (turn) => replace(turn, notice.key, newer.key))
      tries.forget(notice.key)
      return true
    }
    const fresh = ({ key }: Notice) => !doubtful.has(key) && tries.count(key) === 0
    const keys = alike(notice, lanes.beside(notice), fresh).map(({ key }) => key)
    if (keys.length === 0) return false
    const done = await turns.turn(undefined, (turn) => gather(turn, keys))
    if (done) for (const key of keys) tries.forget(key)
    return done
  }

  const round = async (): Promise<void> => {
    begun('round')
    const under = new Set<Promise<void>>()
    /** First notices on their way: no redraw and no news overtakes one, whoever it is for. */
    let firsts = 0
    /** Redraws and news on their way: whoever waits for an answer finds room, and the platform's pace is not used up. */
    let spare = 0
    for (;;) {
      if (stopped) break
      again = false
      const { tables, ready } = await turns.read((tables) => ({ tables, ready: eligible(tables.outbox) }))
      since.delete('round')
      for (const notice of ready) {
        if (under.size >= width) break
        if (!tries.mayGo(notice.key)) {
          again = true // one before it became the only probe
          continue
        }
        const isSpare = notice.rank >= RANK.redraw
        if (isSpare && (firsts > 0 || spare >= width / 2)) break
        if (await gatherWith(notice)) {
          again = true
          continue
        }
        if (!(notice.key in tables.outbox)) {
          again = true // taken back while others were put together
          continue
        }
        if (notice.rank === RANK.first) firsts++
        if (isSpare) spare++
        const job: Promise<void> = carry(notice, tables).finally(() => {
          if (notice.rank === RANK.first) firsts--
          if (isSpare) spare--
          under.delete(job)
        })
        under.add(job)
      }
      if (redraws.ready()) await redraws.drawOne()
      else if (under.size > 0) await Promise.race(under)
      else if (!again) break
    }
    await Promise.all(under)
  }

  const wake = (): void => {
    again = true
    if (stopped) return
    running ??= round()
      .catch((error) =>
        log.error({ reason: error instanceof Error ? error.message : String(error) }, 'the courier stumbled'),
      )
      .finally(() => {
        running = undefined
        schedule()
      })
  }

  /** Comes back when the earliest pause is over. */
  const schedule = (): void => {
    cancel()
    const comes = next()
    const toDo = lanes.size() > 0 || redraws.wait()
    if (stopped || (!toDo && held.size() === 0)) return
    cancel = clock.after(toDo ? 1000 : Math.max(1000, comes - clock.now()), wake)
  }

  return {
    wake,
    async drain() {
      wake()
      while (running) await running
    },
    next,
    stuckMs: () => [...since.values()].reduce((longest, at) => Math.max(longest, performance.now() - at), 0),
    state: () => ({
      waiting: lanes.size() + held.size(),
      down: sender.down(),
    }),
    async stop() {
      stopped = true
      cancel()
      await running
    },
  }
}

// How do notices leave the house? Drains the outbox, most urgent first, one lane for each recipient; says what became of each.

import { openDuties } from '../rules/duties.js'
import type { World } from '../rules/world.js'
import type { Log } from '../store/log.js'
import type { ChannelName, Notice, Row, Tables, Urgency } from '../store/schema.js'
import type { Rendered } from '../templates/card.js'
import { whatOf } from '../templates/cards.js'
import type { Channel, DeliveryFailure, Destination, Urged } from './channels/channel.js'
import { DeliveryError } from './channels/channel.js'
import type { Clock } from './clock.js'
import {
  type Bench,
  type Campus,
  drawFor,
  fingerprint,
  happen,
  owe,
  refById,
  type ShownIndex,
  worldOf,
} from './happen.js'
import type { House } from './turn.js'

export type Courier = {
  /** There may be something to send. */
  wake(): void
  /** Resolves when everything that can be sent now has been sent, and its receipts are on disk. */
  drain(): Promise<void>
  state(): { waiting: number; down: ChannelName[] }
  stop(): Promise<void>
}

type Options = {
  house: House
  channels: Channel[]
  campus: () => Campus
  index: ShownIndex
  clock: Clock
  log: Log
  settled: (touched: ReadonlySet<string>) => void
  tellOffice: (key: string, text: string) => Promise<void>
  /** Sends under way at once. */
  width?: number
}

/** A growing pause: 1 s, 2 s, 4 s … at most `most`. */
const pause = (tries: number, most: number): number => Math.min(most, 1000 * 2 ** Math.min(tries, 20))

/** The first words of a message: what a telephone call or an SMS of the platform's own can say. */
const headOf = (rendered: Rendered): string =>
  'text' in rendered
    ? rendered.text.slice(0, 60)
    : [rendered.card.title, rendered.card.lead].filter(Boolean).join('：')

type Fate =
  | {
      fate: 'sent'
      channel: ChannelName
      message: string
      drawn: string
      urged?: Urgency | undefined
      /** Why it is less loud than it should be. */
      lower?: string | undefined
      /** The other platforms on which this person can be reached as well. */
      others: ChannelName[]
    }
  | { fate: 'dropped' }
  | { fate: 'undeliverable'; reason: string }
  | { fate: 'later' }

export const openCourier = (options: Options): Courier => {
  const { house, channels, campus, index, clock, log, settled, tellOffice } = options
  const width = options.width ?? 8
  /** Tries of a notice so far, and when the next one may be: memory only, a restart simply tries again. */
  const tries = new Map<string, { count: number; notBefore: number }>()
  const health = new Map<ChannelName, { failures: number; notBefore: number; probing: boolean }>()
  const busy = new Set<string>()
  /** How often a platform has come back: what failed before that need not wait any longer. */
  let recoveries = 0
  let waiting = 0
  let stopped = false
  let running: Promise<void> | undefined
  let again = false
  let cancel = () => {}

  const laneOf = (notice: Notice): string => ('person' in notice.to ? notice.to.person : ' group')

  const healthOf = (name: ChannelName) => {
    const known = health.get(name) ?? { failures: 0, notBefore: 0, probing: false }
    health.set(name, known)
    return known
  }

  /** The channels on which this notice may go, the preferred one first. */
  const routes = (
    notice: Notice,
    world: World,
    lastUsed: unknown,
  ): { channel: Channel; to: Destination }[] => {
    const order = (channel: Channel) =>
      channel.name === notice.channel
        ? 0
        : channel.name === lastUsed
          ? 1
          : channel.name === 'feishu'
            ? 2
            : channel.name === 'dingtalk'
              ? 3
              : 4
    const allowed = channels
      .filter(({ name }) => (notice.redraw === undefined && !notice.only) || name === notice.channel)
      .sort((a, b) => order(a) - order(b))
    if ('group' in notice.to)
      return allowed.filter(({ hasGroup }) => hasGroup).map((channel) => ({ channel, to: { group: true } }))
    const id = notice.to.person
    const person = world.directory.people.find((one) => one.id === id)
    const stranger = world.strangers[id]
    return allowed.flatMap((channel) => {
      const address = person
        ? channel.addressOf(person)
        : stranger?.channel === channel.name
          ? stranger.address
          : undefined
      return address === undefined ? [] : [{ channel, to: { person: id, address } }]
    })
  }

  /** Stale: every duty it speaks of is done, or its incident is settled and it would still demand something. */
  const stale = (notice: Notice, world: World): boolean => {
    if (!notice.duties || !notice.incident) return false
    const incident = world.find(notice.incident)
    if (!incident) return true
    const open = openDuties(incident, world)
    return !notice.duties.some((id) => open.some((duty) => duty.id === id))
  }

  const send = async (
    notice: Notice,
    world: World,
    shown: Row<'shown'> | undefined,
    lastUsed: unknown,
  ): Promise<Fate> => {
    if (stale(notice, world) || (notice.redraw !== undefined && !shown)) return { fate: 'dropped' }
    const rendered = drawFor(notice, world)
    if (!rendered) return { fate: 'dropped' }
    const drawn = fingerprint(drawFor(notice, world, true))
    if (shown && shown.drawn === drawn) return { fate: 'dropped' }
    const possible = routes(notice, world, lastUsed)
    if (possible.length === 0) return { fate: 'undeliverable', reason: '通讯录里没有可用的账号' }
    let reason = ''
    let later = false
    for (const { channel, to } of possible) {
      const state = healthOf(channel.name)
      const nowMs = clock.now()
      if (state.notBefore > nowMs || (state.failures > 0 && state.probing)) {
        later = true
        continue
      }
      state.probing = state.failures > 0
      try {
        if (shown) {
          const standing = { key: shown.key, message: shown.message, to, at: shown.at, rank: notice.rank }
          const { message } =
            'card' in rendered ? await channel.redraw(standing, rendered.card) : { message: shown.message }
          return { fate: 'sent', channel: channel.name, message, drawn, others: [] }
        }
        const { message } = await channel.deliver({
          key: notice.key,
          to,
          content: rendered,
          at: notice.at,
          rank: notice.rank,
        })
        let urged: Urged = {}
        if (notice.urgency) {
          try {
            urged = await channel.urge(message, to, notice.urgency, headOf(rendered))
          } catch (error) {
            log.warn(
              { notice: notice.key, reason: error instanceof Error ? error.message : '' },
              'could not make a message loud',
            )
          }
        }
        if (state.failures > 0) {
          // It answers again: whatever waited for it may go now.
          tries.clear()
          recoveries++
          again = true
        }
        state.failures = 0
        state.notBefore = 0
        return {
          fate: 'sent',
          channel: channel.name,
          message,
          drawn,
          urged: urged.level,
          lower: urged.lower,
          others: possible.map((one) => one.channel.name).filter((name) => name !== channel.name),
        }
      } catch (error) {
        const failure: DeliveryFailure = error instanceof DeliveryError ? error.failure : 'transient'
        reason = error instanceof Error ? error.message : String(error)
        if (failure === 'down') {
          state.failures++
          state.notBefore = clock.now() + pause(state.failures, 60_000)
        } else if (failure === 'limited' && error instanceof DeliveryError) {
          state.notBefore = Math.max(state.notBefore, error.retryAt ?? clock.now() + 5_000)
        }
        if (failure !== 'unreachable' && failure !== 'refused') later = true
      } finally {
        state.probing = false
      }
    }
    return later ? { fate: 'later' } : { fate: 'undeliverable', reason }
  }

  /** What became of a notice, in one turn: the outbox row goes, the card is remembered, the record grows. */
  const conclude = async (notice: Notice, fate: Exclude<Fate, { fate: 'later' }>): Promise<void> => {
    const touched = new Set<string>()
    await house.turn(undefined, (turn) => {
      const bench: Bench = { turn, campus: campus(), index, touched, channels }
      const world = worldOf(turn, bench.campus)
      turn.afterCommit(() => settled(touched))
      turn.drop('outbox', notice.key)
      if (fate.fate === 'dropped') return
      const open = notice.incident ? turn.incident(notice.incident) : undefined
      const records =
        open &&
        turn.row('incidents', open.id) !== undefined &&
        notice.redraw === undefined &&
        'person' in notice.to
      if (fate.fate === 'sent') {
        const key = notice.redraw ?? notice.key
        if (
          notice.view.view !== 'text' &&
          notice.view.view !== 'news' &&
          notice.view.view !== 'record' &&
          notice.incident
        ) {
          const row = {
            key,
            to: notice.to,
            channel: fate.channel,
            message: fate.message,
            incident: notice.incident,
            view: notice.view,
            drawn: fate.drawn,
            // a card that was drawn anew in place is still as old as it was: platforms count from the sending
            at:
              turn.row('shown', key)?.message === fate.message
                ? (turn.row('shown', key)?.at ?? turn.at)
                : turn.at,
          }
          turn.put('shown', key, row)
          index.note(row)
        }
        if (records && open && 'person' in notice.to) {
          happen(bench, open.id, [
            {
              type: 'delivered',
              at: turn.at,
              notice: notice.key,
              to: refById(notice.to.person, world),
              what: whatOf(notice.view),
              channel: fate.channel,
              ...(fate.urged ? { urgency: fate.urged } : {}),
            },
          ])
        }
        // As the ladder grows louder, the person's other platform hears it too.
        if (
          (notice.urgency === 'sms' || notice.urgency === 'phone') &&
          !notice.only &&
          notice.redraw === undefined
        )
          for (const other of fate.others)
            owe(bench, { ...notice, key: `${notice.key}@${other}`, channel: other, only: true })
        return
      }
      if (records && open && 'person' in notice.to) {
        happen(bench, open.id, [
          {
            type: 'undeliverable',
            at: turn.at,
            notice: notice.key,
            to: refById(notice.to.person, world),
            what: whatOf(notice.view),
            reason: fate.reason,
          },
        ])
      }
    })
  }

  const carry = async (notice: Notice, tables: Readonly<Tables>): Promise<void> => {
    const lane = laneOf(notice)
    busy.add(lane)
    const before = recoveries
    try {
      const world = worldOf(
        {
          at: new Date(clock.now()).toISOString(),
          rows: (table) => tables[table],
          incident: (id) => house.find(id),
        },
        campus(),
      )
      const shown = notice.redraw === undefined ? undefined : tables.shown[notice.redraw]
      const lastUsed = 'person' in notice.to ? tables.meta[`channel/${notice.to.person}`] : undefined
      const fate = await send(notice, world, shown, lastUsed)
      if (fate.fate === 'later' && before !== recoveries) again = true
      else if (fate.fate === 'later') {
        const count = (tries.get(notice.key)?.count ?? 0) + 1
        tries.set(notice.key, { count, notBefore: clock.now() + pause(count, 60_000) })
      } else {
        tries.delete(notice.key)
        await conclude(notice, fate)
        if (fate.fate === 'sent' && fate.lower)
          await tellOffice(
            `lower/${fate.channel}/${new Date(clock.now()).toISOString().slice(0, 10)}`,
            `加急没有达到应有的强度：${fate.lower}。请直接电话联系未确认的责任人。`,
          )
      }
    } catch (error) {
      // The store did not take the receipt: the notice stays due and goes out again under the same key.
      tries.set(notice.key, { count: 1, notBefore: clock.now() + 1000 })
      log.error(
        { notice: notice.key, reason: error instanceof Error ? error.message : String(error) },
        'could not conclude a notice',
      )
    } finally {
      busy.delete(lane)
    }
  }

  /** The notices that may go now: the first of each free lane, most urgent first. */
  const eligible = (outbox: Readonly<Record<string, Notice>>): Notice[] => {
    const nowMs = clock.now()
    const first = new Map<string, Notice>()
    waiting = 0
    for (const notice of Object.values(outbox)) {
      waiting++
      const lane = laneOf(notice)
      if (busy.has(lane) || (tries.get(notice.key)?.notBefore ?? 0) > nowMs) continue
      const best = first.get(lane)
      if (!best || notice.rank < best.rank || (notice.rank === best.rank && notice.nth < best.nth))
        first.set(lane, notice)
    }
    return [...first.values()].sort((a, b) => a.rank - b.rank || a.nth - b.nth)
  }

  const round = async (): Promise<void> => {
    const under = new Set<Promise<void>>()
    for (;;) {
      if (stopped) break
      again = false
      const { tables, ready } = await house.read((tables) => ({ tables, ready: eligible(tables.outbox) }))
      for (const notice of ready) {
        if (under.size >= width) break
        const job: Promise<void> = carry(notice, tables).finally(() => under.delete(job))
        under.add(job)
      }
      if (under.size === 0 && !again) break
      if (under.size > 0) await Promise.race(under)
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
    if (stopped || waiting === 0) return
    cancel = clock.after(1000, wake)
  }

  return {
    wake,
    async drain() {
      wake()
      while (running) await running
    },
    state: () => ({
      waiting,
      down: [...health].filter(([, state]) => state.failures > 0).map(([name]) => name),
    }),
    async stop() {
      stopped = true
      cancel()
      await running
    },
  }
}

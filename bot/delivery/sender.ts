// Does a notice go out? Drawn now for its reader, sent by the first platform that takes it; says what became of it.

import { brief } from '../../rules/brief.js'
import { openDuties } from '../../rules/duties.js'
import type { World } from '../../rules/world.js'
import type { Log } from '../../store/log.js'
import type { ChannelName, Notice, Row, Urgency, ViewOf } from '../../store/schema.js'
import type { Rendered } from '../../templates/card.js'
import { nothingLeft } from '../../templates/cards/digest.js'
import { noAddress, noTasks } from '../../templates/platform/words.js'
import { type Channel, DeliveryError, type DeliveryFailure, type Urged } from '../channels/channel.js'
import { needOf } from '../channels/need.js'
import type { Clock } from '../time/clock.js'
import { steady } from '../time/steady.js'
import { type Drawn, drawFor, fingerprint, hereOf, readerOf } from '../turn/drawing.js'
import { type Route, routesOf } from './routes.js'
import { openTelephone } from './telephone.js'

export type Fate =
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
  /** `closed`: the platforms it waits for; none where it is this notice alone that did not go. `tried`: one was asked. */
  | { fate: 'later'; closed: ChannelName[]; tried: boolean }

/** A document, written when it is sent. */
type Paper = { name: string; bytes: Uint8Array }
export type WritePaper = (
  view: ViewOf<'document'> | ViewOf<'ledger'> | ViewOf<'shifts'> | ViewOf<'roll'>,
  world: World,
) => Promise<Paper | undefined>

/** By the time that has passed. `notBefore`: the pause after a failure, over when it answers. `reset`: announced by the platform; a success that was under way does not lift it. */
type Health = { failures: number; notBefore: number; reset: number; probing: boolean }

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

type Sender = {
  /** `failures`: how often a platform did not answer to this notice before. */
  send(
    notice: Notice,
    world: World,
    shown: Row<'shown'> | undefined,
    lastUsed: unknown,
    failures?: number,
  ): Promise<Fate>
  /** May it be called now? Not before an announced reset, nor within its pause; while it is down, for one probe at a time. */
  open(name: ChannelName): boolean
  /** The platforms that do not answer now. */
  down(): ChannelName[]
  /** How often a platform has come back: what failed before that need not wait any longer. */
  recoveries(): number
}

/** After so many failures in a row another notice is the probe once: it may be this one that the platform stumbles over. */
export const GIVES_WAY_AFTER = 4

/** A growing pause: 1 s, 2 s, 4 s … at most `most`. */
export const pause = (tries: number, most: number): number => Math.min(most, 1000 * 2 ** Math.min(tries, 20))

/** The first words of a message: what a telephone call or an SMS of the platform's own can say. */
const headOf = (rendered: Rendered): string =>
  'text' in rendered
    ? brief(rendered.text, 60)
    : [rendered.card.title, rendered.card.lead].filter(Boolean).join('：')

/** Stale: every duty it speaks of is done, or its incident is settled and it would still demand something. */
const stale = (notice: Notice, world: World): boolean => {
  if (notice.view.view === 'digest' && notice.redraw === undefined && 'person' in notice.to)
    return nothingLeft(notice.view.incidents, readerOf(notice, world), hereOf(world))
  if (!notice.duties || !notice.incident) return false
  const incident = world.find(notice.incident)
  if (!incident) return true
  const open = openDuties(incident, world)
  return !notice.duties.some((id) => open.some((duty) => duty.id === id))
}

export const openSender = (options: {
  channels: readonly Channel[]
  clock: Clock
  log: Log
  recovered: () => void
  paper: WritePaper
}): Sender => {
  const { channels, clock, log, recovered, paper } = options
  const passed = steady(clock)
  const health = new Map<ChannelName, Health>()
  const telephone = openTelephone(clock)
  let recoveries = 0

  const healthOf = (name: ChannelName) => {
    const known = health.get(name) ?? { failures: 0, notBefore: 0, reset: 0, probing: false }
    health.set(name, known)
    return known
  }

  /** How a notice goes by one channel: a card drawn anew where it stands, a file, or a message made loud. */
  const go = async (
    { channel, to }: Route,
    notice: Notice,
    rendered: Drawn | Paper,
    shown: Row<'shown'> | undefined,
  ): Promise<{ message: string } & Urged> => {
    if ('task' in rendered) {
      if (!channel.tasks?.open()) throw new DeliveryError('refused', noTasks)
      return channel.tasks.put(shown?.key ?? notice.key, to, rendered.task, shown?.message)
    }
    if ('bytes' in rendered) return channel.sendFile(notice.key, to, rendered)
    if (shown) {
      const standing = { key: shown.key, message: shown.message, to, at: shown.at, rank: notice.rank }
      return 'card' in rendered ? channel.redraw(standing, rendered.card) : { message: shown.message }
    }
    const { key, at, rank, urgency } = notice
    const { message } = await channel.deliver({ key, to, content: rendered, at, rank, need: needOf(notice) })
    if (!urgency) return { message }
    try {
      return { message, ...(await channel.urge(message, to, urgency, headOf(rendered))) }
    } catch (error) {
      const reason = reasonOf(error)
      log.warn({ notice: key, reason }, 'could not make a message loud')
      return { message, lower: reason }
    }
  }

  const open: Sender['open'] = (name) => {
    const { failures, notBefore, reset, probing } = healthOf(name)
    return Math.max(notBefore, reset) <= passed() && !(failures > 0 && probing)
  }

  /** What it means: the platform is closed for everybody, or this notice must wait, or will never go there. */
  const failed = (
    state: Health,
    error: unknown,
    before: number,
  ): 'closed' | 'later' | 'never' | 'telephone' => {
    const failure: DeliveryFailure = error instanceof DeliveryError ? error.failure : 'transient'
    if (error instanceof DeliveryError && error.spent) return 'telephone'
    if (failure === 'down') {
      // others went through since it failed: the platform stumbles over this one alone
      if (state.failures === 0 && before >= GIVES_WAY_AFTER) return 'later'
      // those that were under way together are one failure, else the first pause would be the longest
      if (state.notBefore > passed()) return 'closed'
      state.failures++
      state.notBefore = passed() + pause(state.failures, 60_000)
    } else if (failure === 'limited' && error instanceof DeliveryError) {
      const inMs = error.retryAt === undefined ? 5_000 : error.retryAt - clock.now()
      state.reset = Math.max(state.reset, passed() + inMs)
    }
    if (failure === 'down' || failure === 'limited') return 'closed'
    return failure === 'transient' ? 'later' : 'never'
  }

  const send: Sender['send'] = async (notice, world, shown, lastUsed, failures = 0) => {
    if (stale(notice, world) || (notice.redraw !== undefined && !shown)) return { fate: 'dropped' }
    const drawn = fingerprint(drawFor(notice, world, true))
    if (shown && shown.drawn === drawn) return { fate: 'dropped' }
    const rendered =
      notice.view.view === 'document' ||
      notice.view.view === 'ledger' ||
      notice.view.view === 'roll' ||
      notice.view.view === 'shifts'
        ? await paper(notice.view, world)
        : drawFor(notice, world)
    if (!rendered) return { fate: 'dropped' }
    const possible = routesOf(channels, notice, world, lastUsed)
    const closed: ChannelName[] = []
    let [later, tried] = [false, false]
    let reason = noAddress
    const cut: Route[] = []
    for (const route of possible) {
      const { name } = route.channel
      if (!open(name)) {
        closed.push(name)
        continue
      }
      const state = healthOf(name)
      const probe = state.failures > 0
      if (probe) state.probing = true
      tried = true
      try {
        const { message, level, lower } = await go(route, notice, rendered, shown)
        if (state.failures > 0) {
          recoveries++
          recovered()
        }
        state.failures = 0
        state.notBefore = 0
        const others = possible.map(({ channel }) => channel.name).filter((other) => other !== name)
        return { fate: 'sent', channel: name, message, drawn, urged: level, lower, others }
      } catch (error) {
        const what = failed(state, error, failures)
        if (what === 'closed') closed.push(name)
        else if (what === 'later') later = true
        else if (what === 'telephone') cut.push(route)
        else reason = reasonOf(error)
      } finally {
        if (probe) state.probing = false
      }
    }
    // An answer that no month has room for any more is not kept for the next one: whoever waits for it hears whom to ring.
    const [instead] = cut
    if (instead) {
      const said = await telephone.instead(instead, notice, world).then(
        () => undefined,
        (error: unknown) => failed(healthOf(instead.channel.name), error, failures),
      )
      if (said === 'closed') return { fate: 'later', closed: [...closed, instead.channel.name], tried }
      return said === 'later' ? { fate: 'later', closed: [], tried } : { fate: 'dropped' }
    }
    if (later) return { fate: 'later', closed: [], tried }
    return closed.length > 0 ? { fate: 'later', closed, tried } : { fate: 'undeliverable', reason }
  }

  return {
    send,
    open,
    down: () => [...health].filter(([, state]) => state.failures > 0).map(([name]) => name),
    recoveries: () => recoveries,
  }
}

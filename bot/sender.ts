// Does a notice go out? Drawn now for its reader, sent by the first platform that takes it; says what became of it.
import { openDuties } from '../rules/duties.js'
import type { World } from '../rules/world.js'
import type { Log } from '../store/log.js'
import type { ChannelName, Notice, Row, Urgency } from '../store/schema.js'
import type { Rendered } from '../templates/card.js'
import { type Channel, DeliveryError, type DeliveryFailure, type Urged } from './channels/channel.js'
import type { Clock } from './clock.js'
import { drawFor, fingerprint } from './happen.js'
import { routesOf } from './routes.js'

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
  | { fate: 'later' }

export type Sender = {
  send(notice: Notice, world: World, shown: Row<'shown'> | undefined, lastUsed: unknown): Promise<Fate>
  /** The platforms that do not answer now. */
  down(): ChannelName[]
  /** How often a platform has come back: what failed before that need not wait any longer. */
  recoveries(): number
}

/** A growing pause: 1 s, 2 s, 4 s … at most `most`. */
export const pause = (tries: number, most: number): number => Math.min(most, 1000 * 2 ** Math.min(tries, 20))

/** The first words of a message: what a telephone call or an SMS of the platform's own can say. */
const headOf = (rendered: Rendered): string =>
  'text' in rendered
    ? rendered.text.slice(0, 60)
    : [rendered.card.title, rendered.card.lead].filter(Boolean).join('：')

/** Stale: every duty it speaks of is done, or its incident is settled and it would still demand something. */
const stale = (notice: Notice, world: World): boolean => {
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
}): Sender => {
  const { channels, clock, log, recovered } = options
  const health = new Map<ChannelName, { failures: number; notBefore: number; probing: boolean }>()
  let recoveries = 0

  const healthOf = (name: ChannelName) => {
    const known = health.get(name) ?? { failures: 0, notBefore: 0, probing: false }
    health.set(name, known)
    return known
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
    const possible = routesOf(channels, notice, world, lastUsed)
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
          recoveries++
          recovered()
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

  return {
    send,
    down: () => [...health].filter(([, state]) => state.failures > 0).map(([name]) => name),
    recoveries: () => recoveries,
  }
}

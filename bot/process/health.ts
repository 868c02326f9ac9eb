// Is all well? For whoever asks over HTTP, and for the heartbeat that somebody outside waits for.
import { unwell } from '../../templates/operator/process.js'
import type { Channel } from '../channels/channel.js'
import type { Courier } from '../delivery/courier.js'
import type { Ticker } from '../time/ticker.js'
import type { Turns } from '../turn/turns.js'
import type { Health, Readiness } from './server.js'

const TICK_WITHIN_MS = 30_000
/** Longer than every call to a platform may take. */
const STUCK_AFTER_MS = 120_000

export const openHealth = (parts: {
  turns: Pick<Turns, 'healthy'>
  courier: Pick<Courier, 'state' | 'stuckMs'>
  ticker: Pick<Ticker, 'idleMs'>
  channels: readonly Pick<Channel, 'wrong' | 'unwell'>[]
}) => {
  const { turns, courier, ticker, channels } = parts
  const health = async (): Promise<Health> => {
    const store = await turns.healthy()
    const late = ticker.idleMs() > TICK_WITHIN_MS ? [unwell.late] : []
    const reasons = [...(store ? [unwell.store(store)] : []), ...late]
    return { ok: reasons.length === 0, reasons }
  }
  return {
    health,
    async ready(): Promise<Readiness> {
      const state = await health()
      const { down } = courier.state()
      const wrong = channels.flatMap((channel) => channel.wrong() ?? [])
      const degraded = [
        ...down.map(unwell.channelDown),
        ...channels.flatMap((channel) => channel.unwell?.() ?? []),
      ]
      return {
        ...state,
        ok: state.ok && wrong.length === 0,
        reasons: [...state.reasons, ...wrong],
        ...(degraded.length > 0 ? { degraded } : {}),
      }
    },
    /** Why somebody should look after it: a platform that is down is no reason, a courier that stands still is. */
    async well(): Promise<string | undefined> {
      const { reasons } = await health()
      const stuck = courier.stuckMs() > STUCK_AFTER_MS ? [unwell.stuck] : []
      return [...reasons, ...stuck][0]
    },
  }
}

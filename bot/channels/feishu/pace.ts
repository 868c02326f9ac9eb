// How fast may we call? Keeps below Feishu's limits by waiting, and keeps still until a reset that was announced.
import type { Clock } from '../../time/clock.js'
import { steady } from '../../time/steady.js'
import { DeliveryError } from '../channel.js'
import { limits } from './limits.js'

export type Limit = { key: string; most: number; withinMs: number }

/** Below what the platform allows (`limits.ts`), since what leaves evenly does not arrive evenly. */
export const perChat = (chat: string): Limit => ({
  key: `chat ${chat}`,
  most: limits.perChatPerSecond - 1,
  withinMs: 1_000,
})
export const perMessage = (message: string): Limit => ({
  key: `message ${message}`,
  most: limits.perMessagePerSecond - 1,
  withinMs: 1_000,
})
/** Of all calls that write tasks; not called `api`, since nobody waits for a task list. */
export const perTask: Limit = { key: 'tasks', most: limits.tasksPerSecond - 2, withinMs: 1_000 }
export const perApi = (api: string): Limit[] => [
  { key: `api ${api}/s`, most: Math.floor(limits.perApi.perSecond * 0.8), withinMs: 1_000 },
  { key: `api ${api}/min`, most: Math.floor(limits.perApi.perMinute * 0.9), withinMs: 60_000 },
]

/** A wait longer than this is the courier's: something more urgent may come in between. */
const LONGEST_WAIT_MS = 5_000

type Pace = {
  /** Resolves when the call may go. Throws `DeliveryError` (`limited`) when that is not soon. */
  wait(limits: readonly Limit[]): Promise<void>
  /** The platform said when this API may be called again. */
  hold(api: string, untilMs: number): void
}

export const openPace = (clock: Clock): Pace => {
  const passed = steady(clock)
  /** The planned times of the last calls under each key, oldest first; these and all others by the time that has passed. */
  const planned = new Map<string, number[]>()
  const held = new Map<string, number>()

  const tidy = (nowMs: number): void => {
    if (planned.size < 2_000) return
    for (const [key, times] of planned) if ((times.at(-1) ?? 0) < nowMs - 60_000) planned.delete(key)
  }

  return {
    async wait(limits) {
      const nowMs = passed()
      tidy(nowMs)
      let at = nowMs
      let slowest = ''
      const notBefore = (ms: number, key: string): void => {
        if (ms <= at) return
        at = ms
        slowest = key
      }
      for (const { key, most, withinMs } of limits) {
        const times = planned.get(key) ?? []
        const before = times[times.length - most]
        if (before !== undefined) notBefore(before + withinMs, key)
        const until = held.get(key) ?? 0
        if (until > nowMs) notBefore(until, key)
        else held.delete(key)
      }
      if (at - nowMs > LONGEST_WAIT_MS) {
        // A chat that is full is no reason to keep anybody else waiting.
        const failure = slowest.startsWith('api ') ? 'limited' : 'transient'
        const untilMs = clock.now() + at - nowMs
        throw new DeliveryError(failure, 'the pace that Feishu allows is used up for now', untilMs)
      }
      for (const { key, most } of limits) {
        const times = planned.get(key) ?? []
        times.push(at)
        if (times.length > most) times.splice(0, times.length - most)
        planned.set(key, times)
      }
      if (at > nowMs) await new Promise<void>((wake) => clock.after(at - nowMs, wake))
    },
    hold(api, untilMs) {
      const key = `api ${api}/s`
      held.set(key, Math.max(held.get(key) ?? 0, passed() + untilMs - clock.now()))
    },
  }
}

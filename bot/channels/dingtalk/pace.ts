// How fast, and how much a month? Spaces calls to each endpoint, counts the month's calls and pushes, keeps a reserve for what is urgent.

import type { Log } from '../../../store/log.js'
import { dingtalkMonth } from '../../../templates/operator/dingtalk.js'
import { undelivered } from '../../../templates/platform/dingtalk.js'
import type { Clock } from '../../time/clock.js'
import { steady } from '../../time/steady.js'
import type { Inside } from '../channel.js'
import { type Need, needOfRank, rationOf, runsDry } from '../need.js'
import { nextMonth, Refused, refusedAs } from './errors.js'
import { limits, type Quota } from './limits.js'

/**
 * What the platform takes in any second for each endpoint, less a quarter: a burst, and then evenly. It counts calls as
 * they arrive, and on a busy machine those that left evenly arrive in heaps.
 */
const burst = Math.floor(limits.perEndpointPerSecond / 4)
const perSecond = Math.floor(limits.perEndpointPerSecond * 0.75) - burst
/** From here on the office knows that less is sent. */
const low = 0.9
/** The count is kept on disk after so many more calls, or so much later: a crash forgets at most these. */
const keepEvery = 10
const keepAfterMs = 60_000

export type Pace = {
  open(inside: Pick<Inside, 'memory' | 'tellOffice'>): void
  /** Resolves when a call to this endpoint may go. */
  turn(endpoint: string): Promise<void>
  counted(what: keyof Quota): void
  /** Why a message of this need (or of this rank) may not spend a call now, if so. */
  holds(need: Need | number): Refused | undefined
  /** The platform says that the month is used up. */
  usedUp(): void
  usage(): { calls: number; pushes: number; limit: number }
  /** What the operator must do because the month runs out, if anything. */
  wrong(): string | undefined
  close(): Promise<void>
}

/** The month on the platform's calendar (UTC+8). */
export const monthOf = (nowMs: number): string => new Date(nowMs + 8 * 3_600_000).toISOString().slice(0, 7)

export const openPace = (options: { clock: Clock; log: Log; quota?: Quota }): Pace => {
  const { clock, log } = options
  const quota = options.quota ?? limits.monthly
  const passed = steady(clock)
  const opened = passed()
  const buckets = new Map<string, { left: number; at: number }>()
  const count = { month: monthOf(clock.now()), calls: 0, pushes: 0 }
  const kept = { calls: 0, pushes: 0, at: passed() }
  let exhaustedUntil = 0
  let inside: Pick<Inside, 'memory' | 'tellOffice'> | undefined
  let writing: Promise<void> = Promise.resolve()

  const failed = (what: string) => (error: unknown) =>
    log.error({ reason: error instanceof Error ? error.message : String(error) }, what)

  const tell = (key: string, text: string): void => {
    void inside
      ?.tellOffice(`dingtalk/${count.month}/${key}`, text)
      .catch(failed('could not tell the office about the DingTalk quota'))
  }

  const keep = (): void => {
    if (!inside) return
    const { memory } = inside
    const value = `${count.month} ${count.calls} ${count.pushes}`
    kept.calls = count.calls
    kept.pushes = count.pushes
    kept.at = passed()
    writing = writing
      .then(() => memory.put('used', value))
      .catch(failed('could not keep the count of DingTalk calls'))
  }

  /** A new month begins at nothing. */
  const turnPage = (): void => {
    const month = monthOf(clock.now())
    if (month === count.month) return
    Object.assign(count, { month, calls: 0, pushes: 0 })
    exhaustedUntil = 0
    keep()
  }

  return {
    open(opened) {
      inside = opened
      const [month, calls, pushes] = String(opened.memory.get('used') ?? '').split(' ')
      if (month !== count.month) return
      count.calls += Number(calls) || 0
      count.pushes += Number(pushes) || 0
      kept.calls = count.calls
      kept.pushes = count.pushes
    },
    async turn(endpoint) {
      // empty at the start: the process before may have called until a moment ago
      const bucket = buckets.get(endpoint) ?? { left: 0, at: opened }
      buckets.set(endpoint, bucket)
      const refill = () => {
        const nowMs = passed()
        bucket.left = Math.min(burst, bucket.left + (Math.max(0, nowMs - bucket.at) / 1000) * perSecond)
        bucket.at = nowMs
      }
      refill()
      // Taken before the wait, so that those who wait stand in line instead of all waking at once.
      bucket.left -= 1
      const mine = bucket.at + (Math.max(0, -bucket.left) / perSecond) * 1000
      for (let left = mine - passed(); left > 0; left = mine - passed()) {
        const ms = Math.ceil(left)
        await new Promise<void>((resolve) => {
          clock.after(ms, resolve)
        })
      }
    },
    counted(what) {
      turnPage()
      count[what] += 1
      const limit = quota[what]
      if (count[what] === Math.ceil(limit * low))
        tell(`${what}-low`, dingtalkMonth.low(what, count[what], limit, limits.asOf))
      if (count[what] === limit) tell(`${what}-out`, dingtalkMonth.out(what, limit))
      if (Math.abs(count.calls - kept.calls) + Math.abs(count.pushes - kept.pushes) >= keepEvery) keep()
      else if (passed() - kept.at >= keepAfterMs) keep()
    },
    holds(need) {
      turnPage()
      if (clock.now() < exhaustedUntil) return refusedAs('apicountlimitfororg', clock.now())
      const ration = rationOf(typeof need === 'number' ? needOfRank(need) : need, count.calls, quota.calls)
      if (ration === 'go') return undefined
      // Not `limited`: that would make the urgent wait as well.
      return new Refused('transient', undelivered.kept, 'quota.reserved', {
        spent: ration === 'telephone',
      })
    },
    usedUp() {
      turnPage()
      if (clock.now() >= exhaustedUntil) log.error({ ...count }, 'DingTalk takes no more calls this month')
      exhaustedUntil = nextMonth(clock.now())
      tell('calls-out', dingtalkMonth.callsRefused)
    },
    usage() {
      turnPage()
      return { calls: count.calls, pushes: count.pushes, limit: quota.calls }
    },
    wrong() {
      turnPage()
      if (clock.now() < exhaustedUntil) return dingtalkMonth.wrongRefused
      if (count.pushes >= quota.pushes) return dingtalkMonth.wrongPushes(count.pushes, quota.pushes)
      if (runsDry(count.calls, quota.calls)) return dingtalkMonth.wrongCalls(count.calls, quota.calls)
      return undefined
    },
    async close() {
      if (kept.calls !== count.calls || kept.pushes !== count.pushes) keep()
      await writing
    },
  }
}

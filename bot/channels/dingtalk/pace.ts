// How fast, and how much a month? Spaces calls to each endpoint, counts the month's calls and pushes, keeps a reserve for what is urgent.
import type { Log } from '../../../store/log.js'
import type { Clock } from '../../clock.js'
import { steady } from '../../steady.js'
import type { Desk } from '../channel.js'
import { nextMonth, Refused, refusedAs } from './errors.js'

/** The standard edition since 2025-11-19 (docs 1438): calls of the API, and pushes (webhook and Stream), each month. */
export type Quota = { calls: number; pushes: number }
export const standardEdition: Quota = { calls: 5_000, pushes: 3_000 }

/** The platform takes 20 calls in any second for each app and endpoint: a burst of 5, then 14 a second, stays below. */
const burst = 5
const perSecond = 14
/** What is left for first notices and statutory reminders alone. */
const reserve = 0.1
/** The count is kept on disk after so many more calls, or so much later: a crash forgets at most these. */
const keepEvery = 10
const keepAfterMs = 60_000

export type Pace = {
  open(desk: Pick<Desk, 'memory' | 'tellOffice'>): void
  /** Resolves when a call to this endpoint may go. */
  turn(endpoint: string): Promise<void>
  counted(what: keyof Quota): void
  /** Why a message of this rank may not spend a call now, if so: 0 and 1 may while anything is left. */
  holds(rank: number): Refused | undefined
  /** The platform says that the month is used up. */
  usedUp(): void
  usage(): { calls: number; pushes: number; limit: number }
  close(): Promise<void>
}

/** The month on the platform's calendar (UTC+8). */
export const monthOf = (nowMs: number): string => new Date(nowMs + 8 * 3_600_000).toISOString().slice(0, 7)

const words = {
  calls: { name: '接口调用', rest: '余量只用于首次通知和法定时限催办，其余回复可能延后' },
  pushes: { name: '消息推送', rest: '用完后机器人收不到钉钉上的消息和按钮，请提前改用电话或其他平台' },
} as const

export const openPace = (options: { clock: Clock; log: Log; quota?: Quota }): Pace => {
  const { clock, log } = options
  const quota = options.quota ?? standardEdition
  const passed = steady(clock)
  const buckets = new Map<string, { left: number; at: number }>()
  const count = { month: monthOf(clock.now()), calls: 0, pushes: 0 }
  const kept = { calls: 0, pushes: 0, at: passed() }
  let exhaustedUntil = 0
  let desk: Pick<Desk, 'memory' | 'tellOffice'> | undefined
  let writing: Promise<void> = Promise.resolve()

  const failed = (what: string) => (error: unknown) =>
    log.error({ reason: error instanceof Error ? error.message : String(error) }, what)

  const tell = (key: string, text: string): void => {
    void desk
      ?.tellOffice(`dingtalk/${count.month}/${key}`, text)
      .catch(failed('could not tell the office about the DingTalk quota'))
  }

  const keep = (): void => {
    if (!desk) return
    const { memory } = desk
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
      desk = opened
      const [month, calls, pushes] = String(opened.memory.get('used') ?? '').split(' ')
      if (month !== count.month) return
      count.calls += Number(calls) || 0
      count.pushes += Number(pushes) || 0
      kept.calls = count.calls
      kept.pushes = count.pushes
    },
    async turn(endpoint) {
      const bucket = buckets.get(endpoint) ?? { left: burst, at: passed() }
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
      const { name, rest } = words[what]
      if (count[what] === Math.ceil(limit * (1 - reserve)))
        tell(
          `${what}-low`,
          `钉钉本月的${name}额度快用完了：已用 ${count[what]} 次，标准版每月 ${limit} 次。${rest}。如已购买专业版或加量包，可不理会。`,
        )
      if (count[what] === limit)
        tell(
          `${what}-out`,
          `钉钉本月的${name}额度（标准版 ${limit} 次）已经用完。请在钉钉管理后台购买加量包。`,
        )
      if (Math.abs(count.calls - kept.calls) + Math.abs(count.pushes - kept.pushes) >= keepEvery) keep()
      else if (passed() - kept.at >= keepAfterMs) keep()
    },
    holds(rank) {
      turnPage()
      if (clock.now() < exhaustedUntil) return refusedAs('apicountlimitfororg', clock.now())
      if (rank <= 1 || count.calls < quota.calls * (1 - reserve)) return undefined
      // Not `limited`: that would make the urgent wait as well.
      return new Refused('transient', '钉钉本月的额度留给首次通知和法定时限催办', 'quota.reserved')
    },
    usedUp() {
      turnPage()
      exhaustedUntil = nextMonth(clock.now())
      tell(
        'calls-out',
        '钉钉说本月的接口调用额度已经用完，消息在发件箱等待，能走其他平台的已改走其他平台。请在钉钉管理后台购买加量包，然后重启烽火。',
      )
    },
    usage() {
      turnPage()
      return { calls: count.calls, pushes: count.pushes, limit: quota.calls }
    },
    async close() {
      if (kept.calls !== count.calls || kept.pushes !== count.pushes) keep()
      await writing
    },
  }
}

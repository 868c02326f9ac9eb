// How fast, and how much a month? Spaces calls to each endpoint, counts the month's calls and pushes, keeps a reserve for what is urgent.
import type { Log } from '../../../store/log.js'
import type { Clock } from '../../time/clock.js'
import { steady } from '../../time/steady.js'
import type { Desk } from '../channel.js'
import { type Need, needOfRank, rationOf, runsDry } from '../need.js'
import { nextMonth, Refused, refusedAs } from './errors.js'
import { limits, type Quota } from './limits.js'

/** What the platform takes in any second for each endpoint, less a little: a burst, and then evenly. */
const burst = Math.floor(limits.perEndpointPerSecond / 4)
const perSecond = Math.floor(limits.perEndpointPerSecond * 0.9) - burst
/** From here on the office knows that less is sent. */
const low = 0.9
/** The count is kept on disk after so many more calls, or so much later: a crash forgets at most these. */
const keepEvery = 10
const keepAfterMs = 60_000

export type Pace = {
  open(desk: Pick<Desk, 'memory' | 'tellOffice'>): void
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

const words = {
  calls: { name: '接口调用', rest: '余量留给报告、首次通知和法定时限催办，其余消息将减少发送' },
  pushes: { name: '消息推送', rest: '用完后机器人收不到钉钉上的消息和按钮，请提前改用电话或其他平台' },
} as const

export const openPace = (options: { clock: Clock; log: Log; quota?: Quota }): Pace => {
  const { clock, log } = options
  const quota = options.quota ?? limits.monthly
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
      if (count[what] === Math.ceil(limit * low))
        tell(
          `${what}-low`,
          `钉钉本月的${name}额度快用完了：已用 ${count[what]} 次，每月 ${limit} 次（${limits.asOf} 的标准版，或规则文件 platforms 所填）。${rest}。已购买专业版或加量包的，请在规则文件填写 platforms.dingtalk 后重启。`,
        )
      if (count[what] === limit)
        tell(
          `${what}-out`,
          `钉钉本月的${name}额度（${limit} 次）已经用完。请在钉钉管理后台购买加量包；紧急事项请电话通知。`,
        )
      if (Math.abs(count.calls - kept.calls) + Math.abs(count.pushes - kept.pushes) >= keepEvery) keep()
      else if (passed() - kept.at >= keepAfterMs) keep()
    },
    holds(need) {
      turnPage()
      if (clock.now() < exhaustedUntil) return refusedAs('apicountlimitfororg', clock.now())
      const ration = rationOf(typeof need === 'number' ? needOfRank(need) : need, count.calls, quota.calls)
      if (ration === 'go') return undefined
      // Not `limited`: that would make the urgent wait as well.
      return new Refused('transient', '钉钉本月的额度留给报告、首次通知和法定时限催办', 'quota.reserved', {
        spent: ration === 'telephone',
      })
    },
    usedUp() {
      turnPage()
      if (clock.now() >= exhaustedUntil) log.error({ ...count }, 'DingTalk takes no more calls this month')
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
    wrong() {
      turnPage()
      const mend = '请在钉钉管理后台购买加量包；已购买的，请在规则文件填写 platforms.dingtalk 后重启'
      if (clock.now() < exhaustedUntil) return `钉钉本月的接口调用额度已用完（钉钉拒绝调用）：${mend}`
      if (count.pushes >= quota.pushes)
        return `钉钉本月的消息推送额度已用完：已用 ${count.pushes} 次，每月 ${quota.pushes} 次，机器人可能收不到消息和按钮：${mend}`
      if (runsDry(count.calls, quota.calls))
        return `钉钉本月的接口调用额度将用完：已用 ${count.calls} 次，每月 ${quota.calls} 次，部分查询改请电话办理：${mend}`
      return undefined
    },
    async close() {
      if (kept.calls !== count.calls || kept.pushes !== count.pushes) keep()
      await writing
    },
  }
}

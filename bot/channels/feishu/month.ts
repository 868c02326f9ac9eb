// How much of the month's calls is left? Counts what Feishu counts, and keeps the last of it for what cannot wait.
import type { Log } from '../../../store/log.js'
import type { Clock } from '../../clock.js'
import { DeliveryError, type Desk } from '../channel.js'
import { monthOf, nextMonth } from './errors.js'

export type Month = {
  /** Throws `DeliveryError` when a call of this rank has to stay behind. */
  allow(rank: number): void
  /** One call went through. */
  count(): void
  /** Feishu says that nothing more is taken this month. */
  usedUp(): void
  usage(): { calls: number; limit?: number }
  /** Writes down what is not written yet. */
  keep(): Promise<void>
}

/** Written after so many calls: a crash forgets fewer than these. */
const EVERY = 25

/** The last tenth is not spent on redraws, the last twentieth only on ranks 0 and 1. */
const held = (rank: number, share: number): boolean => (rank >= 4 ? share >= 0.9 : rank >= 2 && share >= 0.95)

/** `limit` 0: the tenant has bought calls without a limit. */
export const openMonth = (options: {
  clock: Clock
  log: Log
  limit: number
  desk: () => Desk | undefined
}): Month => {
  const { clock, log, limit, desk } = options
  let month = ''
  let calls = 0
  let kept = 0
  let remembered = false
  let blockedUntil = 0

  const nameOf = (which: string) => `calls/${which}`

  /** The count of the month that it is now, with what was counted before the last start. */
  const turn = (): void => {
    const now = monthOf(clock.now())
    const at = desk()
    if (now !== month) {
      month = now
      calls = 0
      kept = 0
      remembered = false
    }
    if (remembered || !at) return
    remembered = true
    const known = at.memory.get(nameOf(month))
    if (typeof known !== 'number') return
    calls += known
    kept += known
  }

  const put = async (): Promise<void> => {
    const at = desk()
    if (!at || kept === calls || month === '') return
    kept = calls
    await at.memory.put(nameOf(month), calls)
  }

  const later = (work: Promise<void>, what: string): void => {
    work.catch((error) => log.warn({ reason: error instanceof Error ? error.message : '' }, what))
  }

  const tell = (share: string, text: string): void => {
    const at = desk()
    if (at)
      later(
        at.tellOffice(`feishu/month/${month}/${share}`, text),
        'could not tell the office about the month',
      )
  }

  return {
    allow(rank) {
      turn()
      const nowMs = clock.now()
      if (blockedUntil > nowMs)
        throw new DeliveryError('limited', "the month's calls to Feishu are used up", blockedUntil)
      // Not `limited`, which would hold back the urgent ones too: only this message waits, and no call is made.
      if (limit > 0 && held(rank, calls / limit))
        throw new DeliveryError('transient', "what is left of the month's calls is kept for what is urgent")
    },
    count() {
      turn()
      calls++
      if (calls - kept >= EVERY) later(put(), "could not keep the month's count")
      if (limit <= 0) return
      for (const percent of [80, 90, 95])
        if (calls === Math.ceil((limit * percent) / 100))
          tell(
            String(percent),
            `本月飞书接口调用已用 ${calls} 次，约为每月 ${limit} 次的 ${percent}%。${percent >= 90 ? '为保证首报通知和法定时限提醒送达，其他消息将减少发送。' : ''}已购买更多额度的，请调整 FEISHU_MONTHLY_CALLS。`,
          )
    },
    usedUp() {
      turn()
      blockedUntil = nextMonth(clock.now())
      tell(
        'used-up',
        `本月飞书接口调用额度已用完，下月 1 日前飞书消息无法送达。请立即在飞书管理后台购买额度；紧急事项请电话通知。`,
      )
    },
    usage() {
      turn()
      return { calls, ...(limit > 0 ? { limit } : {}) }
    },
    keep: put,
  }
}

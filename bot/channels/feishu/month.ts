// How much of the month's calls is left? Counts what Feishu counts, and keeps the last of it for what cannot wait.

import type { Log } from '../../../store/log.js'
import { feishuMonth } from '../../../templates/operator/feishu.js'
import type { Clock } from '../../time/clock.js'
import { DeliveryError, type Inside } from '../channel.js'
import { type Need, needOfRank, type Ration, rationOf, runsDry } from '../need.js'
import { monthOf, nextMonth } from './errors.js'

export type Month = {
  /** Throws `DeliveryError` when a call of this need (or of this rank) has to stay behind. */
  allow(need: Need | number): void
  ration(need: Need): Ration
  /** One call went through. */
  count(): void
  /** Feishu says that nothing more is taken this month. */
  usedUp(): void
  usage(): { calls: number; limit?: number }
  /** What the operator must do because the month runs out, if anything. */
  wrong(): string | undefined
  /** Writes down what is not written yet. */
  keep(): Promise<void>
}

/** Written after so many calls: a crash forgets fewer than these. */
const EVERY = 25

/** `limit` 0: the tenant has bought calls without a limit. */
export const openMonth = (options: {
  clock: Clock
  log: Log
  limit: number
  inside: () => Inside | undefined
}): Month => {
  const { clock, log, limit, inside } = options
  let month = ''
  let calls = 0
  let kept = 0
  let remembered = false
  let blockedUntil = 0

  const nameOf = (which: string) => `calls/${which}`

  /** The count of the month that it is now, with what was counted before the last start. */
  const turn = (): void => {
    const now = monthOf(clock.now())
    const at = inside()
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
    const at = inside()
    if (!at || kept === calls || month === '') return
    kept = calls
    await at.memory.put(nameOf(month), calls)
  }

  const later = (work: Promise<void>, what: string): void => {
    work.catch((error) => log.warn({ reason: error instanceof Error ? error.message : '' }, what))
  }

  const tell = (share: string, text: string): void => {
    const at = inside()
    if (at)
      later(
        at.tellOffice(`feishu/month/${month}/${share}`, text),
        'could not tell the office about the month',
      )
  }

  const blocked = (): boolean => blockedUntil > clock.now()

  return {
    allow(need) {
      turn()
      if (blocked())
        throw new DeliveryError('limited', "the month's calls to Feishu are used up", blockedUntil)
      // Not `limited`, which would hold back the urgent ones too: only this message waits, and no call is made.
      const ration = rationOf(typeof need === 'number' ? needOfRank(need) : need, calls, limit)
      if (ration !== 'go')
        throw new DeliveryError(
          'transient',
          "what is left of the month's calls is kept for what is more urgent",
          undefined,
          ration === 'telephone',
        )
    },
    ration(need) {
      turn()
      return blocked() ? 'wait' : rationOf(need, calls, limit)
    },
    count() {
      turn()
      const wasDry = runsDry(calls, limit)
      calls++
      if (calls - kept >= EVERY) later(put(), "could not keep the month's count")
      if (limit <= 0) return
      for (const percent of [80, 90, 95])
        if (calls === Math.ceil((limit * percent) / 100))
          tell(String(percent), feishuMonth.share(calls, limit, percent))
      if (wasDry || !runsDry(calls, limit)) return
      log.error({ calls, limit }, "the month's calls to Feishu run out: people who ask are told to telephone")
      tell('dry', feishuMonth.dry(calls, limit))
    },
    usedUp() {
      turn()
      if (!blocked()) log.error({ calls, limit }, 'Feishu takes no more calls this month')
      blockedUntil = nextMonth(clock.now())
      tell('used-up', feishuMonth.usedUp)
    },
    usage() {
      turn()
      return { calls, ...(limit > 0 ? { limit } : {}) }
    },
    wrong() {
      turn()
      if (blocked()) return feishuMonth.wrongUsedUp
      return runsDry(calls, limit) ? feishuMonth.wrongDry(calls, limit) : undefined
    },
    keep: put,
  }
}

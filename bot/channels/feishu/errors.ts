// What does an error of Feishu mean for the message? The table of its codes, in the five classes that the house knows.

import { feishuMend } from '../../../templates/operator/feishu.js'
import { undelivered } from '../../../templates/platform/feishu.js'
import { DeliveryError } from '../channel.js'
import { FeishuError, type Trouble } from './http.js'

/** Rate limits, one bucket or another: the same call is fine a moment later. */
const tooFast = new Set([99991400, 11232, 11233, 1000004, 1000005, 90217, 232019])
/** Per chat, person or message, or something half done on their side: only this message waits. */
const again = new Set([230020, 230049, 232096])
/** This person, or this chat, cannot be reached by the bot. */
const nobody = new Set([
  230002, 230013, 230027, 230029, 230034, 230035, 230038, 230050, 230053, 230075, 232009, 41050, 41012,
  99992351, 99992352, 99992353, 99992361,
])
/** The message is no longer there to be drawn anew: recalled, deleted, too old, unknown. */
const gone = new Set([230031, 230011, 230110, 230005, 99992354, 200000])
/** The token is no longer good. */
const stale = new Set([99991661, 99991663, 99991664, 99991665, 99991671, 99991668])
/** The operator must mend something in the console. */
const unfit = new Set([230006, 99991401, 99991672, 99991673, 99991662, 10014, 10003, 10012])
/** What is said is not taken as it is: audit, length, or a card that is not well-formed. */
const content = new Set([230022, 230028, 230025, 230099, 230054, 230055])

/** This permission alone is missing: everything else goes on. */
const NOT_GRANTED = 99991672
const MONTH_USED_UP = 99991403

const codeOf = (error: unknown): number | undefined =>
  error instanceof FeishuError ? error.trouble.code : undefined

const is =
  (codes: ReadonlySet<number>) =>
  (error: unknown): boolean =>
    codes.has(codeOf(error) ?? Number.NaN)

export const isGone = is(gone)
export const isStaleToken = is(stale)
export const isUnfit = is(unfit)
export const isNotGranted = (error: unknown): boolean => codeOf(error) === NOT_GRANTED
export const isMonthUsedUp = (error: unknown): boolean => codeOf(error) === MONTH_USED_UP

/** A press on this card is being answered at this moment. */
export const isLocked = (error: unknown): boolean =>
  codeOf(error) === 200810 ||
  (codeOf(error) === 230099 &&
    error instanceof FeishuError &&
    /card action is lock/i.test(error.trouble.text))

/** A leaner message may go where this one did not. */
export const isContent = (error: unknown): boolean => is(content)(error) && !isLocked(error)

const TENANT_UTC_OFFSET_MS = 8 * 3_600_000

/** When the platform's month begins anew: the first of the next month, Chinese time. */
export const nextMonth = (nowMs: number): number => {
  const there = new Date(nowMs + TENANT_UTC_OFFSET_MS)
  return Date.UTC(there.getUTCFullYear(), there.getUTCMonth() + 1, 1) - TENANT_UTC_OFFSET_MS
}

export const monthOf = (nowMs: number): string =>
  new Date(nowMs + TENANT_UTC_OFFSET_MS).toISOString().slice(0, 7)

/** Did the platform itself fail, so that nothing can be said about the message? */
const silent = ({ status, code }: Trouble): boolean =>
  status === undefined ||
  status >= 500 ||
  status === 408 ||
  status === 425 ||
  (status >= 300 && status < 400 && code === undefined)

/** Why a person is not reached: the office reads it, beside the name. */
const reasons: Record<number, string> = {
  230002: undelivered.notInGroup,
  230013: undelivered.outOfScope,
  230022: undelivered.audited,
  230025: undelivered.tooLong,
  230027: undelivered.forbidden,
  230028: undelivered.audited,
  230029: undelivered.resigned,
  230034: undelivered.noAccount,
  230035: undelivered.muted,
  230038: undelivered.otherTenant,
  230053: undelivered.unsubscribed,
  232009: undelivered.groupDissolved,
  41050: undelivered.notInContacts,
  99992361: undelivered.otherApp,
}

/** The class of an error, for the courier. The sentence of what is final is read by people, of the rest by the log. */
export const judge = (error: unknown, nowMs: number): DeliveryError => {
  if (error instanceof DeliveryError) return error
  if (!(error instanceof FeishuError))
    return new DeliveryError('transient', error instanceof Error ? error.message : String(error))
  const { trouble, message } = error
  const { code, status, resetMs } = trouble
  if (code === MONTH_USED_UP) return new DeliveryError('limited', message, nextMonth(nowMs))
  if (code !== undefined && tooFast.has(code))
    return new DeliveryError('limited', message, nowMs + (resetMs ?? 2_000))
  if (code !== undefined && (again.has(code) || stale.has(code) || isLocked(error)))
    return new DeliveryError('transient', message)
  const reason = (otherwise: string) => (code === undefined ? undefined : reasons[code]) ?? otherwise
  if (code !== undefined && nobody.has(code))
    return new DeliveryError('unreachable', reason(undelivered.unreachable))
  if (code === 230001 && /receive_id/i.test(trouble.text))
    return new DeliveryError('unreachable', undelivered.noAccount)
  // Nothing goes until somebody has mended it: one probe at a time is enough, and nothing is lost meanwhile.
  if (code !== undefined && unfit.has(code)) return new DeliveryError('down', message)
  if (status === 429) return new DeliveryError('limited', message, nowMs + (resetMs ?? 2_000))
  if (silent(trouble)) return new DeliveryError('down', message)
  return new DeliveryError('refused', reason(undelivered.refused))
}

/** What the operator must do, in their language; nothing when the error is not theirs to mend. */
export const mendOf = (error: unknown, appId: string): string | undefined => {
  if (!(error instanceof FeishuError)) return undefined
  const { code, text, grant } = error.trouble
  switch (code) {
    case 99991401:
      return feishuMend.address
    case 230006:
      return feishuMend.noBot
    case NOT_GRANTED: {
      const missing = /\(([^)]*)\)\s*$/.exec(text)?.[1]
      return feishuMend.permission(missing, grant ?? grantPage(appId, missing?.split(',') ?? []))
    }
    case 99991673:
    case 99991662:
      return feishuMend.asleep
    case 10003:
    case 10012:
    case 10014:
      return feishuMend.credentials
    default:
      return undefined
  }
}

/** The console page that grants exactly these permissions. */
export const grantPage = (appId: string, scopes: readonly string[]): string =>
  `https://open.feishu.cn/app/${appId}/auth?q=${scopes.join(',')}&op_from=openapi`

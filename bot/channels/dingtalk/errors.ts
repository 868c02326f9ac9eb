// What does a refusal of DingTalk mean for a message? The platform's error codes, told in the five words of the courier.

import { z } from 'zod'
import { undelivered, undeliveredFor } from '../../../templates/platform/dingtalk.js'
import { DeliveryError, type DeliveryFailure } from '../channel.js'

/**
 * A refusal of the platform. `code` as the platform gives it, lower case; `scope` the permission that is missing.
 * `sent`: the request went out and no answer came back, so the message may stand there already.
 */
export class Refused extends DeliveryError {
  constructor(
    failure: DeliveryFailure,
    message: string,
    readonly code: string,
    readonly about: { retryAt?: number; scope?: string; sent?: boolean; spent?: boolean } = {},
  ) {
    super(failure, message, about.retryAt, about.spent)
  }
}

const code = z.union([z.string(), z.number()]).transform(String)
const ApiBody = z.object({
  code: code.optional(),
  message: z.string().optional(),
  accessdenieddetail: z.object({ requiredScopes: z.array(z.string()).optional() }).optional(),
})
const OapiBody = z.object({
  errcode: code,
  sub_code: code.optional(),
  errmsg: z.string().optional(),
  sub_msg: z.string().optional(),
})
const Banned = z.object({ status: z.literal(1111), wait: z.coerce.number().optional() })

/** Codes that more than one place must know. */
export const expired = /^(invalidauthentication|40014|42001)$/
export const badCredentials = /^(invalidclientidorsecret|authfailed|40089)$/
export const badAddress = /ipnotinwhitelist|^60020$/
export const noPermission = /accesstokenpermissiondenied|^60011$/
export const usedUp = /apicountlimitfororg|^90020$/

type Meaning = { failure: DeliveryFailure; why: string; afterMs?: number }

/** The first that fits counts. Sources: docs 0013 (general codes), 0714 and 0716 (sends), 0713 (DING), 0782 (cards). */
const meanings: [RegExp, Meaning][] = [
  [expired, { failure: 'transient', why: undelivered.tokenExpired }],
  [badCredentials, { failure: 'down', why: undelivered.credentials }],
  [usedUp, { failure: 'limited', why: undelivered.monthUsedUp, afterMs: Number.POSITIVE_INFINITY }],
  [/qpmlimit/, { failure: 'limited', why: undelivered.perMinute, afterMs: 60_000 }],
  [/qpslimit|^90018$|^90002$/, { failure: 'limited', why: undelivered.perSecond, afterMs: 2_000 }],
  [/^flowcontrolled$|^toomuch\.msg$/, { failure: 'limited', why: undelivered.throttled, afterMs: 5_000 }],
  [badAddress, { failure: 'down', why: undelivered.address }],
  [noPermission, { failure: 'down', why: undelivered.permission }],
  [
    /staffid\.notexisted|oto\.notexist|notallow\.sendoto|^param\.useridnotexist$|^invalidstaff$|^60121$|^33012$/,
    { failure: 'unreachable', why: undelivered.unreachable },
  ],
  [/^system\.(busy|error)$|^-1$|^88$|^ding\.serverquota/, { failure: 'transient', why: undelivered.busy }],
]

const nothing: Meaning = { failure: 'refused', why: undelivered.refused }
const meaningOf = (code: string): Meaning =>
  meanings.find(([pattern]) => pattern.test(code.toLowerCase()))?.[1] ?? nothing

/** The first moment of the next month on the platform's calendar (UTC+8, no daylight saving). */
export const nextMonth = (nowMs: number): number => {
  const shift = 8 * 3_600_000
  const local = new Date(nowMs + shift)
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 1) - shift
}

export const refusedAs = (code: string, nowMs: number, detail = '', scope?: string): Refused => {
  const { failure, why, afterMs } = meaningOf(code)
  const retryAt =
    afterMs === undefined ? undefined : Number.isFinite(afterMs) ? nowMs + afterMs : nextMonth(nowMs)
  const known = why !== nothing.why
  return new Refused(
    failure,
    `${undeliveredFor(why, scope, known ? undefined : code)}${detail}`,
    code.toLowerCase(),
    {
      ...(retryAt === undefined ? {} : { retryAt }),
      ...(scope ? { scope } : {}),
    },
  )
}

const scopeName = /\bqyapi_\w+|\b[A-Z]\w+(?:\.[A-Z]\w+){1,3}\b/

/** The permission that a refusal names, in its detail or (older answers) only in its sentence. */
const scopeIn = ({ message, accessdenieddetail }: z.infer<typeof ApiBody>): string | undefined =>
  accessdenieddetail?.requiredScopes?.[0] ?? message?.match(scopeName)?.[0]

/** What an answer of the platform says, where it says no. `body` is parsed JSON, or nothing where it was none. */
export const refusalIn = (status: number, body: unknown, nowMs: number): Refused | undefined => {
  const banned = Banned.safeParse(body)
  if (banned.success)
    return new Refused('limited', undelivered.banned, 'ip.banned', {
      retryAt: nowMs + 1000 * (banned.data.wait ?? 300),
    })
  const old = OapiBody.safeParse(body)
  if (old.success) {
    const { errcode, sub_code, sub_msg = '' } = old.data
    if (errcode === '0') return undefined
    return refusedAs(
      errcode === '88' && sub_code ? sub_code : errcode,
      nowMs,
      '',
      sub_msg.match(scopeName)?.[0],
    )
  }
  if (status >= 200 && status < 300 && body !== undefined) {
    // Some refusals hide in an answer of 200.
    const hidden = z.object({ success: z.literal(false), code: code.optional() }).safeParse(body)
    return hidden.success ? refusedAs(hidden.data.code ?? 'success.false', nowMs) : undefined
  }
  const said = ApiBody.safeParse(body)
  if (said.success && said.data.code !== undefined)
    return refusedAs(said.data.code, nowMs, '', scopeIn(said.data))
  if (status === 429) return refusedAs('qpslimit', nowMs)
  return new Refused(
    status >= 400 && status < 500 ? 'refused' : 'down',
    undelivered.odd(status),
    `http.${status}`,
  )
}

/** No answer at all: the wire is down. `sent` where the request may have arrived. */
export const silence = (error: unknown): Refused => {
  const cause = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : undefined
  const timedOut = error instanceof Error && error.name === 'TimeoutError'
  const neverLeft = code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN'
  return new Refused('down', undelivered.silent, timedOut ? 'timeout' : (code ?? 'network').toLowerCase(), {
    sent: !neverLeft,
  })
}

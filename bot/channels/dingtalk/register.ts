// How does a campus get its DingTalk app? By opening one address and consenting: the platform makes an app with a robot in Stream mode.

import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { json } from './wire.js'

/** Under our own name. Where the platform lets in only programs that it has signed up, it refuses, and the console is the way. */
const SOURCE = 'fenghuo'
const ANSWER_WITHIN_MS = 15_000
const LONGEST_S = 7_200

const Answer = z.looseObject({ errcode: z.number(), errmsg: z.string().optional() })
const Begun = z.looseObject({
  device_code: z.string().min(1),
  verification_uri_complete: z.url(),
  expires_in: z.coerce.number().positive().default(LONGEST_S),
  interval: z.coerce.number().min(0).default(5),
})
const Polled = z.looseObject({
  status: z.string().transform((word) => word.toUpperCase()),
  client_id: z.string().min(1).optional(),
  client_secret: z.string().min(1).optional(),
  fail_reason: z.string().optional(),
})

/** Why there is no app: `code` as for Feishu's way, `message` in the platform's words. */
class NotRegistered extends Error {
  constructor(
    readonly code: 'access_denied' | 'expired_token' | 'refused',
    message: string,
  ) {
    super(message)
  }
}

/** `onAddress` hears where to consent, and for how many minutes. Throws where there will be no app. */
export const registerDingtalk = async (
  oapiBase: string,
  onAddress: (url: string, minutes: number) => void,
): Promise<{ id: string; secret: string }> => {
  const ask = async (step: 'init' | 'begin' | 'poll', body: object): Promise<unknown> => {
    const url = `${oapiBase.replace(/\/$/, '')}/app/registration/${step}`
    const response = await fetch(url, {
      ...json('POST', body),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    const answer = Answer.parse(await response.json())
    if (answer.errcode !== 0)
      throw new NotRegistered('refused', `${answer.errmsg ?? ''}（${answer.errcode}）`)
    return answer
  }

  const { nonce } = z.looseObject({ nonce: z.string().min(1) }).parse(await ask('init', { source: SOURCE }))
  const begun = Begun.parse(await ask('begin', { nonce, source: SOURCE }))
  onAddress(begun.verification_uri_complete, Math.floor(begun.expires_in / 60))
  const until = performance.now() + begun.expires_in * 1000
  while (performance.now() < until) {
    await wait(begun.interval * 1000)
    // one answer that does not come is no end: the next may
    const polled = Polled.safeParse(await ask('poll', { device_code: begun.device_code }).catch(() => ({})))
    if (!polled.success) continue
    const { status, client_id: id, client_secret: secret, fail_reason: reason = '' } = polled.data
    if (status === 'SUCCESS' && id && secret) return { id, secret }
    if (status === 'EXPIRED') break
    if (status === 'FAIL') throw new NotRegistered('access_denied', reason)
  }
  throw new NotRegistered('expired_token', '')
}

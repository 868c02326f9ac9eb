// How is the platform called? Both REST hosts with one access token, paced and counted; refusals are told as `Refused`.

import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import { dingtalkWrong } from '../../../templates/operator/dingtalk.js'
import { undelivered } from '../../../templates/platform/dingtalk.js'
import { fileTooLarge } from '../../../templates/platform/words.js'
import type { Clock } from '../../time/clock.js'
import { steady } from '../../time/steady.js'
import { badAddress, badCredentials, expired, noPermission, Refused, usedUp } from './errors.js'
import type { Pace } from './pace.js'
import { json, largestFile, openWire } from './wire.js'

/** A token is asked for anew a little before it ends. */
const earlyMs = 200_000

export type Api = {
  /**
   * A call of the new API. Counted in the month's quota. `endpoint`: what it is paced and logged under, where ids are in
   * its path. Throws `Refused`.
   */
  call(method: 'GET' | 'POST' | 'PUT', path: string, body?: object, endpoint?: string): Promise<unknown>
  /** A call of the old API, which says no in an answer of 200. Contacts are not counted. Throws `Refused`. */
  old(path: string, body: object): Promise<unknown>
  /** Answers the media id. Throws `Refused`. */
  upload(file: { name: string; bytes: Uint8Array }): Promise<string>
  /** Answers in a chat by its session webhook: no token, no id, lives 90 minutes. Throws `Refused`. */
  answer(webhook: string, body: object): Promise<void>
  /** Fetches a file from where the platform says that it lies. Throws `Refused`. */
  download(url: string): Promise<Uint8Array>
  /** A new connection for Stream mode. Throws `Refused`. */
  gateway(signal: AbortSignal): Promise<{ endpoint: string; ticket: string }>
  /** Credentials looked at for their own sake. Throws `Refused`. */
  token(): Promise<string>
  /** What an operator must mend, as far as the last answers told. */
  wrong(): string | undefined
}

type ApiOptions = {
  clientId: string
  clientSecret: string
  apiBase: string
  oapiBase: string
  clock: Clock
  log: Log
  pace: Pace
  /** A call was answered. */
  answered?: () => void
}

const Token = z.object({ accessToken: z.string().min(1), expireIn: z.number() })
const Gateway = z.object({ endpoint: z.url(), ticket: z.string().min(1) })
const Media = z.looseObject({ media_id: z.string().min(1) })
const subscriptions = [
  { type: 'EVENT', topic: '*' },
  { type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' },
  { type: 'CALLBACK', topic: '/v1.0/card/instances/callback' },
]

const mendOf = ({ code, about }: Refused): string | undefined => {
  if (badCredentials.test(code)) return dingtalkWrong.credentials
  if (badAddress.test(code)) return dingtalkWrong.address
  if (noPermission.test(code) && about.scope === 'qyapi_robot_sendmsg') return dingtalkWrong.noSending
  return undefined
}

export const openApi = (options: ApiOptions): Api => {
  const { clientId, clientSecret, clock, log, pace } = options
  const passed = steady(clock)
  const apiBase = options.apiBase.replace(/\/$/, '')
  const oapiBase = options.oapiBase.replace(/\/$/, '')
  let held: { token: string; until: number } | undefined
  let asking: Promise<string> | undefined
  let wrong: { code: string; mend: string } | undefined

  const wire = openWire(clock, log, (refused) => {
    if (usedUp.test(refused.code)) pace.usedUp()
    const mend = mendOf(refused)
    if (mend) wrong = { code: refused.code, mend }
  })
  /** What was wrong is well again, as far as this answer shows. */
  const well = (kind: RegExp): void => {
    if (wrong && kind.test(wrong.code)) wrong = undefined
  }

  const askToken = async (): Promise<string> => {
    const answer = await wire.exchange(
      'token',
      `${apiBase}/v1.0/oauth2/accessToken`,
      json('POST', { appKey: clientId, appSecret: clientSecret }),
    )
    const parsed = Token.safeParse(answer)
    if (!parsed.success) throw new Refused('down', undelivered.noToken, 'token.malformed')
    const { accessToken, expireIn } = parsed.data
    const lifeMs = expireIn * 1000
    held = { token: accessToken, until: passed() + Math.max(lifeMs / 2, lifeMs - earlyMs) }
    well(badCredentials)
    return accessToken
  }

  /** Everybody who needs a token while it is asked for waits for the same answer. */
  const token = (): Promise<string> => {
    if (held && held.until > passed()) return Promise.resolve(held.token)
    asking ??= askToken().finally(() => {
      asking = undefined
    })
    return asking
  }

  /**
   * With a token; once more with a new one where the platform no longer takes it. The pace is kept last, and each time:
   * those who waited together for a token would else arrive together.
   */
  const withToken = async (endpoint: string, act: (token: string) => Promise<unknown>): Promise<unknown> => {
    const go = async (given: string): Promise<unknown> => {
      await pace.turn(endpoint)
      return act(given)
    }
    const first = await token()
    try {
      return await go(first)
    } catch (error) {
      if (!(error instanceof Refused && expired.test(error.code))) throw error
      if (held?.token === first) held = undefined
      return go(await token())
    }
  }

  const old = (path: string, query: string, init: RequestInit): Promise<unknown> =>
    withToken(path, (given) =>
      wire.exchange(path, `${oapiBase}${path}?access_token=${encodeURIComponent(given)}${query}`, init),
    )

  const own = new Set([apiBase, oapiBase].map((base) => new URL(base).origin))
  const official = /^https:\/\/o?api\.dingtalk\.com$/
  const trusted = (url: string): boolean => {
    const origin = URL.parse(url)?.origin
    return origin !== undefined && (own.has(origin) || official.test(origin))
  }

  return {
    async call(method, path, body, endpoint = `${method} ${path}`) {
      const answer = await withToken(endpoint, (given) =>
        wire.exchange(
          endpoint,
          `${apiBase}${path}`,
          json(method, body, { 'x-acs-dingtalk-access-token': given }),
        ),
      ).catch((error: unknown) => {
        // What was understood and refused counts as well; only throttling and the network do not (docs 1439).
        if (error instanceof Refused && /^(refused|unreachable)$/.test(error.failure)) pace.counted('calls')
        throw error
      })
      pace.counted('calls')
      options.answered?.()
      if (path.startsWith('/v1.0/robot/oToMessages')) wrong = undefined
      return answer
    },
    old: (path, body) => old(path, '', json('POST', body)),
    async upload({ name, bytes }) {
      if (bytes.length > largestFile)
        throw new Refused('refused', fileTooLarge(largestFile / 2 ** 20), 'file.toolarge')
      const form = new FormData()
      form.set('type', 'file')
      form.set('media', new Blob([Uint8Array.from(bytes)]), name)
      const answer = await old('/media/upload', '&type=file', { method: 'POST', body: form })
      pace.counted('calls')
      const parsed = Media.safeParse(answer)
      if (!parsed.success) throw new Refused('transient', undelivered.noUpload, 'media.malformed')
      return parsed.data.media_id
    },
    async answer(webhook, body) {
      // The address came in with a message: only the platform's own hosts are believed.
      if (!trusted(webhook)) throw new Refused('refused', undelivered.foreignSession, 'session.foreign')
      await pace.turn('session')
      await wire.exchange('session', webhook, json('POST', body))
      pace.counted('pushes')
    },
    download: (url) => wire.download(url),
    async gateway(signal) {
      const answer = await wire.exchange('gateway', `${apiBase}/v1.0/gateway/connections/open`, {
        ...json('POST', { clientId, clientSecret, subscriptions, ua: 'fenghuo/1.0' }),
        signal,
      })
      const parsed = Gateway.safeParse(answer)
      if (!parsed.success) throw new Refused('down', undelivered.noGateway, 'gateway.malformed')
      well(badCredentials)
      return parsed.data
    },
    token,
    wrong: () => wrong?.mend,
  }
}

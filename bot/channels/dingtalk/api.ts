// How is the platform called? Both REST hosts with one access token, time-outs, and refusals told as `Refused`.
import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Clock } from '../../clock.js'
import { Refused, refusalIn, refusedAs, silence } from './errors.js'
import type { Pace } from './pace.js'

const answerWithinMs = 10_000
/** Read anew a little before it ends. */
const earlyMs = 200_000
export const largestFile = 20 * 1024 * 1024

export type Api = {
  /** A call of the new API. Counted in the month's quota. Throws `Refused`. */
  call(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<unknown>
  /** A call of the old API, which says no in an answer of 200. Contacts are not counted. Throws `Refused`. */
  old(path: string, body: object): Promise<unknown>
  upload(file: { name: string; bytes: Uint8Array }): Promise<string>
  /** Answers in a chat by its session webhook: no token, no id, lives 90 minutes. Throws `Refused`. */
  answer(webhook: string, body: object): Promise<void>
  /** Fetches a file from where the platform says that it lies. Throws `Refused`. */
  fetch(url: string): Promise<Uint8Array>
  /** A new connection for Stream mode. Throws `Refused`. */
  gateway(signal: AbortSignal): Promise<{ endpoint: string; ticket: string }>
  /** Credentials looked at for their own sake. Throws `Refused`. */
  token(): Promise<string>
  /** What an operator must mend, as far as the last answers told. */
  wrong(): string | undefined
}

export type ApiOptions = {
  clientId: string
  clientSecret: string
  apiBase: string
  oapiBase: string
  clock: Clock
  log: Log
  pace: Pace
}

const Token = z.object({ accessToken: z.string(), expireIn: z.number() })
const Gateway = z.object({ endpoint: z.string(), ticket: z.string() })
const RequestId = z.object({ requestid: z.string().optional(), request_id: z.string().optional() })
const subscriptions = [
  { type: 'EVENT', topic: '*' },
  { type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' },
  { type: 'CALLBACK', topic: '/v1.0/card/instances/callback' },
]

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // HTML of a gateway, or nothing: judged by its status
  }
}

const isExpired = (error: unknown): boolean =>
  error instanceof Refused && /^(invalidauthentication|40014|42001)$/.test(error.code)
const isPermission = (code: string): boolean => /accesstokenpermissiondenied|^60011$/.test(code)

export const openApi = (options: ApiOptions): Api => {
  const { clientId, clientSecret, clock, log, pace } = options
  const apiBase = options.apiBase.replace(/\/$/, '')
  const oapiBase = options.oapiBase.replace(/\/$/, '')
  let held: { token: string; until: number } | undefined
  let asking: Promise<string> | undefined
  let wrong: string | undefined

  const blame = (error: Refused): void => {
    if (/^(invalidclientidorsecret|authfailed|40089)$/.test(error.code))
      wrong = '钉钉不认 DINGTALK_CLIENT_ID 和 DINGTALK_CLIENT_SECRET，请核对开发者后台的“凭证与基础信息”'
    else if (/ipnotinwhitelist|^60020$/.test(error.code))
      wrong = '本机地址不在钉钉应用的 IP 白名单里，请在开发者后台的“安全设置”添加'
    else if (isPermission(error.code) && (error.about.scope ?? '') === 'qyapi_robot_sendmsg')
      wrong = '钉钉应用没有发送消息的权限，请在开发者后台的“权限管理”申请 qyapi_robot_sendmsg 并发布版本'
  }

  const timeOut = (ms: number): { signal: AbortSignal; cancel(): void } => {
    const controller = new AbortController()
    const cancel = clock.after(ms, () => controller.abort(new DOMException('no answer', 'TimeoutError')))
    return { signal: controller.signal, cancel }
  }

  /** One exchange on the wire. `what` names it in the log, where no body, token or address of a session may stand. */
  const exchange = async (what: string, url: string, init: RequestInit): Promise<unknown> => {
    const startedMs = clock.now()
    let status: number
    let text: string
    const late = timeOut(answerWithinMs)
    try {
      const signal = AbortSignal.any([late.signal, ...(init.signal ? [init.signal] : [])])
      const response = await fetch(url, { ...init, redirect: 'error', signal })
      status = response.status
      text = await response.text()
    } catch (error) {
      const refused = silence(error)
      log.warn({ what, code: refused.code }, 'DingTalk did not answer')
      throw refused
    } finally {
      late.cancel()
    }
    const body = parse(text)
    const refused = refusalIn(status, body, clock.now())
    if (refused) {
      const id = RequestId.safeParse(body)
      const request = id.success ? (id.data.requestid ?? id.data.request_id) : undefined
      log.warn(
        {
          what,
          status,
          code: refused.code,
          request,
          scope: refused.about.scope,
          ms: clock.now() - startedMs,
        },
        'DingTalk refused a call',
      )
      if (/apicountlimitfororg|^90020$/.test(refused.code)) pace.usedUp()
      blame(refused)
      throw refused
    }
    return body
  }

  const json = (
    method: string,
    body: object | undefined,
    headers: Record<string, string> = {},
  ): RequestInit => ({
    method,
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

  const askToken = async (): Promise<string> => {
    const answer = await exchange(
      'token',
      `${apiBase}/v1.0/oauth2/accessToken`,
      json('POST', { appKey: clientId, appSecret: clientSecret }),
    )
    const parsed = Token.safeParse(answer)
    if (!parsed.success) throw new Refused('down', '钉钉没有给出访问凭证', 'token.malformed')
    const { accessToken, expireIn } = parsed.data
    const lifeMs = expireIn * 1000
    held = { token: accessToken, until: clock.now() + Math.max(lifeMs / 2, lifeMs - earlyMs) }
    wrong = undefined
    return accessToken
  }

  /** Everybody who needs a token while it is asked for waits for the same answer. */
  const token = (): Promise<string> => {
    if (held && held.until > clock.now()) return Promise.resolve(held.token)
    asking ??= askToken().finally(() => {
      asking = undefined
    })
    return asking
  }

  /** With a token; once more with a new one where the platform no longer takes it. */
  const withToken = async <T>(act: (token: string) => Promise<T>): Promise<T> => {
    const first = await token()
    try {
      return await act(first)
    } catch (error) {
      if (!isExpired(error)) throw error
      if (held?.token === first) held = undefined
      return act(await token())
    }
  }

  const old = (path: string, init: RequestInit): Promise<unknown> =>
    withToken((given) =>
      exchange(
        path.split('?')[0] ?? path,
        `${oapiBase}${path}${path.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(given)}`,
        init,
      ),
    )

  const hosts = new Set([apiBase, oapiBase].map((base) => new URL(base).origin))
  const official = /^https:\/\/(o?api)\.dingtalk\.com(:443)?$/
  const trusted = (url: string): boolean => {
    const { origin } = URL.parse(url) ?? {}
    return origin !== undefined && (hosts.has(origin) || official.test(origin))
  }

  return {
    async call(method, path, body) {
      const endpoint = `${method} ${path.split('?')[0]}`
      await pace.turn(endpoint)
      const answer = await withToken((given) =>
        exchange(endpoint, `${apiBase}${path}`, json(method, body, { 'x-acs-dingtalk-access-token': given })),
      )
      pace.counted('calls')
      return answer
    },
    async old(path, body) {
      await pace.turn(path)
      return old(path, json('POST', body))
    },
    async upload({ name, bytes }) {
      if (bytes.length > largestFile) throw refusedAs('file.toolarge', clock.now())
      await pace.turn('/media/upload')
      const form = new FormData()
      form.set('type', 'file')
      form.set('media', new Blob([new Uint8Array(bytes)]), name)
      const answer = await old('/media/upload?type=file', { method: 'POST', body: form })
      pace.counted('calls')
      const parsed = z.object({ media_id: z.string() }).safeParse(answer)
      if (!parsed.success) throw new Refused('transient', '钉钉没有收下文件', 'media.malformed')
      return parsed.data.media_id
    },
    async answer(webhook, body) {
      // The address came in with a message: only the platform's own hosts are believed.
      if (!trusted(webhook)) throw new Refused('refused', '会话地址不是钉钉的', 'session.foreign')
      await pace.turn('session')
      await exchange('session', webhook, json('POST', body))
      pace.counted('pushes')
    },
    async fetch(url) {
      const known = URL.parse(url)
      if (!known || !/^https?:$/.test(known.protocol))
        throw new Refused('refused', '文件地址无效', 'file.address')
      const late = timeOut(3 * answerWithinMs)
      try {
        const response = await fetch(url, { signal: late.signal })
        if (!response.ok || !response.body)
          throw new Refused(
            'refused',
            `文件取不到了（HTTP ${response.status}）`,
            `file.http.${response.status}`,
          )
        const parts: Uint8Array[] = []
        let length = 0
        for await (const part of response.body) {
          length += part.length
          if (length > largestFile) throw new Refused('refused', '文件太大', 'file.toolarge')
          parts.push(part)
        }
        return Buffer.concat(parts)
      } catch (error) {
        if (error instanceof Refused) throw error
        throw silence(error)
      } finally {
        late.cancel()
      }
    },
    async gateway(signal) {
      const answer = await exchange('gateway', `${apiBase}/v1.0/gateway/connections/open`, {
        ...json('POST', { clientId, clientSecret, subscriptions, ua: 'fenghuo/1.0' }),
        signal,
      })
      const parsed = Gateway.safeParse(answer)
      if (!parsed.success) throw new Refused('down', '钉钉没有给出连接地址', 'gateway.malformed')
      wrong = undefined
      return parsed.data
    },
    token,
    wrong: () => wrong,
  }
}

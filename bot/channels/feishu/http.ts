// How do bytes reach Feishu and come back? The HTTP instance the SDK is given: bounded in time and size, straight, and mute about secrets.
import { type HttpInstance, type HttpRequestOptions, type Logger, LoggerLevel } from '@larksuiteoapi/node-sdk'
import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import { readAll } from '../../process/body.js'

/** What Feishu answered instead of doing it. No `status`: it did not answer at all. */
export type Trouble = {
  status?: number
  code?: number
  text: string
  /** Announced by the platform: try again after so many ms. */
  resetMs?: number
  /** The console page that grants the missing permission. */
  grant?: string
}

export class FeishuError extends Error {
  constructor(readonly trouble: Trouble) {
    super(
      `${trouble.code ?? trouble.status ?? 'no answer'}${trouble.text ? `: ${redact(trouble.text).slice(0, 300)}` : ''}`,
    )
  }
}

/** A file of a message may be 30 MB, as the other way round; what is larger is not fetched. */
export const MOST_BYTES = 30 * 2 ** 20

const secrets =
  /((?:app_?secret|authorization|ticket|access_key|tenant_access_token|app_access_token|encrypt_?key|verification_?token|token)["']?\s*[=:]\s*["']?)(?:bearer\s+)?[^\s"'&,}]+/gi

/** For anything that is logged: no secret, no ticket, no token, no telephone number. */
export const redact = (text: string): string =>
  text
    .replace(secrets, '$1…')
    .replace(/\bbearer\s+\S+/gi, 'Bearer …')
    .replace(/\b[tu]-[A-Za-z0-9._-]{10,}/g, '…')
    .replace(/(?<!\d)(?:\+?86)?1\d{10}(?!\d)/g, '…')

const Answer = z.object({
  code: z.number().optional(),
  msg: z.string().optional(),
  error: z
    .object({
      helps: z.array(z.object({ url: z.string().optional() })).optional(),
      permission_violations: z.array(z.object({ subject: z.string().optional() })).optional(),
    })
    .optional()
    .catch(undefined),
})

const troubleIn = (status: number, headers: Headers, body: unknown): Trouble => {
  const answer = Answer.safeParse(body)
  const reset = Number(headers.get('x-ogw-ratelimit-reset') ?? headers.get('retry-after') ?? Number.NaN)
  const { code, msg, error } = answer.success ? answer.data : {}
  const missing = error?.permission_violations?.flatMap(({ subject }) => subject ?? []).join(',')
  const grant = error?.helps?.[0]?.url
  return {
    status,
    ...(code === undefined ? {} : { code }),
    // What they quote of a card is what somebody wrote.
    text: `${(msg ?? '').replace(/ErrorValue:.*?(?=;|$)/gs, '')}${missing ? ` (${missing})` : ''}`,
    ...(Number.isFinite(reset) && reset >= 0 ? { resetMs: reset * 1000 } : {}),
    ...(grant ? { grant } : {}),
  }
}

const address = ({ url, params }: HttpRequestOptions<unknown>): URL => {
  const full = new URL(url ?? '')
  for (const [name, value] of Object.entries(params ?? {}))
    for (const one of [value].flat()) if (one !== undefined) full.searchParams.append(name, String(one))
  return full
}

const form = (data: object): FormData => {
  const parts = new FormData()
  const name = 'file_name' in data ? String(data.file_name) : 'file'
  for (const [key, value] of Object.entries(data))
    if (value instanceof Uint8Array) parts.append(key, new Blob([new Uint8Array(value)]), name)
    else parts.append(key, String(value))
  return parts
}

const tooLong = (): Error => new FeishuError({ status: 413, text: 'the file is larger than 30 MB' })

const parsed = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined // not JSON: an error page of some gateway, judged by its status
  }
}

/**
 * The SDK's client takes any instance of axios's shape. Ours follows no redirect and no proxy of the environment, ends
 * every call in time, and throws `FeishuError` where Feishu says no, whatever the HTTP status.
 */
export const openHttp = ({ timeoutMs = 10_000 }: { timeoutMs?: number } = {}): HttpInstance => {
  const send = async (options: HttpRequestOptions<unknown>): Promise<unknown> => {
    const url = address(options)
    const headers = new Headers()
    for (const [name, value] of Object.entries(options.headers ?? {}))
      if (value !== undefined) headers.set(name, String(value))
    const method = (options.method ?? 'GET').toUpperCase()
    const { data } = options
    let body: string | FormData | undefined
    if (method !== 'GET' && data !== undefined && data !== null) {
      if (/^multipart\//i.test(headers.get('content-type') ?? '') && typeof data === 'object') {
        headers.delete('content-type') // the boundary is set with the parts
        body = form(data)
      } else {
        headers.set('content-type', 'application/json; charset=utf-8')
        body = JSON.stringify(data)
      }
    }
    // The machine's time and not the house's: a deadline of the network is no appointment.
    const signal = AbortSignal.timeout(Math.min(timeoutMs, options.timeout || timeoutMs))
    let response: Response
    let bytes: Uint8Array
    try {
      response = await fetch(url, {
        method,
        headers,
        redirect: 'manual',
        signal,
        ...(body === undefined ? {} : { body }),
      })
      bytes = await readAll(response, { mostBytes: MOST_BYTES, tooLong })
    } catch (error) {
      if (error instanceof FeishuError) throw error
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
      const text = signal.aborted
        ? `no answer within ${timeoutMs} ms`
        : cause instanceof Error
          ? cause.message
          : ''
      throw new FeishuError({ text: `${url.pathname}: ${text}` })
    }
    // A file comes with its name; without one it is an answer in words, whatever the status says.
    const isFile =
      options.responseType === 'arraybuffer' && response.ok && response.headers.has('content-disposition')
    const json = isFile ? undefined : parsed(bytes)
    const { code } = Answer.catch({}).parse(json)
    // The SDK itself tells the answers of this call apart; a missing `data` would only make it try again for ever.
    if (url.pathname.endsWith('/callback/ws/endpoint') && response.ok && code !== undefined)
      return { data: {}, ...(json as object), ...(code !== 0 && !hasData(json) ? { data: {} } : {}) } // an object, since it has a code
    if (!response.ok || (code !== undefined && code !== 0))
      throw new FeishuError(troubleIn(response.status, response.headers, json))
    if (options.responseType === 'arraybuffer') return bytes
    if (json === undefined)
      throw new FeishuError({ status: 502, text: `${url.pathname}: the answer is not JSON` })
    return json
  }
  // The SDK's own types promise whatever the caller asks for; our callers parse it.
  const request = <R>(options: HttpRequestOptions<unknown>): Promise<R> => send(options) as Promise<R>
  const bare =
    (method: string) =>
    <R>(url: string, options?: HttpRequestOptions<unknown>): Promise<R> =>
      request<R>({ ...options, url, method })
  const laden =
    (method: string) =>
    <R>(url: string, data?: unknown, options?: HttpRequestOptions<unknown>): Promise<R> =>
      request<R>({ ...options, url, method, data })
  return {
    request,
    get: bare('GET'),
    delete: bare('DELETE'),
    head: bare('HEAD'),
    options: bare('OPTIONS'),
    post: laden('POST'),
    put: laden('PUT'),
    patch: laden('PATCH'),
  } as HttpInstance // its generics name the answer first, ours only
}

const hasData = (json: unknown): boolean =>
  typeof json === 'object' &&
  json !== null &&
  'data' in json &&
  typeof json.data === 'object' &&
  json.data !== null

/** The SDK hands each line as one array; only its words are kept, and never what an event or a call contained. */
export const sdkLogger = (log: Log): { logger: Logger; loggerLevel: LoggerLevel } => {
  const words = (lines: unknown[]): string =>
    redact(
      lines
        .flat(3)
        .flatMap((one) => (typeof one === 'string' ? one : one instanceof Error ? one.message : []))
        .join(' ')
        .replace(/\s+/g, ' ')
        .slice(0, 400),
    )
  return {
    logger: {
      error: (...lines) => log.warn({ sdk: words(lines) }, 'the Feishu SDK reports an error'),
      warn: (...lines) => log.warn({ sdk: words(lines) }, 'the Feishu SDK warns'),
      info: () => {},
      debug: () => {},
      trace: () => {},
    },
    loggerLevel: LoggerLevel.warn,
  }
}

// How does the emulator speak HTTP? Reads whole requests, finds the route, answers in the platform's envelope.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isObject, type JsonObject, parsed, type State } from './state.js'

export type Call = {
  method: string
  path: string
  /** The parts of the path that the route names. */
  at: Record<string, string>
  query: URLSearchParams
  headers: IncomingMessage['headers']
  raw: Buffer
  body: JsonObject
}
export type Reply = { status: number; body: unknown; headers?: Record<string, string> }
export type Route = {
  method: string
  /** `/open-apis/im/v1/messages/:id`. */
  pattern: string
  /** The call needs no tenant token. */
  open?: boolean
  /** One of these scopes must be granted. */
  scopes?: string[]
  /** It counts for the monthly quota. */
  counted?: boolean
  answer(call: Call): Reply | Promise<Reply>
}

export const ok = (data: unknown = {}): Reply => ({ status: 200, body: { code: 0, msg: 'success', data } })

/** A refusal as the open platform words it; `ext` is what the error pages call so. */
export const refuse = (
  code: number,
  msg: string,
  status = 400,
  more: Record<string, unknown> = {},
): Reply => ({
  status,
  body: {
    code,
    msg,
    error: { log_id: '20261124080000000000000000000000', troubleshooter: 'none here', ...more },
  },
})

const MAX_BODY = 35 * 1024 * 1024

export const readBody = async (request: IncomingMessage, stir: () => void): Promise<Buffer> => {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    stir()
    size += part.length
    if (size <= MAX_BODY) parts.push(part)
  }
  return Buffer.concat(parts)
}

export const formOf = (raw: Buffer): JsonObject =>
  Object.fromEntries(new URLSearchParams(raw.toString('utf8')))

export const bodyOf = (raw: Buffer): JsonObject | undefined => {
  if (raw.length === 0) return {}
  const body = parsed(raw.toString('utf8'))
  return isObject(body) ? body : undefined
}

export const match = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split('/')
  const got = path.split('/')
  if (wanted.length !== got.length) return undefined
  const at: Record<string, string> = {}
  for (const [nth, part] of wanted.entries()) {
    const value = got[nth] ?? ''
    if (part.startsWith(':')) at[part.slice(1)] = decodeURIComponent(value)
    else if (part !== value) return undefined
  }
  return at
}

export const send = (response: ServerResponse, { status, body, headers }: Reply): void => {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  response.writeHead(status, {
    'content-type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json; charset=utf-8',
    'content-length': bytes.length,
    'x-tt-logid': '20261124080000000000000000000000',
    ...headers,
  })
  response.end(bytes)
}

/** Why this call may not go on: no token, an old one, a scope that is not granted. */
export const barred = (state: State, route: Route, call: Call): Reply | undefined => {
  if (route.open) return undefined
  const name = `${call.method} ${call.path}`
  const header = call.headers.authorization
  if (!header) {
    state.violate(`${name}: no token`)
    return refuse(99991661, 'Missing access token for authorization.')
  }
  const value = /^Bearer (t-\S+)$/.exec(header)?.[1]
  const token = value === undefined ? undefined : state.tokens.get(value)
  if (!token) {
    state.violate(`${name}: a token that was never given out`)
    return refuse(99991663, 'Invalid access token for authorization.')
  }
  if (token.expires <= state.time.now()) {
    // Being refused once is how one learns of it; what was in flight together learns of it together.
    if (++token.refusals > 10) state.violate(`${name}: an expired token, used again and again`)
    return refuse(99991663, 'Invalid access token for authorization.')
  }
  const { scopes } = route
  if (scopes && !scopes.some((scope) => state.scopes.has(scope))) {
    return refuse(
      99991672,
      `Access denied. One of the following scopes is required: [${scopes.join(', ')}].`,
      400,
      {
        permission_violations: scopes.map((subject) => ({ type: 'action_scope_required', subject })),
        helps: [
          {
            url: `https://open.feishu.cn/app/${state.app.id}/auth?q=${scopes.join(',')}&op_from=openapi`,
            description: '申请权限',
          },
        ],
      },
    )
  }
  return undefined
}

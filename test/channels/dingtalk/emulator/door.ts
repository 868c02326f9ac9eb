// What happens with an HTTP call before an endpoint sees it? Read, counted, its token looked at, its faults played; and how refusals look.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { z } from 'zod'
import { type Ground, isRecord, parsed } from './ground.js'
import type { App } from './state.js'

export type Call = {
  ground: Ground
  app: App
  query: URLSearchParams
  headers: IncomingHttpHeaders
  bytes: Buffer
  body: Record<string, unknown>
  params: string[]
}
export type Reply = { status?: number; body: unknown; type?: string }

/** `api`: token in a header. `oapi`: token in the query, the old envelope. `open`: no token. */
export type Route = {
  method: 'GET' | 'POST' | 'PUT'
  /** Exact, or with `*` for one segment. */
  path: string
  door: 'api' | 'oapi' | 'open'
  scope?: string
  /** Not counted against the month: token and contacts (§7). */
  free?: boolean
  handle(call: Call): Reply | Promise<Reply>
}

/** A refusal of the new API: `{code, message, requestid}`. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message = code,
    readonly more: Record<string, unknown> = {},
  ) {
    super(message)
  }
}

/** Checks a body against its documented shape. Whatever departs is remembered; what can't be read is refused. */
export const shaped = <T extends z.ZodType>(
  { ground }: Pick<Call, 'ground'>,
  where: string,
  shape: T,
  body: unknown,
  codeOf: (path: string) => string = () => 'invalidParameter.param.invalid',
): z.infer<T> => {
  const result = shape.safeParse(body)
  if (result.success) return result.data
  for (const { path, message } of result.error.issues)
    ground.forbid(`${where}: ${path.join('.') || 'body'}: ${message}`)
  const first = result.error.issues[0]
  throw new Refused(400, codeOf(String(first?.path[0] ?? '')), first?.message)
}

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer) // a request without encoding yields buffers
  return Buffer.concat(parts)
}

const send = (response: ServerResponse, status: number, body: unknown, type = 'application/json'): void => {
  if (response.destroyed) return
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` })
  response.end(Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body))
}

const matching = (
  routes: Route[],
  method: string,
  path: string,
): { route: Route; params: string[] } | undefined => {
  for (const route of routes) {
    if (route.method !== method) continue
    const pattern = new RegExp(
      `^${route.path.replace(/[.]/g, '\\.').replace(/\*/g, '([^/]+)')}$`, // our own route names
    )
    const found = pattern.exec(path)
    if (found) return { route, params: found.slice(1).map(decodeURIComponent) }
  }
  return undefined
}

/** What was on its way when a token was refused may still come with it. */
const UNDER_WAY_MS = 1000

const appOfToken = (
  ground: Ground,
  text: string | null | undefined,
  where: string,
): App | 'expired' | undefined => {
  const token = text ? ground.state.tokens.get(text) : undefined
  if (!token) {
    ground.forbid(`${where}: ${text ? 'a token that was never issued' : 'no access token'}`)
    return undefined
  }
  if (token.expires <= ground.clock.now()) {
    token.refusedAt ??= ground.clock.now()
    if (ground.clock.now() > token.refusedAt + UNDER_WAY_MS)
      ground.forbid(`${where}: a token that had been refused is used again`)
    return 'expired'
  }
  return ground.state.apps.get(token.clientId)
}

/** More than the tenant's calls a second: refused, and remembered, since the bot should have paced itself. */
const tooFast = (ground: Ground, recent: Map<string, number[]>, key: string): boolean => {
  const nowMs = ground.clock.now()
  const within = (recent.get(key) ?? []).filter((at) => at > nowMs - 1000)
  within.push(nowMs)
  recent.set(key, within)
  if (within.length <= ground.settings.callsPerSecond) return false
  ground.forbid(`${key}: more than ${ground.settings.callsPerSecond} calls in a second`)
  return true
}

const admit = (
  ground: Ground,
  route: Route,
  request: IncomingMessage,
  query: URLSearchParams,
): App | Reply => {
  const where = `${route.method} ${route.path}`
  if (route.door === 'open') {
    const [first] = ground.state.apps.values()
    if (!first) throw new Error('the emulator has no application')
    return first
  }
  const header = request.headers['x-acs-dingtalk-access-token']
  const app = appOfToken(
    ground,
    route.door === 'api' ? (Array.isArray(header) ? header[0] : header) : query.get('access_token'),
    where,
  )
  if (app === undefined || app === 'expired') {
    if (route.door === 'oapi')
      return {
        body: app
          ? { errcode: 42001, errmsg: 'access_token 已过期' }
          : { errcode: 40014, errmsg: '不合法的access_token' },
      }
    throw new Refused(400, 'InvalidAuthentication', '不合法的access_token')
  }
  if (route.scope && !app.scopes.has(route.scope)) {
    if (route.door === 'oapi')
      return {
        body: {
          errcode: 88,
          sub_code: '60011',
          sub_msg: `没有权限 ${route.scope}`,
          errmsg: 'ding talk error',
        },
      }
    throw new Refused(
      403,
      'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      `应用尚未开通所需的权限：[${route.scope}]`,
      {
        accessdenieddetail: { requiredScopes: [route.scope] },
      },
    )
  }
  if (!route.free && app.calls >= app.callLimit) {
    if (route.door === 'oapi') return { body: { errcode: 90020, errmsg: '调用量已达到本月上限' } }
    throw new Refused(403, 'Forbidden.AccessDenied.ApiCountLimitForOrg', '企业本月的调用量已用完')
  }
  if (!route.free) app.calls++
  return app
}

/** The door itself: one function for Node's HTTP server. */
export const openDoor = (ground: Ground, routes: Route[]) => {
  const recent = new Map<string, number[]>()
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://emulator')
    const method = request.method ?? 'GET'
    const bytes = await read(request)
    const where = `${method} ${url.pathname}`
    const type = request.headers['content-type'] ?? ''
    const json = type.includes('json') ? parsed(bytes.toString('utf8')) : undefined
    ground.calls.push({ method, path: url.pathname, at: ground.clock.now(), body: json })
    const { down } = ground.faults
    if (down === true || (down === 'sends' && url.pathname !== '/v1.0/gateway/connections/open')) {
      request.socket.destroy()
      return
    }
    const delay = ground.faults.delays.get(url.pathname)
    if (delay) {
      // Who waits for the clock is not under way: time may go on meanwhile.
      ground.waiting++
      await new Promise<void>((resolve) => ground.clock.at(delay, resolve))
      ground.waiting--
    }
    const failure = ground.faults.failures.get(url.pathname)?.find(({ times }) => times > 0)
    if (failure) {
      failure.times--
      if (failure.status === 0) request.socket.destroy()
      else
        send(
          response,
          failure.status,
          failure.body,
          typeof failure.body === 'string' ? 'text/html' : undefined,
        )
      return
    }
    const found = matching(routes, method, url.pathname)
    if (!found) {
      ground.forbid(`${where}: no such endpoint`)
      throw new Refused(
        404,
        'InvalidAction.NotFound',
        'Specified api is not found, please check your url and method.',
      )
    }
    const { route, params } = found
    if (
      method !== 'GET' &&
      !type.includes('multipart/form-data') &&
      (!type.includes('application/json') || !isRecord(json))
    ) {
      ground.forbid(`${where}: the body is not announced as JSON, or is none`)
      throw new Refused(400, 'invalidParameter.param.invalid', 'body must be a JSON object')
    }
    if (tooFast(ground, recent, where)) {
      if (route.door === 'oapi')
        return send(response, 200, { errcode: 90018, errmsg: '您的服务器调用钉钉开放平台接口过于频繁' })
      throw new Refused(403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', '接口调用过于频繁')
    }
    const app = admit(ground, route, request, url.searchParams)
    if ('body' in app) return send(response, app.status ?? 200, app.body)
    const reply = await route.handle({
      ground,
      app,
      query: url.searchParams,
      headers: request.headers,
      bytes,
      body: isRecord(json) ? json : {},
      params,
    })
    send(response, reply.status ?? 200, reply.body, reply.type)
  }
  return {
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      ground.clock.stir()
      try {
        await serve(request, response)
      } catch (error) {
        if (error instanceof Refused)
          send(response, error.status, {
            code: error.code,
            message: error.message,
            requestid: ground.nth('request-'),
            ...error.more,
          })
        else {
          ground.forbid(`${request.method} ${request.url}: the emulator stumbled: ${String(error)}`)
          send(response, 500, {
            code: 'system.error',
            message: 'system error',
            requestid: ground.nth('request-'),
          })
        }
      } finally {
        ground.clock.stir()
      }
    },
  }
}

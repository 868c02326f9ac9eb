// What does Feishu look like from the outside? One loopback server that speaks its wire, and the people behind it.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket as NetSocket } from 'node:net'
import { type Driver, startDriver } from './driver.js'
import { type Events, startEvents, type Transport } from './events.js'
import { type Faults, startFaults } from './faults.js'
import {
  barred,
  bodyOf,
  type Call,
  formOf,
  match,
  type Reply,
  type Route,
  readBody,
  refuse,
  send,
} from './http.js'
import { startJudge } from './judge.js'
import { type Limits, PER_API, startLimits } from './limits.js'
import { appRoutes } from './routes-app.js'
import { fileRoutes } from './routes-files.js'
import { historyRoutes } from './routes-history.js'
import { messageRoutes } from './routes-messages.js'
import { startRegistration } from './routes-registration.js'
import { taskRoutes, tellOfTask } from './routes-tasks.js'
import { urgentRoutes } from './routes-urgent.js'
import { startSignIn } from './sign-in.js'
import { type Socket, socketUrl, startSocket } from './socket.js'
import { type App, type State, startState } from './state.js'
import { startTime, type Time } from './time.js'

export type Options = {
  mode: Transport
  at?: number
  app?: Partial<App>
  people?: { openId: string; name: string; mobile?: string }[]
  groups?: { id: string; name: string; members: string[] }[]
  /** Seconds, as the endpoint and every pong say them. */
  config?: Partial<Record<'ReconnectCount' | 'ReconnectInterval' | 'ReconnectNonce' | 'PingInterval', number>>
}

export type Emulator = Driver & {
  /** `http://127.0.0.1:PORT`: the domain for the SDK. */
  domain: string
  app: App
  time: Time
  state: State
  faults: Faults
  limits: Limits
  socket: Socket
  events: Events
  /** Every call of the API that arrived: `POST /open-apis/im/v1/messages`. */
  calls: string[]
  /** Where events are posted in webhook mode. */
  pushTo(url: string | undefined): void
  addPerson(person: { openId: string; name: string; mobile?: string }): void
  addGroup(group: { id: string; name: string; members: string[] }): void
  /** Somebody opens the address at which an app is made, and consents or does not. */
  consent(address: string, granted?: boolean): void
  /** Where the console lets people who sign in be sent to. */
  redirects: Set<string>
  /** Somebody consents on the login page; answers where their browser is sent to. */
  authorize(address: string, openId: string): string
  tick(guid: string, done?: boolean): Promise<void>
  /** Every token that was given out is of the past. */
  expireTokens(): void
  advance(ms: number): Promise<void>
  settle(): Promise<void>
  /** What was done that the page forbids, so far. */
  violations(): string[]
  close(): Promise<void>
}

const APP: App = {
  id: 'cli_a1b2c3d4e5f6a7b8',
  secret: 'the-secret-of-the-emulated-app-0',
  name: '烽火',
  openId: 'ou_bot00000000000000000000000000000',
  encryptKey: 'an encrypt key of the emulator',
  verificationToken: 'a-verification-token',
  tenantKey: '2ca1d211f64f6438',
}

export const startEmulator = async (options: Options): Promise<Emulator> => {
  const time = startTime(options.at ?? Date.parse('2026-11-24T00:00:00.000Z'))
  const app = { ...APP, ...options.app }
  const state = startState(app, time)
  const faults = startFaults()
  const limits = startLimits()
  const config = () => ({
    ReconnectCount: -1,
    ReconnectInterval: 1,
    ReconnectNonce: 0,
    PingInterval: 120,
    ...options.config,
  })
  let port = 0
  let url: string | undefined
  let tokenRequests = 0
  const calls: string[] = []
  const sockets = new Set<NetSocket>()
  const socket = startSocket(state, faults, config)
  const events = startEvents(state, faults, socket, () => ({ mode: options.mode, url }))
  const line = { url: () => socketUrl(port, state), config, online: () => socket.online() }
  const judge = startJudge(state)
  const registration = startRegistration(state, () => `http://127.0.0.1:${port}`)
  const signIn = startSignIn(state)
  const routes: Route[] = [
    ...appRoutes(state, faults, line),
    ...messageRoutes(state, limits, judge),
    ...historyRoutes(state, judge, () => events),
    ...urgentRoutes(state, judge),
    ...taskRoutes(state, limits, judge, () => events),
    ...fileRoutes(state),
    registration.route,
    ...signIn.routes,
  ]

  const find = (method: string, path: string): { route: Route; at: Record<string, string> } | undefined => {
    let best: { route: Route; at: Record<string, string> } | undefined
    for (const route of routes) {
      const at = route.method === method ? match(route.pattern, path) : undefined
      // A literal path goes before one with a name in it: `/users/batch` before `/users/:id`.
      if (at && (!best || Object.keys(at).length < Object.keys(best.at).length)) best = { route, at }
    }
    return best
  }

  const limited = (route: Route, name: string): Reply | undefined => {
    const limit = limits.take(`${route.method} ${route.pattern}`, time.now(), PER_API)
    if (!limit) return undefined
    if (limit.early) state.violate(`${name}: called again before x-ogw-ratelimit-reset`)
    const reply = refuse(99991400, 'request trigger frequency limit', 429)
    return {
      ...reply,
      headers: { 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': String(limit.seconds) },
    }
  }

  const answer = async (call: Call): Promise<Reply> => {
    const name = `${call.method} ${call.path}`
    const found = find(call.method, call.path)
    if (!found) {
      state.violate(`${name}: no such call`)
      return refuse(404, 'no such call', 404)
    }
    const { route } = found
    const refused = barred(state, route, call) ?? limited(route, name)
    if (refused) return refused
    if (route.counted && state.quota.used >= state.quota.limit)
      return refuse(99991403, 'This month’s API call quota has been exceeded', 429)
    const reply = await route.answer({ ...call, at: found.at })
    if (route.counted && reply.status < 400) state.quota.used++
    return reply
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    time.stir()
    const method = request.method ?? ''
    const at = new URL(request.url ?? '/', 'http://127.0.0.1')
    const name = `${method} ${at.pathname}`
    calls.push(name)
    const down = () => (faults.downFor.test(at.pathname) ? faults.down : false)
    if (down() === 'refuse') {
      request.socket.destroy()
      return
    }
    const raw = await readBody(request, time.stir)
    const isToken = at.pathname.includes('/tenant_access_token/')
    if (isToken && ++tokenRequests > 1) state.violate('more than one token request in flight')
    try {
      const delay = faults.delay(name)
      if (delay > 0) await new Promise<void>((resolve) => time.soon(delay, resolve))
      if (down() !== false) return send(response, { status: 503, body: { code: 1, msg: 'unavailable' } })
      const scripted = faults.next(name)
      if (scripted?.cut === 'before') {
        request.socket.destroy()
        return
      }
      if (scripted?.status !== undefined || scripted?.body !== undefined)
        return send(response, {
          status: scripted.status ?? 200,
          body: scripted.body ?? {},
          ...(scripted.headers ? { headers: scripted.headers } : {}),
        })
      const type = String(request.headers['content-type'])
      const multipart = type.startsWith('multipart/form-data')
      const form = type.startsWith('application/x-www-form-urlencoded')
      const body = multipart ? {} : form ? formOf(raw) : bodyOf(raw)
      const reply = body
        ? await answer({
            method,
            path: at.pathname,
            at: {},
            query: at.searchParams,
            headers: request.headers,
            raw,
            body,
          })
        : refuse(9499, 'Bad Request: the body is no JSON object')
      if (!body) state.violate(`${name}: the body is no JSON object`)
      if (scripted?.cut === 'after') request.socket.destroy()
      else send(response, reply)
    } finally {
      if (isToken) tokenRequests--
      time.stir()
    }
  }

  const server: Server = createServer((request, response) => {
    const work = serve(request, response).catch((error: unknown) => {
      state.violate(`the emulator stumbled: ${error instanceof Error ? error.stack : String(error)}`)
      response.destroy()
    })
    void time.under(work)
  })
  server.on('upgrade', socket.upgrade)
  server.on('connection', (one) => {
    sockets.add(one)
    one.on('close', () => sockets.delete(one))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port // it listens on TCP

  const addPerson: Emulator['addPerson'] = ({ openId, name, mobile }) => {
    const userId = `u_${openId.slice(3)}`
    const unionId = `on_${openId.slice(3)}`
    state.people.set(openId, { openId, unionId, userId, name, ...(mobile === undefined ? {} : { mobile }) })
  }
  const addGroup: Emulator['addGroup'] = ({ id, name, members }) => {
    state.chats.set(id, { id, mode: 'group', name, members: new Set(members), bot: true })
  }
  for (const person of options.people ?? []) addPerson(person)
  for (const group of options.groups ?? []) addGroup(group)

  return {
    ...startDriver(state, events),
    domain: `http://127.0.0.1:${port}`,
    app,
    time,
    state,
    faults,
    limits,
    socket,
    events,
    calls,
    pushTo(to) {
      url = to
    },
    addPerson,
    addGroup,
    consent: registration.consent,
    redirects: signIn.redirects,
    authorize: signIn.authorize,
    /** Somebody ticks their task, or takes the tick back. */
    async tick(guid, done = true) {
      const task = state.tasks.get(guid)
      if (!task) throw new Error(`no task ${guid}`)
      task.completed = done ? time.now() : 0
      await tellOfTask(state, events, task, 'task_completed_update')
    },
    expireTokens() {
      for (const token of state.tokens.values()) token.expires = time.now()
    },
    advance: time.advance,
    settle: time.settle,
    violations: () => [
      ...state.violations,
      ...[...state.messages.values()]
        .filter(({ owed }) => owed)
        .map(({ id }) => `${id} was sent again with other content under a known uuid and never patched`),
    ],
    async close() {
      socket.close()
      for (const one of sockets) one.destroy()
      time.close()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

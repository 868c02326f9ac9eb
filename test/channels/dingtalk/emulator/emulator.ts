// Where does the emulated DingTalk open its door? One HTTP and WebSocket server on a loopback port, its faults, and what a test may do to it.
import { createServer } from 'node:http'
import { cardRoutes } from './cards.js'
import { type VirtualClock, virtualClock } from './clock.js'
import { dingRoutes } from './ding.js'
import { openDoor, type Route } from './door.js'
import { makeDriver } from './driver.js'
import { makeGround, type Settings } from './ground.js'
import { hookRoutes } from './hooks.js'
import { peopleRoutes } from './people.js'
import { registrationRoutes } from './registration.js'
import { robotRoutes } from './robot.js'
import { authorize, signInRoutes } from './sign-in.js'
import { type App, publicTemplates, type User } from './state.js'
import { openStream } from './stream.js'
import { todoRoutes } from './todos.js'
import { tokenRoutes } from './token.js'
import { watchWire } from './wire.js'

const routes: Route[] = [
  ...tokenRoutes,
  ...robotRoutes,
  ...cardRoutes,
  ...dingRoutes,
  ...hookRoutes,
  ...peopleRoutes,
  ...registrationRoutes,
  ...signInRoutes,
  ...todoRoutes,
]

const scopes = [
  'qyapi_robot_sendmsg',
  'Card.Instance.Write',
  'Card.Streaming.Write',
  'Premium.Ding.Write',
  'qyapi_get_member',
  'qyapi_get_member_by_mobile',
  'qyapi_addresslist_search',
  'qyapi_chat_manage',
  'Contact.User.Read',
]

export type EmulatorOptions = {
  startMs?: number
  patienceMs?: number
  settings?: Partial<Settings>
  app?: Partial<App>
}

export type Emulator = Awaited<ReturnType<typeof openEmulator>>

export const openEmulator = async (options: EmulatorOptions = {}) => {
  const wire = watchWire()
  const clock: VirtualClock = virtualClock({
    startMs: options.startMs ?? Date.parse('2026-11-24T00:00:00.000Z'),
    ...(options.patienceMs === undefined ? {} : { patienceMs: options.patienceMs }),
    // Who waits for the clock is not under way.
    busy: () => wire.under() > ground.waiting,
  })
  const ground = makeGround(clock, 'dingemu', options.settings ?? {})
  const clientId = options.app?.clientId ?? 'dingemulatorclient01'
  const app: App = {
    clientId,
    clientSecret: 'emulator-secret',
    robotCode: clientId,
    scopes: new Set(scopes),
    templates: new Set(Object.values(publicTemplates)),
    callbacks: new Map(),
    calls: 0,
    callLimit: Number.POSITIVE_INFINITY,
    dingQuota: Number.POSITIVE_INFINITY,
    ...options.app,
  }
  ground.state.apps.set(clientId, app)

  const door = openDoor(ground, routes)
  const server = createServer((request, response) => {
    void door.handle(request, response)
  })
  const stream = openStream(ground, server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the emulator has no port')
  ground.base = `http://127.0.0.1:${address.port}`
  wire.watch(ground.base)

  const { faults, state } = ground
  return {
    base: ground.base,
    app,
    clock,
    state,
    settings: ground.settings,
    violations: ground.violations,
    calls: ground.calls,
    ...makeDriver(ground, app, stream),
    stream,

    addUser(staffId: string, user: Partial<User> = {}) {
      state.users.set(staffId, {
        staffId,
        unionId: `union-${staffId}`,
        name: staffId,
        visible: true,
        limited: false,
        ...user,
      })
    },
    addGroup(cid: string, title = cid, members: string[] = []) {
      state.groups.set(cid, { cid, title, members: new Set(members), robots: new Set([app.robotCode]) })
    },
    /** A custom robot in a group; answers its access token. */
    addRobot(cid: string, robot: { secret?: string; keywords?: string[] } = {}): string {
      const token = ground.nth('robot-token-')
      state.robots.set(token, {
        cid,
        keywords: [],
        sent: [],
        lockedUntil: 0,
        uuids: new Set(),
        ...robot,
      })
      return token
    },
    onHappened(listener: Parameters<typeof ground.listeners.add>[0]) {
      ground.listeners.add(listener)
      return () => ground.listeners.delete(listener)
    },
    lost: () => ground.lost,
    /** Calls of the bot that have left and are not answered yet. */
    flying: () => wire.under() - ground.waiting,
    listening: () => stream.listening(app.clientId, 'robot'),
    advance: (ms: number) => clock.advance(ms),
    settle: () => clock.settle(),

    /** The next calls of this path fail: with this answer, or cut off where `status` is 0. */
    failNext(path: string, failure: { status: number; body?: unknown; times?: number }) {
      const list = faults.failures.get(path) ?? []
      list.push({ status: failure.status, body: failure.body ?? {}, times: failure.times ?? 1 })
      faults.failures.set(path, list)
    },
    /** Calls of this path are served only after this much of virtual time. 0: at once again. */
    delay: (path: string, ms: number) => {
      faults.delays.set(path, ms)
    },
    dropAcks(times = 1) {
      faults.dropAcks += times
    },
    zombie(nth = 0) {
      const connection = state.connections[nth]
      if (connection) connection.zombie = true
    },
    closeAll(code = 1006) {
      for (const { socket } of [...state.connections])
        if (code === 1006) socket.terminate()
        else socket.close(code)
    },
    duplicateNext(times = 1) {
      faults.duplicates += times
    },
    /** Frames wait until `release`, and then go out in the reverse order. */
    reorder() {
      const held: (() => void)[] = []
      faults.held = held
      return {
        release() {
          delete faults.held
          for (const go of held.reverse()) go()
        },
      }
    },
    /** Somebody opens the address at which an app is made, and consents or does not. It may then do what such an app may. */
    consent(address: string, granted = true) {
      const code = [...state.registrations.keys()].find((one) =>
        one.endsWith(new URL(address).searchParams.get('user_code') ?? '?'),
      )
      if (code === undefined) throw new Error(`nobody began ${address}`)
      state.registrations.set(code, granted ? 'SUCCESS' : 'FAIL')
      if (!granted) return
      app.scopes.clear()
      for (const scope of ['qyapi_robot_sendmsg', 'Card.Instance.Write', 'Card.Streaming.Write'])
        app.scopes.add(scope)
    },
    /** Somebody consents on the login page; answers where their browser is sent to. */
    authorize: (address: string, unionId: string) => authorize(ground, address, unionId),
    quotaExhausted() {
      app.callLimit = app.calls
    },
    expireTokens() {
      for (const token of state.tokens.values()) token.expires = Math.min(token.expires, clock.now())
    },
    /** From now on this share of the frames other than presses is lost on the way. */
    lose(share: number, random: () => number) {
      faults.loss = { share, random }
    },
    lostFrames: () => faults.lost,
    refuseConnections(ms: number) {
      faults.refuseConnectionsUntil = clock.now() + ms
    },
    /** Nothing answers; or `sends`: nothing but the gateway, so that people are still heard. */
    setDown(down: boolean | 'sends') {
      faults.down = down
    },

    async stop() {
      stream.stop()
      clock.stop()
      wire.stop()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

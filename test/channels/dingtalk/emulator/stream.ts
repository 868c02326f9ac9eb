// How do frames reach the bot, and what becomes of its acks? The WebSocket of §2 and §13.3: dispatch, redelivery, deadlines, lost connections.
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Ack, judgeAck } from './acks.js'
import { type Ground, parsed } from './ground.js'
import type { Connection, Frame } from './state.js'

/** What the bot made of something that was pushed to it. */
export type Outcome = { ok: true; response?: unknown } | { ok: false; reason: string }

export type Kind = 'robot' | 'event' | 'card'

type Pending = {
  frame: Frame
  clientId: string
  kind: Kind
  tries: number
  /** How often it was put on a wire: so many acks are in order. */
  sent: number
  acked: number
  done: boolean
  deadline: number
  cancel: () => void
  settle: (outcome: Outcome) => void
}

export const topics: Record<Kind, { type: Frame['type']; topic: string }> = {
  robot: { type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' },
  card: { type: 'CALLBACK', topic: '/v1.0/card/instances/callback' },
  event: { type: 'EVENT', topic: '*' },
}

export type Stream = ReturnType<typeof openStream>

export const openStream = (ground: Ground, server: Server) => {
  const pending = new Map<string, Pending>()
  const pings = new Map<string, { opaque: string; echoed: boolean }>()
  // Pings are answered by hand, so that a zombie can keep silent.
  const sockets = new WebSocketServer({ noServer: true, autoPong: false })
  const { clock, state, settings, faults } = ground

  const refuse = (socket: Duplex, status: string, why?: string): void => {
    if (why) ground.forbid(`/connect: ${why}`)
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    clock.stir()
    const url = new URL(request.url ?? '/', 'http://emulator')
    if (faults.down === true || clock.now() < faults.refuseConnectionsUntil)
      return refuse(socket, '503 Service Unavailable')
    if (url.pathname !== '/connect') return refuse(socket, '404 Not Found', `no such path ${url.pathname}`)
    const ticket = state.tickets.get(url.searchParams.get('ticket') ?? '')
    if (!ticket) return refuse(socket, '401 Unauthorized', 'an unknown ticket (is it URL-encoded?)')
    if (ticket.used) return refuse(socket, '401 Unauthorized', 'a ticket is used a second time')
    if (ticket.expires <= clock.now())
      return refuse(
        socket,
        '401 Unauthorized',
        ticket.jumps === clock.jumps() ? 'an expired ticket' : undefined,
      )
    ticket.used = true
    sockets.handleUpgrade(request, socket, head, (open) => {
      const connection: Connection = {
        id: ground.nth('connection-'),
        clientId: ticket.clientId,
        socket: open,
        subscriptions: ticket.subscriptions,
        zombie: false,
        draining: false,
      }
      state.connections.push(connection)
      listen(connection, open)
      clock.stir()
    })
  })

  const listen = (connection: Connection, socket: WebSocket): void => {
    socket.on('ping', (data) => {
      clock.stir()
      if (!connection.zombie) socket.pong(data)
    })
    socket.on('message', (bytes) => {
      clock.stir()
      if (!connection.zombie) hear(String(bytes))
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clock.stir()
      state.connections = state.connections.filter((one) => one !== connection)
    })
  }

  const put = (connection: Connection, frame: Frame): void => {
    clock.stir()
    if (connection.zombie) return
    connection.socket.send(
      JSON.stringify({
        ...frame,
        headers: { ...frame.headers, connectionId: connection.id },
      }),
    )
  }

  const listeners = (clientId: string, kind: Kind): Connection[] =>
    state.connections.filter(
      (one) =>
        one.clientId === clientId &&
        !one.draining &&
        one.socket.readyState === one.socket.OPEN &&
        one.subscriptions.some(
          ({ type, topic }) => type === topics[kind].type && topic === topics[kind].topic,
        ),
    )

  /** To one connection, whichever: deterministic where the real platform throws dice. */
  const dispatch = (one: Pending): boolean => {
    const open = listeners(one.clientId, one.kind)
    if (open.filter(({ zombie }) => !zombie).length > 1)
      ground.forbid(`two connections of ${one.clientId} at once: frames are dealt out among them`)
    const chosen = open[one.tries % Math.max(1, open.length)]
    if (!chosen) return false
    if (faults.loss && one.kind !== 'card' && faults.loss.random() < faults.loss.share) {
      faults.lost++
      return true
    }
    const times = faults.duplicates > 0 ? 2 : 1
    if (times === 2) faults.duplicates--
    one.sent += times
    const go = (): void => {
      for (let n = 0; n < times; n++) put(chosen, one.frame)
    }
    if (faults.held) faults.held.push(go)
    else go()
    return true
  }

  const finish = (one: Pending, outcome: Outcome): void => {
    one.settle(outcome)
    if (outcome.ok || one.kind === 'card') {
      one.done = true
      one.cancel()
    }
  }

  const attempt = (one: Pending): void => {
    const there = dispatch(one)
    one.tries++
    one.deadline = clock.now() + (one.kind === 'card' ? settings.cardAckMs : settings.eventAckMs)
    const again = (ms: number, most: number): void => {
      if (one.tries > most) return
      one.cancel = clock.at(ms, () => {
        if (!one.done) attempt(one)
      })
    }
    if (one.kind === 'card') {
      if (!there) finish(one, { ok: false, reason: 'nobody listens' })
      else one.cancel = clock.at(settings.cardAckMs, () => finish(one, { ok: false, reason: 'timeout' }))
    } else if (one.kind === 'event') again(one.tries === 1 ? 10_000 : 30_000, 2)
    else if (!there) {
      ground.lost++
      finish(one, { ok: false, reason: 'nobody listens' })
    } else again(settings.redeliverMs, 2)
  }

  const hear = (text: string): void => {
    const ack = judgeAck(ground, text)
    if (!ack) return
    const ping = pings.get(ack.messageId)
    if (ping) {
      if (ack.data !== JSON.stringify({ opaque: ping.opaque }))
        ground.forbid(`ping ${ack.messageId}: answered with other data`)
      ping.echoed = true
      return
    }
    const one = pending.get(ack.messageId)
    if (!one) {
      ground.forbid(`ack of ${ack.messageId}: no such frame`)
      return
    }
    if (faults.dropAcks > 0) {
      faults.dropAcks--
      one.sent--
      return
    }
    one.acked++
    if (one.acked > one.sent)
      ground.forbid(`ack of ${ack.messageId}: acknowledged more often than it was sent`)
    if (one.done) {
      if (one.kind === 'card' && clock.now() > one.deadline)
        ground.forbid(`ack of ${ack.messageId}: too late for a card`)
      return
    }
    if (clock.now() > one.deadline)
      ground.forbid(`ack of ${ack.messageId}: ${clock.now() - one.deadline} ms too late`)
    finish(one, outcomeOf(one, ack))
  }

  const outcomeOf = (one: Pending, ack: Ack): Outcome => {
    if (ack.code !== 200) return { ok: false, reason: `answered ${ack.code}` }
    const data = parsed(ack.data)
    if (one.kind === 'event') {
      const status = (data as { status?: unknown } | undefined)?.status
      if (status !== 'SUCCESS' && status !== 'LATER')
        ground.forbid(`ack of the event ${ack.messageId}: neither SUCCESS nor LATER`)
      return status === 'SUCCESS' ? { ok: true } : { ok: false, reason: 'later' }
    }
    return { ok: true, response: (data as { response?: unknown } | undefined)?.response }
  }

  return {
    /** Pushes something to the bot; resolves with what became of it the first time. */
    push(
      clientId: string,
      kind: Kind,
      data: unknown,
      options: { messageId?: string; headers?: Record<string, string> } = {},
    ): Promise<Outcome> {
      const messageId = options.messageId ?? ground.nth('212b9d7c_165f_19bfa1a500a_')
      const frame: Frame = {
        specVersion: '1.0',
        type: topics[kind].type,
        headers: {
          appId: '1305d5f5-0000-4000-8000-000000000000',
          contentType: 'application/json',
          messageId,
          time: String(clock.now()),
          topic: topics[kind].topic,
          ...options.headers,
        },
        data: JSON.stringify(data),
      }
      return new Promise((settle) => {
        const one: Pending = {
          frame,
          clientId,
          kind,
          tries: 0,
          sent: 0,
          acked: 0,
          done: false,
          deadline: 0,
          cancel() {},
          settle,
        }
        pending.set(messageId, one)
        attempt(one)
      })
    },
    /** How many connections listen to this. */
    listening: (clientId: string, kind: Kind): number => listeners(clientId, kind).length,
    /** A SYSTEM ping on every connection; whoever has not echoed it within `withinMs` broke the rule. */
    ping(withinMs = 5000): void {
      for (const connection of state.connections.filter(({ draining }) => !draining)) {
        const messageId = ground.nth('ping_')
        const one = { opaque: ground.nth('0000-0000-'), echoed: false }
        pings.set(messageId, one)
        put(connection, system(clock.now(), messageId, 'ping', { opaque: one.opaque }))
        clock.at(withinMs, () => {
          if (!one.echoed && !connection.zombie && connection.socket.readyState === connection.socket.OPEN)
            ground.forbid(`ping ${messageId}: not echoed within ${withinMs} ms`)
        })
      }
    },
    echoed: (): number => [...pings.values()].filter(({ echoed }) => echoed).length,
    /** The platform says goodbye: nothing is delivered here any more, the connection closes later. */
    disconnect(reason = 'connection is expired'): void {
      for (const connection of state.connections.filter(({ draining }) => !draining)) {
        connection.draining = true
        put(connection, system(clock.now(), ground.nth('disconnect_'), 'disconnect', { reason }))
        clock.at(settings.drainMs, () => connection.socket.close(1000))
      }
    },
    raw(text: string): void {
      for (const { socket } of state.connections) socket.send(text)
    },
    stop(): void {
      for (const { socket } of state.connections) socket.terminate()
      sockets.close()
    },
  }
}

const system = (now: number, messageId: string, topic: string, data: unknown): Frame => ({
  specVersion: '1.0',
  type: 'SYSTEM',
  headers: { contentType: 'application/json', messageId, time: String(now), topic },
  data: JSON.stringify(data),
})

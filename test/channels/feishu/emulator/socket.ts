// How do events travel over the long connection? Ping, pong, data frames in fragments, and acknowledgements that are checked.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Faults } from './faults.js'
import { CONTROL, DATA, decodeFrame, encodeFrame, type Frame, headerOf } from './frames.js'
import { isObject, parsed, type State } from './state.js'

/** What the bot answered: an HTTP status or the `code` of the acknowledgement, and the body or the decoded `data`. */
export type Answered = { code: number; data?: unknown; text?: string }

export type Socket = {
  upgrade(request: IncomingMessage, duplex: Duplex, head: Buffer): void
  /** Connections whose first ping has come: what is pushed earlier is lost in the client. */
  ready(): number
  online(): number
  /** Resolves when a connection is ready. */
  whenReady(): Promise<void>
  /** Sends one event to a random connection; resolves with its acknowledgement, or with nothing when it is lost. */
  push(envelope: object, type?: 'event' | 'card'): Promise<Answered | undefined>
  /** Cuts every connection. */
  drop(): void
  /** Half-open: nothing is read and nothing is answered any more, but nothing is closed either. */
  freeze(): void
  /** A connection that is not frozen is ready. */
  thawed(): boolean
  readonly pings: number[]
  readonly acks: Frame[]
  close(): void
}
type Line = { id: string; socket: WebSocket; service: number; ready: boolean; frozen: boolean }

const SERVICE = 33554678

export const startSocket = (state: State, faults: Faults, config: () => Record<string, number>): Socket => {
  const { time } = state
  const server = new WebSocketServer({ noServer: true })
  const lines = new Set<Line>()
  const waiting = new Map<string, { sent: Frame; resolve: (answered: Answered | undefined) => void }>()
  const readers = new Set<() => void>()
  const pings: number[] = []
  const acks: Frame[] = []
  let seq = 0
  // A generator of its own: which of several connections gets an event is random, and the same in every run.
  let seed = 20261124
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed / 2147483648
  }

  const pong = (line: Line): void => {
    const payload = Buffer.from(JSON.stringify(config()))
    const headers = [{ key: 'type', value: 'pong' }]
    line.socket.send(
      encodeFrame({ SeqID: 0, LogID: 0, service: line.service, method: CONTROL, headers, payload }),
    )
  }

  const acknowledged = (frame: Frame): void => {
    acks.push(frame)
    const id = `${headerOf(frame, 'message_id')}/${headerOf(frame, 'trace_id')}`
    const open = waiting.get(id)
    if (!open) return state.violate(`an acknowledgement of nothing that was sent: ${id}`)
    waiting.delete(id)
    const { sent } = open
    for (const { key, value } of sent.headers)
      if (key !== 'seq' && headerOf(frame, key) !== value) state.violate(`the acknowledgement changes ${key}`)
    if (frame.SeqID !== sent.SeqID || frame.LogID !== sent.LogID || frame.service !== sent.service)
      state.violate('the acknowledgement is not for this frame')
    if (headerOf(frame, 'biz_rt') === undefined) state.violate('the acknowledgement has no biz_rt')
    const body = parsed(frame.payload?.toString('utf8') ?? '')
    if (!isObject(body) || typeof body.code !== 'number') {
      state.violate('the payload of the acknowledgement is not {code, data}')
      return open.resolve({ code: 500 })
    }
    const text = typeof body.data === 'string' ? Buffer.from(body.data, 'base64').toString('utf8') : undefined
    const data = text === undefined ? undefined : parsed(text)
    open.resolve({
      code: body.code,
      ...(text === undefined ? {} : { text }),
      ...(data === undefined ? {} : { data }),
    })
  }

  const received = (line: Line, bytes: Buffer): void => {
    if (line.frozen) return
    time.stir()
    let frame: Frame
    try {
      frame = decodeFrame(bytes)
    } catch {
      return state.violate('bytes on the long connection that are no frame')
    }
    if (frame.service !== line.service)
      state.violate(`service ${frame.service} on a connection of ${line.service}`)
    if (frame.method === DATA) return acknowledged(frame)
    if (headerOf(frame, 'type') !== 'ping') return state.violate('a control frame that is no ping')
    pings.push(time.now())
    pong(line)
    if (line.ready) return
    line.ready = true
    for (const reader of readers) reader()
    readers.clear()
  }

  server.on('connection', (socket, request) => {
    const query = new URL(request.url ?? '', 'ws://127.0.0.1').searchParams
    const service = Number(query.get('service_id'))
    const line: Line = { id: query.get('device_id') ?? '', socket, service, ready: false, frozen: false }
    lines.add(line)
    time.stir()
    socket.on('message', (data: Buffer, binary) => {
      if (!binary) state.violate('a text frame on the long connection')
      else received(line, data)
    })
    socket.on('close', () => {
      lines.delete(line)
      time.stir()
    })
    socket.on('error', () => {})
  })

  const transmit = (line: Line, id: string, payload: Buffer, type: string): Frame => {
    const sum = Math.max(1, Math.min(faults.fragments, payload.length))
    const size = Math.ceil(payload.length / sum)
    const trace = state.id('')
    const frames = Array.from(
      { length: sum },
      (_, nth): Frame => ({
        SeqID: ++seq,
        LogID: seq,
        service: line.service,
        method: DATA,
        headers: [
          { key: 'type', value: type },
          { key: 'message_id', value: id },
          { key: 'sum', value: String(sum) },
          { key: 'seq', value: String(nth) },
          { key: 'trace_id', value: trace },
          { key: 'timestamp', value: String(time.now()) },
          { key: 'instance_id', value: line.id },
        ],
        payload: payload.subarray(nth * size, (nth + 1) * size),
      }),
    )
    if (faults.reverseFragments) frames.reverse()
    for (const frame of frames) line.socket.send(encodeFrame(frame))
    const last = frames.at(-1)
    if (!last) throw new Error('a frame without fragments')
    return last
  }

  return {
    upgrade: (request, duplex, head) => {
      if ((faults.down !== false && faults.downFor.test('/ws/v2')) || lines.size >= 50) {
        duplex.end(
          'HTTP/1.1 403 Forbidden\r\nHandshake-Status: 403\r\nHandshake-Autherrcode: 1000040350\r\n\r\n',
        )
        return
      }
      server.handleUpgrade(request, duplex, head, (socket) => server.emit('connection', socket, request))
    },
    ready: () => [...lines].filter(({ ready }) => ready).length,
    online: () => lines.size,
    whenReady: () =>
      new Promise((resolve) => {
        if ([...lines].some(({ ready }) => ready)) resolve()
        else readers.add(resolve)
      }),
    push(envelope, type = 'event') {
      const able = [...lines].filter(({ ready, socket }) => ready && socket.readyState === socket.OPEN)
      const line = able[Math.floor(random() * able.length)]
      if (!line) return Promise.resolve(undefined)
      return new Promise((resolve) => {
        time.stir()
        const id = state.id('')
        const sent = transmit(line, id, Buffer.from(JSON.stringify(envelope)), type)
        const key = `${id}/${headerOf(sent, 'trace_id')}`
        const end = (answered: Answered | undefined) => {
          cancel()
          waiting.delete(key)
          time.stir()
          resolve(answered)
        }
        const cancel = time.after(3_000, () => end(undefined))
        waiting.set(key, { sent, resolve: end })
      })
    },
    drop() {
      for (const { socket } of lines) socket.terminate()
    },
    freeze() {
      for (const line of lines) line.frozen = true
    },
    thawed: () => [...lines].some(({ ready, frozen }) => ready && !frozen),
    pings,
    acks,
    close() {
      for (const { socket } of lines) socket.terminate()
      server.close()
    },
  }
}

export const socketUrl = (port: number, state: State): string =>
  `ws://127.0.0.1:${port}/ws/v2?fpid=493&aid=552564&device_id=${state.id('')}&access_key=${state.id('')}&service_id=${SERVICE}&ticket=${state.id('')}`

// How do we listen without a public address? Stream mode: one WebSocket that is always being kept, replaced and answered.
import { WebSocket } from 'ws'
import type { Log } from '../../../store/log.js'
import type { Clock } from '../../time/clock.js'
import { steadyClock } from '../../time/steady.js'
import { badCredentials, Refused } from './errors.js'
import { type Ack, ackText, type Frame, readFrame } from './frames.js'
import { type Line, watchLine } from './line.js'

type Stream = {
  start(): void
  /** The platform answers calls again: who waits because it did not answer need not wait any longer. */
  nudge(): void
  stop(): Promise<void>
}

type StreamOptions = {
  gateway(signal: AbortSignal): Promise<{ endpoint: string; ticket: string }>
  /** Resolves when the effect of the frame is on disk. */
  take(frame: Frame): Promise<Ack>
  /** It stands again after so long without any. */
  back?(gapMs: number): void
  clock: Clock
  log: Log
  pingEveryMs?: number
  random?: () => number
}

const openWithinMs = 10_000
const healthyAfterMs = 60_000
const mostMs = 60_000
const drainMs = 10_000
const nudgeEveryMs = 5_000
const credentialsMs = 60_000
const credentialsMostMs = 15 * 60_000
/** A `disconnect` that follows so soon on an opening is not answered at once more than so often. */
const hastes = 3

export const openStream = (options: StreamOptions): Stream => {
  const { log, gateway, take } = options
  const clock = steadyClock(options.clock)
  const pingEveryMs = options.pingEveryMs ?? 25_000
  const random = options.random ?? Math.random
  const lines = new Set<Line>()
  const under = new Set<Promise<void>>()
  let current: Line | undefined
  let opening: AbortController | undefined
  let retry: (() => void) | undefined
  let failures = 0
  let refusals = 0
  /** The last attempt failed because nobody answered, not because the socket was refused. */
  let unanswered = false
  let nudgedAt = Number.NEGATIVE_INFINITY
  let stopped = false
  let lostMs: number | undefined

  /** Exactly one timer, and never one while a socket is being opened. */
  const later = (ms: number): void => {
    if (stopped || retry || opening) return
    const cancel = clock.after(ms, () => {
      retry = undefined
      void connect()
    })
    retry = cancel
  }

  const failed = (error: unknown): void => {
    if (stopped) return
    const bad = error instanceof Refused && badCredentials.test(error.code)
    unanswered = !bad && error instanceof Refused && error.failure === 'down'
    const pauseMs = bad
      ? Math.min(credentialsMostMs, credentialsMs * 2 ** Math.min(refusals++, 10))
      : Math.min(mostMs, 1000 * 2 ** Math.min(failures++, 10) + random() * 1000)
    const reason = error instanceof Refused ? error.code : error instanceof Error ? error.message : ''
    const about = { reason, pauseMs: Math.round(pauseMs) }
    if (bad)
      log.error(about, 'DingTalk does not take these credentials; check DINGTALK_CLIENT_ID and _SECRET')
    else log.warn(about, 'could not open the DingTalk stream')
    later(pauseMs)
  }

  const connect = async (): Promise<void> => {
    if (stopped || opening) return
    retry?.()
    retry = undefined
    const attempt = new AbortController()
    opening = attempt
    try {
      const { endpoint, ticket } = await gateway(attempt.signal)
      const line = await open(endpoint, ticket, attempt.signal)
      opening = undefined
      refusals = 0
      const before = current
      current = line
      if (before) {
        before.draining = true
        // The old one may still bring something for a few seconds, and that is answered on it.
        clock.after(drainMs, () => before.socket.close(1000))
      }
      log.info({ replaced: before !== undefined }, 'the DingTalk stream is open')
      if (lostMs !== undefined) options.back?.(clock.now() - lostMs)
      lostMs = undefined
      if (!lines.has(line)) lost(line)
    } catch (error) {
      opening = undefined
      failed(error)
    }
  }

  const open = (endpoint: string, ticket: string, signal: AbortSignal): Promise<Line> =>
    new Promise((resolve, reject) => {
      const url = new URL(endpoint)
      url.searchParams.set('ticket', ticket)
      const socket = new WebSocket(url, { handshakeTimeout: openWithinMs, maxPayload: 4 * 1024 * 1024 })
      const line: Line = {
        socket,
        openedAt: clock.now(),
        draining: false,
        missed: 0,
        heardAt: clock.now(),
        pinged: false,
      }
      const abort = () => socket.terminate()
      signal.addEventListener('abort', abort)
      // An error is always followed by `close`, where the one decision is made.
      socket.on('error', (error) => {
        log.warn({ reason: error.message }, 'the DingTalk socket complained')
        reject(error)
      })
      socket.on('message', (data) => {
        line.missed = 0
        line.heardAt = clock.now()
        const job = receive(line, String(data)).catch((error: unknown) =>
          log.error(
            { reason: error instanceof Error ? error.message : '' },
            'a DingTalk frame was not taken',
          ),
        )
        under.add(job)
        void job.finally(() => under.delete(job))
      })
      socket.on('pong', () => {
        line.missed = 0
      })
      socket.on('open', () => {
        signal.removeEventListener('abort', abort)
        line.openedAt = clock.now()
        lines.add(line)
        watchLine(line, { clock, log, everyMs: pingEveryMs, alive: () => !stopped && lines.has(line) })
        resolve(line)
      })
      socket.on('close', (code) => {
        lines.delete(line)
        reject(new Error(`closed (${code}) before it was open`))
        lost(line)
      })
    })

  /** A socket is gone. Only the loss of the one in use asks for another. */
  const lost = (line: Line): void => {
    if (line !== current) return
    current = undefined
    lostMs ??= clock.now()
    if (stopped) return
    if (clock.now() - line.openedAt >= healthyAfterMs) failures = 0
    if (line.draining) {
      if (!retry) void connect()
      return
    }
    later(Math.min(mostMs, 1000 * 2 ** Math.min(failures++, 10) + random() * 1000))
  }

  const answer = (line: Line, messageId: string, ack: Exclude<Ack, 'silent'>): void => {
    if (line.socket.readyState !== WebSocket.OPEN) return // sent again by the platform, and answered then
    line.socket.send(ackText(messageId, ack))
  }

  const receive = async (line: Line, raw: string): Promise<void> => {
    const frame = readFrame(raw)
    if ('broken' in frame) {
      log.warn(
        { bytes: raw.length, answered: frame.broken !== undefined },
        'a DingTalk frame can not be read',
      )
      if (frame.broken !== undefined)
        answer(line, frame.broken, { code: 400, data: JSON.stringify({ response: null }) })
      return
    }
    const { type, headers, data } = frame
    if (type === 'SYSTEM') {
      if (headers.topic === 'ping') {
        line.pinged = true
        answer(line, headers.messageId, { code: 200, data })
      } else if (headers.topic === 'disconnect') leave(line)
      return
    }
    const ack = await take(frame)
    if (ack !== 'silent') answer(line, headers.messageId, ack)
  }

  /** The platform will close this socket soon: another one is opened first, then this one is let go. */
  const leave = (line: Line): void => {
    if (line !== current || line.draining || stopped) return
    line.draining = true
    const lived = clock.now() - line.openedAt
    failures = lived >= healthyAfterMs ? 0 : failures + 1
    log.info({ livedMs: lived }, 'DingTalk asks to open another stream')
    if (failures > hastes) later(Math.min(mostMs, 1000 * 2 ** Math.min(failures, 10)))
    else void connect()
  }

  return {
    start() {
      void connect()
    },
    nudge() {
      if (!retry || !unanswered || clock.now() - nudgedAt < nudgeEveryMs) return
      nudgedAt = clock.now()
      failures = 0
      void connect()
    },
    async stop() {
      stopped = true
      retry?.()
      retry = undefined
      opening?.abort()
      await Promise.allSettled([...under])
      const closing = [...lines].map(
        ({ socket }) =>
          new Promise<void>((resolve) => {
            socket.once('close', () => resolve())
            socket.close(1000)
            // A frozen peer never answers the closing handshake.
            clock.after(1000, () => socket.terminate())
          }),
      )
      await Promise.all(closing)
    },
  }
}

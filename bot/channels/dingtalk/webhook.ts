// What does DingTalk's HTTP mode bring to our door? Signed messages, card callbacks and encrypted events; anything else is turned away.
import { createHash, randomBytes } from 'node:crypto'
import express, { type Request, type Response, type Router } from 'express'
import { ZodError, z } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Clock } from '../../time/clock.js'
import { cardSign, type EventKeys, eventSign, messageSign, same, seal, unseal } from './crypto.js'
import type { Ear } from './listen.js'
import { Foreign } from './ours.js'

/** A signature is good for so long, before and after (docs 0718). */
const windowMs = 3_600_000
const largest = '1mb'

const Envelope = z.object({ encrypt: z.string().min(1) })
const Event = z.looseObject({
  EventType: z.string(),
  eventId: z.union([z.string(), z.number()]).transform(String).optional(),
})

type WebhookOptions = {
  secret: string
  /** For encrypted events; without them such events are turned away. */
  events?: EventKeys
  /** Nothing before the house is open. */
  ear: () => Ear | undefined
  clock: Clock
  log: Log
}

const header = (request: Request, name: string): string => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : ''
}
const query = (request: Request, name: string): string => {
  const value = request.query[name]
  return typeof value === 'string' ? value : ''
}

export const dingtalkRouter = (options: WebhookOptions): Router => {
  const { secret, events, ear, clock, log } = options

  const fresh = (timestamp: string): boolean =>
    /^\d{10,16}$/.test(timestamp) && Math.abs(clock.now() - Number(timestamp)) <= windowMs

  const turnAway = (response: Response, status: number, why: string): void => {
    log.warn({ status, why }, 'turned away what came in as DingTalk')
    response.status(status).json({ error: why })
  }

  /** Reads, hands in and answers. What was signed and can't be read is 400; what could not be stored comes again. */
  const take = async (
    response: Response,
    raw: Buffer,
    hand: (body: unknown) => Promise<void>,
    answer: object,
  ) => {
    let body: unknown
    try {
      body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw))
    } catch {
      return turnAway(response, 400, 'not JSON')
    }
    try {
      await hand(body)
    } catch (error) {
      if (error instanceof Foreign) return turnAway(response, 401, 'for another robot')
      if (error instanceof ZodError) return turnAway(response, 400, 'not what DingTalk sends')
      log.error({ reason: error instanceof Error ? error.message : '' }, 'could not take what DingTalk sent')
      response.status(500).json({ error: 'not stored' })
      return
    }
    response.json(answer)
  }

  const message = (request: Request, response: Response, raw: Buffer, open: Ear) => {
    const timestamp = header(request, 'timestamp')
    if (!same(header(request, 'sign'), messageSign(timestamp, secret)))
      return turnAway(response, 401, 'wrong signature')
    if (!fresh(timestamp)) return turnAway(response, 401, 'stale')
    return take(response, raw, (body) => open.message(body), { msgtype: 'empty' })
  }

  const callback = (request: Request, response: Response, raw: Buffer, open: Ear) => {
    const timestamp = header(request, 'x-ddpaas-signature-timestamp')
    if (!same(header(request, 'x-ddpaas-signature'), cardSign(timestamp, secret)))
      return turnAway(response, 401, 'wrong signature')
    if (!fresh(timestamp)) return turnAway(response, 401, 'stale')
    // A callback has no id of its own here: the same bytes signed at the same moment are the same press.
    const id = createHash('sha256').update(`${timestamp}\n`).update(raw).digest('hex').slice(0, 32)
    return take(response, raw, (body) => open.callback(`dingtalk:press/${id}`, body), {})
  }

  const event = (request: Request, response: Response, raw: Buffer, open: Ear) => {
    if (!events) return turnAway(response, 401, 'no key for encrypted events')
    const timestamp = query(request, 'timestamp')
    const nonce = query(request, 'nonce')
    const given = query(request, 'signature') || query(request, 'msg_signature')
    const envelope = Envelope.safeParse(parse(raw))
    if (!envelope.success) return turnAway(response, 401, 'not an envelope')
    const { encrypt } = envelope.data
    if (!same(given, eventSign(events.token, timestamp, nonce, encrypt)))
      return turnAway(response, 401, 'wrong signature')
    // Seconds or milliseconds, as the samples differ.
    if (!fresh(timestamp.length <= 10 ? `${timestamp}000` : timestamp))
      return turnAway(response, 401, 'stale')
    const text = unseal(encrypt, events)
    if (text === undefined) return turnAway(response, 401, 'not for us')
    const ours = { timeStamp: String(clock.now()), nonce: randomBytes(8).toString('hex') }
    const encrypted = seal('success', events)
    return take(
      response,
      Buffer.from(text),
      async (body) => {
        const { EventType, eventId } = Event.parse(body)
        await open.event(EventType, eventId ?? createHash('sha256').update(text).digest('hex'), body)
      },
      {
        ...ours,
        msg_signature: eventSign(events.token, ours.timeStamp, ours.nonce, encrypted),
        encrypt: encrypted,
      },
    )
  }

  const router = express.Router()
  router.post(
    '/dingtalk/webhook',
    express.raw({ type: () => true, limit: largest, inflate: false }),
    (request: Request, response: Response) => {
      const open = ear()
      if (!open) return void response.status(503).json({ error: 'not open yet' })
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      if (request.headers['x-ddpaas-signature'] !== undefined) return callback(request, response, raw, open)
      if (request.headers.sign !== undefined) return message(request, response, raw, open)
      if (request.query.nonce !== undefined) return event(request, response, raw, open)
      return turnAway(response, 401, 'not signed')
    },
  )
  // Too large, or cut off on the way: said by the reader of the body, with its own status.
  router.use(
    '/dingtalk/webhook',
    (error: unknown, _request: Request, response: Response, next: express.NextFunction) => {
      const status = z.looseObject({ status: z.number().int().min(400).max(499) }).safeParse(error)
      if (!status.success) return next(error)
      turnAway(response, status.data.status, status.data.status === 413 ? 'too large' : 'could not be read')
    },
  )
  return router
}

const parse = (raw: Buffer): unknown => {
  try {
    return JSON.parse(raw.toString())
  } catch {
    return undefined // judged as an unsigned thing
  }
}

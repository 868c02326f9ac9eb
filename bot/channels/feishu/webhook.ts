// Who knocks at /feishu/webhook, and what are they told? Only Feishu gets in; whatever is sent, the process lives.
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express'
import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Clock } from '../../time/clock.js'
import { decrypt, same, signature } from './cipher.js'
import { type Events, stillBusy } from './events.js'
import { Envelope, type Incoming } from './inbound.js'

/** Our own: Feishu checks nothing itself. What is older may have been recorded by somebody and played again. */
const WINDOW_MS = 5 * 60_000
/** Of the 3 s after which Feishu gives up. */
const BUDGET_MS = 2_500

const Encrypted = z.object({ encrypt: z.string() })
const Token = z.object({
  token: z.string().optional(),
  type: z.string().optional(),
  challenge: z.string().optional(),
  header: z.object({ token: z.string().optional(), app_id: z.string().optional() }).optional(),
  event: z.looseObject({ app_id: z.unknown().optional() }).optional(),
})

/** A no: the status, and why for the log. The sender is told nothing. */
type No = { status: 400 | 401; why: string }
const no = (status: No['status'], why: string): No => ({ status, why })

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Doors = {
  appId: string
  encryptKey: string | undefined
  verificationToken: string | undefined
  clock: Clock
  /** The machine's time, for the budget of an answer. */
  wire: Clock
  events: Events
  log: Log
}

/** What was really sent, once it is certain that Feishu sent it. */
const open = (request: Request, doors: Doors): { open: unknown } | { challenge: string } | No => {
  const { encryptKey, verificationToken, appId, clock } = doors
  const body: Uint8Array = request.body instanceof Uint8Array ? request.body : new Uint8Array()
  const timestamp = request.get('x-lark-request-timestamp')
  const nonce = request.get('x-lark-request-nonce')
  const signed = request.get('x-lark-signature')
  let content: unknown
  if (encryptKey === undefined) {
    content = json(Buffer.from(body).toString('utf8'))
    if (content === undefined) return no(400, 'not JSON')
  } else {
    if (signed !== undefined) {
      if (!timestamp || nonce === undefined) return no(401, 'half a signature')
      if (!same(signature(timestamp, nonce, encryptKey, body), signed)) return no(401, 'a wrong signature')
      const seconds = Number(timestamp)
      if (!(Math.abs(clock.now() - seconds * 1000) <= WINDOW_MS))
        return no(401, 'too old, or from the future')
    }
    // Unsigned is only the question whether we are there, and it must be encrypted with our key.
    const refuse = (why: string): No => no(signed === undefined ? 401 : 400, why)
    const wrapped = Encrypted.safeParse(json(Buffer.from(body).toString('utf8')))
    if (!wrapped.success) return refuse('not encrypted')
    const text = decrypt(wrapped.data.encrypt, encryptKey)
    if (text === undefined) return refuse('not encrypted with our key')
    content = json(text)
    if (content === undefined) return refuse('no JSON inside')
  }
  const parsed = Token.safeParse(content)
  if (!parsed.success) return no(signed === undefined && encryptKey !== undefined ? 401 : 400, 'no envelope')
  const { token, type, challenge, header, event } = parsed.data
  const question = type === 'url_verification'
  if (encryptKey !== undefined && signed === undefined && !question) return no(401, 'not signed')
  if (verificationToken !== undefined && !same(header?.token ?? token ?? '', verificationToken))
    return no(401, 'a wrong token')
  if (question) return challenge === undefined ? no(400, 'no challenge') : { challenge }
  const app = header?.app_id ?? (typeof event?.app_id === 'string' ? event.app_id : undefined)
  if (app !== appId) return no(401, 'another app')
  const foreign = doors.events.foreign(content)
  if (foreign !== undefined) return no(401, foreign)
  return { open: content }
}

export const webhookRouter = (doors: Doors): Router => {
  const { events, wire, log } = doors

  const late = (): { soon: Promise<'late'>; cancel: () => void } => {
    let cancel = () => {}
    const soon = new Promise<'late'>((resolve) => {
      cancel = wire.after(BUDGET_MS, () => resolve('late'))
    })
    return { soon, cancel }
  }

  const take = async (incoming: Incoming, response: Response): Promise<void> => {
    const { soon, cancel } = late()
    const work = events.take(incoming)
    try {
      const taken = await Promise.race([work, soon])
      if (taken !== 'late') {
        response.once('close', taken.gone)
        response.status(200).json(taken.reply)
        return
      }
      // An event is brought again and then recognized; a press is not, so it gets an answer now.
      log.warn({ kind: incoming.kind }, 'the house took too long to store what Feishu brought')
      work.then(
        ({ gone }) => gone(),
        (error) =>
          log.error({ reason: error instanceof Error ? error.message : '' }, 'could not be stored, late'),
      )
      if (incoming.kind === 'pressed') response.status(200).json(stillBusy)
      else response.status(503).json({})
    } catch (error) {
      log.error(
        { kind: incoming.kind, reason: error instanceof Error ? error.message : '' },
        'what Feishu brought could not be stored',
      )
      response.status(503).json({})
    } finally {
      cancel()
    }
  }

  const router = express.Router()
  router.post(
    '/feishu/webhook',
    express.raw({ type: () => true, limit: '1mb' }),
    async (request: Request, response: Response): Promise<void> => {
      const refuse = ({ status, why }: No): void => {
        log.warn({ status, why }, 'refused at the Feishu webhook')
        response.status(status).json({})
      }
      const what = open(request, doors)
      if ('status' in what) return refuse(what)
      if ('challenge' in what) {
        response.status(200).json({ challenge: what.challenge })
        return
      }
      let incoming: Incoming
      try {
        incoming = events.read(Envelope.parse(what.open))
      } catch {
        return refuse(no(400, 'not as documented'))
      }
      await take(incoming, response)
    },
  )
  const failed: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    const status = z.object({ status: z.number().int().min(400).max(499) }).safeParse(error)
    log.warn(
      { status: status.success ? status.data.status : 400 },
      'an unreadable body at the Feishu webhook',
    )
    if (!response.headersSent) response.status(status.success ? status.data.status : 400).json({})
  }
  router.use('/feishu/webhook', failed)
  return router
}

// What does the sandbox answer over HTTP? The JSON API of contract §3, a few calls of the page's own, and the page.

import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { withheldText } from '../../../store/sandbox-log.js'
import { closedDoor, please, refused } from '../../../templates/platform/sandbox.js'
import { yesOrNo } from '../../../templates/platform/words.js'
import { pageBeside, pageHeaders } from '../../process/page.js'
import { botNamed } from '../called.js'
import type { Answer, Receive, Speaker } from '../inbound.js'
import { advanceMs } from './advance.js'
import type { Chats } from './chats.js'
import { cookieName, fromThisMachine, holdsToken, isToken } from './guard.js'
import type { SandboxOptions } from './needs.js'
import type { SandboxPerson } from './people.js'
import { plainly } from './plainly.js'
import type { Streams, Watch } from './stream.js'

type Given = SandboxOptions & { chats: Chats; streams: Streams }

const pageFolder = pageBeside(import.meta.url)

const Chat = z.enum(['dm', 'group'])
/** Null is as if it were not there. */
const present = <T>(fields: Record<string, T | null>): Record<string, T> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  )
const ownId = z
  .string()
  .min(1)
  .max(100)
  .nullish()
  .transform((id) => id ?? undefined)
const Say = z.object({
  as: z.string(),
  chat: Chat,
  text: z.string().refine((text) => text.trim() !== ''),
  id: ownId,
})
const Scalar = z
  .union([z.string(), z.number(), z.boolean()])
  .transform((value) => (typeof value === 'boolean' ? yesOrNo(value) : String(value)))
const FormValue = z
  .union([Scalar, z.array(Scalar.nullable())])
  .transform((value) => (Array.isArray(value) ? value.filter((one) => one !== null).join('、') : value))
const Press = z.object({
  as: z.string(),
  messageId: z.string(),
  value: z
    .object({ action: z.string() })
    .catchall(Scalar.nullable())
    .transform(({ action, ...rest }) => ({ action, ...present(rest) })),
  form: z
    .record(z.string(), FormValue.nullable())
    .nullish()
    .transform((fields) => fields && present(fields)),
  id: ownId,
})
const Advance = z.object({ advance: z.string() })
const Reach = z.object({ as: z.string(), reachable: z.boolean() })
const Query = z.object({
  as: z.string(),
  chat: Chat.default('dm'),
  after: z
    .string()
    .regex(/^(?:m\d+)?$/)
    .optional(),
})

/** A request that gets no effect: the status, and the sentence that says why. */
class Refused extends Error {
  constructor(
    readonly status: number,
    readonly sentence: string,
  ) {
    super(sentence)
  }
}

const parse = <T>(type: z.ZodType<T>, value: unknown, sentence: string): T => {
  const result = type.safeParse(value)
  if (!result.success) throw new Refused(400, sentence)
  return result.data
}

const mostBytes = 1024 * 1024

const thisMachineOnly: RequestHandler = (request, response, next) => {
  response.set(pageHeaders)
  if (fromThisMachine(request.socket.remoteAddress, request.headers)) next()
  else response.status(403).json({ error: refused.elsewhere })
}

const tokenOnly =
  (token: string): RequestHandler =>
  (request, response, next) => {
    if (holdsToken(request.headers, request.socket.localPort, token)) next()
    else response.status(401).set('cache-control', 'no-store').json({ error: refused.noToken })
  }

/** The printed address: its token becomes a cookie, and goes from the address. */
const page =
  (token: string): RequestHandler =>
  (request, response) => {
    const port = request.socket.localPort
    response.set('cache-control', 'no-store')
    if (isToken(request.query.token, token))
      response
        .cookie(cookieName(port), token, { httpOnly: true, sameSite: 'strict', path: `${request.baseUrl}/` })
        .redirect(303, `${request.baseUrl}/`)
    else if (request.query.token === undefined && holdsToken(request.headers, port, token))
      response.set('cache-control', 'no-cache').sendFile('index.html', { root: pageFolder })
    else response.status(401).type('html').send(closedDoor)
  }

/** A body of another kind was not read above; a page from elsewhere could send one without asking first. */
const onlyJson: RequestHandler = (request, _response, next) => {
  if (request.method !== 'POST' || request.is('json')) return next()
  if (Number(request.headers['content-length']) > mostBytes) throw new Refused(413, refused.tooMuch)
  throw new Refused(400, refused.noJson)
}

const fail: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error)
  const status = statusOf(error)
  const sentence =
    error instanceof Refused
      ? error.sentence
      : status === 413
        ? refused.tooMuch
        : status < 500
          ? refused.malformed
          : refused.failed
  response.status(status).json({ error: sentence })
}

const statusOf = (error: unknown): number => {
  if (error instanceof Refused) return error.status
  const status = error instanceof Error && 'status' in error ? error.status : 500
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}

/** `@烽火 状态` in the group → `状态`; nothing when the bot is not spoken to. */
const addressed = (text: string): string | undefined => {
  const mention = botNamed.exec(text)
  if (!mention) return undefined
  return `${text.slice(0, mention.index)} ${text.slice(mention.index + mention[0].length)}`.trim()
}

export const sandboxRouter = (given: Given): express.Router => {
  const { log, chats, streams } = given
  const iso = () => new Date(given.now()).toISOString()

  const known = (id: string): SandboxPerson => {
    const person = given.people().find((each) => each.id === id)
    if (!person) throw new Refused(404, refused.nobody)
    return person
  }
  const speaker = ({ id, name }: SandboxPerson): Speaker => ({ channel: 'sandbox', address: id, name })
  const received = async <T>(
    sentence: string,
    ask: (receive: Pick<Receive, 'said' | 'pressed'>) => Promise<T>,
  ): Promise<T> => {
    try {
      return await ask(given.receive())
    } catch {
      throw new Refused(503, sentence)
    }
  }

  const kept = <T>(fill: () => T): T => {
    try {
      return fill()
    } catch {
      throw new Refused(503, refused.notShown)
    }
  }

  const say = async (person: SandboxPerson, { chat, text, id }: z.infer<typeof Say>) => {
    const where = chat === 'group' ? 'group' : person.id
    const key = `said:${id ?? crypto.randomUUID()}`
    const before = log.byKey(key)
    if (before !== undefined) return { id: before }
    const heard = chat === 'group' ? addressed(text) : text
    const place = chats.reserve(where)
    const at = iso()
    const answer: Answer =
      heard === undefined
        ? { withheld: given.withholds?.(person.id, text) ?? false }
        : await received(refused.notSaid, ({ said }) =>
            said({ id: `sandbox:${key.slice(5)}`, by: speaker(person), chat, text: heard }),
          ).catch((error: unknown) => {
            place.giveUp()
            throw error
          })
    const shown = answer.withheld ? withheldText : text
    const message = kept(() => place.fill({ at, from: person.id, text: shown }, key))
    return { id: message, ...(answer.toast ? { toast: answer.toast } : {}) }
  }

  /** Sayings under way, so that a repetition waits for the first instead of being a second. */
  const saying = new Map<string, ReturnType<typeof say>>()
  const sayOnce = (person: SandboxPerson, body: z.infer<typeof Say>) => {
    if (body.id === undefined) return say(person, body)
    const id = body.id
    const running = saying.get(id) ?? say(person, body).finally(() => saying.delete(id))
    saying.set(id, running)
    return running
  }

  const press = async (person: SandboxPerson, body: z.infer<typeof Press>) => {
    const found = log.find(body.messageId)
    if (!found || (found.chat !== 'group' && found.chat !== person.id))
      throw new Refused(404, refused.noMessage)
    if (found.message.card === undefined) throw new Refused(400, refused.noButtons)
    const { toast, card, wrong } = await received(refused.notPressed, ({ pressed }) =>
      pressed({
        id: body.id === undefined ? `sandbox:press:${crypto.randomUUID()}` : `sandbox:${body.id}`,
        by: speaker(person),
        message: body.messageId,
        value: body.value,
        ...(body.form ? { form: body.form } : {}),
      }),
    )
    if (card && log.find(body.messageId)) kept(() => chats.redraw(body.messageId, plainly(card)))
    return { ...(toast ? { toast } : {}), ...(wrong ? { wrong } : {}) }
  }

  /** The clock moves one request after the other. */
  let moving: Promise<unknown> = Promise.resolve()
  const advance = async (ms: number) => {
    const mine = moving.then(() => given.advance(ms))
    moving = mine.catch(() => undefined) // whoever asked hears of it, just below; the next one still moves
    await mine.catch(() => {
      throw new Refused(503, refused.clockStopped)
    })
    const now = iso()
    streams.tell({ event: 'clock', now })
    return { now }
  }

  const watch = (as: string): Watch => {
    if (as === '*') return { people: 'everyone', several: true }
    const ids = as.split(',').filter((id) => id !== '')
    if (!ids.length) throw new Refused(400, please.watch)
    return { people: ids.map((id) => known(id).id), several: as.includes(',') }
  }

  const api = express.Router()
  api.use(express.json({ limit: mostBytes }))
  api.use(onlyJson)
  api.get('/people', (_request, response) => {
    response.json(
      given.people().map(({ id, name, title, unit, roles }) => ({ id, name, title, unit, roles })),
    )
  })
  api.get('/messages', (request, response) => {
    const { as, chat, after } = parse(Query, request.query, please.read)
    const { id } = known(as)
    response.json(chats.seen(chat === 'group' ? 'group' : id, after || undefined))
  })
  api.post('/say', async (request, response) => {
    const body = parse(Say, request.body, please.say)
    response.json(await sayOnce(known(body.as), body))
  })
  api.post('/press', async (request, response) => {
    const body = parse(Press, request.body, please.press)
    response.json(await press(known(body.as), body))
  })
  api.get('/clock', (_request, response) => {
    response.json({ now: iso() })
  })
  api.post('/clock', async (request, response) => {
    const sentence = please.advance
    const ms = advanceMs(parse(Advance, request.body, sentence).advance.trim())
    if (ms === undefined) throw new Refused(400, sentence)
    response.json(await advance(ms))
  })
  api.get('/overview', async (_request, response) => {
    response.json(await given.overview())
  })
  api.get('/chats', (_request, response) => {
    response.json({
      memory: log.memory,
      chats: log.chats().map((chat) => ({ chat, ids: chats.ofBot(chat) })),
      off: given.people().flatMap(({ id }) => (log.reachable(id) ? [] : [id])),
    })
  })
  api.post('/reach', (request, response) => {
    const { as, reachable } = parse(Reach, request.body, please.reach)
    log.setReachable(known(as).id, reachable)
    streams.tell({ event: 'reach', person: as, reachable })
    response.json({ as, reachable })
  })
  api.get('/events', (request, response) => {
    const { as } = parse(z.object({ as: z.string() }), request.query, please.watch)
    streams.watch(watch(as), response)
  })
  api.get('/files/:id/:name', (request, response, next) => {
    sendKept(request, response, next, log.filePath(request.params.id))
  })

  const router = express.Router()
  router.get('/', thisMachineOnly, page(given.token))
  router.use('/sandbox', thisMachineOnly, tokenOnly(given.token))
  router.use('/sandbox/api', (_request, response, next) => {
    response.set('cache-control', 'no-store')
    next()
  })
  router.use('/sandbox/api', api)
  router.use('/sandbox/page', express.static(pageFolder, { index: false, cacheControl: false }))
  router.use('/sandbox', (_request, response) => {
    response.status(404).json({ error: refused.noAddress })
  })
  router.use('/sandbox', fail)
  return router
}

const sendKept = (
  request: Request<{ id: string; name: string }>,
  response: Response,
  next: (error?: unknown) => void,
  path: string | undefined,
) => {
  if (!path) return next(new Refused(404, refused.noFile))
  response.attachment(request.params.name).type('application/octet-stream')
  response.sendFile(path, { dotfiles: 'allow' }, (error) => {
    if (error && !response.headersSent) {
      response.removeHeader('content-disposition')
      next(new Refused(404, refused.noFile))
    }
  })
}

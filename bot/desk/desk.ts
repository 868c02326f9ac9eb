// What does the desk answer over HTTP? Its page, and what the office and the school's leaders may look at there: read only, asked anew each time who may.
import {
  type ErrorRequestHandler,
  static as files,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express'
import { maySeeRecord, partyOf } from '../../handlers/see.js'
import { localParts } from '../../rules/calendar.js'
import type { World } from '../../rules/world.js'
import type { Log } from '../../store/log.js'
import type { Directory, Party } from '../../store/schema.js'
import {
  deskAll,
  deskAsOf,
  deskFigures,
  deskNo,
  deskOpen,
  deskRecord,
  platformNames,
} from '../../templates/desk.js'
import type { Channel } from '../channels/channel.js'
import { cookies, pageBeside, pageHeaders } from '../process/page.js'
import { hereOf } from '../turn/drawing.js'
import { refById } from '../turn/world.js'
import { openLimit } from './limit.js'
import type { Seal } from './session.js'
import { cookieNames, cookieOptions, signInRoutes } from './sign-in.js'

type DeskOptions = {
  /** Where people reach it, with the platforms they may sign in by. Without it only the sandbox opens it. */
  publicUrl?: string | undefined
  channels: readonly Channel[]
  seal: Seal
  /** The sandbox's: does this request come from whoever plays in it? */
  plays?: ((request: Request) => boolean) | undefined
  directory(): Directory
  /** Looks at what is on disk. */
  look<A>(body: (world: World) => A): Promise<A>
  now(): number
  log: Log
}

const pageFolder = pageBeside(import.meta.url)
/** The page asks twice a minute; somebody who looks through many records asks more. */
const MOST_LOOKS = 120
const FIGURES_HOLD_MS = 60_000

/** No files, no frames, nothing kept by a browser. */
const headers: RequestHandler = (_request, response, next) => {
  response.set({ ...pageHeaders, 'cache-control': 'no-store' })
  next()
}

/** Nothing where neither a platform nor the sandbox opens it: then there is no such address. */
export const deskRouter = (given: DeskOptions): Router | undefined => {
  const { publicUrl, channels, seal, plays, directory, look, now, log } = given
  const ways = channels.flatMap(({ name, signIn }) => (signIn && name !== 'sandbox' ? [name] : []))
  const isPublic = publicUrl !== undefined && ways.length > 0
  if (!isPublic && !plays) return undefined
  const names = cookieNames(publicUrl ?? '')
  const party = (id: string): Party => partyOf({ id, name: '' }, { directory: directory() })
  const mayLook = (id: string): boolean => maySeeRecord(party(id))
  const mayAsk = openLimit(MOST_LOOKS, now)
  let figures: { key: string; until: number; body: unknown } | undefined

  /** Who asks: whoever the sandbox's page plays, else whose session it is. Whether they may is asked elsewhere. */
  const whoAsks = (request: Request): string | undefined => {
    const { as } = request.query
    if (typeof as === 'string' && plays?.(request)) return as
    if (!isPublic) return undefined
    return cookies(request.headers.cookie, names.session)
      .flatMap((one) => seal.open('session', one, now())?.person ?? [])
      .at(0)
  }

  const sendNo = (response: Response, status: number, error: string, more: object = {}): void => {
    response.status(status).json({ error, ...more })
  }

  /** What stands where nobody is signed in: how to. */
  const waysIn = (request: Request): object => ({
    ways: isPublic
      ? ways.map((name) => ({ name, label: platformNames[name as keyof typeof platformNames] }))
      : [],
    played: plays?.(request)
      ? directory()
          .people.filter(({ id }) => mayLook(id))
          .map(({ id, name, title }) => ({ id, name, title }))
      : [],
  })

  const forReaders =
    (answer: (world: World, reader: Party, request: Request) => unknown): RequestHandler =>
    async (request, response) => {
      const id = whoAsks(request)
      if (id === undefined) return sendNo(response, 401, deskNo.notSignedIn, waysIn(request))
      if (!mayLook(id)) return sendNo(response, 403, deskNo.notYours, waysIn(request))
      if (!mayAsk(id)) {
        response.set('retry-after', '60')
        return sendNo(response, 429, deskNo.busy)
      }
      const body = await look((world) => answer(world, partyOf(refById(id, world), world), request))
      if (body === undefined) return sendNo(response, 404, deskNo.noMatter)
      response.json(body)
    }

  const api = Router()
  api.get(
    '/open',
    forReaders((world, { name, title }) => ({
      now: world.now,
      asOf: deskAsOf(world),
      timezone: world.rules.timezone,
      organization: world.rules.organization.name,
      reader: { name, title },
      matters: deskOpen(hereOf(world)),
    })),
  )
  api.get(
    '/all',
    forReaders((world, reader) => ({ rows: deskAll(reader, hereOf(world)) })),
  )
  api.get(
    '/figures',
    forReaders((world, _reader, request) => {
      const asked = String(request.query.year ?? '')
      const thisYear = localParts(Date.parse(world.now), world.rules.timezone).y
      const year = /^20\d\d$/.test(asked) ? Number(asked) : thisYear
      const key = String(year)
      // it reads every matter of the year, archived ones too: once a minute for everybody
      if (figures?.key !== key || figures.until <= now())
        figures = { key, until: now() + FIGURES_HOLD_MS, body: deskFigures(year, hereOf(world)) }
      return figures.body
    }),
  )
  api.get(
    '/matter',
    forReaders((world, reader, request) => {
      const id = String(request.query.id ?? '')
      if (!Object.hasOwn(world.incidents, id) && !Object.hasOwn(world.ledger, id)) return undefined
      const record = deskRecord(id, reader, hereOf(world))
      if (record) log.info({ person: reader.id, matter: id }, 'the desk showed a record')
      return record
    }),
  )
  api.post('/out', (_request, response) => {
    response.clearCookie(names.session, cookieOptions(publicUrl ?? '')).json({})
  })
  api.use((_request, response) => sendNo(response, 404, deskNo.noMatter))

  const fail: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error)
    log.error({ name: error instanceof Error ? error.name : '' }, 'the desk could not answer')
    sendNo(response, 503, deskNo.failed)
  }

  const desk = Router({ strict: true })
  // where only the sandbox opens it, it is there for nobody else
  desk.use((request, _response, next) => (isPublic || plays?.(request) ? next() : next('router')))
  desk.use(headers)
  desk.get('/', (request, response) => {
    // its own addresses are relative, so that it may stand behind a path of a proxy
    if (request.originalUrl.slice(request.baseUrl.length).startsWith('/'))
      return response.redirect(302, '../desk')
    return response.sendFile('index.html', { root: pageFolder })
  })
  desk.use('/page', files(pageFolder, { index: false, cacheControl: false }))
  desk.use('/api', api)
  if (isPublic) desk.use(signInRoutes({ publicUrl, channels, seal, directory, mayLook, now, log }))
  desk.use(fail)
  return Router({ strict: true }).use('/desk', desk)
}

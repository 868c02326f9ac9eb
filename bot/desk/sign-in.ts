// How does somebody come in at the desk? By their account on Feishu or DingTalk: a sealed state that is good once, and a verifier that only this browser's cookie knows.
import { createHash, randomBytes } from 'node:crypto'
import { type Response, Router } from 'express'
import { withoutEnd } from '../../rules/ends.js'
import type { Log } from '../../store/log.js'
import type { Directory } from '../../store/schema.js'
import { deskDoor, deskNo } from '../../templates/desk.js'
import { personBehind } from '../channels/behind.js'
import type { Channel, SignIn } from '../channels/channel.js'
import { cookies } from '../process/page.js'
import { openLimit } from './limit.js'
import type { Seal } from './session.js'

const SESSION_MS = 12 * 3_600_000
const SIGN_IN_MS = 10 * 60_000
/** Each is a call to the platform: whoever makes up codes must not use up its patience. */
const MOST_SIGN_INS = 30

type Way = Channel & { signIn: SignIn }
const isWay = (channel: Channel): channel is Way => channel.signIn !== undefined

const random = (): string => randomBytes(32).toString('base64url')

type Given = {
  publicUrl: string
  channels: readonly Channel[]
  seal: Seal
  directory: () => Directory
  mayLook(person: string): boolean
  now: () => number
  log: Log
}

const base = (publicUrl: string): string => withoutEnd(publicUrl, '/')
/** Where the page is, as people reach it. */
export const deskAt = (publicUrl: string): string => `${base(publicUrl)}/desk`
/** Where a platform sends the browser back to: its console must list it. */
export const redirectAt = (publicUrl: string, channel: string): string => `${deskAt(publicUrl)}/in/${channel}`

/** What the cookies are called; where the address is https no sibling site of the campus can put one in their place. */
export const cookieNames = (publicUrl: string): { session: string; signIn: string } => {
  const prefix = publicUrl.startsWith('https:') ? '__Host-' : ''
  return { session: `${prefix}fenghuo-desk`, signIn: `${prefix}fenghuo-desk-in` }
}

export const cookieOptions = (publicUrl: string) =>
  ({ httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:'), path: '/' }) as const

export const signInRoutes = (given: Given): Router => {
  const { publicUrl, channels, seal, directory, mayLook, now, log } = given
  const names = cookieNames(publicUrl)
  const options = cookieOptions(publicUrl)
  const wayOf = (name: string): Way | undefined => channels.filter(isWay).find((one) => one.name === name)
  const redirectOf = (name: string): string => redirectAt(publicUrl, name)
  const mayAsk = openLimit(MOST_SIGN_INS, now)
  /** States that have done their work, while they would still be in force. */
  const used = new Map<string, number>()
  const no = (response: Response, status: number, sentence: string): void => {
    response
      .status(status)
      .type('html')
      .send(deskDoor(sentence, deskAt(publicUrl)))
  }
  const useUp = (state: string): boolean => {
    for (const [one, until] of used) if (until <= now()) used.delete(one)
    if (used.has(state)) return false
    used.set(state, now() + SIGN_IN_MS)
    return true
  }

  const router = Router()
  router.get('/to/:channel', (request, response) => {
    const way = wayOf(request.params.channel)
    if (!way) return no(response, 404, deskNo.state)
    const [state, verifier] = [random(), random()]
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    const kept = seal.close('sign-in', { state, verifier, channel: way.name }, now() + SIGN_IN_MS)
    response.cookie(names.signIn, kept, { ...options, maxAge: SIGN_IN_MS })
    response.redirect(303, way.signIn.address({ redirect: redirectOf(way.name), state, challenge }))
  })
  router.get('/in/:channel', async (request, response) => {
    const { state, code, authCode } = request.query
    const way = wayOf(request.params.channel)
    const mine = cookies(request.headers.cookie, names.signIn)
      .map((one) => seal.open('sign-in', one, now()))
      .find((one) => one?.state === state && one?.channel === way?.name)
    response.clearCookie(names.signIn, options)
    if (!way || !mine?.state || !mine.verifier || !useUp(mine.state)) return no(response, 403, deskNo.state)
    const given = code ?? authCode
    if (typeof given !== 'string' || given === '') return no(response, 403, deskNo.refused)
    if (!mayAsk('')) return no(response, 429, deskNo.busy)
    let address: string | undefined
    try {
      address = await way.signIn.who({
        redirect: redirectOf(way.name),
        code: given,
        verifier: mine.verifier,
      })
    } catch (error) {
      log.warn(
        { channel: way.name, name: error instanceof Error ? error.name : '' },
        'nobody could sign in at the desk',
      )
      return no(response, 502, deskNo.refused)
    }
    const person =
      address === undefined ? undefined : personBehind({ channel: way.name, address }, directory(), channels)
    if (!person) return no(response, 403, deskNo.nobody)
    if (!mayLook(person.id)) {
      log.info({ person: person.id }, 'somebody who may not look at the desk signed in')
      return no(response, 403, deskNo.notYours)
    }
    log.info({ person: person.id, channel: way.name }, 'somebody signed in at the desk')
    response.cookie(names.session, seal.close('session', { person: person.id }, now() + SESSION_MS), {
      ...options,
      maxAge: SESSION_MS,
    })
    response.redirect(303, deskAt(publicUrl))
  })
  return router
}

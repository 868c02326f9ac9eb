// Who may talk to the sandbox? Who holds its token, on this very machine, from no page but its own.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { cookies } from '../../process/page.js'

const loopbackAddress = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/i
const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i
/** A proxy on this machine speaks for somebody else. One that says nothing is why the token is asked for as well. */
const forwarding = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'cf-connecting-ip',
] as const

/**
 * The Host header is checked against DNS rebinding, Origin against pages from elsewhere, and what a proxy adds
 * because behind a proxy every address looks local.
 */
export const fromThisMachine = (remoteAddress: string | undefined, headers: IncomingHttpHeaders): boolean => {
  const { host, origin } = headers
  if (!remoteAddress || !loopbackAddress.test(remoteAddress)) return false
  if (!host || !loopbackHost.test(host)) return false
  if (forwarding.some((name) => headers[name] !== undefined)) return false
  return origin === undefined || origin.toLowerCase() === `http://${host.toLowerCase()}`
}

/** Cookies know no port: each sandbox of this machine has a name of its own. */
export const cookieName = (port: number | undefined): string => `fenghuo-sandbox-${port ?? 0}`

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether this is the token, in a time that does not tell how much of it was right. */
export const isToken = (given: unknown, token: string): boolean =>
  typeof given === 'string' && timingSafeEqual(digest(given), digest(token))

/** Does this request carry the token: in the header, as scripts do, or in the cookie that the page was given? */
export const holdsToken = (headers: IncomingHttpHeaders, port: number | undefined, token: string): boolean =>
  isToken(headers['x-sandbox-token'], token) ||
  cookies(headers.cookie, cookieName(port)).some((given) => isToken(given, token))

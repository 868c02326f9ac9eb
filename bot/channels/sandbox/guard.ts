// Who may talk to the sandbox? Only a browser or script on this very machine, never a page from elsewhere.
import type { IncomingHttpHeaders } from 'node:http'

const loopbackAddress = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/i
const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i
/** A proxy on this machine speaks for somebody else. */
const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'] as const

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

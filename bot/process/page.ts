// What may a page of ours do in a browser, and how is it told who it is? Its policy, its folder, and the cookies of a request.
import { fileURLToPath } from 'node:url'

/** Nothing but its own scripts, styles and calls. */
export const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}

/** The folder `page` beside a module of `bot/`. The compiler copies no page, so from `dist/` it is where its source is. */
export const pageBeside = (module: string): string => {
  const at = module.endsWith('.js') ? module.lastIndexOf(COMPILED) : -1
  const source = at < 0 ? module : `${module.slice(0, at)}/bot/${module.slice(at + COMPILED.length)}`
  return fileURLToPath(new URL('./page', source))
}
const COMPILED = '/dist/bot/'

/** Every cookie of this name: a browser may send more than one, from different paths. */
export const cookies = (header: string | undefined, name: string): string[] =>
  (header ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    if (at < 0 || pair.slice(0, at).trim() !== name) return []
    try {
      return [decodeURIComponent(pair.slice(at + 1).trim())]
    } catch {
      return []
    }
  })

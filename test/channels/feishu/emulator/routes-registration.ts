// How is an app made by consent? The device flow of the accounts host (§6.3 of the page): begin, poll, and the page that somebody opens.
import { gunzipSync } from 'node:zlib'
import type { Reply, Route } from './http.js'
import { isObject, type Json, parsed, type State } from './state.js'

const said = (status: number, body: unknown): Reply => ({ status, body })
const strings = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
const at = (value: Json | undefined, ...path: string[]): Json | undefined =>
  path.reduce<Json | undefined>((inner, name) => (isObject(inner) ? inner[name] : undefined), value)

export const startRegistration = (state: State, domain: () => string) => {
  const codes = new Map<string, 'waiting' | 'made' | 'denied'>()
  const route: Route = {
    method: 'POST',
    pattern: '/oauth/v1/app/registration',
    open: true,
    answer({ body }) {
      if (body.action === 'begin') {
        const device_code = state.id('dc_')
        codes.set(device_code, 'waiting')
        return said(200, {
          device_code,
          verification_uri_complete: `${domain()}/page/launcher?user_code=${device_code.slice(-8)}`,
          expires_in: 600,
          interval: 0.05,
        })
      }
      const now = codes.get(String(body.device_code))
      if (now === undefined) return said(400, { error: 'invalid_grant', error_description: 'no such code' })
      if (now === 'waiting') return said(400, { error: 'authorization_pending' })
      if (now === 'denied') return said(400, { error: 'access_denied', error_description: 'denied' })
      return said(200, { client_id: state.app.id, client_secret: state.app.secret, user_info: {} })
    },
  }
  return {
    route,
    /** Somebody opens the printed address and consents, or does not: the app has what the address asks for, and is published. */
    consent(address: string, granted = true): void {
      const url = new URL(address)
      const code = [...codes.keys()].find((one) => one.slice(-8) === url.searchParams.get('user_code'))
      if (code === undefined) throw new Error(`nobody began ${address}`)
      codes.set(code, granted ? 'made' : 'denied')
      if (!granted) return
      const addons = parsed(
        gunzipSync(Buffer.from(url.searchParams.get('addons') ?? '', 'base64url')).toString(),
      )
      state.scopes.clear()
      for (const scope of strings(at(addons, 'scopes', 'tenant'))) state.scopes.add(scope)
      state.subscribed = [
        ...strings(at(addons, 'events', 'items', 'tenant')),
        ...strings(at(addons, 'callbacks', 'items')),
      ]
      state.activated = 2
    },
  }
}

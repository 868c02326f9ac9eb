// How does somebody sign in elsewhere with their Feishu account? The page of the accounts host where they consent, the code, the token of theirs, and who they are.
import { createHash } from 'node:crypto'
import type { Reply, Route } from './http.js'
import { ok, refuse } from './http.js'
import type { State } from './state.js'

const CODE_MS = 300_000
const TOKEN_MS = 7_200_000
const no = (code: number, error: string): Reply => ({
  status: 400,
  body: { code, error, error_description: error },
})

export const startSignIn = (state: State) => {
  const { app, time } = state
  const codes = new Map<string, { openId: string; redirect: string; challenge: string; until: number }>()
  const tokens = new Map<string, { openId: string; until: number }>()
  /** As the console lists them (安全设置 → 重定向 URL). */
  const redirects = new Set<string>()
  const routes: Route[] = [
    {
      method: 'POST',
      pattern: '/open-apis/authen/v2/oauth/token',
      open: true,
      answer({ body }) {
        if (body.grant_type !== 'authorization_code') return no(20036, 'unsupported_grant_type')
        if (body.client_id !== app.id || body.client_secret !== app.secret) return no(20002, 'invalid_client')
        const code = String(body.code)
        const known = codes.get(code)
        codes.delete(code) // good once
        if (!known || known.until <= time.now()) return no(20003, 'invalid_grant')
        if (known.redirect !== body.redirect_uri) return no(20071, 'invalid_request')
        const challenge = createHash('sha256').update(String(body.code_verifier)).digest('base64url')
        if (challenge !== known.challenge) return no(20049, 'invalid_grant')
        const access_token = state.id('u-')
        tokens.set(access_token, { openId: known.openId, until: time.now() + TOKEN_MS })
        return {
          status: 200,
          body: { code: 0, access_token, expires_in: TOKEN_MS / 1000, token_type: 'Bearer', scope: '' },
        }
      },
    },
    {
      method: 'GET',
      pattern: '/open-apis/authen/v1/user_info',
      open: true,
      answer({ headers }) {
        const token = tokens.get(/^Bearer (u-\S+)$/.exec(headers.authorization ?? '')?.[1] ?? '')
        if (!token || token.until <= time.now())
          return refuse(99991668, 'Invalid access token for authorization.', 401)
        const person = state.people.get(token.openId)
        if (!person) return refuse(20008, 'user not exist')
        return ok({
          name: person.name,
          open_id: person.openId,
          union_id: person.unionId,
          tenant_key: app.tenantKey,
        })
      },
    },
  ]
  return {
    routes,
    redirects,
    /** Somebody opens the address and consents; answers where the browser is sent to. Throws where the platform shows its error page. */
    authorize(address: string, openId: string): string {
      const asked = new URL(address)
      const { client_id, response_type, redirect_uri, code_challenge, code_challenge_method, ...rest } =
        Object.fromEntries(asked.searchParams)
      if (asked.pathname !== '/open-apis/authen/v1/authorize') throw new Error(`no page ${asked.pathname}`)
      if (client_id !== app.id || response_type !== 'code') throw new Error('20029: who asks?')
      if (!redirect_uri || !redirects.has(redirect_uri))
        throw new Error(`20029: the console does not list ${redirect_uri}`)
      if (!code_challenge || code_challenge_method !== 'S256') throw new Error('20063: no challenge')
      const code = state.id('code')
      codes.set(code, {
        openId,
        redirect: redirect_uri,
        challenge: code_challenge,
        until: time.now() + CODE_MS,
      })
      const back = new URL(redirect_uri)
      back.searchParams.set('code', code)
      if (rest.state !== undefined) back.searchParams.set('state', rest.state)
      return back.href
    },
  }
}

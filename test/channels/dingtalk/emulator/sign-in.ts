// How does somebody sign in elsewhere with their DingTalk account? The login page where they consent, the code, the token of theirs, and who they are.
import { z } from 'zod'
import { Refused, type Route, shaped } from './door.js'
import type { Ground } from './ground.js'

const CODE_MS = 300_000
const TOKEN_MS = 7_200_000
const TokenBody = z.strictObject({
  clientId: z.string(),
  clientSecret: z.string(),
  code: z.string(),
  grantType: z.literal('authorization_code'),
})
const UnionBody = z.strictObject({ unionid: z.string() })

export const signInRoutes: Route[] = [
  {
    method: 'POST',
    path: '/v1.0/oauth2/userAccessToken',
    door: 'open',
    free: true,
    handle(call) {
      const { clientId, clientSecret, code } = shaped(call, 'userAccessToken', TokenBody, call.body)
      const { apps, signIn } = call.ground.state
      if (apps.get(clientId)?.clientSecret !== clientSecret)
        throw new Refused(400, 'invalidClientIdOrSecret', '无效的clientId或者clientSecret')
      const known = signIn.codes.get(code)
      signIn.codes.delete(code) // good once
      if (!known || known.until <= call.ground.clock.now())
        throw new Refused(400, 'invalidParameter.authCode.notFound', '不存在的临时授权码')
      const accessToken = call.ground.nth('user-token-')
      signIn.tokens.set(accessToken, { unionId: known.unionId, until: call.ground.clock.now() + TOKEN_MS })
      return {
        body: {
          accessToken,
          refreshToken: call.ground.nth('refresh-'),
          expireIn: TOKEN_MS / 1000,
          corpId: 'dingcorp',
        },
      }
    },
  },
  {
    method: 'GET',
    path: '/v1.0/contact/users/me',
    door: 'open',
    free: true,
    handle({ ground, app, headers }) {
      const token = ground.state.signIn.tokens.get(String(headers['x-acs-dingtalk-access-token']))
      if (!token || token.until <= ground.clock.now())
        throw new Refused(400, 'InvalidAuthentication', '不合法的access_token')
      if (!app.scopes.has('Contact.User.Read'))
        throw new Refused(
          403,
          'Forbidden.AccessDenied.AccessTokenPermissionDenied',
          '应用尚未开通所需的权限：[Contact.User.Read]',
          {
            accessdenieddetail: { requiredScopes: ['Contact.User.Read'] },
          },
        )
      return { body: { nick: '昵称', unionId: token.unionId, openId: `open-${token.unionId}` } }
    },
  },
  {
    method: 'POST',
    path: '/topapi/user/getbyunionid',
    door: 'oapi',
    scope: 'qyapi_get_member',
    free: true,
    handle(call) {
      const { unionid } = shaped(call, 'getbyunionid', UnionBody, call.body)
      const request_id = call.ground.nth('request-')
      const user = [...call.ground.state.users.values()].find(({ unionId }) => unionId === unionid)
      if (!user) return { body: { errcode: 60121, errmsg: '找不到该用户', request_id } }
      return {
        body: { errcode: 0, errmsg: 'ok', result: { contact_type: 0, userid: user.staffId }, request_id },
      }
    },
  },
]

/** Somebody opens the address and consents; answers where the browser is sent to. Throws where the platform shows its error page. */
export const authorize = (ground: Ground, address: string, unionId: string): string => {
  const asked = new URL(address)
  const { redirect_uri, response_type, client_id, scope, prompt, state } = Object.fromEntries(
    asked.searchParams,
  )
  if (asked.pathname !== '/oauth2/auth') throw new Error(`no page ${asked.pathname}`)
  if (!ground.state.apps.has(client_id ?? '') || response_type !== 'code') throw new Error('who asks?')
  if (!redirect_uri || !ground.state.signIn.redirects.has(redirect_uri))
    throw new Error(`the console does not list ${redirect_uri}`)
  if (scope !== 'openid' || prompt !== 'consent') throw new Error('scope and prompt are as documented')
  const code = ground.nth('code-')
  ground.state.signIn.codes.set(code, { unionId, until: ground.clock.now() + CODE_MS })
  const back = new URL(redirect_uri)
  back.searchParams.set('authCode', code)
  if (state !== undefined) back.searchParams.set('state', state)
  return back.href
}

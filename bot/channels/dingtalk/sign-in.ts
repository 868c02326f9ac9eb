// Who signs in with DingTalk? The code of the redirect becomes a token of that person; their unionId is looked up in our own organisation.
import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Clock } from '../../time/clock.js'
import type { SignIn } from '../channel.js'
import type { People } from './people.js'
import { json, openWire } from './wire.js'

const Granted = z.looseObject({ accessToken: z.string().min(1) })
const Me = z.looseObject({ unionId: z.string().min(1) })

/** Needs `Contact.User.Read` and `qyapi_get_member`; the console must know the redirect address (安全设置 → 重定向 URL). */
export const openSignIn = (options: {
  people: Pick<People, 'byUnion'>
  apiBase: string
  clientId: string
  clientSecret: string
  clock: Clock
  log: Log
}): SignIn => {
  const { people, clientId, clientSecret, clock, log } = options
  const base = options.apiBase.replace(/\/$/, '')
  const wire = openWire(clock, log, () => {})
  return {
    address({ redirect, state }) {
      const url = new URL('/oauth2/auth', new URL(base).origin.replace('//api.', '//login.'))
      url.search = new URLSearchParams({
        redirect_uri: redirect,
        response_type: 'code',
        client_id: clientId,
        scope: 'openid',
        state,
        prompt: 'consent',
      }).toString()
      return url.href
    },
    async who({ code }) {
      const asked = { clientId, clientSecret, code, grantType: 'authorization_code' }
      const { accessToken } = Granted.parse(
        await wire.exchange('userAccessToken', `${base}/v1.0/oauth2/userAccessToken`, json('POST', asked)),
      )
      const headers = { 'x-acs-dingtalk-access-token': accessToken }
      const me = await wire.exchange(
        'users/me',
        `${base}/v1.0/contact/users/me`,
        json('GET', undefined, headers),
      )
      return people.byUnion(Me.parse(me).unionId)
    },
  }
}

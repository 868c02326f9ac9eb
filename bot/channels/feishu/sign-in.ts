// Who signs in with Feishu? The code of the redirect becomes a token of that person, asked for their open_id once and thrown away.
import type { HttpInstance } from '@larksuiteoapi/node-sdk'
import { z } from 'zod'
import type { SignIn } from '../channel.js'

const Granted = z.object({ access_token: z.string().min(1) })
const User = z.object({ data: z.object({ open_id: z.string().min(1) }) })

/** The app needs no scope for its users' open_id; its console must know the redirect address (安全设置 → 重定向 URL). */
export const openSignIn = (options: {
  http: HttpInstance
  domain: string
  appId: string
  appSecret: string
}): SignIn => {
  const { http, domain, appId, appSecret } = options
  return {
    address({ redirect, state, challenge }) {
      const { origin } = new URL(domain)
      const url = new URL('/open-apis/authen/v1/authorize', origin.replace('//open.', '//accounts.'))
      url.search = new URLSearchParams({
        client_id: appId,
        response_type: 'code',
        redirect_uri: redirect,
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }).toString()
      return url.href
    },
    async who({ redirect, code, verifier }) {
      const granted = Granted.parse(
        await http.post<unknown>(`${domain}/open-apis/authen/v2/oauth/token`, {
          grant_type: 'authorization_code',
          client_id: appId,
          client_secret: appSecret,
          code,
          redirect_uri: redirect,
          code_verifier: verifier,
        }),
      )
      const headers = { authorization: `Bearer ${granted.access_token}` }
      const user = await http.get<unknown>(`${domain}/open-apis/authen/v1/user_info`, { headers })
      return User.parse(user).data.open_id
    },
  }
}

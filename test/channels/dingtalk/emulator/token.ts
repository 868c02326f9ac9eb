// How does an application prove who it is? Access tokens of the new and the old API, and the ticket for a stream connection.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Call, Refused, type Route, shaped } from './door.js'
import type { App } from './state.js'

const lifeMs = 7200_000

/** The same token while it is valid; asking again lengthens its life (§5.1). */
const issue = ({ ground }: Call, app: App): string => {
  const { tokens } = ground.state
  const nowMs = ground.clock.now()
  const known = [...tokens.values()].find(
    ({ clientId, expires }) => clientId === app.clientId && expires > nowMs,
  )
  if (known) {
    known.expires = nowMs + lifeMs
    return known.token
  }
  const token = randomUUID().replaceAll('-', '')
  tokens.set(token, { token, clientId: app.clientId, expires: nowMs + lifeMs })
  return token
}

const TokenBody = z.strictObject({ appKey: z.string(), appSecret: z.string() })

const OpenBody = z.strictObject({
  clientId: z.string(),
  clientSecret: z.string(),
  subscriptions: z
    .array(z.strictObject({ type: z.enum(['EVENT', 'CALLBACK', 'SYSTEM']), topic: z.string() }))
    .min(1),
  ua: z.string().optional(),
  localIp: z.string().optional(),
  extras: z.record(z.string(), z.string()).optional(),
})

export const tokenRoutes: Route[] = [
  {
    method: 'POST',
    path: '/v1.0/oauth2/accessToken',
    door: 'open',
    free: true,
    handle(call) {
      const { appKey, appSecret } = shaped(call, 'accessToken', TokenBody, call.body)
      const app = call.ground.state.apps.get(appKey)
      if (!app || app.clientSecret !== appSecret)
        throw new Refused(400, 'invalidClientIdOrSecret', '无效的clientId或者clientSecret')
      return { body: { accessToken: issue(call, app), expireIn: lifeMs / 1000 } }
    },
  },
  {
    method: 'GET',
    path: '/gettoken',
    door: 'open',
    free: true,
    handle(call) {
      call.ground.forbid('GET /gettoken: the secret stands in the address')
      const app = call.ground.state.apps.get(call.query.get('appkey') ?? '')
      if (!app || app.clientSecret !== call.query.get('appsecret'))
        return { body: { errcode: 40089, errmsg: '不合法的corpid或corpsecret' } }
      return {
        body: { errcode: 0, access_token: issue(call, app), errmsg: 'ok', expires_in: lifeMs / 1000 },
      }
    },
  },
  {
    method: 'POST',
    path: '/v1.0/gateway/connections/open',
    door: 'open',
    free: true,
    handle(call) {
      const { ground } = call
      if (!(call.headers.accept ?? '').includes('application/json')) {
        // The real gateway answers XML to whoever does not ask for JSON: a client that parses it breaks here as it would there.
        ground.forbid('POST /v1.0/gateway/connections/open: no Accept: application/json')
        return { body: '<Result><endpoint/><ticket/></Result>', type: 'application/xml' }
      }
      const { clientId, clientSecret, subscriptions } = shaped(call, 'gateway', OpenBody, call.body)
      const app = ground.state.apps.get(clientId)
      if (!app || app.clientSecret !== clientSecret)
        return {
          status: 401,
          body: { requestid: ground.nth('request-'), code: 'authFailed', message: '鉴权失败' },
        }
      for (const { type, topic } of subscriptions)
        if (type === 'EVENT' && topic !== '*')
          ground.forbid(`gateway: EVENT knows only the topic *, not ${topic}`)
      const ticket = `${randomUUID()}+/=`
      ground.state.tickets.set(ticket, {
        clientId,
        subscriptions,
        expires: ground.clock.now() + 90_000,
        jumps: ground.clock.jumps(),
        used: false,
      })
      return { body: { endpoint: `${ground.base.replace('http', 'ws')}/connect`, ticket } }
    },
  },
]

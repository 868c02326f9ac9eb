// How is an app made by consent? Three calls of the old host, as the platform's own connector makes them; no page documents them.
import { z } from 'zod'
import { type Route, shaped } from './door.js'

const path = (step: string): string => `/app/registration/${step}`
const open = { method: 'POST', door: 'open', free: true } as const

export const registrationRoutes: Route[] = [
  {
    ...open,
    path: path('init'),
    handle(call) {
      shaped(call, 'registration/init', z.strictObject({ source: z.string().min(1) }), call.body)
      return { body: { errcode: 0, errmsg: 'ok', nonce: call.ground.nth('nonce-'), expires_in: 300 } }
    },
  },
  {
    ...open,
    path: path('begin'),
    handle(call) {
      const Begin = z.strictObject({ nonce: z.string().startsWith('nonce-'), source: z.string().optional() })
      shaped(call, 'registration/begin', Begin, call.body)
      const code = call.ground.nth('device-code-')
      call.ground.state.registrations.set(code, 'WAITING')
      const uri = `${call.ground.base}/openapp/registration`
      return {
        body: {
          errcode: 0,
          device_code: code,
          user_code: code,
          verification_uri: uri,
          verification_uri_complete: `${uri}?user_code=${code}`,
          expires_in: 7200,
          interval: 0.05,
        },
      }
    },
  },
  {
    ...open,
    path: path('poll'),
    handle(call) {
      const { device_code } = shaped(
        call,
        'registration/poll',
        z.strictObject({ device_code: z.string() }),
        call.body,
      )
      const status = call.ground.state.registrations.get(device_code) ?? 'EXPIRED'
      const { clientId, clientSecret } = call.app
      return {
        body: {
          errcode: 0,
          status,
          ...(status === 'SUCCESS' ? { client_id: clientId, client_secret: clientSecret } : {}),
          ...(status === 'FAIL' ? { fail_reason: '用户取消' } : {}),
        },
      }
    },
  },
]

// With which token do we call Feishu? One at a time, asked for once however many wait for it, and not at all while the secret is wrong.
import type { HttpInstance } from '@larksuiteoapi/node-sdk'
import { z } from 'zod'
import type { Clock } from '../../time/clock.js'
import { steady } from '../../time/steady.js'
import { DeliveryError } from '../channel.js'
import { judge } from './errors.js'
import { FeishuError } from './http.js'

const Granted = z.object({ tenant_access_token: z.string(), expire: z.number() })

type Token = {
  get(): Promise<string>
  /** Feishu says that this one is no longer good. */
  forget(token: string): void
  /** Why Feishu does not give one, while the credentials are wrong. */
  refused(): string | undefined
}

/** A minute after the first refusal, then twice as long each time: 1, 2, 4, at most 10 minutes. */
const pause = (times: number): number => Math.min(600_000, 60_000 * 2 ** (times - 1))

export const openToken = (options: {
  http: HttpInstance
  domain: string
  appId: string
  appSecret: string
  clock: Clock
}): Token => {
  const { http, domain, appId, appSecret, clock } = options
  const passed = steady(clock)
  let held: { token: string; until: number } | undefined
  let asking: Promise<string> | undefined
  let no: { reason: string; times: number; notBefore: number } | undefined

  /** The pause is kept by the time that passes; who waits for it is told the moment. */
  const still = ({ reason, notBefore }: { reason: string; notBefore: number }): DeliveryError =>
    new DeliveryError(
      'limited',
      `Feishu refuses the app's credentials (${reason})`,
      clock.now() + notBefore - passed(),
    )

  const ask = async (): Promise<string> => {
    try {
      const answer = await http.post<unknown>(`${domain}/open-apis/auth/v3/tenant_access_token/internal`, {
        app_id: appId,
        app_secret: appSecret,
      })
      const { tenant_access_token: token, expire } = Granted.parse(answer)
      no = undefined
      // Three minutes early: what is on the way must still be good when it arrives.
      held = { token, until: passed() + Math.max(60, expire - 180) * 1000 }
      return token
    } catch (error) {
      const { code, status } = error instanceof FeishuError ? error.trouble : {}
      const { failure } = judge(error, clock.now())
      // Its own code and no rate limit: it is the credentials, whatever the code is called this year.
      if (code === undefined || failure === 'limited' || (status ?? 500) >= 500) throw error
      const times = (no?.times ?? 0) + 1
      const reason = `${code}`
      no = { reason, times, notBefore: passed() + pause(times) }
      throw still(no)
    }
  }

  return {
    async get() {
      if (held && held.until > passed()) return held.token
      if (no && no.notBefore > passed()) throw still(no)
      asking ??= ask().finally(() => {
        asking = undefined
      })
      return asking
    },
    forget(token) {
      if (held?.token === token) held = undefined
    },
    refused: () => no?.reason,
  }
}

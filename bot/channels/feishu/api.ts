// How is one call to Feishu made? In pace, within the month, with a token that is renewed once, its answer parsed.

import { AppType, Client, type HttpInstance, withTenantToken } from '@larksuiteoapi/node-sdk'
import type { z } from 'zod'
import type { Log } from '../../../store/log.js'
import { feishuWrong } from '../../../templates/operator/feishu.js'
import type { Clock } from '../../time/clock.js'
import type { Inside } from '../channel.js'
import type { Need } from '../need.js'
import { isMonthUsedUp, isStaleToken, isUnfit, judge, mendOf } from './errors.js'
import { FeishuError, sdkLogger } from './http.js'
import { type Month, openMonth } from './month.js'
import { type Limit, openPace, perApi } from './pace.js'
import { openToken } from './token.js'

type Call = {
  /** What the limits are counted under, and what a log may say: the API and no id. */
  api: string
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  params?: Record<string, string | number>
  data?: object
  multipart?: boolean
  /** Further limits: of the chat, the person, the message. */
  within?: Limit[]
  /** What it is for: the month's last calls are kept for what is needed most. */
  need: Need
  /** Feishu counts contacts, tokens and events not in the month. */
  free?: boolean
  /** The mend of this one is not needed for the bot to work. */
  optional?: boolean
}

export type Api = {
  /** Throws `FeishuError`, or `DeliveryError` where nothing was sent. */
  call<T>(call: Call, answer: z.ZodType<T>): Promise<T>
  bytes(call: Call): Promise<Uint8Array>
  /** Is there a token to be had? Throws as `call` does. */
  knock(): Promise<void>
  /** What the operator must mend, most basic first. */
  wrong(): string | undefined
  month: Month
}

export const openApi = (options: {
  http: HttpInstance
  domain: string
  appId: string
  appSecret: string
  monthlyCalls: number
  clock: Clock
  log: Log
  inside: () => Inside | undefined
}): Api => {
  const { http, domain, appId, appSecret, clock, log, inside } = options
  // The SDK's own token cache asks once for each of several calls that find it empty, and keeps a token that was revoked.
  const client = new Client({
    appId,
    appSecret,
    domain,
    appType: AppType.SelfBuild,
    httpInstance: http,
    disableTokenCache: true,
    ...sdkLogger(log),
  })
  const token = openToken({ http, domain, appId, appSecret, clock })
  const pace = openPace(clock)
  const month = openMonth({ clock, log, limit: options.monthlyCalls, inside })
  /** By API, what Feishu asks the operator to mend. */
  const mends = new Map<string, string>()

  const once = async (call: Call, raw: boolean): Promise<unknown> => {
    const { method, path, params, data, multipart } = call
    const bearer = await token.get()
    try {
      return await client.request<unknown>(
        {
          method,
          url: path,
          ...(params ? { params } : {}),
          ...(data ? { data } : {}),
          ...(multipart ? { headers: { 'Content-Type': 'multipart/form-data' } } : {}),
          ...(raw ? { responseType: 'arraybuffer' as const } : {}),
        },
        withTenantToken(bearer),
      )
    } catch (error) {
      if (isStaleToken(error)) token.forget(bearer)
      throw error
    }
  }

  const made = async (call: Call, raw: boolean): Promise<unknown> => {
    if (!call.free) month.allow(call.need)
    await pace.wait([...perApi(call.api), ...(call.within ?? [])])
    try {
      const answer = await once(call, raw).catch((error: unknown) => {
        if (isStaleToken(error)) return once(call, raw)
        throw error
      })
      if (!call.free) month.count()
      mends.delete(call.api)
      return answer
    } catch (error) {
      if (isMonthUsedUp(error)) month.usedUp()
      const judged = judge(error, clock.now())
      // What the platform answered, and nothing of what was said: the id of the API and its number.
      if (error instanceof FeishuError)
        log.warn(
          { api: call.api, failure: judged.failure, reason: error.message },
          'Feishu did not take a call',
        )
      if (judged.failure === 'limited' && judged.retryAt !== undefined && !isMonthUsedUp(error))
        pace.hold(call.api, judged.retryAt)
      const mend = isUnfit(error) && !call.optional ? mendOf(error, appId) : undefined
      if (mend && mends.get(call.api) !== mend) {
        mends.set(call.api, mend)
        log.error({ api: call.api, mend }, 'Feishu asks for something to be mended')
      }
      throw error
    }
  }

  return {
    async call(call, answer) {
      const body = await made(call, false)
      const parsed = answer.safeParse(body)
      if (!parsed.success)
        throw new FeishuError({
          status: 502,
          text: `${call.api}: an answer of another shape than documented`,
        })
      return parsed.data
    },
    async bytes(call) {
      const body = await made(call, true)
      if (!(body instanceof Uint8Array)) throw new FeishuError({ status: 502, text: `${call.api}: no bytes` })
      return body
    },
    async knock() {
      await token.get()
    },
    wrong() {
      const reason = token.refused()
      if (reason !== undefined) return feishuWrong.credentials(reason)
      const [mend] = mends.values()
      return mend ? feishuWrong.mend(mend) : month.wrong()
    },
    month,
  }
}

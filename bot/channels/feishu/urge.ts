// How does a message of Feishu become loud? In the app, by SMS, by telephone; a step lower where that does not go, and it says so.

import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Urgency } from '../../../store/schema.js'
import { feishuTells } from '../../../templates/operator/feishu.js'
import { lessLoud } from '../../../templates/platform/feishu.js'
import { quotaSpent, stepsDown } from '../../../templates/platform/words.js'
import type { Clock } from '../../time/clock.js'
import type { Destination, Inside, Urged } from '../channel.js'
import type { Api } from './api.js'
import { isUnfit, judge, mendOf, monthOf } from './errors.js'
import { FeishuError } from './http.js'
import { perChat } from './pace.js'

const Answer = z.object({ data: z.object({ invalid_user_id_list: z.array(z.string()).nullish() }).nullish() })
const Done = z.object({})

const steps: Record<Urgency, readonly Urgency[]> = {
  app: ['app'],
  sms: ['sms', 'app'],
  phone: ['phone', 'sms', 'app'],
}

const TOO_MANY_UNREAD = 230023
const QUOTA_USED_UP = 230024

/** Why a step does not go, in the office's words. */
const why = (error: unknown, appId: string): string => {
  const code = error instanceof FeishuError ? error.trouble.code : undefined
  if (code === TOO_MANY_UNREAD) return lessLoud.unread
  if (code === QUOTA_USED_UP) return quotaSpent
  return mendOf(error, appId) ?? (error instanceof FeishuError ? lessLoud.forbidden(error.trouble.code) : '')
}

type Urger = {
  urge(message: string, to: Destination, level: Urgency): Promise<Urged>
  /** They have answered: the chat need not stand on top any longer. */
  calm(address: string): Promise<void>
}

export const openUrger = (options: {
  api: Api
  appId: string
  clock: Clock
  log: Log
  inside: () => Inside | undefined
}): Urger => {
  const { api, appId, clock, log, inside } = options

  const step = async (message: string, address: string, level: Urgency): Promise<void> => {
    const { data } = await api.call(
      {
        api: `im.message.urgent_${level}`,
        method: 'PATCH',
        path: `/open-apis/im/v1/messages/${encodeURIComponent(message)}/urgent_${level}`,
        params: { user_id_type: 'open_id' },
        data: { user_id_list: [address] },
        within: [perChat(address)],
        need: level === 'app' ? 'spare' : 'vital',
        optional: true,
      },
      Answer,
    )
    if (data?.invalid_user_id_list?.includes(address))
      throw new FeishuError({ code: 230001, text: 'not to be urged' })
  }

  /** The chat with the bot on top of the person's list: the path is spelled so. */
  const pin = async (address: string, on: boolean): Promise<void> => {
    await api.call(
      {
        api: 'im.feed_card.bot_time_sentive',
        method: 'PATCH',
        path: '/open-apis/im/v2/feed_cards/bot_time_sentive',
        params: { user_id_type: 'open_id' },
        data: { time_sensitive: on, user_ids: [address] },
        need: 'spare',
        optional: true,
      },
      Done,
    )
    await inside()?.memory.put(`pinned/${address}`, on ? 1 : 0)
  }

  return {
    async urge(message, to, level) {
      if ('group' in to) return { lower: lessLoud.group }
      const lower: string[] = []
      for (const next of steps[level]) {
        if (next === 'app' && api.month.ration('spare') !== 'go') {
          lower.push(lessLoud.kept)
          continue
        }
        try {
          await step(message, to.address, next)
          return { level: next, ...(lower.length > 0 ? { lower: stepsDown(lower) } : {}) }
        } catch (error) {
          const { failure } = judge(error, clock.now())
          // What passes is the courier's to try again; a no of the platform leads one step down.
          if (failure !== 'refused' && failure !== 'unreachable' && !isUnfit(error)) throw error
          lower.push(lessLoud.failed(next, why(error, appId)))
          log.warn(
            { level: next, reason: error instanceof Error ? error.message : '' },
            'could not make a message that loud',
          )
          if (error instanceof FeishuError && error.trouble.code === QUOTA_USED_UP)
            await inside()?.tellOffice(
              `feishu/urgent/${next}/${monthOf(clock.now())}`,
              feishuTells.urgentSpent(next),
            )
        }
      }
      try {
        await pin(to.address, true)
        lower.push(lessLoud.pinned)
      } catch (error) {
        log.warn({ reason: error instanceof Error ? error.message : '' }, 'could not put the chat on top')
      }
      return { lower: stepsDown(lower) }
    },
    async calm(address) {
      if (inside()?.memory.get(`pinned/${address}`) === 1) await pin(address, false)
    },
  }
}

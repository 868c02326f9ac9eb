// How does a message of Feishu become loud? In the app, by SMS, by telephone; a step lower where that does not go, and it says so.
import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Urgency } from '../../../store/schema.js'
import type { Clock } from '../../time/clock.js'
import type { Desk, Destination, Urged } from '../channel.js'
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
const names: Record<Urgency, string> = { app: '应用内加急', sms: '短信加急', phone: '电话加急' }

const TOO_MANY_UNREAD = 230023
const QUOTA_USED_UP = 230024

/** Why a step does not go, in the office's words. */
const why = (error: unknown, appId: string): string => {
  const code = error instanceof FeishuError ? error.trouble.code : undefined
  if (code === TOO_MANY_UNREAD) return '对方未读的加急消息已超过 200 条'
  if (code === QUOTA_USED_UP) return '额度已用完'
  return (
    mendOf(error, appId) ?? (error instanceof FeishuError ? `飞书不允许（${error.trouble.code ?? ''}）` : '')
  )
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
  desk: () => Desk | undefined
}): Urger => {
  const { api, appId, clock, log, desk } = options

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
    await desk()?.memory.put(`pinned/${address}`, on ? 1 : 0)
  }

  return {
    async urge(message, to, level) {
      if ('group' in to) return { lower: '群消息不加急' }
      const lower: string[] = []
      for (const next of steps[level]) {
        if (next === 'app' && api.month.ration('spare') !== 'go') {
          lower.push(`${names.app}已停用：本月飞书额度留给更要紧的消息`)
          continue
        }
        try {
          await step(message, to.address, next)
          return { level: next, ...(lower.length > 0 ? { lower: lower.join('；') } : {}) }
        } catch (error) {
          const { failure } = judge(error, clock.now())
          // What passes is the courier's to try again; a no of the platform leads one step down.
          if (failure !== 'refused' && failure !== 'unreachable' && !isUnfit(error)) throw error
          const reason = `${names[next]}未成功：${why(error, appId)}`
          lower.push(reason)
          log.warn(
            { level: next, reason: error instanceof Error ? error.message : '' },
            'could not make a message that loud',
          )
          if (error instanceof FeishuError && error.trouble.code === QUOTA_USED_UP)
            await desk()?.tellOffice(
              `feishu/urgent/${next}/${monthOf(clock.now())}`,
              `飞书${names[next]}额度已用完，加急将自动降级。请在飞书管理后台“费用中心 › 权益数据”补充额度；紧急事项请电话通知。`,
            )
        }
      }
      try {
        await pin(to.address, true)
        lower.push('已改为将机器人会话置顶')
      } catch (error) {
        log.warn({ reason: error instanceof Error ? error.message : '' }, 'could not put the chat on top')
      }
      return { lower: lower.join('；') }
    },
    async calm(address) {
      if (desk()?.memory.get(`pinned/${address}`) === 1) await pin(address, false)
    },
  }
}

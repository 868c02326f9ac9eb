// Which platforms does this campus use? Each that is configured becomes a channel, with the routes that it needs.
import type { Router } from 'express'
import type { Rules } from '../../rules/rules.js'
import type { Log } from '../../store/log.js'
import type { Config } from '../process/config.js'
import type { Clock } from '../time/clock.js'
import type { Channel } from './channel.js'
import { dingtalkChannel } from './dingtalk/dingtalk.js'

type Process = { clock: Clock; log: Log }

export const openChannels = async (
  config: Config,
  process: Process,
  bought?: Rules['platforms'],
): Promise<{ channels: Channel[]; routers: Router[] }> => {
  const opened = [await feishu(config, process), dingtalk(config, process, bought)].flatMap(
    (one) => one ?? [],
  )
  return {
    channels: opened.map(({ channel }) => channel),
    routers: opened.flatMap(({ router }) => router ?? []),
  }
}

type Opened = { channel: Channel; router?: Router } | undefined

const feishu = async (config: Config, process: Process): Promise<Opened> => {
  const { FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret } = config
  if (!appId || !appSecret) return undefined
  // loading its SDK is a seventh of the work of a start
  const { feishuChannel } = await import('./feishu/feishu.js')
  return feishuChannel({
    appId,
    appSecret,
    mode: config.FEISHU_MODE,
    ...(config.FEISHU_ENCRYPT_KEY ? { encryptKey: config.FEISHU_ENCRYPT_KEY } : {}),
    ...(config.FEISHU_VERIFICATION_TOKEN ? { verificationToken: config.FEISHU_VERIFICATION_TOKEN } : {}),
    domain: config.FEISHU_DOMAIN,
    ...(config.FEISHU_GROUP_CHAT_ID ? { groupChatId: config.FEISHU_GROUP_CHAT_ID } : {}),
    monthlyCalls: config.FEISHU_MONTHLY_CALLS,
    ...process,
  })
}

const dingtalk = (config: Config, process: Process, bought: Rules['platforms']): Opened => {
  const { DINGTALK_CLIENT_ID: clientId, DINGTALK_CLIENT_SECRET: clientSecret } = config
  if (!clientId || !clientSecret) return undefined
  return dingtalkChannel({
    clientId,
    clientSecret,
    mode: config.DINGTALK_MODE,
    robotCode: config.DINGTALK_ROBOT_CODE ?? clientId,
    apiBase: config.DINGTALK_API_BASE,
    oapiBase: config.DINGTALK_OAPI_BASE,
    ...(config.DINGTALK_GROUP_CONVERSATION_ID
      ? { groupConversationId: config.DINGTALK_GROUP_CONVERSATION_ID }
      : {}),
    cardTemplateId: config.DINGTALK_CARD_TEMPLATE_ID,
    ...(config.PUBLIC_URL ? { publicUrl: config.PUBLIC_URL } : {}),
    ...(bought?.dingtalk ? { quota: bought.dingtalk } : {}),
    ...process,
  })
}

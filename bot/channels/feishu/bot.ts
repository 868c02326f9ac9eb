// Who is the bot on Feishu, and may it speak? Its own open_id and whether the app is switched on.
import { z } from 'zod'
import type { Api } from './api.js'

const Info = z.object({
  bot: z.object({
    open_id: z.string(),
    app_name: z.string().optional(),
    activate_status: z.number().optional(),
  }),
})

type Bot = { openId: string; name: string; active: boolean; state: string }

const states: Record<number, string> = {
  0: '尚未启用',
  1: '已停用',
  3: '等待管理员启用',
  4: '新版本等待管理员同意',
  5: '许可已过期',
  6: '套餐已过期',
}

export const botOf = async (api: Api): Promise<Bot> => {
  const { bot } = await api.call(
    { api: 'bot.info', method: 'GET', path: '/open-apis/bot/v3/info', need: 'vital', free: true },
    Info,
  )
  const status = bot.activate_status ?? 2
  // A version that waits for consent does not stop the one before it.
  return {
    openId: bot.open_id,
    name: bot.app_name ?? '',
    active: status === 2 || status === 4,
    state: states[status] ?? '已启用',
  }
}

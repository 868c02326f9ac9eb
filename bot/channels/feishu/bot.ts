// Who is the bot on Feishu, and may it speak? Its own open_id and whether the app is switched on.

import { z } from 'zod'
import { botStates } from '../../../templates/operator/feishu.js'
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
  0: botStates.new,
  1: botStates.off,
  3: botStates.waiting,
  4: botStates.updating,
  5: botStates.licenceOver,
  6: botStates.planOver,
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
    state: states[status] ?? botStates.on,
  }
}

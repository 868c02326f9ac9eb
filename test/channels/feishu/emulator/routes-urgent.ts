// How does a message become loud? In the app, by SMS, by telephone, and the chat pinned on top.
import { type Call, ok, type Route, refuse } from './http.js'
import type { Judge } from './judge.js'
import type { Level, State } from './state.js'

export const urgentRoutes = (state: State, { fault, own }: Judge): Route[] => {
  const { time } = state
  const urgent =
    (level: Level): Route['answer'] =>
    (call: Call) => {
      const message = own(call)
      if ('status' in message) return message
      const ids = Array.isArray(call.body.user_id_list) ? call.body.user_id_list.map(String) : []
      const type = call.query.get('user_id_type')
      if (type !== 'open_id' || ids.length === 0 || ids.length > 200)
        return fault(
          call,
          refuse(230001, 'invalid request parameter, ext=user_id_list'),
          `user_id_type ${type}, ${ids.length} people`,
        )
      const members = state.chats.get(message.chat)?.members ?? new Set()
      const invalid = ids.filter((id) => !members.has(id))
      if (invalid.length === ids.length)
        return fault(
          call,
          refuse(230001, 'invalid request parameter, ext=all user ids are invalid'),
          'nobody of these is in the chat',
        )
      if (ids.some((id) => (state.unreadUrgent.get(id) ?? 0) > 200))
        return refuse(230023, 'The number of unread urgent messages of the user reaches its limit.')
      const reached = ids.filter((id) => members.has(id))
      if (level !== 'app') {
        if (state.urgentLeft[level] < reached.length)
          return refuse(230024, 'Reach the upper limit of urgent message.')
        state.urgentLeft[level] -= reached.length
      }
      for (const openId of reached) {
        message.urgent.push({ openId, level, at: time.now() })
        state.unreadUrgent.set(openId, (state.unreadUrgent.get(openId) ?? 0) + 1)
        state.tell({ type: 'urgent', message, openId, level })
      }
      return ok({ invalid_user_id_list: invalid })
    }

  const loud = (level: Level, scope: string): Route => ({
    method: 'PATCH',
    pattern: `/open-apis/im/v1/messages/:id/urgent_${level}`,
    scopes: [scope],
    counted: true,
    answer: urgent(level),
  })
  return [
    loud('app', 'im:message.urgent'),
    loud('sms', 'im:message.urgent:sms'),
    loud('phone', 'im:message.urgent:phone'),
    {
      method: 'PATCH',
      pattern: '/open-apis/im/v2/feed_cards/bot_time_sentive',
      scopes: ['im:datasync.feed_card.time_sensitive:write'],
      counted: true,
      answer(call) {
        const ids = Array.isArray(call.body.user_ids) ? call.body.user_ids.map(String) : []
        if (
          call.query.get('user_id_type') !== 'open_id' ||
          ids.length === 0 ||
          ids.length > 50 ||
          typeof call.body.time_sensitive !== 'boolean'
        )
          return fault(
            call,
            refuse(99992402, 'field validation failed'),
            'from 1 to 50 open_ids and time_sensitive',
          )
        for (const id of ids) call.body.time_sensitive ? state.pinned.add(id) : state.pinned.delete(id)
        return ok({ failed_user_reasons: [] })
      },
    },
  ]
}

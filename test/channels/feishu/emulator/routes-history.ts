// What does the platform tell of a chat's past, and of reactions? 获取会话历史消息, 创建群, 添加与删除表情回复.
import type { Events } from './events.js'
import { type Call, ok, type Reply, type Route, refuse } from './http.js'
import type { Judge } from './judge.js'
import { shownBy } from './routes-messages.js'
import { isObject, type State } from './state.js'

const HISTORY = ['im:message', 'im:message:readonly', 'im:message.history:readonly']
const REACT = ['im:message', 'im:message.reactions:write_only']
const QUERY = new Set([
  'container_id_type',
  'container_id',
  'start_time',
  'end_time',
  'sort_type',
  'page_size',
  'page_token',
  'card_msg_content_type',
])

export const historyRoutes = (state: State, { fault, named }: Judge, events: () => Events): Route[] => {
  const { app, time } = state
  const shown = shownBy(app)
  const wrong = (call: Call, what: string): Reply =>
    fault(call, refuse(230001, `Your request contains an invalid request parameter, ext=${what}`), what)

  const list: Route['answer'] = (call) => {
    const { query } = call
    for (const name of query.keys()) if (!QUERY.has(name)) return wrong(call, `unknown parameter ${name}`)
    const seconds = (name: string): number | undefined => {
      const value = query.get(name)
      return value === null ? undefined : /^\d{10}$/.test(value) ? Number(value) * 1000 : Number.NaN
    }
    const [from = 0, to = Number.POSITIVE_INFINITY] = [seconds('start_time'), seconds('end_time')]
    if (Number.isNaN(from) || Number.isNaN(to)) return wrong(call, 'times are in seconds')
    if (query.get('container_id_type') !== 'chat') return wrong(call, 'container_id_type is chat')
    const size = Number(query.get('page_size') ?? 20)
    if (!Number.isInteger(size) || size < 1 || size > 50) return wrong(call, 'page_size is 1 to 50')
    const sort = query.get('sort_type') ?? 'ByCreateTimeAsc'
    if (sort !== 'ByCreateTimeAsc' && sort !== 'ByCreateTimeDesc') return wrong(call, 'invalid sort_type')
    const chat = state.chats.get(query.get('container_id') ?? '')
    if (!chat) return wrong(call, 'invalid container_id')
    if (!chat.bot) return refuse(230002, 'The bot can not be outside the group.')
    if (chat.mode === 'group' && !state.scopes.has('im:message.group_msg'))
      return refuse(230027, 'Lack of necessary permissions.')
    const page = query.get('page_token')
    const at = page === null ? 0 : Number(/^page-(\d+)$/.exec(page)?.[1] ?? Number.NaN)
    if (Number.isNaN(at)) return wrong(call, 'invalid page_token')
    const all = [...state.messages.values()]
      .filter((one) => one.chat === chat.id && one.at >= from && Math.floor(one.at / 1000) * 1000 <= to)
      .sort((a, b) => (sort === 'ByCreateTimeAsc' ? a.at - b.at : b.at - a.at))
    const more = all.length > at + size
    return ok({
      has_more: more,
      ...(more ? { page_token: `page-${at + size}` } : {}),
      items: all.slice(at, at + size).map(shown),
    })
  }

  const reacted = (kind: 'created' | 'deleted', message: string, emoji: string): void => {
    const push = events()
    void push.push(
      push.envelope(`im.message.reaction.${kind}_v1`, {
        message_id: message,
        reaction_type: { emoji_type: emoji },
        operator_type: 'app',
        app_id: app.id,
        action_time: String(time.now()),
      }),
    )
  }
  const told = (id: string, emoji: string) => ({
    reaction_id: id,
    operator: { operator_id: app.id, operator_type: 'app' },
    action_time: String(time.now()),
    reaction_type: { emoji_type: emoji },
  })

  return [
    { method: 'GET', pattern: '/open-apis/im/v1/messages', scopes: HISTORY, counted: true, answer: list },
    {
      method: 'POST',
      pattern: '/open-apis/im/v1/chats',
      scopes: ['im:chat:create', 'im:chat'],
      counted: true,
      answer(call) {
        const { name, chat_mode, chat_type } = call.body
        if (String(name).length > 60) return wrong(call, 'a name of more than 60 characters')
        if (chat_mode !== 'group' || chat_type !== 'private')
          return wrong(call, 'invalid chat_mode or chat_type')
        const id = state.id('oc_')
        state.chats.set(id, { id, mode: 'group', name: String(name), members: new Set(), bot: true })
        return ok({ chat_id: id, name, chat_mode, chat_type })
      },
    },
    {
      method: 'POST',
      pattern: '/open-apis/im/v1/messages/:id/reactions',
      scopes: REACT,
      counted: true,
      answer(call) {
        const message = named(call)
        if ('status' in message) return message
        const type = call.body.reaction_type
        const emoji = isObject(type) ? type.emoji_type : undefined
        if (typeof emoji !== 'string') return wrong(call, 'no emoji_type')
        const id = state.id('')
        state.reactions.set(id, { message: message.id, emoji })
        reacted('created', message.id, emoji)
        return ok(told(id, emoji))
      },
    },
    {
      method: 'DELETE',
      pattern: '/open-apis/im/v1/messages/:id/reactions/:reaction',
      scopes: REACT,
      counted: true,
      answer(call) {
        const message = named(call)
        if ('status' in message) return message
        const id = call.at.reaction ?? ''
        const reaction = state.reactions.get(id)
        if (reaction?.message !== message.id)
          return fault(call, refuse(231007, 'not a valid {reaction_id}'), 'no such reaction')
        state.reactions.delete(id)
        reacted('deleted', message.id, reaction.emoji)
        return ok(told(id, reaction.emoji))
      },
    },
  ]
}

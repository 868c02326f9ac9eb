// What happens to a message that the bot sends, changes, takes back or Every limit of the message pages.
import { type Call, ok, type Reply, type Route, refuse } from './http.js'
import type { Judge } from './judge.js'
import { FIVE_A_SECOND, type Limits } from './limits.js'
import type { App, Message, State } from './state.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const CARD_AGE = 14 * DAY
const SEND = ['im:message:send_as_bot', 'im:message']
const PREFIX: Record<string, string> = { open_id: 'ou_', chat_id: 'oc_', union_id: 'on_' }

/** A message as the answers of the API show it. */
export const shownBy = (app: App) => (message: Message) => ({
  message_id: message.id,
  ...(message.parent ? { root_id: message.parent, parent_id: message.parent } : {}),
  msg_type: message.type,
  create_time: String(message.at),
  update_time: String(message.updated),
  deleted: message.recalled,
  updated: message.updated > message.at,
  chat_id: message.chat,
  sender:
    message.from === app.id
      ? { id: app.id, id_type: 'app_id', sender_type: 'app', tenant_key: app.tenantKey }
      : { id: message.from, id_type: 'open_id', sender_type: 'user', tenant_key: app.tenantKey },
  body: { content: message.recalled ? 'This message was recalled' : message.content },
  ...(message.mentions?.length ? { mentions: message.mentions } : {}),
})

export const messageRoutes = (
  state: State,
  limits: Limits,
  { said, fault, wrong, named, own }: Judge,
): Route[] => {
  const { app, time } = state
  const slower = (call: Call, key: string): Reply | undefined => {
    const limit = limits.take(key, time.now(), FIVE_A_SECOND)
    if (!limit) return undefined
    if (limit.early) said(call, `${key}: again within the second after 230020`)
    return refuse(230020, 'This operation triggers the frequency limit.')
  }
  const shown = shownBy(app)

  /** Sends into a chat, once for each uuid within the hour. */
  const post = (call: Call, chat: string, to: string, parent?: string): Reply => {
    const { msg_type: type, content, uuid } = call.body
    if (uuid === undefined || uuid === '') said(call, 'no uuid: a repeated send would be a second message')
    else if (typeof uuid !== 'string' || uuid.length > 50)
      return fault(
        call,
        refuse(99992402, 'field validation failed, uuid max len is 50'),
        `a uuid of ${String(uuid).length} characters`,
      )
    const refused = wrong(call, type, content)
    if (refused) return refused
    const known = typeof uuid === 'string' ? state.uuids.get(uuid) : undefined
    const limited = slower(call, `send to ${to}`)
    if (limited) return limited
    if (known && time.now() - known.at < HOUR) {
      const message = state.messages.get(known.message)
      if (known.to !== to || known.type !== type) said(call, `uuid ${String(uuid)} used for another message`)
      else if (known.content !== content && message?.content !== content && message) message.owed = true
      if (message) return ok(shown(message))
    }
    const message: Message = {
      id: state.id('om_'),
      chat,
      from: app.id,
      type: String(type),
      content: String(content),
      versions: type === 'interactive' ? [String(content)] : [],
      at: time.now(),
      updated: time.now(),
      ...(typeof uuid === 'string' ? { uuid } : {}),
      ...(parent ? { parent } : {}),
      recalled: false,
      reads: new Set(),
      urgent: [],
      open: 0,
      owed: false,
    }
    state.messages.set(message.id, message)
    if (typeof uuid === 'string')
      state.uuids.set(uuid, {
        message: message.id,
        to,
        type: message.type,
        content: message.content,
        at: message.at,
      })
    state.tell({ type: 'sent', message })
    return ok(shown(message))
  }

  const create: Route['answer'] = (call) => {
    const kind = call.query.get('receive_id_type') ?? ''
    const to = String(call.body.receive_id ?? '')
    const prefix = PREFIX[kind]
    if (prefix === undefined || !to.startsWith(prefix))
      return fault(
        call,
        refuse(230001, 'invalid request parameter, ext=invalid receive_id'),
        `receive_id ${to} is no ${kind || '(no receive_id_type)'}`,
      )
    if (kind === 'chat_id') {
      const chat = state.chats.get(to)
      if (!chat) return refuse(230034, 'The receive_id is invalid.')
      if (!chat.bot) return refuse(230002, 'Bot/User can NOT be out of the chat.')
      const code = [...chat.members].map((id) => state.unreachable.get(id)).find(Boolean)
      if (chat.mode === 'p2p' && code) return refuse(code, 'the receiver can not be reached')
      return post(call, to, to)
    }
    const person = [...state.people.values()].find(
      (one) => to === (kind === 'open_id' ? one.openId : one.unionId),
    )
    if (!person) return refuse(230034, 'The receive_id is invalid.')
    const code = state.unreachable.get(person.openId)
    if (code) return refuse(code, 'the receiver can not be reached')
    return post(call, state.p2p(person.openId).id, person.openId)
  }

  const patch: Route['answer'] = (call) => {
    const message = own(call)
    if ('status' in message) return message
    if (message.type !== 'interactive')
      return fault(
        call,
        refuse(230001, 'invalid request parameter, ext=This message is NOT a card.'),
        'not a card',
      )
    if (time.now() - message.at > CARD_AGE)
      return fault(
        call,
        refuse(230031, 'The message sent more than 14 days ago can not be updated.'),
        'a card older than 14 days',
      )
    if (message.open > 0)
      return fault(
        call,
        refuse(
          230099,
          'Failed to create card content, ext=ErrCode: 11310; ErrMsg: card action is lock; ErrorValue: ; ',
        ),
        'a patch while a press on this card was being answered',
      )
    const refused = wrong(call, 'interactive', call.body.content) ?? slower(call, `patch ${message.id}`)
    if (refused) return refused
    const content = String(call.body.content)
    message.owed = false
    message.content = content
    message.versions.push(content)
    message.updated = time.now()
    state.tell({ type: 'drawn', message })
    return ok()
  }

  const message = (method: string, rest: string, scopes: string[], answer: Route['answer']): Route => ({
    method,
    pattern: `/open-apis/im/v1/messages${rest}`,
    scopes,
    counted: true,
    answer,
  })
  return [
    message('POST', '', SEND, create),
    message('POST', '/:id/reply', SEND, (call) => {
      const parent = named(call)
      if ('status' in parent) return parent
      const chat = state.chats.get(parent.chat)
      if (!chat?.bot) return refuse(230002, 'Bot/User can NOT be out of the chat.')
      const [only] = chat.mode === 'p2p' ? chat.members : []
      const code = only === undefined ? undefined : state.unreachable.get(only)
      if (code) return refuse(code, 'the receiver can not be reached')
      return post(call, chat.id, only ?? chat.id, parent.id)
    }),
    message('PATCH', '/:id', [...SEND, 'im:message:update'], patch),
    message('PUT', '/:id', [...SEND, 'im:message:update'], (call) => {
      const one = own(call)
      if ('status' in one) return one
      if (one.type === 'interactive')
        return fault(
          call,
          refuse(230001, 'invalid request parameter, ext=not editable'),
          'PUT edits own texts only',
        )
      const refused = wrong(call, call.body.msg_type, call.body.content)
      if (refused) return refused
      one.content = String(call.body.content)
      one.updated = time.now()
      state.tell({ type: 'drawn', message: one })
      return ok(shown(one))
    }),
    message('GET', '/:id', ['im:message:readonly', 'im:message'], ({ at }) => {
      const one = state.messages.get(at.id ?? '')
      return one ? ok({ items: [shown(one)] }) : refuse(99992354, 'not a valid {message_id} or not exists.')
    }),
    message('DELETE', '/:id', [...SEND, 'im:message:recall'], (call) => {
      const one = own(call)
      if ('status' in one) return one
      if (one.open > 0) said(call, 'a recall while a press on this card was being answered')
      one.recalled = true
      state.tell({ type: 'drawn', message: one })
      return ok()
    }),
  ]
}

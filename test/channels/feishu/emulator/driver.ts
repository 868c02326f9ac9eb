// What do people do on the platform? Say, send, press, read, take back; and what each of them sees.
import {
  type Clicked,
  callbackValue,
  filled,
  findButton,
  findPicker,
  missing,
  readAnswer,
  type Which,
} from './clicks.js'
import type { Envelope, Events } from './events.js'
import type { Answered } from './socket.js'
import { type Chat, isObject, type JsonObject, type Message, parsed, type State } from './state.js'

export type Said = { messageId: string; taken: boolean; answered: Answered | undefined; envelope?: Envelope }
type Where = { openId: string; chat: string; messageId?: string; eventId?: string }
type Mention = { key: string; id: JsonObject; mentioned_type: string; name: string; tenant_key: string }

const DAY = 86_400_000

export const startDriver = (state: State, events: Events) => {
  const { time, app } = state

  const idsOf = (openId: string): JsonObject => {
    const person = state.people.get(openId)
    return {
      open_id: openId,
      union_id: person?.unionId ?? `on_${openId.slice(3)}`,
      user_id: state.scopes.has('contact:user.employee_id:readonly') ? (person?.userId ?? '') : '',
    }
  }
  const chatOf = ({ chat, openId }: Where): Chat => {
    if (chat === 'p2p') return state.p2p(openId)
    const known = state.chats.get(chat)
    if (!known) throw new Error(`no chat ${chat}`)
    return known
  }
  const messageOf = (id: string): Message => {
    const message = state.messages.get(id)
    if (!message) throw new Error(`no message ${id}`)
    return message
  }
  const blank = (id: string, chat: string, from: string, type: string, content: string): Message => ({
    id,
    chat,
    from,
    type,
    content,
    versions: [],
    at: time.now(),
    updated: time.now(),
    recalled: false,
    reads: new Set(),
    urgent: [],
    open: 0,
    owed: false,
  })
  const strayed = ({ openId }: { openId: string }): Message =>
    blank(state.id('om_'), state.p2p(openId).id, app.id, 'interactive', '{}')
  const push = (type: string, event: JsonObject, eventId?: string) =>
    events.push(events.envelope(type, event, eventId))

  /** A message of a person. In a group the bot hears only what mentions it. */
  const send = async (
    where: Where,
    type: string,
    content: JsonObject,
    mentions: Mention[],
  ): Promise<Said> => {
    const chat = chatOf(where)
    const id = where.messageId ?? state.id('om_')
    const at = state.messages.get(id)?.at ?? time.now()
    const text = JSON.stringify(content)
    if (!state.messages.has(id))
      state.messages.set(id, {
        ...blank(id, chat.id, where.openId, type, text),
        mentions: mentions.map(({ key, id, name, tenant_key }) => ({
          key,
          id: id.open_id ?? '',
          id_type: 'open_id',
          name,
          tenant_key,
        })),
      })
    const heard =
      chat.bot &&
      (chat.mode === 'p2p'
        ? state.scopes.has('im:message.p2p_msg:readonly')
        : mentions.some(({ mentioned_type }) => mentioned_type === 'bot') &&
          state.scopes.has('im:message.group_at_msg:readonly'))
    if (!heard) return { messageId: id, taken: true, answered: undefined }
    const event: JsonObject = {
      sender: { sender_id: idsOf(where.openId), sender_type: 'user', tenant_key: app.tenantKey },
      message: {
        message_id: id,
        create_time: String(at),
        update_time: String(at),
        chat_id: chat.id,
        chat_type: chat.mode,
        message_type: type,
        content: text,
        ...(mentions.length > 0 ? { mentions } : {}),
      },
    }
    const envelope = events.envelope('im.message.receive_v1', event, where.eventId)
    return { messageId: id, envelope, ...(await events.push(envelope)) }
  }

  const mentionsIn = (
    text: string,
    bot: boolean,
    people: string[],
  ): { text: string; mentions: Mention[] } => {
    const mentions: Mention[] = []
    const mention = (id: JsonObject, name: string, mentioned_type: string): string => {
      const key = `@_user_${mentions.length + 1}`
      mentions.push({ key, id, mentioned_type, name, tenant_key: app.tenantKey })
      return key
    }
    let said = text.replaceAll('@所有人', '@_all')
    const at = `@${app.name}`
    if (bot || said.includes(at)) {
      const key = mention(
        { open_id: app.openId, union_id: `on_${app.openId.slice(3)}`, user_id: '' },
        app.name,
        'bot',
      )
      said = said.includes(at) ? said.replaceAll(at, key) : `${key} ${said}`
    }
    for (const openId of people) {
      const name = state.people.get(openId)?.name ?? openId
      const key = mention(idsOf(openId), name, 'user')
      said = said.includes(`@${name}`) ? said.replaceAll(`@${name}`, key) : `${said} ${key}`
    }
    return { text: said, mentions }
  }

  const upload = (name: string, type: 'image' | 'file', bytes: Uint8Array, owner: string): string => {
    const key = state.id(type === 'file' ? 'file_v3_' : 'img_v3_')
    state.resources.set(key, { key, name, type, bytes: Buffer.from(bytes), owner })
    return key
  }

  /** The callback of a press, and what the client makes of its answer. */
  const called = async (
    message: Message,
    action: JsonObject,
    press: { openId: string; eventId?: string },
  ): Promise<Clicked> => {
    const event: JsonObject = {
      operator: { tenant_key: app.tenantKey, ...idsOf(press.openId) },
      token: state.id('c-'),
      action,
      host: 'im_message',
      context: { open_message_id: message.id, open_chat_id: message.chat },
    }
    message.open++
    try {
      const answered = await events.call(events.envelope('card.action.trigger', event, press.eventId))
      const { wrong, ...clicked } = readAnswer(answered)
      if (wrong !== undefined) state.violate(`card.action.trigger: ${wrong}`)
      if (clicked.card) {
        message.content = JSON.stringify(clicked.card)
        message.versions.push(message.content)
        message.updated = time.now()
        message.owed = false
        state.tell({ type: 'drawn', message })
      }
      const { toast } = clicked
      if (toast) state.tell({ type: 'toast', openId: press.openId, text: toast.content, kind: toast.type })
      return clicked
    } finally {
      message.open--
    }
  }

  return {
    userSays(where: Where & { text: string; mentionBot?: boolean; mentions?: string[] }): Promise<Said> {
      state.written.add(where.text)
      const { text, mentions } = mentionsIn(where.text, where.mentionBot ?? false, where.mentions ?? [])
      return send(where, 'text', { text }, mentions)
    },
    userSendsFile(where: Where & { name: string; bytes: Uint8Array }): Promise<Said> {
      const file_key = upload(where.name, 'file', where.bytes, where.openId)
      return send(where, 'file', { file_key, file_name: where.name }, [])
    },
    userSendsPicture(where: Where & { bytes: Uint8Array }): Promise<Said> {
      return send(where, 'image', { image_key: upload('', 'image', where.bytes, where.openId) }, [])
    },
    /** Rich text: lines of text, with pictures between them. */
    userSendsPost(
      where: Where & { title?: string; lines: (string | Uint8Array)[]; mentionBot?: boolean },
    ): Promise<Said> {
      const { mentions } = mentionsIn('', where.mentionBot ?? false, [])
      const at = mentions.map(({ key }) => [{ tag: 'at', user_id: key, user_name: app.name }])
      const content = where.lines.map((line) => {
        if (typeof line !== 'string')
          return [{ tag: 'img', image_key: upload('', 'image', line, where.openId) }]
        state.written.add(line)
        return [{ tag: 'text', text: line, style: [] }]
      })
      return send(where, 'post', { title: where.title ?? '', content: [...at, ...content] }, mentions)
    },
    /** Anything else that a client can send: a sticker, a shared chat, a location. */
    userSendsOther(where: Where & { type: string; content: JsonObject }): Promise<Said> {
      return send(where, where.type, where.content, [])
    },

    async click(
      press: Which & {
        messageId: string
        openId: string
        form?: Record<string, string | boolean>
        eventId?: string
      },
    ): Promise<Clicked> {
      const { value: sent } = press
      // A card that never came can't be pressed; an old client, or a forger, sends such a thing all the same.
      const message = state.messages.get(press.messageId) ?? strayed(press)
      const found = findButton(message, press)
      if (!found && sent === undefined) throw new Error('no such button on this card')
      if (found?.now && found.element.disabled === true) throw new Error('this button is disabled')
      // Forms and buttons of a card of JSON 2.0 are dead after two weeks.
      if (time.now() - message.at > 14 * DAY) return { error: 230031 }
      const submits = found?.form !== undefined && found.element.form_action_type === 'submit'
      const empty = submits && found?.form ? missing(found.form, press.form ?? {}) : []
      if (empty.length > 0) return { missing: empty }
      const form =
        submits && found.form ? filled(found.form, press.form ?? {}) : found ? undefined : press.form
      for (const entry of Object.values(press.form ?? {})) state.written.add(String(entry))
      const value = (found ? callbackValue(found.element) : sent) ?? {}
      const action: JsonObject = {
        value,
        tag: 'button',
        timezone: 'Asia/Shanghai',
        ...(typeof found?.element.name === 'string' ? { name: found.element.name } : {}),
        ...(form ? { form_value: form } : {}),
      }
      return called(message, action, press)
    },

    /** Picks a date or an option outside of a form: it is sent at once. */
    async pick(press: {
      messageId: string
      openId: string
      value: JsonObject
      option: string
      eventId?: string
    }): Promise<Clicked> {
      const message = messageOf(press.messageId)
      const found = findPicker(message, press.value, press.option)
      state.written.add(press.option)
      const { tag } = found
      const action = { value: press.value, tag: String(tag), timezone: 'Asia/Shanghai', option: press.option }
      return called(message, action, press)
    },

    menu: (openId: string, key: string) =>
      push('application.bot.menu_v6', {
        operator: { operator_name: state.people.get(openId)?.name ?? '', operator_id: idsOf(openId) },
        event_key: key,
        timestamp: Math.floor(time.now() / 1000),
      }),
    enter: (openId: string, eventId?: string) =>
      push(
        'im.chat.access_event.bot_p2p_chat_entered_v1',
        { chat_id: state.p2p(openId).id, operator_id: idsOf(openId) },
        eventId,
      ),
    recall(messageId: string) {
      const message = messageOf(messageId)
      message.recalled = true
      return push('im.message.recalled_v1', {
        message_id: messageId,
        chat_id: message.chat,
        recall_time: String(time.now()),
        recall_type: 'message_owner',
      })
    },
    /** Opens the private chat: everything in it has been read, buzzes included. */
    read(openId: string) {
      const chat = state.p2p(openId)
      const unread = [...state.messages.values()].filter(
        ({ chat: id, from, reads }) => id === chat.id && from === app.id && !reads.has(openId),
      )
      for (const { reads } of unread) reads.add(openId)
      state.unreadUrgent.delete(openId)
      return push('im.message.message_read_v1', {
        reader: { reader_id: idsOf(openId), read_time: String(time.now()), tenant_key: app.tenantKey },
        message_id_list: unread.map(({ id }) => id),
      })
    },
    addBotToChat(chatId: string, openId: string) {
      const chat = chatOf({ chat: chatId, openId })
      chat.bot = true
      return push('im.chat.member.bot.added_v1', {
        chat_id: chatId,
        operator_id: idsOf(openId),
        external: false,
        operator_tenant_key: app.tenantKey,
        name: chat.name,
      })
    },
    /** 成员离职, 账号暂停 and what undoes them (contact-v3/user/events). */
    memberChanges(openId: string, type: 'created' | 'deleted' | 'updated', status: JsonObject = {}) {
      const object = { ...idsOf(openId), name: state.people.get(openId)?.name ?? '', department_ids: [] }
      const whole = { is_frozen: false, is_resigned: type === 'deleted', is_activated: true, ...status }
      return push(`contact.user.${type}_v3`, {
        object: { ...object, status: { ...whole, is_exited: false, is_unjoin: false } },
        ...(type === 'updated' ? { old_object: {} } : {}),
      })
    },
    /** A leave was granted by its approval; its moments are Beijing's. */
    leaveGranted(openId: string, code: string, from: string, to: string) {
      return events.push(
        events.older('leave_approvalV2', {
          instance_code: code,
          ...idsOf(openId),
          start_time: Math.floor(time.now() / 1000),
          end_time: Math.floor(time.now() / 1000),
          leave_name: '@i18n@1',
          leave_unit: 'DAY',
          leave_start_time: from,
          leave_end_time: to,
          leave_detail: [[from, to]],
          leave_range: [[from, to]],
          leave_interval: 86400,
          leave_reason: '',
        }),
      )
    },
    leaveReverted: (code: string) =>
      events.push(
        events.older('leave_approval_revert', {
          instance_code: code,
          operate_time: Math.floor(time.now() / 1000),
          status: 'REVERTED',
        }),
      ),
    /** Any other event that is subscribed. */
    happens: push,

    inboxOf: (openId: string): Message[] =>
      [...state.messages.values()].filter(
        ({ chat, from, recalled }) => chat === state.p2p(openId).id && from === app.id && !recalled,
      ),
    groupLog: (chatId: string): Message[] =>
      [...state.messages.values()].filter(({ chat, from }) => chat === chatId && from === app.id),
    cardNow(messageId: string): JsonObject {
      const card = parsed(messageOf(messageId).content)
      if (!isObject(card)) throw new Error('this message is no card')
      return card
    },
    urgencies: () =>
      [...state.messages.values()].flatMap(({ id, urgent }) =>
        urgent.map((one) => ({ messageId: id, ...one })),
      ),
  }
}
export type Driver = ReturnType<typeof startDriver>

// What has come in from Feishu? Its events and callbacks as the house's own few shapes; decides nothing, keeps nothing.
import { z } from 'zod'
import type { Entered, Moved, Pressed, Recalled, Said, Seen, Speaker } from '../inbound.js'
import { absent, addressed, contentOf, listOf, Mention, withNames } from './content.js'
import { formValues, spoken, valueOfName } from './form.js'
import { parsed } from './json.js'

export type Incoming =
  | { kind: 'said'; said: Said }
  | { kind: 'pressed'; pressed: Pressed }
  | { kind: 'entered'; entered: Entered }
  | { kind: 'recalled'; recalled: Recalled }
  | { kind: 'seen'; seen: Seen }
  /** The bot was taken into a group, or put out of it. */
  | { kind: 'group'; id: string; chat: string; here: boolean }
  /** Something was done about a task: ticked, perhaps. */
  | { kind: 'task'; id: string; task: string }
  /** Somebody joined, left, is on leave or back. */
  | { kind: 'moved'; moved: Moved }
  /** A press by somebody whom Feishu does not name. */
  | { kind: 'nobody' }
  /** Not for us: said in passing, or an event that we did not ask for. */
  | { kind: 'none'; why: string }

const Header = z.object({
  event_id: z.string().min(1),
  event_type: z.string(),
  app_id: z
    .string()
    .nullish()
    .transform((id) => id ?? undefined),
})
/** Schema 2.0, and the older shape that only one event of ours still has. */
export const Envelope = z.union([
  z.object({ schema: z.literal('2.0'), header: Header, event: z.looseObject({}) }),
  z.object({
    type: z.literal('event_callback'),
    uuid: z.string(),
    event: z.looseObject({ type: z.string() }),
  }),
])
export type Envelope = z.infer<typeof Envelope>

const Ids = absent(z.object({ open_id: absent(z.string()) }))

/** Only who said it, which message it is and where are needed; whatever else is odd never loses the message. */
const Message = z.object({
  sender: z.object({ sender_id: Ids, sender_type: absent(z.string()) }),
  message: z.object({
    message_id: z.string().min(1),
    chat_type: absent(z.string()),
    message_type: absent(z.string()),
    content: z.unknown().optional(),
    mentions: z.unknown().optional(),
  }),
})
const Menu = z.object({
  operator: z.object({ operator_name: absent(z.string()), operator_id: Ids }),
  event_key: z.string(),
})
const Came = z.object({ operator_id: Ids })
const Created = z.object({ user: z.object({ open_id: z.string(), name: absent(z.string()) }) })
const Taken = z.object({ message_id: z.string() })
const Read = z.object({ reader: z.object({ reader_id: Ids }), message_id_list: z.array(z.string()) })
const Group = z.object({ chat_id: z.string() })
const TaskNews = z.object({ task_guid: z.string(), event_types: z.array(z.string()) })
const Status = z.object({
  is_frozen: absent(z.boolean()),
  is_resigned: absent(z.boolean()),
  is_exited: absent(z.boolean()),
})
/** Without the permission for it a status is not there: then a change says nothing of it. */
const Member = z.object({ object: z.object({ open_id: absent(z.string()), status: absent(Status) }) })
/** A leave that was granted (请假审批), in the older shape of events. Its moments are those of the tenant's clock. */
const Leave = z.object({
  open_id: absent(z.string()),
  instance_code: z.string().min(1),
  leave_start_time: z.string(),
  leave_end_time: z.string(),
})
const LeaveOver = z.object({ instance_code: z.string().min(1) })
const Table = z.record(z.string(), z.unknown())
/** Who pressed, which card and what its button carried must be there, the card's name perhaps null; whatever else is odd never loses the press. */
const Press = z.object({
  operator: z.object({ open_id: absent(z.string()) }),
  action: z.object({
    value: z.unknown().optional(),
    name: absent(z.string()),
    form_value: z.unknown().optional(),
    option: absent(z.string()),
  }),
  context: z.object({ open_message_id: z.string().nullable() }).nullable(),
})

/** A table, or the JSON of one. */
const tableIn = (value: unknown): Record<string, unknown> | undefined =>
  Table.safeParse(parsed(value) ?? value).data

/** What a button carried: text only, and an action among it. */
const carried = (value: unknown): Record<string, string> => {
  const pairs = Object.entries(tableIn(value) ?? {}).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  )
  return Object.fromEntries(pairs)
}

const none = (why: string): Incoming => ({ kind: 'none', why })

const by = (address: string, name?: string | null): Speaker => ({
  channel: 'feishu',
  address,
  ...(name ? { name } : {}),
})

/** What was said, as the event brings it. Pure, so that what is read again from a chat's history goes the same way. */
const said = (event: unknown, bot: string | undefined): Incoming => {
  const { sender, message } = Message.parse(event)
  const address = sender.sender_id?.open_id
  if (sender.sender_type && sender.sender_type !== 'user') return none('from another app')
  if (!address) return none('from nobody')
  const mentions = listOf(message.mentions).flatMap((one) => Mention.safeParse(one).data ?? [])
  const dm = message.chat_type === 'p2p' || (!message.chat_type && mentions.length === 0)
  if (!dm && !addressed(mentions, bot)) return none('not addressed to the bot')
  const { text, files, unread, missing } = contentOf(
    message.message_id,
    message.message_type ?? '',
    message.content,
  )
  const spoken = withNames(text, mentions, bot)
  return {
    kind: 'said',
    said: {
      id: `feishu:${message.message_id}`,
      by: by(address),
      chat: dm ? 'dm' : 'group',
      text: spoken,
      message: message.message_id,
      ...(files.length > 0 ? { files } : {}),
      ...(unread.length > 0 ? { unread } : {}),
      ...(missing.length > 0 ? { missing } : {}),
    },
  }
}

const moved = (given: Moved): Incoming => ({ kind: 'moved', moved: given })

/** `2019-10-01 08:00:00`, as China's clocks show it: Feishu's approvals know no other. */
const chinaMs = (text: string): number | undefined => {
  const found = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/.exec(text.trim())
  const ms = found ? Date.parse(`${found[1]}T${found[2]}+08:00`) : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}

const member = (id: string, event: unknown, type: string): Incoming => {
  const { open_id: address, status } = Member.parse(event).object
  if (!address) return none('of nobody')
  const of = { id, channel: 'feishu' as const, addresses: [address] }
  if (type === 'contact.user.deleted_v3') return moved({ ...of, what: 'left' })
  if (type === 'contact.user.created_v3') return moved({ ...of, what: 'back' })
  if (!status) return none('nothing of whether they are there')
  const out = status.is_frozen || status.is_resigned || status.is_exited
  return moved({ ...of, what: out ? 'left' : 'back' })
}

const leave = (id: string, event: unknown): Incoming => {
  const { open_id: address, instance_code, leave_start_time, leave_end_time } = Leave.parse(event)
  const [fromMs, toMs] = [chinaMs(leave_start_time), chinaMs(leave_end_time)]
  if (!address || fromMs === undefined || toMs === undefined || toMs <= fromMs) return none('no leave')
  return moved({ id, channel: 'feishu', what: 'leave', address, leave: instance_code, fromMs, toMs })
}

/** A menu entry's key is the word itself: `report`, `/report` or 报告. */
const word = (key: string): string => (/^[a-z_]+$/i.test(key) ? `/${key}` : key)

const pressed = (id: string, event: unknown): Incoming => {
  const { operator, action, context } = Press.parse(event)
  if (!operator.open_id) return { kind: 'nobody' }
  // A form's button has been seen to come without its value; its name then says the same.
  const named = carried(valueOfName(action.name ?? ''))
  const value = z
    .object({ action: z.string() })
    .catchall(z.string())
    .parse({ ...named, ...carried(action.value), ...(action.option ? { text: spoken(action.option) } : {}) })
  const filled = tableIn(action.form_value)
  const form = filled ? formValues(filled) : undefined
  return {
    kind: 'pressed',
    pressed: {
      id,
      by: by(operator.open_id),
      message: context?.open_message_id ?? '',
      value,
      ...(form ? { form } : {}),
    },
  }
}

/** The id that a thing will have, known before it is read. */
export const idOf = (envelope: Envelope): string => {
  if (!('header' in envelope)) return `feishu:${envelope.uuid}`
  const { header, event } = envelope
  const message = header.event_type === 'im.message.receive_v1' ? event.message : undefined
  const known = z.looseObject({ message_id: z.string() }).safeParse(message)
  return `feishu:${known.success ? known.data.message_id : header.event_id}`
}

/** Throws (zod) what is not as documented. `bot` is the bot's own open_id, as soon as it is known. */
export const read = (envelope: Envelope, bot: string | undefined): Incoming => {
  if (!('header' in envelope)) {
    const old = `feishu:${envelope.uuid}`
    if (envelope.event.type === 'leave_approvalV2') return leave(old, envelope.event)
    if (envelope.event.type === 'leave_approval_revert')
      return moved({
        id: old,
        channel: 'feishu',
        what: 'leave-over',
        leave: LeaveOver.parse(envelope.event).instance_code,
      })
    if (envelope.event.type !== 'p2p_chat_create') return none(envelope.event.type)
    const { user } = Created.parse(envelope.event)
    return { kind: 'entered', entered: { id: `feishu:${envelope.uuid}`, by: by(user.open_id, user.name) } }
  }
  const { header, event } = envelope
  const id = `feishu:${header.event_id}`
  switch (header.event_type) {
    case 'im.message.receive_v1':
      return said(event, bot)
    case 'card.action.trigger':
      return pressed(id, event)
    case 'application.bot.menu_v6': {
      const { operator, event_key } = Menu.parse(event)
      const address = operator.operator_id?.open_id
      if (!address) return none('from nobody')
      return {
        kind: 'said',
        said: { id, by: by(address, operator.operator_name), chat: 'dm', text: word(event_key) },
      }
    }
    case 'im.chat.access_event.bot_p2p_chat_entered_v1': {
      const address = Came.parse(event).operator_id?.open_id
      return address ? { kind: 'entered', entered: { id, by: by(address) } } : none('from nobody')
    }
    case 'im.message.recalled_v1':
      return { kind: 'recalled', recalled: { id, channel: 'feishu', message: Taken.parse(event).message_id } }
    case 'im.message.message_read_v1': {
      const { reader, message_id_list: messages } = Read.parse(event)
      const address = reader.reader_id?.open_id
      return address ? { kind: 'seen', seen: { id, by: by(address), messages } } : none('from nobody')
    }
    case 'im.chat.member.bot.added_v1':
      return { kind: 'group', id, chat: Group.parse(event).chat_id, here: true }
    case 'im.chat.member.bot.deleted_v1':
    case 'im.chat.disbanded_v1':
      return { kind: 'group', id, chat: Group.parse(event).chat_id, here: false }
    case 'contact.user.created_v3':
    case 'contact.user.deleted_v3':
    case 'contact.user.updated_v3':
      return member(id, event, header.event_type)
    case 'task.task.update_user_access_v2': {
      const { task_guid: task, event_types } = TaskNews.parse(event)
      return event_types.includes('task_completed_update')
        ? { kind: 'task', id, task }
        : none(event_types.join())
    }
    default:
      return none(header.event_type)
  }
}

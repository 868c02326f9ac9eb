// What did the platform bring? Robot messages, card callbacks and events, read into the neutral inbound; nothing here acts.
import { z } from 'zod'
import type { ActionValue } from '../../../templates/card.js'
import type { Attachment, Speaker } from '../../inbound.js'
import { valueIn } from './buttons.js'

const id = z.union([z.string(), z.number()]).transform(String)

const RichText = z.looseObject({
  text: z.string().optional(),
  type: z.string().optional(),
  downloadCode: z.string().optional(),
})
const Content = z.looseObject({
  richText: z.array(RichText).optional(),
  downloadCode: z.string().optional(),
  fileName: z.string().optional(),
  recognition: z.string().optional(),
  videoType: z.string().optional(),
})
export const RobotMessage = z.looseObject({
  msgId: z.string().min(1),
  msgtype: z.string(),
  conversationId: z.string().default(''),
  conversationType: id.default('1'),
  senderStaffId: z.string().optional(),
  senderNick: z.string().optional(),
  sessionWebhook: z.string().optional(),
  sessionWebhookExpiredTime: z.coerce.number().optional(),
  text: z.looseObject({ content: z.string().default('') }).optional(),
  content: Content.optional(),
})
type RobotMessage = z.infer<typeof RobotMessage>

/** Pushed instead of a message when the month's pushes are used up (quota notice). */
const OverQuota = z.looseObject({ errorCode: id.optional(), errCode: id.optional() })

/** Where one may answer without a token, while it lives. */
export type Session = { url: string; until: number; conversation: string }

export type Heard =
  | {
      heard: 'words'
      id: string
      msgId: string
      by: Speaker
      chat: 'dm' | 'group'
      text: string
      files: Attachment[]
      session?: Session
    }
  /** A kind of message that a bot can not read. */
  | { heard: 'unreadable'; id: string; session?: Session }
  /** Somebody of whom the platform gives no address: not of this organisation, or the app is not published. */
  | { heard: 'nobody'; id: string; session?: Session }
  | { heard: 'over-quota' }

/** In a rich text the `@bot` is kept, unlike in a plain one. */
const withoutMention = (parts: string[]): string[] => {
  const [first = '', ...rest] = parts
  const bare = first.replace(/^\s*@\S+\s?/u, '')
  return [bare, ...rest]
}

const short = (msgId: string): string => msgId.replace(/[^A-Za-z0-9]/g, '').slice(-8)

const filesOf = ({ msgtype, content, msgId }: RobotMessage): Attachment[] => {
  const one = (kind: Attachment['kind'], name: string): Attachment[] =>
    content?.downloadCode ? [{ ref: content.downloadCode, name, kind }] : []
  switch (msgtype) {
    case 'picture':
      return one('picture', `图片-${short(msgId)}.jpg`)
    case 'audio':
      return one('audio', `语音-${short(msgId)}.amr`)
    case 'video':
      return one('video', `视频-${short(msgId)}.${content?.videoType ?? 'mp4'}`)
    case 'file':
      return one('file', content?.fileName ?? `文件-${short(msgId)}`)
    case 'richText':
      return (content?.richText ?? []).flatMap(({ downloadCode }, at) =>
        downloadCode
          ? [{ ref: downloadCode, name: `图片-${short(msgId)}-${at + 1}.jpg`, kind: 'picture' as const }]
          : [],
      )
    default:
      return []
  }
}

const textOf = ({ msgtype, text, content, conversationType }: RobotMessage): string => {
  if (msgtype === 'text') return (text?.content ?? '').trim()
  if (msgtype === 'audio') return (content?.recognition ?? '').trim()
  if (msgtype !== 'richText') return ''
  const parts = (content?.richText ?? []).flatMap((part) => (part.text === undefined ? [] : [part.text]))
  return (conversationType === '2' ? withoutMention(parts) : parts).join('').trim()
}

const readable = new Set(['text', 'richText', 'picture', 'audio', 'video', 'file'])

/** The id that a robot message will have, known before it is read. */
export const idOf = (body: unknown): string | undefined => {
  const known = z.looseObject({ msgId: z.string() }).safeParse(body)
  return known.success ? `dingtalk:${known.data.msgId}` : undefined
}

/** Reads the body of a robot message. Throws a ZodError where it is none. */
export const readMessage = (body: unknown): Heard => {
  const over = OverQuota.safeParse(body)
  if (over.success && (over.data.errorCode ?? over.data.errCode) === '20001') return { heard: 'over-quota' }
  const message = RobotMessage.parse(body)
  const { msgId, conversationId, senderStaffId, senderNick } = message
  const session =
    message.sessionWebhook && message.sessionWebhookExpiredTime
      ? {
          session: {
            url: message.sessionWebhook,
            until: message.sessionWebhookExpiredTime,
            conversation: conversationId,
          },
        }
      : {}
  const known = { id: `dingtalk:${msgId}`, ...session }
  if (!senderStaffId) return { heard: 'nobody', ...known }
  const text = textOf(message)
  const files = filesOf(message)
  if (!readable.has(message.msgtype) || (message.msgtype !== 'text' && text === '' && files.length === 0))
    return { heard: 'unreadable', ...known }
  return {
    heard: 'words',
    ...known,
    msgId,
    by: { channel: 'dingtalk', address: senderStaffId, ...(senderNick ? { name: senderNick } : {}) },
    chat: message.conversationType === '2' ? 'group' : 'dm',
    text,
    files,
  }
}

const fromJson = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined // not JSON: the other field may be
  }
}
const PrivateData = z.looseObject({
  cardPrivateData: z.looseObject({
    actionIds: z.array(id).default([]),
    params: z.record(z.string(), z.unknown()).default({}),
  }),
})
const Callback = z.looseObject({
  outTrackId: z.string().min(1),
  userId: z.string().min(1),
  content: z.unknown().optional(),
  value: z.unknown().optional(),
})

export type Clicked = {
  card: string
  by: Speaker
  /** `kept`: under which key the value was kept, being too long to travel. */
  pressed?: { value: ActionValue } | { kept: string }
  form?: Record<string, string>
}

/** A field's value: a scalar, a list, or `{index, value}` of a chosen option. */
const plain = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) return value.map(plain).join('、')
  const chosen = z.looseObject({ value: z.unknown() }).safeParse(value)
  return chosen.success ? plain(chosen.data.value) : ''
}

/** Reads the body of a card callback, in each of its shapes. Throws a ZodError where it is none. */
export const readCallback = (body: unknown): Clicked => {
  const { outTrackId, userId, content, value } = Callback.parse(body)
  const data = [content, value]
    .map((one) => PrivateData.safeParse(fromJson(one)))
    .find(({ success }) => success)
  const { actionIds, params } = data?.data?.cardPrivateData ?? { actionIds: [], params: {} }
  const form = z.record(z.string(), z.unknown()).safeParse(fromJson(params.form))
  const pressed = valueIn(params, actionIds)
  return {
    card: outTrackId,
    by: { channel: 'dingtalk', address: userId },
    ...(pressed ? { pressed } : {}),
    ...(form.success
      ? {
          form: Object.fromEntries(
            Object.entries(form.data)
              .map(([name, given]): [string, string] => [name, plain(given)])
              .filter(([, given]) => given !== ''),
          ),
        }
      : {}),
  }
}

/** Events: `robot_msg_read`, `robot_msg_recall`; in HTTP mode the same with capital letters. */
export type Happened =
  | { happened: 'read'; id: string; by: Speaker; message: string }
  | { happened: 'recalled'; id: string; message: string }

export const readEvent = (eventType: string, eventId: string, body: unknown): Happened | undefined => {
  if (eventType !== 'robot_msg_read' && eventType !== 'robot_msg_recall') return undefined
  const flat = z.record(z.string(), z.unknown()).parse(body)
  const lower = Object.fromEntries(Object.entries(flat).map(([key, value]) => [key.toLowerCase(), value]))
  const { processquerykey, userid } = z
    .looseObject({ processquerykey: z.string(), userid: z.string().optional() })
    .parse(lower)
  const known = { id: `dingtalk:event/${eventId}`, message: processquerykey }
  if (eventType === 'robot_msg_recall') return { happened: 'recalled', ...known }
  return userid ? { happened: 'read', ...known, by: { channel: 'dingtalk', address: userid } } : undefined
}

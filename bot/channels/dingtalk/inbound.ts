// What did the platform bring? Robot messages, card callbacks and events, read into the neutral inbound; nothing here acts.

import { z } from 'zod'
import type { ActionValue } from '../../../templates/card.js'
import { fileKinds, kindNames, yesOrNo } from '../../../templates/platform/words.js'
import { namedFirst } from '../called.js'
import type { Attachment, Speaker } from '../inbound.js'
import { valueIn } from './buttons.js'

const id = z.union([z.string(), z.number()]).transform(String)

/** An odd or empty optional field counts as absent: it never loses the message it came with. */
const absent = <T extends z.ZodType>(shape: T) =>
  shape
    .nullish()
    .catch(undefined)
    .transform((value) => value ?? undefined)

const RichText = z.looseObject({
  text: absent(z.union([z.string(), z.number().transform(String)])),
  type: absent(z.string()),
  downloadCode: absent(z.string()),
  fileName: absent(z.string()),
})
const Content = z.looseObject({
  richText: absent(z.array(z.unknown())),
  downloadCode: absent(z.string()),
  fileName: absent(z.string()),
  recognition: absent(z.string()),
  videoType: absent(z.string()),
})
const words = z.union([z.string(), z.number().transform(String)])
const Text = z.looseObject({ content: absent(words) })
/** As a table, as the JSON of one, or bare. */
const text = absent(
  z.union([Text, words.transform((bare) => Text.safeParse(fromJson(bare)).data ?? { content: bare })]),
)

/** Only which message it is must be there. */
const RobotMessage = z.looseObject({
  msgId: z.string().min(1),
  msgtype: absent(z.string()),
  conversationId: absent(z.string()),
  conversationType: absent(id),
  senderStaffId: absent(z.string()),
  senderNick: absent(z.string()),
  sessionWebhook: absent(z.string()),
  sessionWebhookExpiredTime: absent(z.coerce.number()),
  text,
  content: z.unknown().optional(),
})
type RobotMessage = z.infer<typeof RobotMessage>

/** Pushed instead of a message when the month's pushes are used up (quota notice). */
const OverQuota = z.looseObject({ errorCode: id.optional(), errCode: id.optional() })

/** Where one may answer without a token, while it lives. */
export type Session = { url: string; until: number; conversation: string }

type Heard =
  | {
      heard: 'words'
      id: string
      msgId: string
      by: Speaker
      chat: 'dm' | 'group'
      text: string
      files: Attachment[]
      missing?: string[]
      session?: Session
    }
  /** A kind of message that a bot can not read; `what` says which, `missing` names the files that can't be fetched. */
  | {
      heard: 'unreadable'
      id: string
      msgId: string
      by: Speaker
      chat: 'dm' | 'group'
      what: string[]
      missing: string[]
      session?: Session
    }
  /** Somebody of whom the platform gives no address: not of this organisation, or the app is not published. */
  | { heard: 'nobody'; id: string; session?: Session }
  | { heard: 'over-quota' }

/**
 * In a rich text the `@bot` is kept, unlike in a plain one: as a span of its own, before a space, or grown together with
 * the word behind it. Only a name that stands apart is taken out here; the rest is understood as it is typed.
 */
const withoutMention = (parts: string[]): string[] => {
  const at = parts.findIndex((part) => part.trim() !== '')
  const bare = (parts[at] ?? '').replace(namedFirst, '')
  const others = parts.some((part, nth) => nth !== at && part.trim() !== '')
  return parts.map((part, nth) => (nth !== at ? part : others && /^\s*[@＠]\S+\s*$/u.test(bare) ? '' : bare))
}

const short = (msgId: string): string => msgId.replace(/[^A-Za-z0-9]/g, '').slice(-8)

const picture = { kind: 'picture', called: fileKinds.picture, end: 'jpg' } as const
const spanKinds: Record<string, { kind: Attachment['kind']; called: string; end: string }> = {
  picture,
  file: { kind: 'file', called: fileKinds.file, end: 'bin' },
  video: { kind: 'video', called: fileKinds.video, end: 'mp4' },
  audio: { kind: 'audio', called: fileKinds.audio, end: 'amr' },
}

type Parts = { text: string; files: Attachment[]; missing: string[] }

const partsOf = ({ msgtype, text, content: given, conversationType, msgId }: RobotMessage): Parts => {
  const table = z.record(z.string(), z.unknown()).safeParse(fromJson(given))
  const content = Content.parse(table.data ?? {})
  const one = (kind: Attachment['kind'], name: string, said = ''): Parts =>
    content.downloadCode
      ? { text: said.trim(), files: [{ ref: content.downloadCode, name, kind }], missing: [] }
      : { text: said.trim(), files: [], missing: [name] }
  switch (msgtype) {
    case 'text':
      return { text: (text?.content ?? '').trim(), files: [], missing: [] }
    case 'picture':
      return one('picture', `${fileKinds.picture}-${short(msgId)}.jpg`)
    case 'audio':
      return one('audio', `${fileKinds.audio}-${short(msgId)}.amr`, content.recognition)
    case 'video':
      return one(
        'video',
        `${fileKinds.video}-${short(msgId)}.${content.videoType || 'mp4'}`,
        content.recognition,
      )
    case 'file':
      return one('file', content.fileName || `${fileKinds.file}-${short(msgId)}`)
    case 'richText': {
      const spans = (content.richText ?? []).map((span) => RichText.safeParse(span).data)
      const pieces = spans.flatMap((span) => (span?.text === undefined ? [] : [span.text]))
      const files: Attachment[] = []
      const missing: string[] = []
      for (const [at, span] of spans.entries()) {
        const { kind, called, end } = spanKinds[span?.type ?? ''] ?? picture
        const name = span?.fileName || `${called}-${short(msgId)}-${at + 1}.${end}`
        if (span?.downloadCode) files.push({ ref: span.downloadCode, name, kind })
        else if (span?.type && Object.hasOwn(spanKinds, span.type)) missing.push(name)
      }
      const spoken = (conversationType === '2' ? withoutMention(pieces) : pieces).join('').trim()
      return { text: spoken, files, missing }
    }
    default:
      return { text: '', files: [], missing: [] }
  }
}

const kinds: Record<string, string> = {
  text: kindNames.wordless,
  richText: kindNames.empty,
  chatRecord: kindNames.records,
  interactiveCard: kindNames.card,
  sticker: kindNames.sticker,
  emotion: kindNames.sticker,
  location: kindNames.location,
}

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
  const { msgId, senderStaffId, senderNick, msgtype, text, conversationType } = message
  if (msgtype === undefined && text === undefined && message.content === undefined)
    throw new z.ZodError([{ code: 'custom', path: ['msgtype'], message: 'no message', input: body }])
  const session =
    message.sessionWebhook && message.sessionWebhookExpiredTime
      ? {
          session: {
            url: message.sessionWebhook,
            until: message.sessionWebhookExpiredTime,
            conversation: message.conversationId ?? '',
          },
        }
      : {}
  const known = { id: `dingtalk:${msgId}`, ...session }
  if (!senderStaffId) return { heard: 'nobody', ...known }
  const from = {
    ...known,
    msgId,
    by: {
      channel: 'dingtalk' as const,
      address: senderStaffId,
      ...(senderNick ? { name: senderNick } : {}),
    },
    chat: conversationType === '2' ? ('group' as const) : ('dm' as const),
  }
  const parts = partsOf(message)
  // An empty line in the chat is answered like a word that is not known, as ever.
  const bare = msgtype === 'text' && typeof text?.content === 'string'
  if (!bare && parts.text === '' && parts.files.length === 0)
    return {
      heard: 'unreadable',
      ...from,
      what: parts.missing.length > 0 ? [] : [kinds[msgtype ?? ''] ?? kindNames.unknown],
      missing: parts.missing,
    }
  const { missing, ...heard } = parts
  return { heard: 'words', ...from, ...heard, ...(missing.length > 0 ? { missing } : {}) }
}

const fromJson = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined // not JSON: the other field may be
  }
}
/** JSON in a string, perhaps wrapped once more. */
const unwrapped = (value: unknown): unknown => fromJson(fromJson(value))
const Table = z.record(z.string(), z.unknown())
const tableIn = (value: unknown): Record<string, unknown> | undefined =>
  Table.safeParse(unwrapped(value)).data

/** Who pressed which card must be there; whatever else is odd never loses the press. */
const Callback = z.looseObject({
  outTrackId: z.string().min(1),
  userId: id.pipe(z.string().min(1)),
  content: z.unknown().optional(),
  value: z.unknown().optional(),
})

type Data = { actionIds: string[]; params: Record<string, unknown> }

const dataIn = (given: unknown): Data | undefined => {
  const data = tableIn(tableIn(given)?.cardPrivateData)
  if (!data) return undefined
  const ids = Array.isArray(unwrapped(data.actionIds)) ? unwrapped(data.actionIds) : [data.actionIds]
  return {
    actionIds: z
      .array(z.unknown())
      .parse(ids)
      .flatMap((one) => id.safeParse(one).data ?? []),
    params: tableIn(data.params) ?? {},
  }
}

type Clicked = {
  card: string
  by: Speaker
  /** Something was brought, and nobody can tell what. */
  unreadable?: true
  /** `kept`: under which key the value was kept, being too long to travel. */
  pressed?: { value: ActionValue } | { kept: string }
  form?: Record<string, string>
}

/** A field's value: a scalar, a list, or `{index, value}` of a chosen option. */
const plain = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return yesOrNo(value)
  if (Array.isArray(value)) return value.map(plain).join('、')
  const chosen = z.looseObject({ value: z.unknown() }).safeParse(value)
  return chosen.success ? plain(chosen.data.value) : ''
}

/** Reads the body of a card callback, in each of its shapes. Throws a ZodError where it is none. */
export const readCallback = (body: unknown): Clicked => {
  const { outTrackId, userId, content, value } = Callback.parse(body)
  const brought = [content, value].filter((one) => one !== undefined && one !== null)
  const all = brought.flatMap((one) => dataIn(one) ?? [])
  const { actionIds, params } = all.find((one) => valueIn(one.params, one.actionIds)) ??
    all[0] ?? { actionIds: [], params: {} }
  const form = tableIn(params.form)
  const pressed = valueIn(params, actionIds)
  return {
    card: outTrackId,
    by: { channel: 'dingtalk', address: userId },
    ...(brought.length > 0 && all.length === 0 ? { unreadable: true } : {}),
    ...(pressed ? { pressed } : {}),
    ...(form
      ? {
          form: Object.fromEntries(
            Object.entries(form)
              .map(([name, given]): [string, string] => [name, plain(given)])
              .filter(([, given]) => given !== ''),
          ),
        }
      : {}),
  }
}

/** Events: `robot_msg_read`, `robot_msg_recall`, `user_leave_org`, `user_add_org`, `user_active_org`; in HTTP mode the same with capital letters. */
export type Happened =
  | { happened: 'read'; id: string; by: Speaker; message: string }
  | { happened: 'recalled'; id: string; message: string }
  | { happened: 'moved'; id: string; what: 'left' | 'back'; addresses: string[] }

const moves: Readonly<Record<string, 'left' | 'back'>> = {
  user_leave_org: 'left',
  user_add_org: 'back',
  user_active_org: 'back',
}

export const readEvent = (eventType: string, eventId: string, body: unknown): Happened | undefined => {
  const what = Object.hasOwn(moves, eventType) ? moves[eventType] : undefined
  if (!what && eventType !== 'robot_msg_read' && eventType !== 'robot_msg_recall') return undefined
  const flat = z.record(z.string(), z.unknown()).parse(body)
  const lower = Object.fromEntries(Object.entries(flat).map(([key, value]) => [key.toLowerCase(), value]))
  if (what) {
    const { userid } = z.looseObject({ userid: z.array(z.string()) }).parse(lower)
    return { happened: 'moved', id: `dingtalk:event/${eventId}`, what, addresses: userid }
  }
  const { processquerykey, userid } = z
    .looseObject({ processquerykey: z.string(), userid: z.string().optional() })
    .parse(lower)
  const known = { id: `dingtalk:event/${eventId}`, message: processquerykey }
  if (eventType === 'robot_msg_recall') return { happened: 'recalled', ...known }
  return userid ? { happened: 'read', ...known, by: { channel: 'dingtalk', address: userid } } : undefined
}

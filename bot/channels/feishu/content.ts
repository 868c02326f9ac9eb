// What did somebody say in a message of Feishu? Its many kinds of content as plain text and attachments.

import { z } from 'zod'
import { fileKinds, kindNames } from '../../../templates/platform/words.js'
import type { Attachment } from '../inbound.js'

/** What is needed to fetch a file later; kept as text in `Attachment.ref`. */
export const FileRef = z.object({ message: z.string(), key: z.string(), type: z.enum(['file', 'image']) })

/** An odd or empty optional field counts as absent: it never loses the message it came with. */
export const absent = <T extends z.ZodType>(shape: T) => shape.nullish().catch(undefined)

export const Mention = z.object({
  key: z.string(),
  id: absent(
    z.union([z.object({ open_id: absent(z.string()) }), z.string().transform((open_id) => ({ open_id }))]),
  ),
  mentioned_type: absent(z.string()),
  name: absent(z.string()),
})
export type Mention = z.infer<typeof Mention>

/** What is said, and what came with it. `unread`: what nobody can read here, `missing`: what can't be fetched, each by its name. */
type Content = { text: string; files: Attachment[]; unread: string[]; missing: string[] }

const Table = z.record(z.string(), z.unknown())
const words = z.union([z.string(), z.number().transform(String)])
const Span = z.looseObject({
  tag: absent(z.string()),
  text: absent(words),
  href: absent(z.string()),
  user_id: absent(z.string()),
  user_name: absent(z.string()),
  image_key: absent(z.string()),
  file_key: absent(z.string()),
  file_name: absent(z.string()),
})
type Span = z.infer<typeof Span>
const Sent = z.looseObject({
  file_key: absent(z.string()),
  image_key: absent(z.string()),
  file_name: absent(z.string()),
  name: absent(z.string()),
})

const attach = (
  message: string,
  key: string,
  type: 'file' | 'image',
  kind: Attachment['kind'],
  name: string,
): Attachment => ({ ref: JSON.stringify({ message, key, type }), name, kind })

/** Kinds that carry no words of their own: named, so that nobody waits for an answer in vain. */
const named: Record<string, string> = {
  sticker: kindNames.sticker,
  interactive: kindNames.card,
  share_chat: kindNames.groupCard,
  share_user: kindNames.personCard,
  merge_forward: kindNames.forwarded,
  todo: kindNames.task,
  vote: kindNames.poll,
  hongbao: kindNames.redPacket,
  location: kindNames.location,
  share_calendar_event: kindNames.appointment,
  calendar: kindNames.appointment,
  general_calendar: kindNames.appointment,
  video_chat: kindNames.meeting,
  system: kindNames.system,
}

const textAt = (table: unknown, key: string): string | undefined => {
  const found = words.safeParse(Table.safeParse(table).data?.[key]).data
  return found === '' ? undefined : found
}

/** The content is JSON in a string; what is none is kept as the text that it is. */
const opened = (content: unknown): unknown => {
  if (typeof content !== 'string') return content
  try {
    return JSON.parse(content)
  } catch {
    return content
  }
}

/** One thing where a list should be is a list of one. */
export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

/** A rich text as it comes, or wrapped once more, by language or as `post`: then the files may stand outside. */
const postOf = (json: unknown): Record<string, unknown> | undefined => {
  const table = Table.safeParse(json).data
  if (!table || Array.isArray(table.content)) return table
  const inner = Table.safeParse(table.post).data
  const { zh_cn, ...others } = inner ?? table
  const tables = [zh_cn, ...Object.values(others)].flatMap((one): Record<string, unknown>[] => {
    const found = Table.safeParse(one).data
    return found ? [found] : []
  })
  const spoken = tables.find(says) ?? tables.find(({ content }) => Array.isArray(content))
  if (!spoken) return inner ?? table
  const files = [spoken, ...(inner ? [inner] : []), table].flatMap((one) => listOf(one.files))
  return { ...spoken, files }
}

const says = (post: Record<string, unknown>): boolean =>
  textAt(post, 'title') !== undefined ||
  listOf(post.content)
    .flatMap(spansOf)
    .some(({ tag: _, ...span }) => Object.values(span).some((one) => typeof one === 'string' && one !== ''))

const spansOf = (line: unknown): Span[] =>
  listOf(line).flatMap((one): Span[] => {
    const span = Span.safeParse(typeof one === 'string' ? { text: one } : one).data
    return span ? [span] : []
  })

/** Whoever is named keeps a place of their own: the word behind must not grow into the name. */
const mentionIn = ({ user_id, user_name }: Span): string =>
  user_id?.startsWith('@_') ? user_id : user_name ? `@${user_name.replace(/\s+/gu, '')} ` : ''

const fromPost = (message: string, json: unknown): Content => {
  const post = postOf(json)
  const files: Attachment[] = []
  const missing: string[] = []
  const unread: string[] = []
  const take = (key: string | null | undefined, kind: Attachment['kind'], name: string): void => {
    if (key) files.push(attach(message, key, kind === 'picture' ? 'image' : 'file', kind, name))
    else missing.push(name)
  }
  const speak = (span: Span): string => {
    const { tag, text, href } = span
    const name = (start: string, end: string) => span.file_name || `${start}${files.length + 1}.${end}`
    switch (tag) {
      case 'img':
        take(span.image_key, 'picture', name(fileKinds.picture, 'png'))
        return ''
      case 'media':
        take(span.file_key, 'video', name(fileKinds.video, 'mp4'))
        return ''
      case 'file':
      case 'audio':
        take(span.file_key, tag, span.file_name || fileKinds.file)
        return ''
      case 'at':
        return mentionIn(span)
      case 'a':
        return href && href !== text ? `${text ?? ''} ${href}` : (text ?? href ?? '')
      case 'emotion':
        unread.push(kindNames.sticker)
        return ''
      default:
        return text ?? ''
    }
  }
  const lines = Array.isArray(post?.content) ? post.content : []
  const spoken = lines.map((line) => spansOf(line).map(speak).join(''))
  const title = textAt(post, 'title')
  for (const one of listOf(post?.files)) {
    const { file_key, image_key, file_name, name } = Sent.catch({}).parse(one)
    take(
      file_key || image_key,
      file_key ? 'file' : image_key ? 'picture' : 'file',
      file_name || name || `${fileKinds.attached}${files.length + missing.length + 1}`,
    )
  }
  const text = [...(title ? [title] : []), ...spoken].join('\n')
  // An emotion among words is none that anybody waits for.
  return { text, files, missing, unread: text.trim() === '' && files.length === 0 ? unread : [] }
}

const alone = {
  picture: `${fileKinds.picture}.png`,
  file: fileKinds.file,
  audio: `${fileKinds.audio}.opus`,
  video: `${fileKinds.video}.mp4`,
}

const fromFile = (message: string, kind: Attachment['kind'], json: unknown): Content => {
  const { file_key, image_key, file_name } = Sent.catch({}).parse(json)
  const name = file_name || alone[kind]
  const key = kind === 'picture' ? image_key : file_key
  return key
    ? {
        text: '',
        files: [attach(message, key, kind === 'picture' ? 'image' : 'file', kind, name)],
        unread: [],
        missing: [],
      }
    : { text: '', files: [], unread: [], missing: [name] }
}

const kinds: Record<string, Attachment['kind']> = {
  image: 'picture',
  file: 'file',
  folder: 'file',
  audio: 'audio',
  media: 'video',
}

/**
 * The content as text with the platform's own keys for mentions still in it. Never throws: what is not as documented is
 * `unread`, so that whoever sent it is told.
 */
export const contentOf = (message: string, type: string, content: unknown): Content => {
  const json = opened(content)
  const kind = kinds[type]
  const kept: Content = { text: '', files: [], unread: [], missing: [] }
  if (type === 'post' || kind) {
    const read = kind ? fromFile(message, kind, json) : fromPost(message, json)
    const empty =
      read.text.trim() === '' && read.files.length + read.missing.length + read.unread.length === 0
    return empty ? { ...read, unread: [kindNames.empty] } : read
  }
  if (type === 'text') {
    const text = textAt(json, 'text') ?? (typeof json === 'object' ? '' : String(content ?? ''))
    return text.trim() === '' ? { ...kept, unread: [kindNames.wordless] } : { ...kept, text }
  }
  const what = named[type] ?? kindNames.unknown
  const where = type === 'location' ? ` ${textAt(json, 'name') ?? ''}` : ''
  return { ...kept, text: `[${what}]${where}`.trim(), unread: [what] }
}

const isBot = (mention: Mention, bot: string | undefined): boolean =>
  bot === undefined || !mention.id?.open_id ? mention.mentioned_type === 'bot' : mention.id.open_id === bot

/** Is the bot itself spoken to? */
export const addressed = (mentions: readonly Mention[], bot: string | undefined): boolean =>
  mentions.some((mention) => isBot(mention, bot))

/** Names instead of keys; the bot's own goes. In one pass, longest key first: `@_user_1` begins `@_user_10`, and a name may look like a key. */
export const withNames = (text: string, mentions: readonly Mention[], bot: string | undefined): string => {
  if (mentions.length === 0) return text.trim()
  const byKey = new Map(mentions.map((mention) => [mention.key, mention]))
  const lengths = [...new Set(mentions.map(({ key }) => key.length))].sort((a, b) => b - a)
  const begins = new Set(mentions.map(({ key }) => key.charAt(0)))
  let named = ''
  for (let at = 0; at < text.length; ) {
    const length = begins.has(text.charAt(at)) && lengths.find((one) => byKey.has(text.slice(at, at + one)))
    if (length) {
      const mention = byKey.get(text.slice(at, at + length))
      at += length
      if (!mention || isBot(mention, bot)) continue
      // what follows a name must not look like a part of it
      const next = text.startsWith('@_', at) ? text.slice(at + 2, at + 4) : text.slice(at, at + 2)
      named += `@${(mention.name ?? '').replace(/\s+/gu, '')}${/^[\p{L}\p{N}]/u.test(next) ? ' ' : ''}`
    } else named += text.charAt(at++)
  }
  return named.replace(/[ \t]{2,}/g, ' ').trim()
}

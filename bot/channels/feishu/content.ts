// What did somebody say in a message of Feishu? Its many kinds of content as plain text and attachments.
import { z } from 'zod'
import type { Attachment } from '../../inbound.js'

/** What is needed to fetch a file later; kept as text in `Attachment.ref`. */
export const FileRef = z.object({ message: z.string(), key: z.string(), type: z.enum(['file', 'image']) })

export const Mention = z.object({
  key: z.string(),
  id: z.object({ open_id: z.string().optional() }).optional().catch(undefined),
  mentioned_type: z.string().optional(),
  name: z.string().optional(),
})
export type Mention = z.infer<typeof Mention>

/** What is said, and what came with it. */
export type Content = { text: string; files: Attachment[] }

const Text = z.object({ text: z.string() })
const Picture = z.object({ image_key: z.string() })
const File = z.object({ file_key: z.string(), file_name: z.string().optional() })
const Place = z.object({ name: z.string().optional() })
const Span = z.looseObject({
  tag: z.string(),
  text: z.string().optional(),
  href: z.string().optional(),
  user_id: z.string().optional(),
  user_name: z.string().optional(),
  image_key: z.string().optional(),
  file_key: z.string().optional(),
  emoji_type: z.string().optional(),
})
const Post = z.object({ title: z.string().optional(), content: z.array(z.array(Span)) })

const attach = (
  message: string,
  key: string,
  type: 'file' | 'image',
  kind: Attachment['kind'],
  name: string,
): Attachment => ({ ref: JSON.stringify({ message, key, type }), name, kind })

/** Kinds that carry no words of their own: said to be there, so that nobody waits for an answer in vain. */
const named: Record<string, string> = {
  sticker: '[表情]',
  interactive: '[卡片]',
  share_chat: '[群名片]',
  share_user: '[个人名片]',
  merge_forward: '[合并转发的消息]',
  todo: '[任务]',
  vote: '[投票]',
  hongbao: '[红包]',
  share_calendar_event: '[日程]',
  calendar: '[日程]',
  video_chat: '[视频会议]',
  system: '',
}

/** The content as text with the platform's own keys for mentions still in it. Throws where it is not what is documented. */
export const contentOf = (message: string, type: string, content: string): Content => {
  const json: unknown = JSON.parse(content)
  switch (type) {
    case 'text':
      return { text: Text.parse(json).text, files: [] }
    case 'post': {
      const { title, content: lines } = Post.parse(json)
      const files: Attachment[] = []
      const spoken = lines.map((line) =>
        line
          .map(({ tag, text, href, user_id, user_name, image_key, file_key }) => {
            if (tag === 'img' && image_key)
              files.push(attach(message, image_key, 'image', 'picture', `图片${files.length + 1}.png`))
            if (tag === 'media' && file_key)
              files.push(attach(message, file_key, 'file', 'video', `视频${files.length + 1}.mp4`))
            if (tag === 'at') return user_id ?? (user_name ? `@${user_name}` : '')
            if (tag === 'a') return href && href !== text ? `${text ?? ''} ${href}` : (text ?? href ?? '')
            return text ?? ''
          })
          .join(''),
      )
      return { text: [...(title ? [title] : []), ...spoken].join('\n'), files }
    }
    case 'image':
      return {
        text: '',
        files: [attach(message, Picture.parse(json).image_key, 'image', 'picture', '图片.png')],
      }
    case 'file':
    case 'folder':
    case 'audio':
    case 'media': {
      const { file_key, file_name } = File.parse(json)
      const kind = type === 'audio' ? 'audio' : type === 'media' ? 'video' : 'file'
      const name = file_name ?? (kind === 'audio' ? '语音.opus' : kind === 'video' ? '视频.mp4' : '文件')
      return { text: '', files: [attach(message, file_key, 'file', kind, name)] }
    }
    case 'location':
      return { text: `[位置] ${Place.parse(json).name ?? ''}`.trim(), files: [] }
    default:
      return { text: named[type] ?? '[不支持的消息]', files: [] }
  }
}

const isBot = (mention: Mention, bot: string | undefined): boolean =>
  bot === undefined ? mention.mentioned_type === 'bot' : mention.id?.open_id === bot

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
      named += !mention || isBot(mention, bot) ? '' : `@${mention.name ?? ''}`
      at += length
    } else named += text.charAt(at++)
  }
  return named.replace(/[ \t]{2,}/g, ' ').trim()
}

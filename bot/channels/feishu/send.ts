// How does a message get to Feishu and stay right there? Sends once for each key, draws anew in place, and anew where that no longer goes.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Card, Rendered } from '../../../templates/card.js'
import { textCut } from '../../../templates/platform/feishu.js'
import type { Clock } from '../../time/clock.js'
import type { Destination, Outgoing, Standing } from '../channel.js'
import { type Need, needOfRank } from '../need.js'
import type { Answering } from './answering.js'
import type { Api } from './api.js'
import { asText, draw, lean } from './cards.js'
import { isContent, isGone, isLocked } from './errors.js'
import { FeishuError } from './http.js'
import { limits } from './limits.js'
import { perChat, perMessage } from './pace.js'

/** A message that is answered as this much older than its sending is one that was sent before under the same key. */
const OLDER_MS = 5_000
const LOCK_TRIES = 5
const LOCK_PAUSE_MS = 300
/** Of 150 KB of text. */
const LONGEST_TEXT = 40_000

const Sent = z.object({
  data: z.object({
    message_id: z.string(),
    create_time: z.string().optional(),
    chat_id: z.string().optional(),
    sender: z
      .object({ sender_type: z.string(), tenant_key: z.string().optional() })
      .optional()
      .catch(undefined),
  }),
})
/** What the answer to a send tells beside the message's id. */
type Told = { chat?: string | undefined; tenant?: string | undefined; need: Need }
const Done = z.object({})

/** The platform keeps it for an hour: within it the same key is the same message. */
export const uuidOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32)

/** In a text `<at …>`, tags and links would live: an invisible space takes their life. */
export const muteText = (text: string): string =>
  text.replace(/<(?=[a-z/!])/gi, '<\u200B').replace(/\](?=\()/g, ']\u200B')

type Body = { type: 'text' | 'interactive' | 'file'; content: object }

const textBody = (text: string): Body => ({
  type: 'text',
  content: {
    text: muteText(text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}\n${textCut}` : text),
  },
})

/** The message, and leaner ones for when Feishu does not take it as it is: whoever must know is told something. */
const bodies = (content: Rendered): [Body, ...Body[]] =>
  'text' in content
    ? [textBody(content.text)]
    : [
        { type: 'interactive', content: draw(content.card) },
        // a chart that is not taken is no reason to lose the table
        ...(content.card.charts?.length
          ? [{ type: 'interactive' as const, content: draw({ ...content.card, charts: [] }) }]
          : []),
        { type: 'interactive', content: draw(lean(content.card)) },
        textBody(asText(content.card)),
      ]

export type Sender = {
  deliver(message: Outgoing): Promise<{ message: string }>
  redraw(standing: Standing, card: Card): Promise<{ message: string }>
  /** Sends a file that is already uploaded. */
  file(key: string, to: Destination, fileKey: string): Promise<{ message: string }>
}

export const openSender = (options: {
  api: Api
  answering: Answering
  groupChatId: string | undefined
  /** Something was sent. */
  told: (to: Destination, told: Told) => void
  clock: Clock
  wire: Clock
}): Sender => {
  const { api, answering, groupChatId, told, clock, wire } = options
  /** By how much our clock is ahead of theirs, as far as their answers show. */
  let ahead: number | undefined

  const receiver = (to: Destination): { id: string; type: string } => {
    if (!('group' in to)) return { id: to.address, type: 'open_id' }
    if (groupChatId === undefined) throw new FeishuError({ code: 230002, text: 'no group is configured' })
    return { id: groupChatId, type: 'chat_id' }
  }

  const sentBefore = (createTime: string | undefined, startedMs: number): boolean => {
    const created = Number(createTime)
    if (!createTime || !Number.isFinite(created)) return false
    const older = startedMs - created
    const before = older - Math.max(0, ahead ?? 0) > OLDER_MS
    ahead = Math.min(ahead ?? older, older)
    return before
  }

  const create = async (key: string, to: Destination, body: Body, need: Need) => {
    const { id, type } = receiver(to)
    const startedMs = clock.now()
    const { data } = await api.call(
      {
        api: 'im.message.create',
        method: 'POST',
        path: '/open-apis/im/v1/messages',
        params: { receive_id_type: type },
        data: {
          receive_id: id,
          msg_type: body.type,
          content: JSON.stringify(body.content),
          uuid: uuidOf(key),
        },
        within: [perChat(id)],
        need,
      },
      Sent,
    )
    const { chat_id: chat, sender } = data
    told(to, { chat, tenant: sender?.sender_type === 'app' ? sender.tenant_key : undefined, need })
    return { message: data.message_id, again: sentBefore(data.create_time, startedMs) }
  }

  const patch = async (message: string, body: Body, need: Need): Promise<void> => {
    for (let tries = 1; ; tries++) {
      await answering.over(message)
      try {
        await api.call(
          {
            api: 'im.message.patch',
            method: 'PATCH',
            path: `/open-apis/im/v1/messages/${encodeURIComponent(message)}`,
            data: { content: JSON.stringify(body.content) },
            within: [perMessage(message)],
            need,
          },
          Done,
        )
        return
      } catch (error) {
        if (!isLocked(error) || tries >= LOCK_TRIES) throw error
        await new Promise<void>((wake) => wire.after(LOCK_PAUSE_MS * tries, wake))
      }
    }
  }

  /** The first of the bodies that is taken; each has a key of its own, since the key before may be used up. */
  const firstTaken = async <T>(
    all: [Body, ...Body[]],
    use: (body: Body, nth: number) => Promise<T>,
  ): Promise<T> => {
    for (let nth = 0; ; nth++) {
      const body = all[nth] ?? all[0]
      try {
        return await use(body, nth)
      } catch (error) {
        if (!isContent(error) || nth + 1 >= all.length) throw error
      }
    }
  }

  const deliver = ({
    key,
    to,
    content,
    rank,
    need = needOfRank(rank),
  }: Omit<Outgoing, 'at'>): Promise<{
    message: string
  }> =>
    firstTaken(bodies(content), async (body, nth) => {
      const { message, again } = await create(nth === 0 ? key : `${key}/${nth}`, to, body, need)
      // Sent before, and answered as it was then: what it shows now may be old.
      if (again && body.type === 'interactive') await patch(message, body, need)
      return { message }
    })

  return {
    deliver,
    async redraw(standing, card) {
      const { key, message, to, at, rank } = standing
      const anew = () => deliver({ key: `${key}/anew/${message}`, to, content: { card }, rank })
      if (clock.now() - Date.parse(at) > limits.cardStandsMs) return anew()
      try {
        const [full, leaner] = bodies({ card })
        await firstTaken(leaner ? [full, leaner] : [full], (body) => patch(message, body, 'spare'))
        return { message }
      } catch (error) {
        if (isGone(error)) return anew()
        throw error
      }
    },
    async file(key, to, fileKey) {
      const { message } = await create(key, to, { type: 'file', content: { file_key: fileKey } }, 'reply')
      return { message }
    },
  }
}

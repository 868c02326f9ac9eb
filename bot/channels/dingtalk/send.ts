// How does a message leave? Texts, cards and files to a person or to the campus group, each with its way back from failure.

import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Card, Rendered } from '../../../templates/card.js'
import { fileLost, saidAgain, undelivered } from '../../../templates/platform/dingtalk.js'
import type { Clock } from '../../time/clock.js'
import type { Channel, Destination, Outgoing } from '../channel.js'
import { needOfRank } from '../need.js'
import type { Api } from './api.js'
import { actionCard, menuOf, settled } from './cards.js'
import type { Doubt } from './doubt.js'
import { openDrawings } from './drawings.js'
import { Refused } from './errors.js'
import { isCard, isMessage, messageId, repliesTo, settledId } from './ids.js'
import type { Session } from './inbound.js'
import { type LadderOptions, openLadder, type Say } from './ladder.js'
import { plainText } from './markdown.js'
import type { Menus } from './menus.js'
import type { Pace } from './pace.js'
import type { Sessions } from './sessions.js'
import { zipped } from './zip.js'

type SendOptions = Omit<LadderOptions, 'say'> & {
  api: Api
  pace: Pace
  menus: Menus
  sessions: Sessions
  doubt: Doubt
  clock: Clock
  log: Log
  /** Resolves when a press on this card has been answered: until then the card may not be drawn anew. */
  answered(card: string): Promise<void>
}

type Sender = Pick<Channel, 'deliver' | 'redraw' | 'sendFile' | 'fetchFile'> & {
  say: Say
  /** Draws a card that was pressed; what does not go through is tried again, until somebody draws it anew. */
  draw(message: string, card: Card): Promise<void>
}

const Sent = z.looseObject({
  processQueryKey: z.string().optional(),
  invalidStaffIdList: z.array(z.string()).nullish(),
  flowControlledStaffIdList: z.array(z.string()).nullish(),
})
const mostText = 3_800
const mostSentences = 5_000
/** What `sampleFile` takes; anything else travels in a zip (platform notes 5.8). */
const sendable = new Set(['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx'])

/** Never in the middle of a sign that is made of two. */
const cut = (text: string): string =>
  text.length > mostText ? `${text.slice(0, mostText - 2).replace(/[\uD800-\uDBFF]$/, '')}……` : text

/** The parameter that carries the words of a message, for each kind of message. */
const again = (msgParam: Record<string, string>): Record<string, string> => {
  const name = 'content' in msgParam ? 'content' : 'text' in msgParam ? 'text' : undefined
  return name === undefined ? msgParam : { ...msgParam, [name]: saidAgain(msgParam[name] ?? '') }
}

export const openSender = (options: SendOptions): Sender => {
  const { api, pace, menus, sessions, doubt, clock, log, robotCode, groupConversationId } = options
  const settledBy = new Set<string>()
  const noGroup = () => new Refused('unreachable', undelivered.noGroup, 'group.none')
  const unreachable = () => new Refused('unreachable', undelivered.unreachable, 'invalidstaff')

  const toGroup = async (msgKey: string, msgParam: string, key: string): Promise<void> => {
    if (!groupConversationId) throw noGroup()
    const answer = await api.call('POST', '/v1.0/robot/groupMessages/send', {
      robotCode,
      openConversationId: groupConversationId,
      msgKey,
      msgParam,
    })
    const { processQueryKey } = Sent.catch({}).parse(answer)
    if (processQueryKey) options.carried(processQueryKey, messageId(key))
  }

  const toPerson = async (address: string, msgKey: string, msgParam: string, key: string): Promise<void> => {
    const answer = await api.call('POST', '/v1.0/robot/oToMessages/batchSend', {
      robotCode,
      userIds: [address],
      msgKey,
      msgParam,
    })
    const { processQueryKey, invalidStaffIdList, flowControlledStaffIdList } = Sent.catch({}).parse(answer)
    if (invalidStaffIdList?.includes(address)) throw unreachable()
    if (flowControlledStaffIdList?.includes(address))
      throw new Refused('transient', undelivered.throttledPerson, 'flowcontrolled')
    if (processQueryKey) options.carried(processQueryKey, messageId(key))
  }

  const say: Say = (to, msgKey, given, key) =>
    doubt.sending(key, (repeated) => {
      const msgParam = JSON.stringify(repeated ? again(given) : given)
      return 'group' in to ? toGroup(msgKey, msgParam, key) : toPerson(to.address, msgKey, msgParam, key)
    })

  const ladder = openLadder({ ...options, say })
  const drawings = openDrawings(ladder, clock, log)

  /** Answers by session webhook. False where it has ended meanwhile. */
  const bySession = async (
    key: string,
    session: Session,
    body: (again: (text: string) => string) => object,
  ): Promise<boolean> => {
    try {
      await doubt.sending(key, (repeated) =>
        api.answer(session.url, body(repeated ? saidAgain : (text) => text)),
      )
      return true
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      log.warn({ code: error.code }, 'a session webhook no longer answers')
      sessions.forget(session)
      if (error.failure === 'down' || error.about.sent) throw error
      return false
    }
  }

  /** In the month's last calls, what is not urgent goes by the session webhook where one is open: it costs no call. */
  const sparing = async (key: string, address: string, content: Rendered, held: Refused): Promise<string> => {
    const session = sessions.ofPerson(address)
    if (!session) throw held
    const id = messageId(key)
    if ('text' in content) {
      const { text } = content
      const body = (again: (text: string) => string) => ({
        msgtype: 'text',
        text: { content: again(cut(plainText(text))) },
      })
      if (!(await bySession(key, session, body))) throw held
      return id
    }
    const codes = await menus.offer(
      id,
      address,
      menuOf(content.card).map(({ value }) => value),
    )
    const { msgParam } = actionCard(content.card, codes)
    const { title, text, singleTitle, singleURL } = msgParam
    const pairs = [1, 2, 3, 4, 5].flatMap((nth) => {
      const label = msgParam[`actionTitle${nth}`]
      return label ? [{ title: label, actionURL: msgParam[`actionURL${nth}`] }] : []
    })
    const btns = singleTitle ? [{ title: singleTitle, actionURL: singleURL }] : pairs
    const body = (again: (text: string) => string) =>
      btns.length > 0
        ? { msgtype: 'actionCard', actionCard: { title, text: again(text ?? ''), btnOrientation: '0', btns } }
        : { msgtype: 'markdown', markdown: { title, text: again(text ?? '') } }
    if (!(await bySession(key, session, body))) throw held
    return id
  }

  /** An answer in the group in which the bot was named: it names the one who asked, and needs no call. */
  const inGroup = async (key: string, text: string): Promise<boolean> => {
    const inbound = repliesTo(key)
    const session = inbound === undefined ? undefined : sessions.ofMessage(inbound)
    if (!session) return false
    return bySession(key, session, (again) => ({
      msgtype: 'text',
      text: { content: `@${session.speaker} ${again(cut(plainText(text)))}` },
      at: { atUserIds: [session.speaker], isAtAll: false },
    }))
  }

  const deliver = async ({
    key,
    to,
    content,
    rank,
    need = needOfRank(rank),
  }: Outgoing): Promise<{ message: string }> => {
    if ('group' in to) {
      if ('text' in content && (await inGroup(key, content.text))) return { message: messageId(key) }
      if (!groupConversationId) throw noGroup()
    } else menus.followed(to.address)
    const held = pace.holds(need)
    if (held) {
      if ('group' in to) throw held
      return { message: await sparing(key, to.address, content, held) }
    }
    if ('card' in content) return { message: await ladder.send(key, to, content.card) }
    await say(to, 'sampleText', { content: cut(plainText(content.text)) }, key)
    return { message: messageId(key) }
  }

  return {
    say,
    draw: (message, card) => drawings.draw(message, card),
    deliver,
    async redraw({ key, message, to, at, rank }, card) {
      if (isMessage(message)) {
        if (!settled(card)) return { message }
        // It can't be drawn anew, and its buttons would still invite: said once that nothing is left to do.
        const facts = card.fields.map(({ label, value }) => `${label}：${value}`).join('\n')
        const text = [card.title, card.lead || facts].filter(Boolean).join('\n')
        // Several messages about one duty (the first, its reminders) are settled by the same sentence.
        const sentence = 'group' in to ? `group ${text}` : `${to.address} ${text}`
        if (!settledBy.has(sentence)) {
          settledBy.add(sentence)
          const [oldest] = settledBy
          if (settledBy.size > mostSentences && oldest !== undefined) settledBy.delete(oldest)
          try {
            await deliver({ key: `${key}/settled`, to, content: { text }, at, rank })
          } catch (error) {
            settledBy.delete(sentence)
            throw error
          }
        }
        return { message: settledId(message) }
      }
      if (!isCard(message)) return { message }
      const held = pace.holds('spare')
      if (held) throw held
      await options.answered(message)
      drawings.begin(message)
      try {
        await ladder.redraw(message, card)
        return { message }
      } catch (error) {
        if (!(error instanceof Refused && /cardnotexist/.test(error.code))) throw error
        return deliver({ key, to, content: { card }, at, rank })
      }
    },
    async sendFile(key, to: Destination, { name, bytes }) {
      const held = pace.holds('reply')
      if (held) throw held
      const kind = name.split('.').at(-1)?.toLowerCase() ?? ''
      const file = sendable.has(kind) ? { name, bytes } : { name: `${name}.zip`, bytes: zipped(name, bytes) }
      const mediaId = await api.upload(file)
      const fileType = sendable.has(kind) ? kind : 'zip'
      await say(to, 'sampleFile', { mediaId, fileName: file.name, fileType }, key)
      return { message: messageId(key) }
    },
    async fetchFile(ref) {
      const answer = await api.call('POST', '/v1.0/robot/messageFiles/download', {
        downloadCode: ref,
        robotCode,
      })
      const parsed = z.looseObject({ downloadUrl: z.string() }).safeParse(answer)
      if (!parsed.success) throw new Refused('refused', fileLost.gone, 'file.gone')
      return api.download(parsed.data.downloadUrl)
    },
  }
}

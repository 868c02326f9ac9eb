// What happens with what came in? It is read, handed to the house, and answered for; the same for Stream mode and for HTTP.

import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Card } from '../../../templates/card.js'
import { dingtalkMonth } from '../../../templates/operator/dingtalk.js'
import { strangerTold } from '../../../templates/platform/dingtalk.js'
import type { Clock } from '../../time/clock.js'
import type { Inside } from '../channel.js'
import { UNREADABLE } from '../inbound.js'
import type { Api } from './api.js'
import { Refused } from './errors.js'
import { type Happened, idOf, readCallback, readEvent, readMessage, type Session } from './inbound.js'
import type { Menus } from './menus.js'
import type { Ours } from './ours.js'
import { monthOf, type Pace } from './pace.js'
import type { People } from './people.js'
import type { Sessions } from './sessions.js'

export type Ear = {
  /**
   * Each resolves when the effect is on disk, throws a ZodError for what can't be read and `Foreign` for what is not
   * for us, and rejects when it could not be stored.
   */
  message(body: unknown): Promise<void>
  callback(id: string, body: unknown): Promise<void>
  event(type: string, id: string, body: unknown): Promise<void>
  /** Resolves when every press on this card has been answered and drawn: nobody may draw it before. */
  answered(card: string): Promise<void>
}

/** A card may not be drawn before the answer to its press has arrived (docs: card callbacks). */
const answerArrivesMs = 300
const mostPresses = 1_000

/** A platform that is slow must not make a press time out: the name is a courtesy. */
const nameWithinMs = 800

const Named = z.looseObject({ outTrackId: z.string().optional() })
const Timed = z.looseObject({ createAt: z.number().int().positive().optional() })

export const openEar = (options: {
  inside: Inside
  api: Api
  pace: Pace
  people: People
  menus: Menus
  sessions: Sessions
  ours: Ours
  clock: Clock
  log: Log
  groupConversationId?: string
  /** Our id of the message that the platform knows by a key of its own. */
  carriedBy(key: string): string | undefined
  /** Draws the card that was pressed for everybody who sees it. */
  draw(message: string, card: Card): Promise<void>
}): Ear => {
  const { inside, api, pace, people, menus, sessions, ours, clock, log } = options
  const answering = new Map<string, Promise<void>>()
  const pressed = new Set<string>()
  const strangeGroups = new Set<string>()

  /** Said where the house can't speak, because it knows no address; lost where it does not go through. */
  const hint = (session: Session | undefined, content: string): void => {
    if (!session) return
    void api.answer(session.url, { msgtype: 'text', text: { content } }).catch((error: unknown) => {
      log.warn({ code: error instanceof Refused ? error.code : '' }, 'could not answer by session webhook')
    })
  }

  /** How an operator learns the id to configure: somebody names the bot in the group. */
  const meetGroup = (conversation: string): void => {
    if (conversation === options.groupConversationId || strangeGroups.has(conversation)) return
    strangeGroups.add(conversation)
    log.info(
      { conversation },
      'named in a group that is not the campus group; to make it so, set DINGTALK_GROUP_CONVERSATION_ID',
    )
  }

  /** With the watchdog knowing what is read; nothing for what froze the process before, which is taken without being read. */
  const watched = <A>(id: string | undefined, read: () => A): A | undefined =>
    id !== undefined && inside.reading ? inside.reading(id, read) : read()

  const stranger = (address: string): boolean =>
    people.personAt(address) === undefined &&
    !inside.directory().people.some(({ dingtalk }) => dingtalk === address)

  /** What the press that is being answered is drawn as, at the end. */
  const press = async (
    id: string,
    body: unknown,
  ): Promise<{ message: string; card?: Card | undefined } | undefined> => {
    const read = watched(id, () => readCallback(body))
    if (!read) return undefined
    const { card, by, pressed: button, form, unreadable } = read
    const kept = button ? ('kept' in button ? button.kept : undefined) : form && card
    const meant =
      button && 'value' in button
        ? button.value
        : ((kept && menus.held(kept)) ?? (button || form || unreadable ? { action: UNREADABLE } : undefined))
    // A tap on the body of a card is a callback too, without a meaning.
    if (!meant) {
      log.info({ card }, 'a card was touched where nothing is to be pressed')
      return { message: card }
    }
    const name = stranger(by.address)
      ? await Promise.race([
          people.nameOf(by.address).catch((error: unknown) => {
            log.warn({ code: error instanceof Refused ? error.code : '' }, 'could not ask for a name')
            return undefined
          }),
          new Promise<undefined>((resolve) => {
            AbortSignal.timeout(nameWithinMs).addEventListener('abort', () => resolve(undefined))
          }),
        ])
      : undefined
    const answer = await inside.receive.pressed({
      id,
      by: { ...by, ...(name ? { name } : {}) },
      message: card,
      value: meant,
      ...(form ? { form } : {}),
    })
    return { message: card, card: answer.card }
  }

  const happen = async (event: Happened): Promise<void> => {
    if (event.happened === 'moved') {
      const { id, what, addresses } = event
      return inside.receive.moved({ id, channel: 'dingtalk', what, addresses })
    }
    const message = options.carriedBy(event.message) ?? event.message
    if (event.happened === 'read')
      await inside.receive.seen({ id: event.id, by: event.by, messages: [message] })
    else await inside.receive.recalled({ id: event.id, channel: 'dingtalk', message })
  }

  return {
    async message(body) {
      ours.check(body)
      pace.counted('pushes')
      const heard = watched(idOf(body), () => readMessage(body))
      if (!heard) return
      switch (heard.heard) {
        case 'over-quota':
          log.error({}, 'DingTalk says that the month of pushes is used up')
          await inside.tellOffice(`dingtalk/${monthOf(clock.now())}/pushes-out`, dingtalkMonth.pushesRefused)
          return
        case 'nobody':
          return hint(heard.session, strangerTold)
        case 'unreadable':
        case 'words': {
          const { id, by, chat, msgId, missing = [], session } = heard
          const { createAt: saidMs } = Timed.catch({}).parse(body)
          if (by.name) people.named(by.address, by.name)
          if (session) {
            sessions.note(id, by.address, chat, session)
            if (chat === 'group') meetGroup(session.conversation)
          }
          const kept = { id, by, chat, message: msgId, ...(missing.length > 0 ? { missing } : {}) }
          if (heard.heard === 'unreadable') {
            const unread = heard.what.length > 0 ? { unread: heard.what } : {}
            await inside.receive.said({ ...kept, text: '', ...unread })
            return
          }
          const { text, files } = heard
          const menu = chat === 'dm' ? menus.read(by.address, text) : undefined
          if (menu && files.length === 0) await inside.receive.pressed({ id, by, ...menu })
          else await inside.receive.said({ ...kept, text, ...(files.length > 0 ? { files } : {}) }, saidMs)
        }
      }
    },
    async callback(id, body) {
      ours.check(body)
      pace.counted('pushes')
      const job = press(id, body)
      const { outTrackId = '' } = Named.catch({}).parse(body)
      const before = answering.get(outTrackId)
      const drawn = job
        .then(async (read) => {
          const { message = '', card } = read ?? {}
          await before
          // The same press again has the same answer, drawn as it was then: by now the card may show more.
          if (!card || pressed.has(id)) return
          pressed.add(id)
          const [oldest] = pressed
          if (pressed.size > mostPresses && oldest !== undefined) pressed.delete(oldest)
          await new Promise<void>((resolve) => {
            clock.after(answerArrivesMs, resolve)
          })
          await options.draw(message, card)
        })
        .catch(() => {}) // what went wrong with the press is told to the caller; drawing says it itself
        .finally(() => {
          if (answering.get(outTrackId) === drawn) answering.delete(outTrackId)
        })
      answering.set(outTrackId, drawn)
      await job
    },
    async event(type, id, body) {
      ours.check(body)
      pace.counted('pushes')
      const event = readEvent(type, id, body)
      if (event) await happen(event)
    },
    answered: (card) => answering.get(card) ?? Promise.resolve(),
  }
}

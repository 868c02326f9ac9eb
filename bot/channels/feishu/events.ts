// What is done with what comes from Feishu, by either door? Handed to the house; answered when it is stored, and not before.

import type { Log } from '../../../store/log.js'
import { feishuTells } from '../../../templates/operator/feishu.js'
import {
  pressByNobody,
  pressNotRead,
  pressNotStored,
  pressStillBusy,
} from '../../../templates/platform/feishu.js'
import type { Inside } from '../channel.js'
import type { Answer, Pressed, Speaker } from '../inbound.js'
import { refilled } from '../refilled.js'
import type { Answering } from './answering.js'
import { draw, drawWhole } from './cards.js'
import type { Chats } from './chats.js'
import { type Envelope, type Incoming, idOf, read } from './inbound.js'
import type { Ours } from './ours.js'
import type { People } from './people.js'
import { type Whereabouts, whereabouts } from './whereabouts.js'

/** `reply` is what Feishu is told (`{}`: nothing changes); `gone` is called when it is on the wire. */
export type Reply = { reply: Record<string, unknown>; gone(): void }

export type Events = {
  /** What the envelope means. Throws (zod, JSON) where it is not as documented. */
  read(envelope: Envelope): Incoming
  /** The same for what no event brought: it says nothing of the line, nor of when somebody spoke. */
  readBack(envelope: Envelope): Incoming
  /** Why this is not for us: another app's, another tenant's. */
  foreign(envelope: unknown): string | undefined
  /** Rejects when an event could not be stored: Feishu must bring it again. A press is always answered. */
  take(incoming: Incoming): Promise<Reply>
}

const nothing = (): Reply => ({ reply: {}, gone() {} })

const toast = (type: string, content: string): Record<string, unknown> => ({ toast: { type, content } })

/** A form that was not taken keeps what was typed: where that is too much to be drawn, the card stays as it is. */
const answered = (
  { toast: said, card, wrong }: Answer,
  form: Pressed['form'] = {},
): Record<string, unknown> => {
  const data = card && (wrong ? drawWhole(refilled(card, form, wrong)) : draw(card))
  return {
    ...(said ? toast(said.type, said.text) : {}),
    ...(data ? { card: { type: 'raw', data } } : {}),
  }
}

const notStored = toast('error', pressNotStored)
export const notRead = toast('warning', pressNotRead)
export const stillBusy = toast('info', pressStillBusy)

export const openEvents = (options: {
  inside: () => Inside | undefined
  bot: () => string | undefined
  people: People
  answering: Answering
  chats: Chats
  ours: Ours
  /** An envelope came in, and this message with it, once that is stored. */
  heard: (envelope: unknown) => void
  stored: (message: string) => void
  /** This message was read back and stored before its event came. */
  known: (message: string) => boolean
  calm: (address: string) => Promise<void>
  /** Did somebody else than us tick this task? */
  ticked: (task: string) => Promise<boolean>
  groupChatId: string | undefined
  log: Log
}): Events => {
  const {
    inside,
    bot,
    people,
    answering,
    chats,
    ours,
    heard,
    stored,
    known,
    calm,
    ticked,
    groupChatId,
    log,
  } = options
  /** What the envelopes tell beside what they bring. */
  const around = new WeakMap<Incoming, Whereabouts>()

  const open = (): Inside => {
    const at = inside()
    if (!at) throw new Error('the house is not open yet')
    return at
  }

  /** With the watchdog knowing what is read; what froze the process before is taken without being read. */
  const watched = (envelope: Envelope, work: () => Incoming): Incoming => {
    const reading = inside()?.reading
    return reading ? (reading(idOf(envelope), work) ?? { kind: 'none', why: 'set aside' }) : work()
  }

  /** The name of somebody whom the directory does not know. */
  const introduce = async (by: Speaker): Promise<Speaker> => {
    if (by.name !== undefined || people.personAt(by.address) !== undefined) return by
    const name = await people.nameOf(by.address)
    return name === undefined ? by : { ...by, name }
  }

  const press = async ({ pressed }: Extract<Incoming, { kind: 'pressed' }>): Promise<Reply> => {
    const end = answering.begin(pressed.message)
    const gone = (): void => {
      end()
      calm(pressed.by.address).catch((error) =>
        log.warn(
          { reason: error instanceof Error ? error.message : '' },
          'could not take a chat from the top',
        ),
      )
    }
    try {
      const { receive } = open()
      const answer = await receive.pressed({ ...pressed, by: await introduce(pressed.by) })
      return { reply: answered(answer, pressed.form), gone }
    } catch (error) {
      log.error({ reason: error instanceof Error ? error.message : '' }, 'a press could not be stored')
      return { reply: notStored, gone }
    }
  }

  const group = async ({ chat, here }: Extract<Incoming, { kind: 'group' }>): Promise<void> => {
    log.info({ chat, here }, here ? 'the bot was taken into a group' : 'the bot was put out of a group')
    if (here && groupChatId === undefined)
      await open().tellOffice(`feishu/group/${chat}`, feishuTells.newGroup(chat))
    if (!here && chat === groupChatId)
      await open().tellOffice(`feishu/group-lost/${chat}`, feishuTells.groupLost)
  }

  return {
    foreign: (envelope) => ours.foreign(whereabouts(envelope)),
    read(envelope) {
      heard(envelope)
      const incoming = watched(envelope, () => read(envelope, bot()))
      around.set(incoming, whereabouts(envelope))
      return incoming
    },
    readBack: (envelope) => watched(envelope, () => read(envelope, bot())),
    async take(incoming) {
      const { dm, group: where, saidMs } = around.get(incoming) ?? {}
      if (incoming.kind === 'said' || incoming.kind === 'entered') {
        if (dm) chats.spoke(dm.chat, dm.address)
        else if (where !== undefined && where === groupChatId) chats.spoke(where, undefined)
      }
      switch (incoming.kind) {
        case 'said': {
          const { receive } = open()
          if (incoming.said.message && known(incoming.said.message)) return nothing()
          await receive.said({ ...incoming.said, by: await introduce(incoming.said.by) }, saidMs)
          if (incoming.said.message) stored(incoming.said.message)
          return nothing()
        }
        case 'pressed':
          chats.pressed(incoming.pressed.by.address)
          return press(incoming)
        case 'nobody':
          return {
            reply: toast('warning', pressByNobody),
            gone() {},
          }
        case 'entered': {
          const { receive } = open()
          await receive.entered({ ...incoming.entered, by: await introduce(incoming.entered.by) })
          return nothing()
        }
        case 'recalled':
          await open().receive.recalled(incoming.recalled)
          return nothing()
        case 'seen':
          await open().receive.seen(incoming.seen)
          return nothing()
        case 'moved':
          await open().receive.moved(incoming.moved)
          return nothing()
        case 'group':
          await group(incoming)
          return nothing()
        case 'task': {
          const { id, task } = incoming
          if (await ticked(task)) await open().receive.ticked({ id, channel: 'feishu', task })
          return nothing()
        }
        case 'none':
          return nothing()
      }
    },
  }
}

// What does a chat platform do? It loses, doubles, delays, limits and is down; it keeps messages, and knows a key for an hour.
import {
  type Channel,
  DeliveryError,
  type Inside,
  type Outgoing,
  type Standing,
} from '../../bot/channels/channel.js'
import type { Answer, Pressed, Said } from '../../bot/channels/inbound.js'
import type { ChannelName } from '../../store/schema.js'
import type { Card, Rendered } from '../../templates/card.js'
import { nevermore } from './disk.js'
import type { Random } from './random.js'
import type { Schedule } from './schedule.js'

/** One message as it stands in a chat. `versions`: every drawing that stood there, the oldest first. */
export type Message = { id: string; chat: string; key: string; at: number; versions: Rendered[] }

export const GROUP = '群'
/** Feishu's `uuid` and DingTalk's `outTrackId` (feishu.md, dingtalk.md). */
const WINDOW_MS = 3_600_000

/** How ill it is now. Probabilities of a call, moments of the clock. */
export type Illness = {
  lost: number
  answerLost: number
  downUntil: number
  limitedUntil: number
  deafUntil: number
  slowUntil: number
}

export type Watch = {
  /** A call begins: nothing may be sent that is wrong to send. */
  calling(call: 'deliver' | 'redraw' | 'urge' | 'file', key: string, channel: ChannelName, to: string): void
  /** It has ended, however. */
  ended(call: string, key: string): void
  /** It is in the chat now; `again`: it stood there already, and the platform sees only now that it is another one. */
  arrived(message: Message, channel: ChannelName, again: boolean): void
  redrawn(message: Message, channel: ChannelName): void
  /** The program answered that it has this. */
  acknowledged(id: string, what: 'said' | 'pressed', by: string, answer: Answer): void
  gaveUp(id: string): void
  fault(kind: string): void
}

type Surroundings = {
  name: ChannelName
  schedule: Schedule
  random: Random
  watch: Watch
  living(): number
  /** May be the last thing this process does. */
  dies(): 'before' | 'after' | undefined
  crash(): void
  personOf(address: string): string | undefined
  addressOf(person: string): string | undefined
}

export type SimulatedPlatform = ReturnType<typeof makePlatform>

export const makePlatform = (around: Surroundings) => {
  const { name, schedule, random, watch } = around
  const messages = new Map<string, Message>()
  const chats = new Map<string, Message[]>()
  const byKey = new Map<string, Message>()
  const off = new Set<string>()
  const ill: Illness = { lost: 0, answerLost: 0, downUntil: 0, limitedUntil: 0, deafUntil: 0, slowUntil: 0 }
  let inside: { inside: Inside; process: number } | undefined
  let nth = 0
  let inbound = 0
  let waiting = 0

  const chatOf = (to: Outgoing['to']): string => ('group' in to ? GROUP : to.address)

  /** One call over the wire: takes its time, may be lost on the way there or back, may be the process's last. */
  const call = async <T>(
    process: number,
    kind: 'deliver' | 'redraw' | 'urge' | 'file',
    key: string,
    chat: string,
    effect: () => T,
  ): Promise<T> => {
    if (process !== around.living()) return nevermore()
    watch.calling(kind, key, name, chat)
    const slow = schedule.now() < ill.slowUntil
    const wait = slow ? random.between(1000, 8000) : random.between(20, 400)
    return new Promise<T>((resolve, reject) => {
      schedule.after(wait, () => {
        const dies = process === around.living() ? around.dies() : undefined
        if (dies === 'before') around.crash()
        const alive = process === around.living()
        const fail = (error: DeliveryError, what: string): void => {
          watch.fault(what)
          watch.ended(kind, key)
          if (alive) reject(error)
        }
        const now = schedule.now()
        if (now < ill.downUntil) return fail(new DeliveryError('down', '平台没有应答'), 'platform down')
        if (now < ill.limitedUntil)
          return fail(new DeliveryError('limited', '太多次', ill.limitedUntil), 'platform limits')
        if (off.has(chat)) return fail(new DeliveryError('unreachable', '对方不可达'), 'person unreachable')
        if (random.chance(ill.lost)) return fail(new DeliveryError('transient', '请求没有到'), 'call lost')
        try {
          // what was sent before the death of its sender may still arrive
          const answer = effect()
          if (dies === 'after') around.crash()
          if (random.chance(ill.answerLost))
            return fail(new DeliveryError('transient', '应答没有到'), 'answer lost')
          watch.ended(kind, key)
          if (process === around.living()) resolve(answer)
        } catch (error) {
          watch.ended(kind, key)
          if (process === around.living()) reject(error)
        }
      })
    })
  }

  const put = (key: string, chat: string, content: Rendered): { message: string } => {
    const known = byKey.get(key)
    if (known && schedule.now() - known.at < WINDOW_MS) return { message: known.id }
    const message: Message = { id: `${name}-m${++nth}`, chat, key, at: schedule.now(), versions: [content] }
    byKey.set(key, message)
    messages.set(message.id, message)
    chats.set(chat, [...(chats.get(chat) ?? []), message])
    watch.arrived(message, name, known !== undefined)
    return { message: message.id }
  }

  const channelFor = (process: number): Channel => ({
    name,
    hasGroup: name === 'feishu',
    toasts: name === 'feishu',
    pickers: name === 'feishu',
    addressOf: ({ id }) => around.addressOf(id),
    personAt: (address) => around.personOf(address),
    async start(given) {
      inside = { inside: given, process }
    },
    meet() {},
    deliver: ({ key, to, content }: Outgoing) =>
      call(process, 'deliver', key, chatOf(to), () => put(key, chatOf(to), content)),
    redraw: ({ key, message, to }: Standing, card: Card) =>
      call(process, 'redraw', key, chatOf(to), () => {
        const known = messages.get(message)
        if (!known) throw new DeliveryError('refused', 'no such message')
        known.versions.push({ card })
        watch.redrawn(known, name)
        return { message }
      }),
    urge: (message, to, level) =>
      call(process, 'urge', messages.get(message)?.key ?? '', chatOf(to), () => ({ level })),
    sendFile: (key, to, { name: file }) =>
      call(process, 'file', key, chatOf(to), () => put(key, chatOf(to), { text: `文件 ${file}` })),
    fetchFile: async (ref) => Buffer.from(ref),
    wrong: () => undefined,
    usage: () => ({ calls: 0 }),
    check: async () => [],
    async stop() {
      if (inside?.process === process) inside = undefined
    },
  })

  const listening = (): Inside | undefined =>
    inside && inside.process === around.living() && schedule.now() >= ill.deafUntil
      ? inside.inside
      : undefined

  /** Hands a thing in until the program says that it has it, as a platform does; sometimes once too often. */
  const push = (
    id: string,
    what: 'said' | 'pressed',
    by: string,
    hand: (inside: Inside) => Promise<Answer>,
    repeats: boolean,
    done: (answer: Answer) => void,
  ): void => {
    let answered = false
    let tries = 0
    waiting++
    const finish = (): void => {
      if (!answered) waiting--
      answered = true
    }
    const attempt = (): void => {
      if (answered && !random.chance(0.5)) return
      tries++
      const to = listening()
      const again = (): void => {
        if (answered) return
        if (tries >= 40 || (!repeats && tries >= 1)) {
          finish()
          watch.gaveUp(id)
          return
        }
        schedule.after(Math.min(600_000, 1000 * 2 ** tries), attempt)
      }
      if (!to) {
        watch.fault('inbound not taken')
        again()
        return
      }
      let over = false
      const late = schedule.after(15_000, () => {
        if (over) return
        over = true
        watch.fault('inbound timed out')
        again()
      })
      const process = around.living()
      hand(to).then(
        (answer) => {
          if (process !== around.living()) return
          late()
          watch.acknowledged(id, what, by, answer)
          if (!answered) done(answer)
          over = true
          finish()
        },
        () => {
          if (process !== around.living()) return
          late()
          if (over) return
          over = true
          watch.fault('inbound refused')
          again()
        },
      )
    }
    schedule.after(random.between(10, 300), attempt)
    if (repeats && random.chance(0.12)) {
      watch.fault('inbound doubled')
      schedule.after(random.chance(0.5) ? random.between(0, 2000) : random.between(2000, 900_000), () => {
        // a double comes whether the first was answered or not
        const to = listening()
        const process = around.living()
        if (to)
          hand(to).then(
            (answer) => process === around.living() && watch.acknowledged(id, what, by, answer),
            () => {},
          )
      })
    }
  }

  const speaker = (as: string, called: string | undefined) => ({
    channel: name,
    address: as,
    ...(called ? { name: called } : {}),
  })

  return {
    name,
    ill,
    off,
    channelFor,
    chat: (address: string): readonly Message[] => chats.get(address) ?? [],
    message: (id: string) => messages.get(id),
    arrivedBy: (key: string) => byKey.get(key),
    waiting: () => waiting,
    say(as: string, called: string | undefined, text: string, chat: 'dm' | 'group'): string {
      const id = `${name}:s${++inbound}`
      const said: Said = { id, by: speaker(as, called), chat, text, message: `${name}-in${inbound}` }
      push(
        id,
        'said',
        as,
        ({ receive }) => receive.said(said),
        true,
        () => {},
      )
      return id
    },
    press(
      as: string,
      called: string | undefined,
      on: { message: string; value: Pressed['value']; form?: Record<string, string> },
      id = `${name}:p${++inbound}`,
    ): string {
      const pressed: Pressed = { id, by: speaker(as, called), ...on }
      const repeats = random.chance(0.5)
      push(
        id,
        'pressed',
        as,
        ({ receive }) => receive.pressed(pressed),
        repeats,
        ({ card }) => {
          const known = messages.get(on.message)
          if (card && known) known.versions.push({ card })
        },
      )
      return id
    },
  }
}

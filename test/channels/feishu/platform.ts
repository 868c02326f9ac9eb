// How is a scene played on Feishu? The real channel with the real SDK, over the emulated wire; what people see is read back.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Channel } from '../../../bot/channels/channel.js'
import { feishuChannel } from '../../../bot/channels/feishu/feishu.js'
import type { ActionValue } from '../../../templates/card.js'
import type { Delivery, Platform } from '../../scenes/platform.js'
import { strangers } from '../../scenes/stage.js'
import { type Emulator, startEmulator } from './emulator/emulator.js'
import { fillIn, readMessage } from './emulator/read-card.js'
import { isObject, type JsonObject, type Message, parsed } from './emulator/state.js'

const GROUP = 'oc_c0ffee00c0ffee00c0ffee00c0ffee00'
/** A connection that is not there after so long is not coming. */
const CONNECT_MS = 10_000
/** What a start takes at least. */
const START_MS = 2_000

const openIdOf = (person: string): string => `ou_${person}`
const personOf = (openId: string): string => openId.replace(/^ou_/, '')

const asJson = (value: ActionValue): JsonObject =>
  Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => pair[1] !== undefined))

export type FeishuPlatform = Platform & {
  feishu: Emulator
  /** Where the bot takes events in webhook mode. */
  webhook(): string | undefined
}

export const feishuPlatform = async (
  mode: 'webhook' | 'websocket',
  /** `virtual`: deadlines of the network are of the scene's time too. */
  { virtual = false, ...more }: { monthlyCalls?: number; virtual?: boolean } = {},
): Promise<FeishuPlatform> => {
  const feishu = await startEmulator({
    mode,
    groups: [{ id: GROUP, name: '网信工作群', members: [] }],
    // Built again at once: a scene does not wait for the wall clock.
    config: { ReconnectInterval: 0.05 },
  })
  const { state, time, faults } = feishu
  const know = (openId: string, name: string): void => {
    feishu.addPerson({ openId, name })
    state.chats.get(GROUP)?.members.add(openId)
  }
  for (const [nth, name] of strangers.entries()) know(openIdOf(`staff-${nth + 1}`), name)

  const deliveries: Delivery[] = []
  /** Our key of each message; until the channel has its answer, only the uuid is known. */
  const keyOf = new Map<string, string>()
  const messageIds = new Map<string, string>()
  const eventIds = new Map<string, string>()
  let server: Server | undefined
  let url: string | undefined
  let door: Promise<void> = Promise.resolve()

  const receiverOf = ({ chat }: Message): string => {
    const known = state.chats.get(chat)
    return known?.mode === 'p2p' ? personOf([...known.members][0] ?? '') : '群'
  }
  const key = (message: Message): string => keyOf.get(message.id) ?? message.uuid ?? ''
  state.listeners.add((happening) => {
    switch (happening.type) {
      case 'sent': {
        const { message } = happening
        const content = readMessage(message.type, message.content)
        const to = receiverOf(message)
        if (content) deliveries.push({ kind: 'message', to, id: message.id, content, key: key(message) })
        const sent = message.type === 'file' ? parsed(message.content) : undefined
        const file = isObject(sent) ? state.resources.get(String(sent.file_key)) : undefined
        if (file) deliveries.push({ kind: 'file', to, name: file.name, bytes: file.bytes })
        break
      }
      case 'drawn': {
        const { message } = happening
        const content = readMessage(message.type, message.content)
        if (content && 'card' in content && !message.recalled)
          deliveries.push({ kind: 'redraw', to: receiverOf(message), id: message.id, card: content.card })
        break
      }
      case 'urgent':
        deliveries.push({ kind: 'urgent', to: personOf(happening.openId), level: happening.level })
        break
      case 'toast':
        deliveries.push({ kind: 'toast', to: personOf(happening.openId), text: happening.text })
        break
    }
  })

  /** The same id of the scene is the same id on the wire. */
  const same = (ids: Map<string, string>, prefix: string, id: string | undefined): string => {
    const known = id === undefined ? undefined : ids.get(id)
    const made = known ?? state.id(prefix)
    if (id !== undefined) ids.set(id, made)
    return made
  }

  const serve = async (mount: (app: express.Express) => void): Promise<void> => {
    const app = express()
    mount(app)
    const here = createServer(app)
    server = here
    await new Promise<void>((resolve) => here.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(here.address() as AddressInfo).port}/feishu/webhook` // it listens on TCP
    feishu.pushTo(url)
  }

  /** The bot listens: its server is open, or its connection stands. */
  const listening = async (): Promise<void> => {
    await door
    if (mode === 'webhook') return
    let late: NodeJS.Timeout | undefined
    const patience = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(new Error('no long connection was opened')), CONNECT_MS)
    })
    await Promise.race([feishu.socket.whenReady(), patience]).finally(() => clearTimeout(late))
  }

  /** Remembers our key of what the channel has sent. */
  const watched = (channel: Channel): Channel => {
    const noted = (message: string, of: string): void => {
      keyOf.set(message, of)
      for (const one of deliveries) if (one.kind === 'message' && one.id === message) one.key = of
    }
    return {
      ...channel,
      async deliver(outgoing) {
        const sent = await channel.deliver(outgoing)
        noted(sent.message, outgoing.key)
        return sent
      },
    }
  }

  const setInGroup = (person: string, here: boolean): void => {
    const group = person === '群' ? state.chats.get(GROUP) : undefined
    if (group) group.bot = here
  }

  const own = (): [string, Message][] =>
    [...state.messages].filter(([, { from, recalled }]) => from === feishu.app.id && !recalled)

  return {
    feishu,
    webhook: () => url,
    name: mode === 'webhook' ? '飞书 webhook' : '飞书 长连接',
    populate(directory) {
      const people = directory.people.map((person) => ({ ...person, feishu: openIdOf(person.id) }))
      for (const { feishu: openId, name } of people) know(openId, name)
      return { ...directory, people }
    },
    open({ clock, log }) {
      time.follow(clock)
      const { channel, router } = feishuChannel({
        appId: feishu.app.id,
        appSecret: feishu.app.secret,
        mode,
        encryptKey: feishu.app.encryptKey,
        verificationToken: feishu.app.verificationToken,
        domain: feishu.domain,
        groupChatId: GROUP,
        clock: time,
        log,
        ...(virtual ? { wire: time } : {}),
        ...more,
      })
      door = router ? serve((app) => app.use(router)) : Promise.resolve()
      return watched(channel)
    },
    async close() {
      await door
      feishu.pushTo(undefined)
      const here = server
      server = undefined
      here?.closeAllConnections()
      await new Promise<void>((resolve) => (here ? here.close(() => resolve()) : resolve()))
      // The channel has closed its connection; until that has arrived it would still be given events.
      for (let tries = 0; feishu.socket.online() > 0; tries++) {
        if (tries === 200) feishu.socket.drop()
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      // No process is back at once. The next one has forgotten how much this second has already seen.
      await feishu.advance(START_MS)
    },
    settle: time.settle,
    deliveries,
    latest(to, fits) {
      for (const [id, message] of own().reverse()) {
        if (receiverOf(message) !== to) continue
        const content = readMessage(message.type, message.content)
        if (content && fits(content)) return [id, { content }]
      }
      return undefined
    },
    keys: () => own().map(([, message]) => key(message)),
    async say(as, text, chat, id) {
      await listening()
      const { taken } = await feishu.userSays({
        openId: openIdOf(as),
        chat: chat === 'dm' ? 'p2p' : GROUP,
        text,
        // In a group the bot hears only what is said to it.
        mentionBot: chat === 'group',
        messageId: same(messageIds, 'om_', id),
        eventId: same(eventIds, '', id),
      })
      if (!taken) throw new Error('the bot did not take what was said')
    },
    async sendFile(as, name, bytes) {
      await listening()
      const { taken } = await feishu.userSendsFile({ openId: openIdOf(as), chat: 'p2p', name, bytes })
      if (!taken) throw new Error('the bot did not take the file')
    },
    async tellsOf(person, what) {
      await listening()
      await feishu.memberChanges(openIdOf(person), what === 'left' ? 'deleted' : 'created')
    },
    async press(as, message, value, form, id) {
      await listening()
      const content = parsed(state.messages.get(message)?.content ?? '')
      const entries = form && isObject(content) ? fillIn(content, form) : form
      const { toast, error, missing } = await feishu.click({
        messageId: message,
        openId: openIdOf(as),
        value: asJson(value),
        eventId: same(eventIds, '', id),
        ...(entries ? { form: entries } : {}),
      })
      const [empty] = missing ?? []
      if (empty !== undefined) {
        const shown = readMessage('interactive', state.messages.get(message)?.content ?? '')
        const fields = shown && 'card' in shown ? shown.card.form?.fields : undefined
        const label = fields?.find(({ name }) => name === empty)?.label ?? empty
        const text = `${label}：有必填项未填写`
        deliveries.push({ kind: 'toast', to: as, text })
        return { type: 'warning', text }
      }
      if (error !== undefined) throw new Error(`the client shows ${error} instead of an answer`)
      return toast && { type: toast.type as 'info', text: toast.content } // one of the four, or the answer was refused
    },
    async pick(as, message, { type, value }, words) {
      await listening()
      const { toast, error } = await feishu.pick({
        messageId: message,
        openId: openIdOf(as),
        value: asJson(value),
        option: type === 'time' ? `${words} +0800` : words,
        eventId: state.id(''),
      })
      if (error !== undefined) throw new Error(`the client shows ${error} instead of an answer`)
      return toast && { type: toast.type as 'info', text: toast.content } // one of the four, or the answer was refused
    },
    switchOff(person) {
      setInGroup(person, false)
      state.unreachable.set(openIdOf(person), 230013)
    },
    switchOn(person) {
      setInGroup(person, true)
      state.unreachable.delete(openIdOf(person))
    },
    setDown(down) {
      // Sending is what is down; the connection, tokens and events are another service.
      faults.downFor = /^\/open-apis\/im\//
      faults.down = down ? '503' : false
    },
    violations: feishu.violations,
    async end() {
      await feishu.close()
    },
  }
}

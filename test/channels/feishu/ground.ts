// Where is the channel tried? On the emulated platform, with a house that only writes down what it is handed.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Channel, Inside } from '../../../bot/channels/channel.js'
import { type FeishuOptions, feishuChannel } from '../../../bot/channels/feishu/feishu.js'
import type {
  Answer,
  Entered,
  Moved,
  Pressed,
  Recalled,
  Said,
  Seen,
  Ticked,
} from '../../../bot/channels/inbound.js'
import type { Clock } from '../../../bot/time/clock.js'
import type { Log } from '../../../store/log.js'
import type { Directory, Person } from '../../../store/schema.js'
import type { Card } from '../../../templates/card.js'
import { type Emulator, type Options, startEmulator } from './emulator/emulator.js'

export const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: id,
  title: '',
  posts: [{ unit: 'U1', role: '第一责任人' }],
  ...more,
})

export const directoryOf = (...people: Person[]): Directory => ({ units: [], people })

export const card = (more: Partial<Card> = {}): Card => ({
  title: '【网络安全事件 2026-0001】信息学院 · 网页篡改',
  tone: 'orange',
  lead: '请您确认收到 — 14:45 前（还剩 12 分钟）',
  fields: [
    { label: '单位', value: '信息学院' },
    { label: '系统', value: '教务系统' },
    { label: '报告人', value: '刘老师' },
  ],
  actions: [
    {
      label: '确认收到',
      action: 'acknowledge',
      value: { action: 'acknowledge', incident: '2026-0001', duty: 'ack/first' },
      primary: true,
    },
    { label: '转办', action: 'delegate', value: { action: 'delegate', incident: '2026-0001' } },
  ],
  ...more,
})

/** What was handed in, and what the house answers. */
export const makeInside = (directory: Directory) => {
  const said: Said[] = []
  const pressed: Pressed[] = []
  const entered: Entered[] = []
  const recalled: Recalled[] = []
  const seen: Seen[] = []
  const ticked: Ticked[] = []
  const moved: Moved[] = []
  const told = new Map<string, string>()
  const memory = new Map<string, string | number>()
  const state: {
    broken: boolean
    directory: Directory
    answer: (pressed: Pressed) => Answer | Promise<Answer>
    before: () => Promise<void>
  } = { broken: false, directory, answer: () => ({}), before: async () => {} }
  const store = async (): Promise<void> => {
    await state.before()
    if (state.broken) throw new Error('the disk is full')
  }
  const inside: Inside = {
    receive: {
      async said(one) {
        await store()
        said.push(one)
        return {}
      },
      async pressed(one) {
        await store()
        pressed.push(one)
        return state.answer(one)
      },
      async entered(one) {
        await store()
        entered.push(one)
      },
      async recalled(one) {
        await store()
        recalled.push(one)
      },
      async seen(one) {
        await store()
        seen.push(one)
      },
      async ticked(one) {
        await store()
        ticked.push(one)
      },
      async moved(one) {
        await store()
        moved.push(one)
      },
    },
    memory: {
      get: (name) => memory.get(name),
      async put(name, value) {
        memory.set(name, value)
      },
    },
    directory: () => state.directory,
    async tellOffice(key, text) {
      if (!told.has(key)) told.set(key, text)
    },
  }
  return { inside, said, pressed, entered, recalled, seen, ticked, moved, told, memory, state }
}

export type Line = { level: 'info' | 'warn' | 'error'; about: object; sentence: string }

export const makeLog = (): Log & { lines: Line[]; text(): string } => {
  const lines: Line[] = []
  const say = (level: Line['level']) => (about: object, sentence: string) => {
    lines.push({ level, about, sentence })
  }
  return {
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    lines,
    text: () => JSON.stringify(lines),
  }
}

const people = [
  { openId: 'ou_a', name: '张三', mobile: '13800000000' },
  { openId: 'ou_b', name: '李四', mobile: '13900000000' },
]
const groups = [{ id: 'oc_group', name: '网信群', members: ['ou_a', 'ou_b'] }]

export type Ground = {
  feishu: Emulator
  channel: Channel
  house: ReturnType<typeof makeInside>
  log: ReturnType<typeof makeLog>
  /** Where the webhook listens. */
  url: string
  /** A channel of a new process on the same platform, with the same house. */
  restart(more?: Partial<FeishuOptions>): Promise<void>
  start(): Promise<void>
  end(): Promise<void>
}

export const openGround = async (
  mode: 'websocket' | 'webhook',
  more: {
    emulator?: Partial<Options>
    options?: Partial<FeishuOptions>
    directory?: Directory
    idle?: boolean
  } = {},
): Promise<Ground> => {
  const feishu = await startEmulator({ mode, people, groups, ...more.emulator })
  const house = makeInside(more.directory ?? directoryOf(person('p1', { name: '张三', feishu: 'ou_a' })))
  const log = makeLog()
  let server: Server | undefined
  let url = ''
  const open = async (options: Partial<FeishuOptions> = {}): Promise<Channel> => {
    const made = feishuChannel({
      appId: feishu.app.id,
      appSecret: feishu.app.secret,
      encryptKey: feishu.app.encryptKey,
      verificationToken: feishu.app.verificationToken,
      mode,
      domain: feishu.domain,
      groupChatId: 'oc_group',
      clock: feishu.time,
      wire: feishu.time,
      log,
      ...more.options,
      ...options,
    })
    if (made.router) {
      const app = express()
      app.use(made.router)
      const listening = createServer(app)
      await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
      url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/feishu/webhook` // it listens on TCP
      server = listening
      feishu.pushTo(url)
    }
    return made.channel
  }
  const shut = async (channel: Channel): Promise<void> => {
    await channel.stop()
    const listening = server
    server = undefined
    if (!listening) return
    listening.closeAllConnections()
    await new Promise<void>((resolve) => listening.close(() => resolve()))
  }
  const start = async (channel: Channel): Promise<void> => {
    await channel.start(house.inside)
    if (mode === 'websocket') await feishu.socket.whenReady()
    await feishu.settle()
  }
  let channel = await open()
  if (!more.idle) await start(channel)
  return {
    feishu,
    get channel() {
      return channel
    },
    house,
    log,
    get url() {
      return url
    },
    async restart(options) {
      await shut(channel)
      channel = await open(options)
      await start(channel)
    },
    start: () => start(channel),
    async end() {
      await shut(channel)
      await feishu.close()
    },
  }
}

/** A message to 张三. */
export const toA = { person: 'p1', address: 'ou_a' }

export const outgoing = (key: string, content: { card: Card } | { text: string }, rank = 0) => ({
  key,
  to: toA,
  content,
  at: '2026-11-24T00:00:00.000Z',
  rank,
})

/** A clock whose pauses end when they are told to. */
export const manual = (startMs = 0): Clock & { pass(ms: number): void; waiting(): number[] } => {
  let nowMs = startMs
  const timers = new Set<{ due: number; wake: () => void }>()
  return {
    now: () => nowMs,
    after(ms, wake) {
      const timer = { due: nowMs + ms, wake }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    pass(ms) {
      nowMs += ms
      for (const timer of [...timers].sort((a, b) => a.due - b.due)) {
        if (timer.due > nowMs || !timers.delete(timer)) continue
        timer.wake()
      }
    },
    waiting: () => [...timers].map(({ due }) => due - nowMs),
  }
}

/** Lets everything that is on the way in this process arrive. */
export const breathe = async (turns = 60): Promise<void> => {
  for (let nth = 0; nth < turns; nth++) await new Promise<void>((resolve) => setImmediate(resolve))
}

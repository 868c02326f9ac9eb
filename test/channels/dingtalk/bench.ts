// Where is the DingTalk channel tried? Over the emulator's wire, with an inside that writes down what is handed in.
import type { Router } from 'express'
import { Registry } from 'prom-client'
import type { Destination, Inside, Outgoing } from '../../../bot/channels/channel.js'
import { type DingtalkOptions, dingtalkChannel } from '../../../bot/channels/dingtalk/dingtalk.js'
import type { Answer, Moved, Pressed, Recalled, Said, Seen, Ticked } from '../../../bot/channels/inbound.js'
import { openServer } from '../../../bot/process/server.js'
import type { Directory, Person } from '../../../store/schema.js'
import type { Card, Rendered } from '../../../templates/card.js'
import { type EmulatorOptions, openEmulator } from './emulator/emulator.js'

export const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: `名${id}`,
  title: '书记',
  posts: [{ unit: 'u1', role: '第一责任人' }],
  ...more,
})

export const card = (more: Partial<Card> = {}): Card => ({
  title: '【网络安全事件 2026-0001】信息学院 · 网页篡改',
  tone: 'orange',
  lead: '请您确认收到 — 14:45 前（还剩 12 分钟）',
  fields: [{ label: '单位', value: '信息学院' }],
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

/** What the house hears, and what it answers next. */
export const openInside = (directory: Directory = { units: [], people: [] }) => {
  const memory = new Map<string, string | number>()
  const said: Said[] = []
  const pressed: Pressed[] = []
  const seen: Seen[] = []
  const recalled: Recalled[] = []
  const ticked: Ticked[] = []
  const moved: Moved[] = []
  const told: { key: string; text: string }[] = []
  const state = { directory, answer: {} as Answer, full: false }
  const store = <T>(list: T[], one: T) => {
    if (state.full) throw new Error('the disk is full')
    list.push(one)
  }
  const inside: Inside = {
    receive: {
      said: async (one) => {
        store(said, one)
        return {}
      },
      pressed: async (one) => {
        store(pressed, one)
        return state.answer
      },
      entered: async () => {},
      recalled: async (one) => store(recalled, one),
      seen: async (one) => store(seen, one),
      ticked: async (one) => store(ticked, one),
      moved: async (one) => store(moved, one),
    },
    memory: {
      get: (name) => memory.get(name),
      put: async (name, value) => {
        memory.set(name, value)
      },
    },
    directory: () => state.directory,
    tellOffice: async (key, text) => {
      if (!told.some((one) => one.key === key)) told.push({ key, text })
    },
  }
  return { inside, memory, said, pressed, seen, recalled, ticked, moved, told, state }
}

export const template = '1366a1eb-bc54-4859-ac88-517c56a9acb1.schema'

/** The emulator, one process of the bot on it, and ways to begin another one on the same memory. */
export const openBench = async (
  options: Partial<DingtalkOptions> = {},
  emulatorOptions: EmulatorOptions = {},
  directory?: Directory,
) => {
  const emulator = await openEmulator(emulatorOptions)
  emulator.addUser('manager01', { name: '张书记' })
  emulator.addUser('u2', { name: '李院长' })
  emulator.addGroup('cidcampus==', '校园群', ['manager01', 'u2'])
  const house = openInside(directory)
  const lines: { level: string; about: unknown; sentence: string }[] = []
  const level = (name: string) => (about: object, sentence: string) => {
    lines.push({ level: name, about, sentence })
  }
  const log = { info: level('info'), warn: level('warn'), error: level('error') }
  const begin = async (more: Partial<DingtalkOptions> = {}) => {
    const made = dingtalkChannel({
      clientId: emulator.app.clientId,
      clientSecret: emulator.app.clientSecret,
      mode: 'stream',
      robotCode: emulator.app.robotCode,
      apiBase: emulator.base,
      oapiBase: emulator.base,
      groupConversationId: 'cidcampus==',
      cardTemplateId: template,
      clock: emulator.clock,
      log,
      ...options,
      ...more,
    })
    const before = emulator.calls.length
    await made.channel.start(house.inside)
    // A cold start is slow: until the first call has arrived there is nothing to settle.
    const mode = more.mode ?? options.mode ?? 'stream'
    for (let n = 0; n < 300 && mode === 'stream' && emulator.calls.length === before; n++)
      await emulator.settle()
    for (let n = 0; n < 10 && mode === 'stream' && emulator.listening() === 0; n++) await emulator.settle()
    await emulator.settle()
    return made
  }
  let nth = 0
  return {
    emulator,
    house,
    lines,
    begin,
    out(
      content: Rendered | string,
      to: Destination | string = 'manager01',
      more: Partial<Outgoing> = {},
    ): Outgoing {
      return {
        key: `key-${++nth}`,
        to: typeof to === 'string' ? { person: `p-${to}`, address: to } : to,
        content: typeof content === 'string' ? { text: content } : content,
        at: '2026-11-24T00:00:00.000Z',
        rank: 0,
        ...more,
      }
    },
  }
}
export type Bench = Awaited<ReturnType<typeof openBench>>

/** The bot's own HTTP server, for webhook mode. */
export const serve = (router: Router) =>
  openServer({
    host: '127.0.0.1',
    port: 0,
    routers: [router],
    health: async () => ({ ok: true, reasons: [] }),
    ready: async () => ({ ok: true, reasons: [] }),
    metrics: async () => new Registry(),
  })

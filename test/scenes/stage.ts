// Where are scenes played? The real house over a real store and the real Botkit; only the platform and the clock are the stage's.
import { cpSync, rmSync } from 'node:fs'
import { type Channel, DeliveryError, type Inside, type Outgoing } from '../../bot/channels/channel.js'
import { refilled } from '../../bot/channels/refilled.js'
import { openFenghuo } from '../../bot/fenghuo.js'
import type { Reader } from '../../bot/process/reader.js'
import type { Clock } from '../../bot/time/clock.js'
import { loadRules } from '../../bot/turn/rules.js'
import { openTurns } from '../../bot/turn/turns.js'
import type { Rules } from '../../rules/rules.js'
import type { Base } from '../../store/base.js'
import { readDirectory } from '../../store/directory.js'
import type { Journal } from '../../store/journal.js'
import { type ChannelName, type Directory, isIncident, type Role } from '../../store/schema.js'
import { openShelf, type Shelf } from '../../store/shelf.js'
import type { Card, Rendered } from '../../templates/card.js'
import { tablesAsWorkbook } from '../../templates/documents/workbook.js'
import type { Stage } from './acts.js'
import { writeChat } from './chat.js'
import { leftovers } from './leftovers.js'
import type { Delivery, Lack, Platform } from './platform.js'
import { scratch } from './scratch.js'

/** A platform that keeps what it is given, as a platform does: across restarts, once for each key. Its wire is a function call; `since`: how many ids it gave out before. */
export const makePlatform = (
  as: ChannelName = 'sandbox',
  since = 0,
  stands: { messages?: MakeBelieve['messages']; byKey?: ReadonlyMap<string, string> } = {},
): MakeBelieve => {
  const messages = new Map(stands.messages)
  const byKey = new Map(stands.byKey)
  const deliveries: Delivery[] = []
  const off = new Set<string>()
  let down = false
  let nth = since
  let inside: Inside | undefined
  const files = new Map<string, Uint8Array>()
  const check = (to: string) => {
    if (down) throw new DeliveryError('down', 'the platform does not answer')
    if (off.has(to)) throw new DeliveryError('unreachable', '对方不可达')
  }
  const nameOf = (to: Outgoing['to']) => ('group' in to ? '群' : to.address)
  const redraw = (to: string, message: string, card: Card) => {
    const known = messages.get(message)
    if (!known) throw new DeliveryError('refused', 'no such message')
    messages.set(message, { ...known, content: { card } })
    deliveries.push({ kind: 'redraw', to, id: message, card })
  }
  const channel: Channel = {
    name: as,
    hasGroup: true,
    toasts: true,
    pickers: true,
    addressOf: ({ id }) => id,
    personAt: (address) => address,
    async start(given) {
      inside = given
    },
    meet() {},
    async deliver({ key, to, content }) {
      const who = nameOf(to)
      check(who)
      const known = byKey.get(key)
      if (known) return { message: known }
      const id = `m${++nth}`
      byKey.set(key, id)
      messages.set(id, { to: who, content })
      deliveries.push({ kind: 'message', to: who, id, content, key })
      return { message: id }
    },
    async redraw({ message, to }, card) {
      if (down) throw new DeliveryError('down', 'the platform does not answer')
      redraw(nameOf(to), message, card)
      return { message }
    },
    async urge(_message, to, level) {
      const who = nameOf(to)
      check(who)
      deliveries.push({ kind: 'urgent', to: who, level })
      return { level }
    },
    async sendFile(key, to, { name, bytes }) {
      check(nameOf(to))
      deliveries.push({ kind: 'file', to: nameOf(to), name, bytes })
      return { message: key }
    },
    async fetchFile(ref) {
      return files.get(ref) ?? Buffer.from(ref)
    },
    wrong: () => undefined,
    usage: () => ({ calls: 0 }),
    check: async () => [],
    async stop() {},
  }
  const receive = () => {
    if (!inside) throw new Error('nobody listens on this platform')
    return inside.receive
  }
  return {
    name: '沙盒',
    populate: (directory) => directory,
    open: () => channel,
    async close() {},
    async settle() {},
    messages,
    deliveries,
    latest: (to, fits) => [...messages].findLast(([, one]) => one.to === to && fits(one.content)),
    keys: () => [...byKey.keys()],
    async say(who, text, chat, id) {
      await receive().said({
        id: id ?? `${as}:say${++nth}`,
        by: { channel: as, address: who, ...named(who) },
        chat,
        text,
      })
    },
    async sendFile(who, name, bytes) {
      const ref = `file${++nth}`
      files.set(ref, bytes)
      await receive().said({
        id: `${as}:say${nth}`,
        by: { channel: as, address: who, ...named(who) },
        chat: 'dm',
        text: '',
        files: [{ ref, name, kind: 'file' }],
      })
    },
    async tellsOf(person, what) {
      await receive().moved({ id: `${as}:moved${++nth}`, channel: as, what, addresses: [person] })
    },
    async press(who, message, value, form, id) {
      const answer = await receive().pressed({
        id: id ?? `${as}:press${++nth}`,
        by: { channel: as, address: who, ...named(who) },
        message,
        value,
        ...(form ? { form } : {}),
      })
      const { card, wrong } = answer
      if (card && messages.has(message))
        redraw(who, message, wrong && form ? refilled(card, form, wrong) : card)
      if (answer.toast) deliveries.push({ kind: 'toast', to: who, text: answer.toast.text })
      return answer.toast
    },
    pick(who, message, { value }, words) {
      return this.press(who, message, { ...value, text: words })
    },
    switchOff: (person) => off.add(person),
    switchOn: (person) => off.delete(person),
    setDown: (now) => {
      down = now
    },
    violations: () => [],
    copy: () => makePlatform(as, nth, { messages, byKey }),
    async end() {},
  }
}

/** Staff who are in no directory, as a platform names them. */
export const strangers = ['刘老师', '陈老师', '赵老师', '王同学', '路人'] as const
const named = (id: string): { name?: string } => {
  const name = strangers[Number(/^staff-(\d)$/.exec(id)?.[1] ?? 0) - 1]
  return name ? { name } : {}
}

export type MakeBelieve = Platform & {
  messages: Map<string, { to: string; content: Rendered }>
  /** Another one on which the same stands. */
  copy(): MakeBelieve
}

export type { Stage } from './acts.js'

const read = async () => ({
  directory: await readDirectory('templates/directory'),
  rules: await loadRules('rules/rules.yaml'),
})
let once: ReturnType<typeof read> | undefined
/** The sample campus and its rules. Nobody changes them in place, so they are read once. */
export const shipped = (): ReturnType<typeof read> => {
  once ??= read()
  return once
}

/** The morning cards would come into every scene that lasts past 8:30: they come where a scene is about them. */
const quiet = loadRules('rules/rules.yaml').then((rules): Rules => {
  const { daily, weekly } = rules.briefings
  // these very rules: their version is known by them
  return Object.assign(rules, { briefings: { daily: { ...daily, to: [] }, weekly: { ...weekly, to: [] } } })
})

/** What the people of a transcript are called: by their post in the sample campus, or by their own name. */
export const castOf = (directory: Directory): Map<string, string> => {
  const at = (unitName: string, role: Role) => {
    const unit = directory.units.find(({ name }) => name.includes(unitName))
    return directory.people.filter(({ posts }) =>
      posts.some((post) => post.unit === unit?.id && post.role === role),
    )
  }
  const office = directory.units.find(({ kind }) => kind === '网信办')?.name ?? ''
  const school = directory.units.find(({ kind }) => kind === '学校')?.name ?? ''
  const cast = new Map<string, string>()
  const put = (name: string, id: string | undefined) => {
    if (id) cast.set(name, id)
  }
  for (const { name, id } of directory.people) put(name, id)
  put('书记', at('信息学院', '第一责任人')[0]?.id)
  put('副院长', at('信息学院', '直接责任人')[0]?.id)
  put('值班甲', at(office, '值班员')[0]?.id)
  put('值班乙', at(office, '值班员')[1]?.id)
  put('常务甲', at(office, '常务副主任')[0]?.id)
  put('常务乙', at(office, '常务副主任')[1]?.id)
  put('主任', at(office, '主任')[0]?.id)
  put('校党委书记', at(school, '第一责任人')[0]?.id)
  put('分管领导', directory.units.find(({ name }) => name === '信息学院')?.supervisor)
  put('保密办主任', at('保密', '第一责任人')[0]?.id)
  put('保密办副主任', at('保密', '直接责任人')[0]?.id)
  put('中心副主任', at('信息中心', '直接责任人')[0]?.id)
  put('宣传副部长', at('宣传', '直接责任人')[0]?.id)
  put('文学院书记', at('文学院', '第一责任人')[0]?.id)
  const standIn = (name: string, of: string | undefined) =>
    put(name, directory.people.find(({ id }) => id === of)?.standIn)
  standIn('书记代理', cast.get('书记'))
  standIn('副院长代理', cast.get('副院长'))
  for (const [nth, name] of strangers.entries()) put(name, `staff-${nth + 1}`)
  put('群', '群')
  return cast
}

export type StageOptions = {
  at?: string
  wrap?: (journal: Journal) => Journal
  /** What reads sentences beside the tables. */
  reader?: (clock: Clock) => Reader
  rules?: Rules
  directory?: Directory
  platform?: () => Promise<Platform> | Platform
  lacks?: readonly Lack[]
  /** A data folder that was written before: the stage opens a copy of it. */
  data?: string
  /** With the morning cards of the shipped rules. */
  mornings?: true
  /** The directory lies in a folder of the scene's own, and may be changed there and in the chat. */
  folder?: true
  /** What its people can send, by name. */
  files?: Readonly<Record<string, Uint8Array>>
  /** It goes over days with many: played in the sandbox, and on one other platform a day, in turns. */
  long?: true
  /** What the store stands on, where that is not the files of the stage; and all of it as files, to look into. */
  base?: (dir: string) => Promise<Base>
  copy?: (to: string) => Promise<unknown>
  /** Without these the scene can't be played. */
  needs?: readonly Lack[]
}

export const openStage = async (options: StageOptions = {}): Promise<Stage> => {
  const dir = scratch('scene')
  if (options.data) cpSync(options.data, dir, { recursive: true })
  const read = await shipped()
  const platform = await (options.platform ?? (() => makePlatform()))()
  const campus = {
    directory: platform.populate(options.directory ?? read.directory),
    rules: options.rules ?? (options.mornings ? read.rules : await quiet),
  }
  const folder = options.folder ? scratch('directory') : undefined
  if (folder) cpSync('templates/directory', folder, { recursive: true })
  const lies = folder === undefined ? undefined : openShelf(folder, tablesAsWorkbook)
  /** As it lies there, with the addresses of this platform. */
  const shelf: Shelf | undefined = lies && {
    ...lies,
    read: async () => platform.populate(await lies.read()),
    async receive(bytes, name) {
      const found = await lies.receive(bytes, name)
      return found.is === 'directory' ? { ...found, directory: platform.populate(found.directory) } : found
    },
  }
  const cast = castOf(campus.directory)
  let nowMs = Date.parse(options.at ?? '2026-11-24T00:00:00.000Z')
  const clock: Clock = { now: () => nowMs, after: () => () => {} }
  const log = { info() {}, warn() {}, error() {} }
  let current = campus
  const open = () =>
    openFenghuo({
      dir,
      clock,
      log,
      campus: current,
      channels: [platform.open({ clock, log })].flat(),
      shelf,
      ...(options.reader ? { reader: options.reader(clock) } : {}),
      openTurns: async (wanted) =>
        openTurns({
          ...wanted,
          ...(options.base ? { base: await options.base(dir) } : {}),
          ...(options.wrap ? { wrap: options.wrap } : {}),
        }),
    }).then((opened) => {
      // as the program does, once it is open
      opened.courier.wake()
      opened.collector.wake()
      return opened
    })
  let fenghuo = await open()
  /** Until nothing is on the way any more: what the platform brings may set off more. */
  const settle = async () => {
    await platform.settle()
    await fenghuo.courier.drain()
    await fenghuo.collector.drain()
    await fenghuo.takenIn()
    await fenghuo.collector.drain()
    await fenghuo.courier.drain()
    await platform.settle()
  }
  await settle()
  const own = new Map(campus.directory.people.map(({ id, name }) => [id, name]))
  const post = ([name, id]: [string, string]) => name !== own.get(id)
  /** The first post by which the cast knows somebody, before their own name. */
  const names = new Map(
    [...cast]
      .toSorted((a, b) => Number(post(b)) - Number(post(a)))
      .toReversed()
      .map(([name, id]) => [id, name]),
  )
  const stage: Stage = {
    dir,
    async leftovers(words) {
      if (!options.copy) return leftovers(dir, words)
      const copy = scratch('copy')
      try {
        await options.copy(copy)
        return [...leftovers(dir, words), ...leftovers(copy, words)]
      } finally {
        rmSync(copy, { recursive: true, force: true })
      }
    },
    lacks: options.lacks ?? [],
    folder,
    get fenghuo() {
      return fenghuo
    },
    platform,
    get directory() {
      return folder ? fenghuo.campus().directory : current.directory
    },
    rules: campus.rules,
    now: () => nowMs,
    async moveTo(ms) {
      await fenghuo.passTime(ms, (at) => {
        nowMs = Math.max(nowMs, at)
      })
      await settle()
    },
    sleepThrough(ms) {
      nowMs += ms
    },
    async say(as, text, chat = 'dm', id) {
      await platform.say(as, text, chat, id)
      await settle()
    },
    async send(as, name) {
      const bytes = options.files?.[name]
      if (!bytes) throw new Error(`the scene has no file ${name}`)
      await platform.sendFile(as, name, bytes)
      await settle()
    },
    async tellsOf(person, what) {
      await platform.tellsOf(person, what)
      await settle()
    },
    async press(as, message, value, form, id) {
      const toast = await platform.press(as, message, value, form, id)
      await settle()
      return toast
    },
    async pick(as, message, pick, words) {
      if (!platform.pick) throw new Error(`nobody picks anything on ${platform.name}`)
      const toast = await platform.pick(as, message, pick, words)
      await settle()
      return toast
    },
    async restart() {
      await fenghuo.stop()
      await platform.close()
      if (shelf) current = { ...current, directory: await shelf.read() }
      fenghuo = await open()
      await fenghuo.ticker.tick()
      await settle()
    },
    incident: (id) => [fenghuo.turns.find(id)].flatMap((one) => (one && isIncident(one) ? one : []))[0],
    layRules(rules) {
      current = { ...current, rules }
    },
    layDirectory(directory) {
      current = { ...current, directory: platform.populate(directory) }
    },
    async takeRules(rules) {
      await fenghuo.takeRules(rules)
      await settle()
    },
    async refuseRules(mistakes) {
      await fenghuo.refuseRules(mistakes)
      await settle()
    },
    async takeDirectory(directory) {
      stage.layDirectory(directory)
      await fenghuo.takeDirectory(current.directory)
      await settle()
    },
    async refuseSystems(mistakes) {
      await fenghuo.refuseSystems(mistakes)
      await settle()
    },
    async refuseDirectory(mistakes) {
      await fenghuo.refuseDirectory(mistakes)
      await settle()
    },
    id(name) {
      const id = cast.get(name)
      if (!id) throw new Error(`nobody in the cast is called ${name}`)
      return id
    },
    nameOf: (id) => names.get(id) ?? id,
    async end() {
      await fenghuo.stop()
      await platform.close()
      await platform.end()
      rmSync(dir, { recursive: true, force: true })
      if (folder) rmSync(folder, { recursive: true, force: true })
    },
  }
  if (process.env.SCENE_CHAT) writeChat(stage, process.env.SCENE_CHAT)
  return stage
}

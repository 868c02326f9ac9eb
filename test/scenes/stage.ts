// Where are scenes played? The real house over a real store and the real Botkit; only the platform and the clock are the stage's.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Channel, DeliveryError, type Outgoing } from '../../bot/channels/channel.js'
import type { Clock } from '../../bot/clock.js'
import { type Fenghuo, openFenghuo } from '../../bot/house.js'
import type { Answer } from '../../bot/inbound.js'
import { loadRules } from '../../bot/rules-file.js'
import { openHouse } from '../../bot/turn.js'
import type { Rules } from '../../rules/rules.js'
import { readDirectory } from '../../store/directory.js'
import type { Journal } from '../../store/journal.js'
import type { Mistakes } from '../../store/mistakes.js'
import type { Directory, Incident, Role } from '../../store/schema.js'
import type { ActionValue, Card, Rendered } from '../../templates/card.js'

export type Delivery =
  | { kind: 'message'; to: string; id: string; content: Rendered; key: string }
  | { kind: 'redraw'; to: string; id: string; card: Card }
  | { kind: 'urgent'; to: string; level: string }
  | { kind: 'toast'; to: string; text: string }

/** A platform that keeps what it is given, as a platform does: across restarts, once for each key. */
export const makePlatform = () => {
  const messages = new Map<string, { to: string; content: Rendered }>()
  const byKey = new Map<string, string>()
  const deliveries: Delivery[] = []
  const off = new Set<string>()
  let down = false
  let nth = 0
  const check = (to: string) => {
    if (down) throw new DeliveryError('down', 'the platform does not answer')
    if (off.has(to)) throw new DeliveryError('unreachable', '对方不可达')
  }
  const nameOf = (to: Outgoing['to']) => ('group' in to ? '群' : to.address)
  const channel: Channel = {
    name: 'sandbox',
    hasGroup: true,
    addressOf: ({ id }) => id,
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
      const who = nameOf(to)
      if (down) throw new DeliveryError('down', 'the platform does not answer')
      const known = messages.get(message)
      if (!known) throw new DeliveryError('refused', 'no such message')
      messages.set(message, { ...known, content: { card } })
      deliveries.push({ kind: 'redraw', to: who, id: message, card })
    },
    async urge(_message, to, level) {
      const who = nameOf(to)
      check(who)
      deliveries.push({ kind: 'urgent', to: who, level })
    },
    async sendFile(key) {
      return { message: key }
    },
    async stop() {},
  }
  return {
    channel,
    messages,
    deliveries,
    keys: () => [...byKey.keys()],
    switchOff: (person: string) => off.add(person),
    switchOn: (person: string) => off.delete(person),
    setDown: (now: boolean) => {
      down = now
    },
    latest: (to: string, fits: (content: Rendered) => boolean) =>
      [...messages].findLast(([, one]) => one.to === to && fits(one.content)),
  }
}
export type Platform = ReturnType<typeof makePlatform>

export type Stage = {
  readonly dir: string
  readonly fenghuo: Fenghuo
  readonly platform: Platform
  readonly directory: Directory
  readonly rules: Rules
  now(): number
  /** Moves the clock to this moment, letting everything on the way happen. */
  moveTo(ms: number): Promise<void>
  /** Moves the clock while nothing runs: what fell due meanwhile was missed. */
  sleepThrough(ms: number): void
  say(as: string, text: string, chat?: 'dm' | 'group', id?: string): Promise<Answer>
  press(
    as: string,
    message: string,
    value: ActionValue,
    form?: Record<string, string>,
    id?: string,
  ): Promise<Answer>
  /** Killed and started again on the same disk. */
  restart(): Promise<void>
  incident(id: string): Incident | undefined
  takeDirectory(directory: Directory): Promise<void>
  refuseDirectory(mistakes: Mistakes): Promise<void>
  id(name: string): string
  end(): Promise<void>
}

export const shipped = async () => ({
  directory: await readDirectory('templates/directory'),
  rules: await loadRules('rules/rules.yaml'),
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
  for (const [nth, name] of ['刘老师', '陈老师', '赵老师', '王同学', '路人'].entries())
    put(name, `staff-${nth + 1}`)
  put('群', '群')
  return cast
}

export const openStage = async (
  options: { at?: string; wrap?: (journal: Journal) => Journal; rules?: Rules; directory?: Directory } = {},
): Promise<Stage> => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-scene-'))
  const read = await shipped()
  const campus = { directory: options.directory ?? read.directory, rules: options.rules ?? read.rules }
  const platform = makePlatform()
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
      channels: [platform.channel],
      openHouse: (wanted) => openHouse({ ...wanted, ...(options.wrap ? { wrap: options.wrap } : {}) }),
    })
  let fenghuo = await open()
  let nth = 0
  const nameOf = (id: string) => [...cast].find(([, known]) => known === id)?.[0] ?? id
  const settle = async (answer: Answer, as: string) => {
    await fenghuo.courier.drain()
    if (answer.toast) platform.deliveries.push({ kind: 'toast', to: as, text: answer.toast.text })
    return answer
  }
  return {
    dir,
    get fenghuo() {
      return fenghuo
    },
    platform,
    get directory() {
      return current.directory
    },
    rules: campus.rules,
    now: () => nowMs,
    async moveTo(ms) {
      await fenghuo.passTime(ms, (at) => {
        nowMs = Math.max(nowMs, at)
      })
    },
    sleepThrough(ms) {
      nowMs += ms
    },
    async say(as, text, chat = 'dm', id) {
      const said = {
        id: id ?? `sandbox:say${++nth}`,
        by: { channel: 'sandbox' as const, address: as, name: nameOf(as) },
        chat,
        text,
      }
      return settle(await fenghuo.reception.said(said), as)
    },
    async press(as, message, value, form, id) {
      const by = { channel: 'sandbox' as const, address: as, name: nameOf(as) }
      return settle(
        await fenghuo.reception.pressed({
          id: id ?? `sandbox:press${++nth}`,
          by,
          message,
          value,
          ...(form ? { form } : {}),
        }),
        as,
      )
    },
    async restart() {
      await fenghuo.stop()
      fenghuo = await open()
      await fenghuo.ticker.tick()
      await fenghuo.courier.drain()
    },
    incident: (id) => fenghuo.house.find(id),
    async takeDirectory(directory) {
      current = { ...current, directory }
      await fenghuo.takeDirectory(directory)
      await fenghuo.courier.drain()
    },
    async refuseDirectory(mistakes) {
      await fenghuo.refuseDirectory(mistakes)
      await fenghuo.courier.drain()
    },
    id(name) {
      const id = cast.get(name)
      if (!id) throw new Error(`nobody in the cast is called ${name}`)
      return id
    },
    async end() {
      await fenghuo.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

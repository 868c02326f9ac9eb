// What does a typed 通报 or 督办 say: to which units, what is wrong or to be done, until when, and who above wants to hear of it? Pure.

import type { Authority } from '../../rules/rules.js'
import type { World } from '../../rules/world.js'
import { findUnits } from '../../store/campus.js'
import type { Directory, Instant, Unit } from '../../store/schema.js'
import { dateIn, demandDue } from './demand.js'

const ALL = /^(?:全校|全部|所有|各)(?:院级|二级|学院|教学)?(?:单位|学院|部门)?$/u
const ACADEMIC = /院级|二级|学院|教学/u
const REPLY = /反馈|回复|回报|报送|报告|上报/u
const TERM = /整改|完成|修复|处置|处理|改正|落实|办结|办完|办理/u
const REFERENCE = /[^\s，。；：:、]{0,12}[〔【[（(]20\d\d[〕】\]）)]\s?(?:第\s?)?\d{1,5}\s?号/u
const FROM = /来文(?:单位)?[：: ]?\s?([^，。；;\s]{2,30})/u
const NONE = /^(?:没有|无|不是|否|自查|本校自查|本校督办|网信办自查|跳过|不用)[。.!！]*$/u

/** 全部院级单位: those that have a supervising leader of their own, and are none of the desks. */
const everyone = ({ units }: Directory, academic: boolean): Unit[] =>
  units.filter(({ kind }) => (academic ? kind === '院级单位' : kind !== '学校'))

/** The units at the head of what was typed, and the rest. One that may mean several names none. */
export const unitsAhead = (
  typed: string,
  directory: Directory,
): { units: Unit[]; rest: string; unclear?: Unit[] } => {
  const units: Unit[] = []
  let rest = typed.trim()
  for (let nth = 0; nth < 60 && rest; nth++) {
    const word = /^[^\s、，,；;：:。]+/u.exec(rest)?.[0] ?? ''
    if (!word || word.length > 40) break
    const found = ALL.test(word) ? everyone(directory, ACADEMIC.test(word)) : findUnits(directory, word)
    const several = !ALL.test(word) && found.length !== 1
    if (several && found.length > 1 && units.length === 0) return { units, rest, unclear: found }
    if (several || found.length === 0) break
    units.push(...found)
    rest = rest.slice(word.length).replace(/^[\s、，,；;：:。和及]+/u, '')
  }
  return { units: units.filter((one, at) => units.findIndex(({ id }) => id === one.id) === at), rest }
}

/** The authority that words name, by its name or what people call it. */
const authorityIn = (said: string, authorities: readonly Authority[]): Authority | undefined => {
  const shorts = authorities.map((one) => ({
    one,
    names: [
      one.name,
      one.name.replace(/^(?:自治区|属地|省|市)(?:党委)?/u, ''),
      one.name.replace(/机关.*$/u, ''),
    ],
  }))
  return shorts.find(({ names }) => names.some((name) => name.length > 1 && said.includes(name)))?.one
}

type Told = {
  text: string
  term?: Instant
  reply?: Instant
  source?: string
  authority?: string
  reference?: string
}

/** The sentence stays whole: dates and sender are read out of it, and nothing of it is lost. */
export const noticeIn = (said: string, world: Pick<World, 'now' | 'rules'>): Told => {
  const found: Told = { text: said.trim() }
  const nowMs = Date.parse(world.now)
  let other: Instant | undefined
  for (const part of said.split(/[，,。；;\n]/u)) {
    const at = dateIn(part, world)
    if (typeof at !== 'number' || at <= nowMs) continue
    const day = new Date(at).toISOString()
    if (REPLY.test(part)) found.reply ??= day
    // 11月27日前完成整改并反馈 is both
    if (TERM.test(part)) found.term ??= day
    else if (!REPLY.test(part)) other ??= day
  }
  // 近3天内发现的，7天内整改: what is to be done by then comes before a day that stands there
  if (other) found.term ??= other
  return { ...found, ...sentBy(FROM.exec(said)?.[1], said, world) }
}

/** The sender in an answer of its own: the whole of it names one, and may say by when it wants to hear. */
export const senderIn = (said: string, world: Pick<World, 'now' | 'rules'>): Partial<Told> => {
  const { reply } = noticeIn(said, world)
  const from = /^[^\s，,。；;]{2,30}/u.exec(said)?.[0]
  return { ...(reply ? { reply } : {}), ...sentBy(from, said, world) }
}

const sentBy = (
  from: string | undefined,
  said: string,
  { rules }: Pick<World, 'rules'>,
): Pick<Told, 'source' | 'authority' | 'reference'> => {
  const authority = authorityIn(from ?? '', rules.authorities)
  const source = authority?.name ?? from
  const found: Pick<Told, 'source' | 'authority' | 'reference'> = {}
  if (source) found.source = source
  if (authority) found.authority = authority.id
  const reference = REFERENCE.exec(said)?.[0]
  if (reference) found.reference = reference.trim()
  return found
}

export const isNone = (said: string): boolean => NONE.test(said.trim())

/** A date in an answer of its own. */
export const dayIn = (said: string, world: Pick<World, 'now' | 'rules'>): Instant | undefined => {
  const due = demandDue(said, world)
  return 'at' in due ? due.at : undefined
}

const GLUED = /^\s{0,9}(通报|督办)(?=\S)/u

/** 通报信息学院：…, without a space: only where a unit follows. */
export const gluedIn = (
  said: string,
  directory: Directory,
): { kind: 'notice' | 'assign'; rest: string } | undefined => {
  const [head = '', word] = GLUED.exec(said) ?? []
  const rest = said.slice(head.length)
  if (!word || unitsAhead(rest, directory).units.length === 0) return undefined
  return { kind: word === '通报' ? 'notice' : 'assign', rest }
}

const ISSUE = /^下(发|达)\s*(n\d{1,9})?[。.!！]?$/u

/** 下发, 下达, of the notice that its button names. */
export const issueIn = (said: string): { meant?: string; kind?: 'assignment' } | undefined => {
  const [whole, verb, meant] = ISSUE.exec(said.trim()) ?? []
  if (whole === undefined) return undefined
  return { ...(meant === undefined ? {} : { meant }), ...(verb === '达' ? { kind: 'assignment' } : {}) }
}

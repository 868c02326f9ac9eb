// What does the desk show? The open matters with their deadlines, the figures of a year by unit, everything there is, and the record of one matter; in the words of the cards.
import { byUrgency, type Duty, isLate, isLaw, openDuties } from '../rules/duties.js'
import { figuresOf } from '../rules/figures.js'
import { allIdsOf, yearsOf } from '../rules/year.js'
import type { Matter, Party } from '../store/schema.js'
import type { Card } from './card.js'
import { foldedLines, listCard } from './cards/lists.js'
import { type Here, stateOf, titleOf } from './cards/parts.js'
import { render } from './cards.js'
import { figures } from './figures.js'
import { basisInShort, dated, dateTime, duration, lateness, names, owedName } from './plain.js'

/** Instants are UTC, ISO 8601: where it stands on the axis. What is read of it is in words, as of now. */
export type DeskDuty = {
  label: string
  owners: string
  basis: string
  law: boolean
  from: string
  due: string
  /** `late` is what counts, `soon` has a quarter of its time left, `waits` for a second person. */
  state: 'late' | 'soon' | 'waits' | 'open'
  /** `11月24日 15:00 前` */
  until: string
  /** `超时 5 分钟`, `还剩 2 小时`, `应立即办理` */
  left: string
}

export type DeskMatter = {
  id: string
  title: string
  drill: boolean
  state: string
  from: string
  /** The most urgent first. */
  duties: DeskDuty[]
}

/** `note`: how each figure is counted. `values` are in the order of `heads`; `matters` what is behind a figure, by number. */
export type DeskFigures = {
  year: number
  years: number[]
  heads: { title: string; note: string }[]
  all: DeskValue[]
  units: { name: string; values: DeskValue[] }[]
}
type DeskValue = { shown: string; matters: string[] }

export type DeskRecord = {
  id: string
  title: string
  tone: Card['tone']
  lead: string
  facts: { label: string; value: string }[]
  body: string
  lines: [time: string, text: string][]
  /** When this was so, for what is printed. */
  asOf: string
}

const MOST_LISTED = 500

const leftOf = (duty: Duty, here: Here): string => {
  const ms = Date.parse(duty.due) - Date.parse(here.now)
  if (ms > 0) return `还剩 ${duration(ms, 'up')}`
  if (duty.clock.within.unit === 'asap' && !isLate(duty, here.now, here)) return '应立即办理'
  return lateness(-ms)
}

const stateIn = (duty: Duty, here: Here): DeskDuty['state'] => {
  if (isLate(duty, here.now, here)) return 'late'
  if (duty.submission && !duty.submission.returned) return 'waits'
  const [from, due, now] = [duty.from, duty.due, here.now].map((at) => Date.parse(at)) as [
    number,
    number,
    number,
  ]
  return due - now <= (due - from) / 4 ? 'soon' : 'open'
}

const dutyOf = (duty: Duty, here: Here): DeskDuty => ({
  label: owedName(duty),
  owners: names(duty.owners),
  basis: basisInShort(duty),
  law: isLaw(duty),
  from: duty.from,
  due: duty.due,
  state: stateIn(duty, here),
  until: duty.clock.within.unit === 'asap' ? '立即' : `${dated(duty.due, here.now, here.rules.timezone)} 前`,
  left: leftOf(duty, here),
})

const lateFirst = (a: Duty, b: Duty, here: Here): number =>
  Number(isLate(b, here.now, here)) - Number(isLate(a, here.now, here)) || byUrgency(a, b)

const isOpen = ({ status }: Matter): boolean => status === 'open' || status === 'resolved'

/** `截至 11月24日 09:30`. */
export const deskAsOf = ({ now, rules }: Pick<Here, 'now' | 'rules'>): string =>
  `截至 ${dateTime(now, rules.timezone)}`

/** What goes on or is still owed; drills after the real ones, then by the next deadline. */
export const deskOpen = (here: Here): DeskMatter[] =>
  Object.values(here.incidents)
    .map((matter) => ({ matter, open: openDuties(matter, here).sort((a, b) => lateFirst(a, b, here)) }))
    .filter(({ matter, open }) => isOpen(matter) || open.length > 0)
    .sort(
      (a, b) =>
        Number(a.matter.drill) - Number(b.matter.drill) ||
        (a.open[0]?.due ?? '~').localeCompare(b.open[0]?.due ?? '~') ||
        a.matter.id.localeCompare(b.matter.id),
    )
    .map(({ matter, open }) => ({
      id: matter.id,
      title: titleOf(matter, here),
      drill: matter.drill,
      state: stateOf(matter, here),
      from: matter.reportedAt,
      duties: open.map((duty) => dutyOf(duty, here)),
    }))

/** Everything there is, as 列表 writes it: the head first. What is archived last, the newest of it first. */
export const deskAll = (reader: Party, here: Here): string[][] => {
  const archived = Object.values(here.ledger)
    .filter(({ id }) => !(id in here.incidents))
    .sort((a, b) => (a.closedAt < b.closedAt ? 1 : -1))
    .map(({ id }) => id)
  const items = [...Object.keys(here.incidents), ...archived].slice(0, MOST_LISTED)
  return listCard({ view: 'list', filter: '全部', items, total: items.length }, reader, here).table ?? []
}

/** The figures of 统计, each with what is behind it. */
export const deskFigures = (year: number, here: Here): DeskFigures => {
  const matters = allIdsOf(year, here).flatMap((id) => here.find(id) ?? [])
  const { units, all } = figuresOf(matters, here)
  const valuesOf = (of: typeof all): DeskValue[] =>
    figures.map((one) => ({ shown: one.shown(of), matters: [...new Set(one.matters(of))] }))
  return {
    year,
    years: [...new Set([year, ...yearsOf(here)])].sort((a, b) => b - a),
    heads: figures.map(({ title, means }) => ({ title, note: means })),
    all: valuesOf(all),
    units: units.map((one) => ({ name: one.unit.name, values: valuesOf(one) })),
  }
}

/** The card of 状态 as this reader is shown it, without its buttons, and the whole record. Nothing where there is no such matter. */
export const deskRecord = (id: string, reader: Party, here: Here): DeskRecord | undefined => {
  const matter = here.find(id)
  const drawn = matter && render({ view: 'incident', incident: id }, reader, here)
  if (!matter || !drawn || !('card' in drawn)) return undefined
  const { title, tone, lead, fields, details, body } = drawn.card
  return {
    id,
    title,
    tone,
    lead: lead ?? '',
    facts: [...fields, ...(details ?? [])],
    body: body ?? '',
    lines: foldedLines(matter, here).toReversed(),
    asOf: deskAsOf(here),
  }
}

/** The ways in, as they are called. */
export const platformNames = { feishu: '飞书', dingtalk: '钉钉' } as const

export const deskNo = {
  notSignedIn: '请先登录。',
  notYours: '案头只给网信办的同志和校领导看。',
  nobody: '您的账号不在通讯录里。请联系网信办。',
  state: '登录没有完成：这次登录已用过、已过期，或不是从这个浏览器发起的。请重新登录。',
  refused: '登录没有完成：平台没有确认您的身份。请重新登录。',
  busy: '操作太频繁，请过一分钟再试。',
  noMatter: '没有这个编号，或编号写得不对。',
  failed: '暂时读不出来，请稍后再试；一直这样请告诉网信办。',
}

/** What stands where somebody could not come in: one sentence, and the way back. */
export const deskDoor = (sentence: string, back: string): string =>
  '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
  `<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>烽火 · 案头</title>` +
  `<link rel="stylesheet" href="${back}/page/style.css"><main class="door"><h1>烽火 · 案头</h1><p>${sentence}</p><p><a class="button" href="${back}">返回</a></p></main></html>`

// What do the overviews show: what waits for me, which incidents there are, one record, the help?

import { byUrgency, type Duty, isLate, openDuties } from '../../rules/duties.js'
import { findUnits } from '../../store/campus.js'
import {
  type Incident,
  type LedgerLine,
  levelNames,
  type Party,
  type UnitRef,
  type ViewOf,
} from '../../store/schema.js'
import type { Card } from '../card.js'
import { helpLine } from '../help.js'
import { recordText } from '../news.js'
import { basis, clockTime, dateTime, duration, dutyName, owedName } from '../plain.js'
import {
  demand,
  due,
  type Here,
  listedActions,
  press,
  primary,
  short,
  standingIn,
  stateOf,
  titleOf,
  waitingFor,
} from './parts.js'

type Listed = { incident: Incident; duty: Duty }

const MOST_LISTED = 10
/** Of so many the buttons stand on the card. */
const MOST_PRESSED = 5

const byDeadline = (a: Listed, b: Listed): number => byUrgency(a.duty, b.duty)

/** What waits for a leader to open it has no button for whoever must ring them up: the card and the reminders say it. */
const pressable = (reader: Party, incident: Incident, here: Here): Duty[] =>
  waitingFor(reader, incident, here).filter(({ readers }) => !readers)

/** 待办 of this reader: what it lists is kept with it, so that it stays true without a look at everything. */
export const todoView = (reader: Party, here: Here): ViewOf<'todo'> => {
  const waiting = Object.values(here.incidents)
    .flatMap((incident) => pressable(reader, incident, here).map((duty) => ({ incident, duty })))
    .sort(byDeadline)
  const items = waiting
    .slice(0, MOST_LISTED)
    .map(({ incident, duty }) => ({ incident: incident.id, duty: duty.id }))
  return { view: 'todo', items, total: waiting.length }
}

const empty = (lead: string, tone: Card['tone'] = 'green'): Card => ({
  title: '待办',
  tone,
  lead,
  fields: [],
  actions: [],
})

/** What is listed and still waits. The first one is the lead; the fields are those after it. */
export const todoCard = (given: ViewOf<'todo'>, reader: Party, here: Here): Card => {
  if (given.over) return empty('下面有更新的待办，请看最新的一张', 'blue')
  const view = given.items ? given : todoView(reader, here)
  const items = view.items ?? []
  const waiting = items
    .flatMap(({ incident: id, duty: wanted }): Listed[] => {
      const incident = here.incidents[id]
      const duty = incident && pressable(reader, incident, here).find((one) => one.id === wanted)
      return duty ? [{ incident, duty }] : []
    })
    .sort(byDeadline)
  const others = (view.total ?? items.length) - items.length
  const nameOf = ({ incident, duty }: Listed) =>
    `${incident.drill ? '【演练】' : ''}${incident.id} ${incident.unit.name}${standingIn(duty, reader)}`
  const [first] = waiting
  if (!first) {
    if (items.length === 0) return empty('您现在没有待办事项')
    // blue: each was said to be done already
    const left = others > 0 ? `，另有 ${others} 项，请发送“待办”` : ''
    return empty(`这里列出的已办完${left}`, 'blue')
  }
  return {
    title: `待办 ${waiting.length + others} 项`,
    tone: waiting.some(({ duty }) => short(duty, here)) ? 'red' : 'orange',
    lead: `${nameOf(first)}：${demand(first.duty, here)}（${basis(first.duty)}）`,
    fields: waiting.slice(1).map(({ incident, duty }) => ({
      label: nameOf({ incident, duty }),
      value: `${owedName(duty)} — ${due(duty, here)}（${basis(duty)}）`,
    })),
    ...(others > 0 ? { foot: `只显示最急的 ${waiting.length} 项，共 ${waiting.length + others} 项。` } : {}),
    actions: primary(listedActions(waiting.slice(0, MOST_PRESSED), reader, here)),
  }
}

type ListRow = { id: string; unit: string; level: string; age: string; next: string; sort: string }

const rowOf = (incident: Incident, here: Here): ListRow => {
  const next = openDuties(incident, here).sort(byUrgency)[0]
  return {
    id: incident.id,
    unit: incident.unit.name,
    level: incident.grading ? levelNames[incident.grading.level].replace(/（.*/, '') : '待定',
    age: here.still ? '' : duration(Date.parse(here.now) - Date.parse(incident.reportedAt)),
    next: next
      ? `${next.clock.within.unit === 'asap' ? '立即' : clockTime(next.due, here.now, here.rules.timezone)} ${dutyName(next)}${!here.still && isLate(next, here.now, here) ? '（超时）' : ''}`
      : stateOf(incident, here),
    sort: next ? next.due : `z${incident.reportedAt}`,
  }
}

const archivedRow = (line: LedgerLine, here: Here): ListRow => ({
  id: line.id,
  unit: line.unit.name,
  level: line.level ? levelNames[line.level].replace(/（.*/, '') : '—',
  age: dateTime(line.reportedAt, here.rules.timezone),
  next: line.status === 'closed' ? '已办结' : '已撤销',
  sort: `zz${line.closedAt}`,
})

const fixedFilters = ['未结', '超期', '全部']

const isOverdue = (incident: Incident, here: Here): boolean =>
  openDuties(incident, here).some((duty) => isLate(duty, here.now, here))

const allSeen = (reader: Party): boolean => reader.office || reader.leader

/** What a list by that word holds for this reader, the most urgent first. */
const rowsFor = (filter: string, reader: Party, here: Here): ListRow[] => {
  const seen = Object.values(here.incidents).filter((incident) => here.maySee(reader, incident))
  const unsettled = seen.filter(
    (incident) =>
      incident.status === 'open' || incident.status === 'resolved' || openDuties(incident, here).length > 0,
  )
  const isMeant = unitsMeant(filter, here)
  const picked =
    filter === '全部'
      ? seen
      : filter === '超期'
        ? unsettled.filter((incident) => isOverdue(incident, here))
        : isMeant
          ? seen.filter(({ unit }) => isMeant(unit))
          : unsettled
  const archived =
    allSeen(reader) && (filter === '全部' || isMeant)
      ? Object.values(here.ledger).filter(({ unit }) => !isMeant || isMeant(unit))
      : []
  return [
    ...picked.map((incident) => rowOf(incident, here)),
    ...archived.map((line) => archivedRow(line, here)),
  ].sort(bySort)
}

const bySort = (a: ListRow, b: ListRow): number => (a.sort < b.sort ? -1 : 1)

/** Where the list is of one unit: is it this one? A unit that has left the directory is still found by its name of that day. */
const unitsMeant = (filter: string, here: Here): (({ id, name }: UnitRef) => boolean) | undefined => {
  if (filter === '' || fixedFilters.includes(filter)) return undefined
  const units = new Set(findUnits(here.directory, filter).map(({ id }) => id))
  return ({ id, name }) => units.has(id) || name.includes(filter)
}

/** What is said where nothing is listed because it is the name of no unit: a sentence, since a card would keep the name. */
export const noSuchUnit = (filter: string, reader: Party, here: Here): string | undefined => {
  const wanted = filter.trim()
  if (!unitsMeant(wanted, here) || findUnits(here.directory, wanted).length > 0) return undefined
  return rowsFor(wanted, reader, here).length > 0
    ? undefined
    : `列表\n没有“${wanted}”这个单位\n请写单位名称、简称或编号，例如：列表 信息学院；也可以发送“列表 未结”“列表 超期”“列表 全部”。`
}

/** 列表 of this reader, with what it lists, as `todoView`. */
export const listView = (filter: string, reader: Party, here: Here): ViewOf<'list'> => {
  const rows = rowsFor(filter.trim(), reader, here)
  return {
    view: 'list',
    filter,
    items: rows.slice(0, MOST_LISTED).map(({ id }) => id),
    total: rows.length,
  }
}

export const listCard = (given: ViewOf<'list'>, reader: Party, here: Here): Card => {
  const view = given.items ? given : listView(given.filter, reader, here)
  const wanted = view.filter.trim()
  const items = view.items ?? []
  const total = view.total ?? items.length
  const what = wanted || '未结'
  if (total === 0) {
    return {
      title: `列表 · ${what}`,
      tone: 'green',
      lead: allSeen(reader) ? '没有符合条件的事件' : '没有与您有关的事件',
      fields: [],
      actions: [],
    }
  }
  const live = items.flatMap((id) => here.incidents[id] ?? [])
  const rows = [
    ...live.map((incident) => rowOf(incident, here)),
    ...items.flatMap((id) => {
      const line = here.incidents[id] ? undefined : here.ledger[id]
      return line ? [archivedRow(line, here)] : []
    }),
  ].sort(bySort)
  return {
    title: `列表 · ${what}（${total} 起）`,
    tone: !here.still && live.some((incident) => isOverdue(incident, here)) ? 'red' : 'blue',
    fields: [],
    table: [
      ['编号', '下一时限', '单位', '级别', '已过'],
      ...rows.map((row) => [row.id, row.next, row.unit, row.level, row.age]),
    ],
    ...(total > rows.length
      ? { foot: `显示 ${rows.length} 起，共 ${total} 起。可以发送“列表 单位名”缩小范围。` }
      : {}),
    actions: [],
  }
}

export const recordCard = (incident: Incident, here: Here): Card => ({
  title: `记录 · ${titleOf(incident, here)}`,
  tone: 'blue',
  lead: `共 ${incident.record.length} 条，按时间先后`,
  fields: [],
  table: [
    ['时间', '事项'],
    ...incident.record.map((event) => [
      dateTime(event.at, here.rules.timezone),
      recordText(incident, event, here),
    ]),
  ],
  actions: [],
})

export const helpCard = (reader: Party, here: Here): Card => ({
  title: '烽火 · 帮助',
  tone: 'blue',
  lead: reader.office ? '您是网信办人员，可以办理：' : '您可以办理：',
  fields: here.help(reader).map(helpLine),
  foot: '发现网络安全事件，请直接发送“报告”。涉密内容不要在这里说。',
  actions: primary([press('报告', 'word', { text: '报告' }), press('待办', 'word', { text: '待办' })]),
})

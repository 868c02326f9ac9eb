// What do the overviews show: what waits for me, which incidents there are, one record, the help?
import { byUrgency, openDuties } from '../../rules/duties.js'
import { findUnits } from '../../store/campus.js'
import type { Incident, LedgerLine, UnitRef } from '../../store/schema.js'
import type { Card } from '../card.js'
import { recordText } from '../news.js'
import { clockTime, dateTime, duration, dutyName, levelNames } from '../plain.js'
import {
  demand,
  due,
  dutyActions,
  type Here,
  isLate,
  press,
  primary,
  type Reader,
  short,
  standingIn,
  stateOf,
  titleOf,
  waitingFor,
} from './parts.js'

/** The first one is the lead; the fields are those after it. */
export const todoCard = (reader: Reader, here: Here): Card => {
  const waiting = Object.values(here.incidents)
    .flatMap((incident) => waitingFor(reader, incident, here).map((duty) => ({ incident, duty })))
    .sort((a, b) => byUrgency(a.duty, b.duty))
  const nameOf = ({ incident, duty }: (typeof waiting)[number]) =>
    `${incident.drill ? '【演练】' : ''}${incident.id} ${incident.unit.name}${standingIn(duty, reader)}`
  const [first] = waiting
  if (!first) return { title: '待办', tone: 'green', lead: '您现在没有待办事项', fields: [], actions: [] }
  return {
    title: `待办 ${waiting.length} 项`,
    tone: waiting.some(({ duty }) => short(duty, here)) ? 'red' : 'orange',
    lead: `${nameOf(first)}：${demand(first.duty, here)}`,
    fields: waiting.slice(1, 10).map(({ incident, duty }) => ({
      label: nameOf({ incident, duty }),
      value: `${dutyName(duty)} — ${due(duty, here)}`,
    })),
    ...(waiting.length > 10 ? { foot: `只显示最急的 10 项，共 ${waiting.length} 项。` } : {}),
    actions: primary(
      waiting.slice(0, 5).flatMap(({ incident, duty }) =>
        dutyActions(duty, incident, reader).map((one) => ({
          ...one,
          label: waiting.length > 1 ? `${one.label} ${incident.id}${standingIn(duty, reader)}` : one.label,
        })),
      ),
    ),
  }
}

type ListRow = { id: string; unit: string; level: string; age: string; next: string; sort: string }

const rowOf = (incident: Incident, here: Here): ListRow => {
  const next = openDuties(incident, here).sort(byUrgency)[0]
  return {
    id: incident.id,
    unit: incident.unit.name,
    level: incident.grading ? levelNames[incident.grading.level].replace(/（.*/, '') : '待定',
    age: duration(Date.parse(here.now) - Date.parse(incident.reportedAt)),
    next: next
      ? `${next.clock.within.unit === 'asap' ? '立即' : clockTime(next.due, here.now, here.rules.timezone)} ${dutyName(next)}${isLate(next, here.now, here) ? '（超时）' : ''}`
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

export const listCard = (filter: string, reader: Reader, here: Here): Card => {
  const all = reader.office || reader.leader
  const seen = Object.values(here.incidents).filter((incident) => here.maySee(reader, incident))
  const unsettled = seen.filter(({ status }) => status === 'open' || status === 'resolved')
  const overdue = (incident: Incident) =>
    openDuties(incident, here).some((duty) => isLate(duty, here.now, here))
  const wanted = filter.trim()
  const units = new Set(findUnits(here.directory, wanted).map(({ id }) => id))
  // a unit that has left the directory is still found by its name of that day
  const isMeant = ({ id, name }: UnitRef) => units.has(id) || name.includes(wanted)
  const byUnit = wanted !== '' && !fixedFilters.includes(wanted)
  const picked =
    wanted === '全部'
      ? seen
      : wanted === '超期'
        ? unsettled.filter(overdue)
        : byUnit
          ? seen.filter(({ unit }) => isMeant(unit))
          : unsettled
  const archived =
    all && (wanted === '全部' || byUnit)
      ? Object.values(here.ledger).filter(({ unit }) => wanted === '全部' || isMeant(unit))
      : []
  const rows = [
    ...picked.map((incident) => rowOf(incident, here)),
    ...archived.map((line) => archivedRow(line, here)),
  ].sort((a, b) => (a.sort < b.sort ? -1 : 1))
  const what = wanted || '未结'
  if (rows.length === 0 && byUnit && units.size === 0) {
    return {
      title: '列表',
      tone: 'blue',
      lead: `没有“${wanted}”这个单位`,
      fields: [],
      body: '请写单位名称、简称或编号，例如：列表 信息学院；也可以发送“列表 未结”“列表 超期”“列表 全部”。',
      actions: [],
    }
  }
  if (rows.length === 0) {
    return {
      title: `列表 · ${what}`,
      tone: 'green',
      lead: all ? '没有符合条件的事件' : '没有与您有关的事件',
      fields: [],
      actions: [],
    }
  }
  return {
    title: `列表 · ${what}（${rows.length} 起）`,
    tone: picked.some(overdue) ? 'red' : 'blue',
    fields: [],
    table: [
      ['编号', '下一时限', '单位', '级别', '已过'],
      ...rows.slice(0, 10).map((row) => [row.id, row.next, row.unit, row.level, row.age]),
    ],
    ...(rows.length > 10
      ? { foot: `显示 10 起，共 ${rows.length} 起。可以发送“列表 单位名”缩小范围。` }
      : {}),
    actions: [],
  }
}

export const recordCard = (incident: Incident, here: Here): Card => ({
  title: `记录 · ${titleOf(incident)}`,
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

export const helpCard = (reader: Reader, here: Here): Card => ({
  title: '烽火 · 帮助',
  tone: 'blue',
  lead: reader.office ? '您是网信办人员，可以办理：' : '您可以办理：',
  fields: here.help(reader).map(({ word, does }) => ({ label: word, value: does })),
  foot: '发现网络安全事件，请直接发送“报告”。涉密内容不要在这里说。',
  actions: primary([press('报告', 'word', { text: '报告' }), press('待办', 'word', { text: '待办' })]),
})

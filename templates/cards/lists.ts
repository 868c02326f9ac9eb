// What do the overviews show: what waits for me, which incidents there are, one record, the help?

import { isResponsible } from '../../rules/chain.js'
import { involving } from '../../rules/concerning.js'
import { byUrgency, isLate, openDuties } from '../../rules/duties.js'
import { allClocks } from '../../rules/rules.js'
import { findUnits } from '../../store/campus.js'
import { levelOf } from '../../store/incident.js'
import {
  byKind,
  isIncident,
  isOf,
  type Kind,
  kindOf,
  type LedgerLine,
  type Level,
  levelNames,
  type Matter,
  type Party,
  type UnitRef,
  type ViewOf,
} from '../../store/schema.js'
import { inBrackets } from '../brackets.js'
import type { Card, CardAction } from '../card.js'
import { apart, markOf } from '../drill.js'
import { helpLines } from '../help.js'
import { kindCalled, togetherOf } from '../kinds.js'
import { recordText } from '../news.js'
import { basis, dated, dateTime, dutyName, name, owedName } from '../plain.js'
import { batchCard, batchView } from './batch.js'
import {
  asks,
  callable,
  demand,
  due,
  type Here,
  listedActions,
  mustOpen,
  offer,
  press,
  primary,
  short,
  standingIn,
  stateOf,
  titleOf,
} from './parts.js'
import {
  byTurn,
  endedFor,
  type Listed,
  lateUnder,
  mayEnd,
  narrowed,
  waitingIn,
  waitingOn,
} from './waiting.js'

const MOST_LISTED = 10
/** With a button for each, and as many as a card carries on every platform. */
const MOST_PRESSED = 6
/** Some platforms carry one less where nothing else is on the card. */
const MOST_LOOKED = 5
const levels = [1, 2, 3, 4] as const

/** The page that is shown of so many rows: one that is not there is the last. */
const pageOf = (page: number, rows: number, size: number): { page: number; pages: number; from: number } => {
  const pages = Math.max(1, Math.ceil(rows / size))
  const shown = Math.min(page, pages)
  return { page: shown, pages, from: (shown - 1) * size }
}

/** Not every platform has room for one more button: the words are there, too. */
const pagesFoot = (word: string, page: number, pages: number, narrower: string): string =>
  `第 ${page} 页，共 ${pages} 页。${page < pages ? `发送“${word} 第${page + 1}页”看下一页；` : ''}也可以发送${narrower}。`

/** The buttons that turn the pages, as if they were typed. */
const turning = (word: string, page: number, pages: number): CardAction[] =>
  [
    { label: '上一页', to: page - 1 },
    { label: '下一页', to: page + 1 },
  ]
    .filter(({ to }) => to >= 1 && to <= pages)
    .map(({ label, to }) => press(label, 'word', { text: `${word} 第${to}页` }))

/** What a duty must have to be meant by the word behind 待办: 超期, a level, a unit, an authority; nothing where all are. */
const meantBy = (filter: string, here: Here): ((line: Listed) => boolean) | undefined => {
  if (filter === '' || filter === '全部' || filter === '未结') return undefined
  if (filter === '超期') return ({ duty }) => isLate(duty, here.now, here)
  const level = levelMeant(filter)
  if (level) return ({ incident }) => isIncident(incident) && levelOf(incident) === level
  const unit = unitsMeant(filter, here)
  return ({ incident, duty }) =>
    incident.id.endsWith(filter) ||
    (duty.authority?.name.includes(filter) ?? false) ||
    dutyName(duty).includes(filter) ||
    (unit?.(incident.unit) ?? false)
}

const isReal = ({ incident }: Listed): boolean => !incident.drill

const keysOf = (listed: readonly Listed[]): { incident: string; duty: string }[] =>
  listed.map(({ incident, duty }) => ({ incident: incident.id, duty: duty.id }))

const incidentsOf = (listed: readonly Listed[]): Matter[] => [
  ...new Set(listed.map(({ incident }) => incident)),
]

/** 待办 of this reader: what it lists is kept with it, so that it stays true without a look at everything. */
export const todoView = (reader: Party, here: Here, filter = '', wanted = 1): ViewOf<'todo'> => {
  const means = meantBy(filter, here)
  const waiting = narrowed(waitingOn(reader, here), means)
  const late = narrowed(lateUnder(reader, here), means)
  const { page, from } = pageOf(wanted, Math.max(waiting.lines.length, late.lines.length), MOST_PRESSED)
  const above = keysOf(late.lines.slice(from, from + MOST_PRESSED))
  const { drills } = waiting
  const items = keysOf(waiting.lines.slice(from, from + MOST_PRESSED))
  return {
    view: 'todo',
    items,
    total: waiting.lines.length,
    ...(drills > 0 ? { drills } : {}),
    ...(page > 1 ? { page } : {}),
    ...(filter ? { filter } : {}),
    ...(above.length > 0 ? { above } : {}),
    ...(late.lines.length > 0
      ? {
          aboveAll: {
            duties: late.lines.length - late.drills,
            incidents: late.matters,
            ...(late.drills > 0 ? { drills: late.drills } : {}),
          },
        }
      : {}),
    ...(filter ? {} : goingOn(reader, here, waiting.lines.length === 0)),
  }
}

const MOST_GOING = 3

const goesOn = (matter: Matter, reader: Party, here: Here): boolean =>
  matter.status === 'open' && isResponsible(reader, matter, here)

/**
 * Nothing waits for whoever has confirmed; what they answer for goes on all the same, until they say that it is over
 * (`idle`). What is only to be closed stands first, and beside what waits, too.
 */
const goingOn = (reader: Party, here: Here, idle: boolean): Pick<ViewOf<'todo'>, 'going'> => {
  const ended = endedFor(reader, here).lines.map(({ incident }) => incident)
  const theirs = idle ? involving(reader.id, here).filter((matter) => goesOn(matter, reader, here)) : []
  const going = [...ended, ...theirs.filter((matter) => !ended.includes(matter))]
  return going.length > 0 ? { going: going.slice(0, MOST_GOING).map(({ id }) => id) } : {}
}

/** `2026-0001 信息学院`, a drill by its mark. */
const shortly = (matter: Matter): string => `${markOf(matter)}${matter.id} ${matter.unit.name}`

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
    .flatMap(({ incident: id, duty: wanted }) => {
      const incident = here.incidents[id]
      return incident ? waitingIn(incident, reader, here).filter(({ duty }) => duty.id === wanted) : []
    })
    .sort(byTurn)
  const total = view.total ?? items.length
  const others = total - items.length
  const word = ['待办', view.filter].filter(Boolean).join(' ')
  const nameOf = ({ incident, duty }: Listed) =>
    `${markOf(incident)}${incident.id} ${incident.unit.name}${standingIn(duty, reader)}`
  const above = (view.above ?? []).flatMap(({ incident: id, duty: wanted }): Listed[] => {
    const incident = here.incidents[id]
    const duty =
      incident && here.maySee(reader, incident) && openDuties(incident, here).find((one) => one.id === wanted)
    return incident && duty ? [{ incident, duty }] : []
  })
  const urging = above.map(({ incident, duty }) => ({
    label: `督办 ${markOf(incident)}${incident.id} ${incident.unit.name}`,
    value: `${callable(duty.owners, here)}：${dutyName(duty)} — ${due(duty, here)}${inBrackets(basis(duty))}`,
  }))
  const supervising = (view.aboveAll?.duties ?? 0) + (view.aboveAll?.drills ?? 0)
  const { page, pages } = pageOf(view.page ?? 1, Math.max(total, supervising), MOST_PRESSED)
  // of those that are listed, what was done meanwhile is counted no more
  const gone = (view.above?.length ?? 0) - above.length
  const drilled = Math.min(view.aboveAll?.drills ?? 0, supervising - gone)
  const urged = apart(
    view.aboveAll ? supervising - gone - drilled : above.filter(isReal).length,
    view.aboveAll ? drilled : above.length - above.filter(isReal).length,
    '项',
  )
  const looks = incidentsOf(above)
    .slice(0, MOST_LOOKED)
    .map(({ id }) => press(`查看 ${id}`, 'word', { text: `状态 ${id}` }))
  const turned = turning(word, page, pages)
  const foot =
    pages > 1
      ? { foot: pagesFoot(word, page, pages, '“待办 超期”“待办 较大”“待办 单位名”“待办 机关名”') }
      : {}
  const known = (view.going ?? []).flatMap((id) => here.incidents[id] ?? [])
  const ended = known.filter((matter) => mayEnd(matter, reader, here))
  const [first] = waiting
  if (!first) {
    if (above.length > 0) {
      const counted = togetherOf(incidentsOf(above))
      const of = view.aboveAll?.incidents ?? incidentsOf(above.filter(isReal)).length
      return {
        ...empty(
          `您现在没有要办的事项；有 ${urged}请您督办，${of > 1 ? `涉及 ${of} ${counted.unit}${counted.what}，` : ''}请打电话`,
          'red',
        ),
        title: `${view.filter ? `督办 · ${view.filter}` : '督办'} ${urged}`,
        fields: urging,
        ...foot,
        actions: [...primary(looks.slice(0, MOST_LOOKED - turned.length)), ...turned],
      }
    }
    const going = known.filter((matter) => ended.includes(matter) || goesOn(matter, reader, here))
    if (items.length === 0)
      return {
        ...empty(
          ended.length > 0 ? `您现在没有待办事项，有 ${ended.length} 件可以办结` : '您现在没有待办事项',
        ),
        body: going
          .map((incident) => {
            if (ended.includes(incident)) return `${shortly(incident)}：${stateOf(incident, here)}`
            // only what can be 处置结束 is said to be
            const ends = offer('resolve', incident, reader, here).length > 0
            const state = inBrackets(stateOf(incident, here))
            return `${shortly(incident)}${ends ? `仍在处置${state}；处置完了请登记“处置结束”` : `尚未办结${state}`}`
          })
          .join('\n'),
        actions: going.flatMap((incident) =>
          offer(ended.includes(incident) ? 'close' : 'resolve', incident, reader, here).map((one) => ({
            ...one,
            label: going.length > 1 ? `${one.label} ${incident.id}` : one.label,
          })),
        ),
      }
    // blue: each was said to be done already
    const left = others > 0 ? `，另有 ${others} 项，请发送“待办”` : ''
    return empty(`这里列出的已办完${left}`, 'blue')
  }
  const own = listedActions(waiting, reader, here)
  const left = waiting.length + others
  const drills = Math.min(left, Math.max(view.drills ?? 0, waiting.length - waiting.filter(isReal).length))
  return {
    title: `${view.filter ? `待办 · ${view.filter} ` : '待办 '}${apart(left - drills, drills, '项')}`,
    tone: waiting.some(({ duty }) => short(duty, here)) ? 'red' : 'orange',
    lead: `${nameOf(first)}：${mustOpen(first.duty, reader) ? asks(first.duty, reader, here) : demand(first.duty, here)}${inBrackets(basis(first.duty))}`,
    fields: waiting
      .slice(1)
      .map(({ incident, duty }) => ({
        label: nameOf({ incident, duty }),
        value: duty.readers
          ? `${asks(duty, reader, here)}${inBrackets(basis(duty))}`
          : `${owedName(duty)} — ${due(duty, here)}${inBrackets(basis(duty))}`,
      }))
      .concat(urging)
      .concat(
        ended.length > 0
          ? [{ label: '可以办结', value: `${ended.map(shortly).join('、')}，请发送“办结 编号”` }]
          : [],
      ),
    ...foot,
    actions: [...primary([...own, ...looks.slice(0, Math.max(0, MOST_PRESSED - own.length))]), ...turned],
  }
}

type ListRow = {
  kind: Kind
  id: string
  unit: string
  level: string
  reported: string
  next: string
  sort: string
}

const rowOf = (incident: Matter, here: Here): ListRow => {
  const next = openDuties(incident, here).sort(byUrgency)[0]
  return {
    kind: kindOf(incident),
    id: incident.id,
    unit: incident.unit.name,
    level: levelIn(incident),
    reported: dateTime(incident.reportedAt, here.rules.timezone),
    next: next
      ? `${next.clock.within.unit === 'asap' ? '立即' : dated(next.due, here.now, here.rules.timezone)} ${dutyName(next)}${!here.still && isLate(next, here.now, here) ? '（超时）' : ''}`
      : stateOf(incident, here),
    sort: next ? next.due : `z${incident.reportedAt}`,
  }
}

/** What is no incident has no level, and was not reported but issued. */
const tableOf = (rows: readonly ListRow[]): string[][] => {
  const graded = rows.some((row) => isOf(row, ['incident']))
  return [
    ['编号', '下一时限', '单位', ...(graded ? ['级别', '报告时间'] : ['下发时间'])],
    ...rows.map((row) => [row.id, row.next, row.unit, ...(graded ? [row.level] : []), row.reported]),
  ]
}

const levelIn = byKind<[], string>({
  incident: ({ grading }) => (grading ? levelNames[grading.level].replace(/（.*/, '') : '待定'),
  rectification: () => '—',
  assignment: () => '—',
  zero: () => '—',
})

const archivedRow = (line: LedgerLine, here: Here): ListRow => ({
  kind: kindOf(line),
  id: line.id,
  unit: line.unit.name,
  level: line.level ? levelNames[line.level].replace(/（.*/, '') : '—',
  reported: dateTime(line.reportedAt, here.rules.timezone),
  next: line.status === 'closed' ? '已办结' : '已撤销',
  sort: `zz${line.closedAt}`,
})

const fixedFilters = ['未结', '超期', '全部', '演练']

/** 较大, 一般事件: the level that a word means. */
const levelMeant = (wanted: string): Level | undefined =>
  levels.find((level) => levelNames[level].startsWith(`${wanted.replace(/级$|事件$/u, '')}（`))

const isOverdue = (incident: Matter, here: Here): boolean =>
  openDuties(incident, here).some((duty) => isLate(duty, here.now, here))

const allSeen = (reader: Party): boolean => reader.office || reader.leader

/** What a list by that word holds for this reader, the most urgent first. */
const rowsFor = (filter: string, reader: Party, here: Here): ListRow[] => {
  const wantsDrills = filter === '演练' // they are counted with nothing else
  const seen = Object.values(here.incidents).filter(
    (incident) => incident.drill === wantsDrills && here.maySee(reader, incident),
  )
  const unsettled = seen.filter(
    (incident) =>
      incident.status === 'open' || incident.status === 'resolved' || openDuties(incident, here).length > 0,
  )
  const level = levelMeant(filter)
  const kind = kindCalled(filter)
  const isMeant = level ? undefined : unitsMeant(filter, here)
  const picked =
    filter === '全部' || wantsDrills
      ? seen
      : filter === '超期'
        ? unsettled.filter((incident) => isOverdue(incident, here))
        : level
          ? unsettled.filter((incident) => isIncident(incident) && levelOf(incident) === level)
          : kind
            ? unsettled.filter((matter) => isOf(matter, [kind]))
            : isMeant
              ? seen.filter(({ unit }) => isMeant(unit))
              : unsettled
  const archived =
    allSeen(reader) && (filter === '全部' || wantsDrills || isMeant)
      ? Object.values(here.ledger).filter(
          ({ unit, drill }) => drill === wantsDrills && (!isMeant || isMeant(unit)),
        )
      : []
  return [
    ...picked.map((incident) => rowOf(incident, here)),
    ...archived.map((line) => archivedRow(line, here)),
  ].sort(bySort)
}

const bySort = (a: ListRow, b: ListRow): number => (a.sort < b.sort ? -1 : 1)

/** Where the list is of one unit: is it this one? A unit that has left the directory is still found by its name of that day. */
const unitsMeant = (filter: string, here: Here): (({ id, name }: UnitRef) => boolean) | undefined => {
  if (filter === '' || fixedFilters.includes(filter) || levelMeant(filter) || kindCalled(filter))
    return undefined
  const units = new Set(findUnits(here.directory, filter).map(({ id }) => id))
  return ({ id, name }) => units.has(id) || name.includes(filter)
}

/** Is it a word by which 待办 and 列表 can be narrowed: one of ours, a level, or the name of a unit or an authority? */
export const isFilter = (text: string, { directory, rules }: Pick<Here, 'directory' | 'rules'>): boolean =>
  text === '' ||
  fixedFilters.includes(text) ||
  levelMeant(text) !== undefined ||
  kindCalled(text) !== undefined ||
  directory.units.some(({ id, name, aliases }) => [id, name, ...aliases].includes(text)) ||
  rules.authorities.some(({ id, name }) => id === text || name === text) ||
  allClocks(rules).some(({ name }) => name === text)

/** What is said where nothing is listed because it is the name of no unit: a sentence, since a card would keep the name. */
export const noSuchUnit = (filter: string, reader: Party, here: Here): string | undefined => {
  const wanted = filter.trim()
  if (!unitsMeant(wanted, here) || findUnits(here.directory, wanted).length > 0) return undefined
  if (batchView(wanted, reader, here)) return undefined
  return rowsFor(wanted, reader, here).length > 0
    ? undefined
    : `列表\n没有“${wanted}”这个单位\n请写单位名称、简称或编号，例如：列表 信息学院；也可以发送“列表 未结”“列表 超期”“列表 全部”。`
}

/** 列表 of this reader, with what it lists, as `todoView`. */
export const listView = (filter: string, reader: Party, here: Here, wanted = 1): ViewOf<'list'> => {
  const batch = batchView(filter.trim(), reader, here)
  if (batch) return { ...batch, ...(wanted > 1 ? { page: wanted } : {}) }
  const rows = rowsFor(filter.trim(), reader, here)
  const { page, from } = pageOf(wanted, rows.length, MOST_LISTED)
  return {
    view: 'list',
    filter,
    items: rows.slice(from, from + MOST_LISTED).map(({ id }) => id),
    total: rows.length,
    ...(page > 1 ? { page } : {}),
  }
}

export const listCard = (given: ViewOf<'list'>, reader: Party, here: Here): Card => {
  const view = given.items ? given : listView(given.filter, reader, here)
  const wanted = view.filter.trim()
  const items = view.items ?? []
  const word = ['列表', wanted].filter(Boolean).join(' ')
  const batch = batchCard(view, here)
  if (batch) return { ...batch.card, actions: turning(word, batch.page, batch.pages) }
  const total = view.total ?? items.length
  const what = wanted || '未结'
  const { page, pages } = pageOf(view.page ?? 1, total, MOST_LISTED)
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
    title: `列表 · ${what}（${total} ${togetherOf(items.flatMap((id) => here.incidents[id] ?? here.ledger[id] ?? [])).unit}）`,
    tone: !here.still && live.some((incident) => isOverdue(incident, here)) ? 'red' : 'blue',
    fields: [],
    table: tableOf(rows),
    ...(pages > 1 ? { foot: pagesFoot(word, page, pages, '“列表 超期”“列表 较大”“列表 单位名”') } : {}),
    actions: turning(word, page, pages),
  }
}

/** As many lines as a card shows whole on every platform. */
const MOST_LINES = 25

/** The record by lines: one message that reached many at the same moment is one of them. */
export const foldedLines = (incident: Matter, here: Here): [string, string][] => {
  const lines: { time: string; text: string; to: Set<string> }[] = []
  for (const event of incident.record) {
    const time = dateTime(event.at, here.rules.timezone)
    const last = lines.at(-1)
    const text = recordText(incident, event, here)
    const what = event.type === 'delivered' ? text.slice(text.indexOf('：')) : text
    if (event.type === 'delivered' && last?.time === time && last.text === what && last.to.size > 0)
      last.to.add(name(event.to))
    else lines.push({ time, text: what, to: new Set(event.type === 'delivered' ? [name(event.to)] : []) })
  }
  return lines.map(({ time, text, to }) => [time, to.size > 0 ? `已送达 ${[...to].join('、')}${text}` : text])
}

/** One page of the record; the newest first, each in the order in which it happened. The whole is the paper. */
export const recordCard = (
  { page: wanted }: Pick<ViewOf<'record'>, 'page'>,
  incident: Matter,
  here: Here,
): Card => {
  const lines = foldedLines(incident, here)
  const { page, pages } = pageOf(wanted ?? 1, lines.length, MOST_LINES)
  const to = lines.length - (page - 1) * MOST_LINES
  return {
    title: `记录 · ${titleOf(incident, here)}`,
    tone: 'blue',
    lead:
      pages > 1
        ? `共 ${incident.record.length} 条，第 ${page} 页，共 ${pages} 页：最新的在第 1 页，页内按时间先后`
        : `共 ${incident.record.length} 条，按时间先后`,
    fields: [],
    table: [['时间', '事项'], ...lines.slice(Math.max(0, to - MOST_LINES), to)],
    ...(pages > 1
      ? {
          foot: `${page < pages ? `更早的发送“记录 ${incident.id} 第${page + 1}页”；` : ''}全文发送“文书 ${incident.id} 记录”。`,
        }
      : {}),
    actions: turning(`记录 ${incident.id}`, page, pages),
  }
}

export const helpCard = (reader: Party, here: Here): Card => {
  const { fields, details } = helpLines(here.help(reader))
  return {
    title: '烽火 · 帮助',
    tone: 'blue',
    lead: `${reader.office ? '您是网信办人员，' : ''}${details.length > 0 ? '平时用这些词，其余的在“详情”里' : '您可以办理'}：`,
    fields,
    ...(details.length > 0 ? { details } : {}),
    foot: '发现网络安全事件，请直接发送“报告”。涉密内容不要在这里说。',
    actions: primary([press('报告', 'word', { text: '报告' }), press('待办', 'word', { text: '待办' })]),
  }
}

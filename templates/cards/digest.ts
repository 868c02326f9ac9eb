// What does one message about several incidents show? How many, how many late; the most urgent, the law first, each with its source.

import { type Duty, isLate, lawFirst, openDuties } from '../../rules/duties.js'
import { urgedFor } from '../../rules/reminders.js'
import type { World } from '../../rules/world.js'
import { deskPhone } from '../../store/campus.js'
import type { Matter, Party, ViewOf } from '../../store/schema.js'
import { inBrackets } from '../brackets.js'
import type { Card } from '../card.js'
import { apart, drillMark, markOf } from '../drill.js'
import { aboutOf, togetherOf } from '../kinds.js'
import { basis, dateTime } from '../plain.js'
import { unfinished } from './duty.js'
import { groupState } from './incident.js'
import { asks, callable, type Here, mustOpen, press, primary } from './parts.js'

type Urged = { incident: Matter; duty: Duty; owns: boolean }

/** The most urgent, each with a line and a button; what is left is behind 待办. */
const MOST_SHOWN = 5
/** So long an incident of which nothing was urged yet is named as new. */
const NEW_MS = 3_600_000

const goesOn = ({ status }: Matter): boolean => status === 'open' || status === 'resolved'

/** Those that go on, or still owe something (撤销报告 after 误报); nothing of one that its reader may not see any more. */
const openOf = (ids: readonly string[], reader: Party, here: Here): Matter[] =>
  ids
    .flatMap((id) => here.incidents[id] ?? [])
    .filter(
      (incident) =>
        here.maySee(reader, incident) && (goesOn(incident) || openDuties(incident, here).length > 0),
    )

/** What a leader must open is theirs, whoever must ring them up. */
const urgedIn = (incidents: readonly Matter[], reader: Party, world: World): Urged[] =>
  incidents.flatMap((incident) =>
    urgedFor(incident, reader.id, world).map(({ duty, owns }) => ({
      incident,
      duty,
      owns: owns || mustOpen(duty, reader),
    })),
  )

const realOf = (of: readonly Matter[]): number => of.filter(({ drill }) => !drill).length
const countOf = (of: readonly Matter[], unit: string, what?: string): string =>
  apart(realOf(of), of.length - realOf(of), unit, what)

const newOf = (incidents: readonly Matter[], urged: readonly Urged[], { now }: World): Matter[] =>
  incidents.filter(
    (incident) =>
      goesOn(incident) &&
      Date.parse(now) - Date.parse(incident.reportedAt) < NEW_MS &&
      !urged.some((one) => one.incident === incident),
  )

/** Has everything been done that it would speak of? */
export const nothingLeft = (ids: readonly string[], reader: Party, here: Here): boolean => {
  const incidents = openOf(ids, reader, here)
  const urged = urgedIn(incidents, reader, here)
  return urged.length === 0 && newOf(incidents, urged, here).length === 0
}

const named = (all: readonly Matter[]): string => {
  const first = all.slice(0, MOST_SHOWN).map(({ id, unit }) => `${id} ${unit.name}`)
  return `${first.join('、')}${all.length > first.length ? ` 等 ${countOf(all, togetherOf(all).unit)}` : ''}`
}

/** Of the same incident, in the order given. */
const together = (urged: readonly Urged[]): Urged[][] =>
  [...new Set(urged.map(({ incident }) => incident))].map((incident) =>
    urged.filter((one) => one.incident === incident),
  )

const MOST_DUTIES = 6

/** Where the same people left the same undone in several incidents, and nothing of it is the reader's: they are named once. */
const alike = (owed: readonly Urged[][]): Urged[][][] => {
  const groups = new Map<string, Urged[][]>()
  for (const of of owed) {
    const [first] = of
    const whose = of.map(({ duty }) => `${duty.clock.id} ${duty.owners.map(({ id }) => id).join('、')}`)
    const key = of.some(({ owns }) => owns)
      ? (first?.incident.id ?? '')
      : [first?.incident.drill, ...whose].join()
    groups.set(key, [...(groups.get(key) ?? []), of])
  }
  return [...groups.values()]
}

/** What is owed in one incident, by when, and whom to ring about what others have not done. Who only presses on reads that once, in the lead. */
const line = (
  of: readonly Urged[],
  same: readonly Urged[][],
  most: number,
  reader: Party,
  here: Here,
  presses: boolean,
): Card['fields'] => {
  const [first] = of
  if (!first) return []
  const { incident } = first
  const said = of.slice(0, most).map(({ duty, owns }) => {
    const what = owns
      ? asks(duty, reader, here)
      : `${presses ? '' : '督办'}${unfinished(duty, callable(duty.owners, here), here, presses)}`
    const handed = reader.office && !owns && incident.reminding[duty.id]?.handedOver
    return `${what}${handed ? '，已多次催办，现交由您人工跟进' : ''}${inBrackets(basis(duty))}`
  })
  const more = of.length > said.length ? [`共 ${of.length} 项`] : []
  const others = same.flatMap(([one]) => one?.incident.id ?? [])
  const besides =
    others.length > 0
      ? [
          `这些人未完成的另有 ${others.length} ${togetherOf(same.flatMap(([one]) => one?.incident ?? [])).unit}：${others.slice(0, MOST_SHOWN).join('、')}${others.length > MOST_SHOWN ? ' 等' : ''}`,
        ]
      : []
  const label = `${markOf(incident)}${incident.id} ${incident.unit.name}`
  return [{ label, value: [...said, ...more, ...besides].join('\n') }]
}

/** How far the reminders of a duty have come, as far as the card shows it. */
const stageOf = ({ reminding }: Matter, { id, due }: Duty): string => {
  const said = reminding[id]
  return `${id}@${said && said.at >= due ? 'late' : (said?.nth ?? 0)}`
}

/** Does it still look so? By incident, as long as nothing happens to it: a flood is looked at very often. */
const known = new WeakMap<Matter, Map<string, string>>()
const stateFor = (incident: Matter, reader: string, world: World): string => {
  const readers = known.get(incident) ?? new Map<string, string>()
  known.set(incident, readers)
  const state =
    readers.get(reader) ??
    [
      incident.id,
      incident.status,
      ...urgedFor(incident, reader, world).map(({ duty }) => stageOf(incident, duty)),
    ].join(' ')
  readers.set(reader, state)
  return state
}

const empty = (lead: string, tone: Card['tone']): Card => ({
  title: '催办汇总',
  tone,
  lead,
  fields: [],
  actions: [],
})

export const digestCard = (view: ViewOf<'digest'>, reader: Party, here: Here): Card => {
  if (view.over) return empty('下面有更新的汇总，请看最新的一张', 'blue')
  if (reader.id === '') return groupDigest(view, here)
  const incidents = openOf(view.incidents, reader, here)
  if (here.still) return empty(incidents.map((one) => stateFor(one, reader.id, here)).join('\n'), 'orange')
  const urged = urgedIn(incidents, reader, here).sort(
    (a, b) =>
      Number(a.incident.drill) - Number(b.incident.drill) ||
      Number(b.owns) - Number(a.owns) ||
      lawFirst(a.duty, b.duty) ||
      a.incident.id.localeCompare(b.incident.id),
  )
  const fresh = newOf(incidents, urged, here)
  const owed = together(urged)
  const all = [...owed.flatMap(([one]) => one?.incident ?? []), ...fresh]
  if (all.length === 0) return empty('这里列出的都已办完', 'green')
  const { unit, what } = togetherOf(all)
  const { fresh: fresher } = togetherOf(fresh)
  const own = urged.filter(({ owns }) => owns)
  const presses = urged.length > 0 && own.length === 0
  // whom a leader asks who is told to press on, and has nothing to do of their own
  const phone = presses && !reader.office ? deskPhone(here.directory, '网信办') : ''
  const isOverdue = (of: readonly Urged[]): boolean => of.some(({ duty }) => isLate(duty, here.now, here))
  const late = isOverdue(urged)
  const figures = (ask: string, these: readonly Urged[]): string => {
    const of = together(these)
    const overdue = of.filter(isOverdue).length
    const counted = togetherOf(these.map(({ incident }) => incident))
    return `${ask} ${these.length} 项，涉及 ${of.length} ${counted.unit}${these[0]?.incident.drill ? '' : counted.what}${overdue > 0 ? `，截至 ${dateTime(here.now, here.rules.timezone)} 超时 ${overdue} ${counted.unit}` : ''}`
  }
  const counts = (ask: string, these: readonly Urged[]): string => {
    const drills = these.filter(({ incident }) => incident.drill)
    const real = these.filter((one) => !drills.includes(one))
    return [
      ...(real.length > 0 ? [figures(ask, real)] : []),
      ...(drills.length > 0 ? [figures(`${drillMark}${ask}`, drills)] : []),
    ].join('；')
  }
  const groups = alike(owed)
  const shown = groups.slice(0, MOST_SHOWN)
  const left = groups.slice(MOST_SHOWN).flat()
  return {
    // what is new and owed by nobody yet urges nobody, least of all who reported it
    title: `${late ? '⚠ ' : ''}${presses ? '督办汇总' : urged.length > 0 ? '催办汇总' : fresher} · ${countOf(all, unit, what)}`,
    tone: late ? 'red' : urged.length > 0 ? 'orange' : 'blue',
    lead:
      urged.length > 0
        ? own.length > 0
          ? counts('请办理', own)
          : counts('请督办', urged)
        : `${fresher} ${countOf(fresh, togetherOf(fresh).unit)}`,
    fields: [
      ...shown.flatMap(([of = [], ...more]) =>
        line(of, more, Math.floor(MOST_DUTIES / shown.length), reader, here, presses),
      ),
      ...(left.length > 0
        ? [
            {
              label: '其余',
              value: `还有 ${countOf(
                left.flatMap(([one]) => one?.incident ?? []),
                unit,
              )}，请看“待办”`,
            },
          ]
        : []),
      ...(fresh.length > 0
        ? [{ label: fresher, value: `${countOf(fresh, togetherOf(fresh).unit)}：${named(fresh)}` }]
        : []),
    ],
    foot: `${phone ? `要问情况，请打网信办电话（${phone}）。` : ''}${all.length > 1 ? `多${unit}${what}` : `这${unit}${what}的各项`}合并为这一条，随时更新。点编号看那一${unit}的卡片，或发送“状态 编号”。`,
    actions: primary([
      // what the lead asks for is what the first button does
      ...(own.length > 0 || left.length > 0 ? [press('待办', 'word', { text: '待办' })] : []),
      ...all
        .slice(0, MOST_SHOWN)
        .map(({ id }) => press(presses ? `查看 ${id}` : id, 'word', { text: `状态 ${id}` })),
    ]),
  }
}

const MOST_ROWS = 20

/** The group sees of each what it would see of one. */
const groupDigest = ({ incidents: ids }: ViewOf<'digest'>, here: Here): Card => {
  const incidents = ids.flatMap((id) => here.incidents[id] ?? [])
  const rows = incidents.slice(-MOST_ROWS)
  return {
    title: `网络安全事件 ${countOf(incidents, '起')}`,
    tone: incidents.some(goesOn) ? 'blue' : 'green',
    fields: [],
    table: [
      ['编号', '单位', '类型', '状态'],
      ...rows.map((one) => [
        `${markOf(one)}${one.id}`,
        one.unit.name,
        aboutOf(one, here),
        groupState(one, here),
      ]),
    ],
    foot: `${incidents.length > rows.length ? `只列最新的 ${rows.length} 起。` : ''}详情只在私聊中提供给责任人，请勿在群内讨论。`,
    actions: [],
  }
}

// What does one message about several incidents show? What the law asks first, each with its source; how many; the way to each card.
import { type Duty, isLate, lawFirst, openDuties } from '../../rules/duties.js'
import { urgedFor } from '../../rules/reminders.js'
import type { World } from '../../rules/world.js'
import { deskPhone } from '../../store/campus.js'
import type { Incident, Party, ViewOf } from '../../store/schema.js'
import type { Card } from '../card.js'
import { basis, dutyName, postNames } from '../plain.js'
import { groupState } from './incident.js'
import { due, type Here, kindOf, press, primary } from './parts.js'

type Urged = { incident: Incident; duty: Duty; owns: boolean }

const MOST_LINES = 10
const MOST_NAMED = 8
const MOST_PRESSED = 5
/** So long an incident of which nothing was urged yet is named as new. */
const NEW_MS = 3_600_000

const goesOn = ({ status }: Incident): boolean => status === 'open' || status === 'resolved'

/** Those that go on, or still owe something (撤销报告 after 误报); nothing of one that its reader may not see any more. */
const openOf = (ids: readonly string[], reader: Party, here: Here): Incident[] =>
  ids
    .flatMap((id) => here.incidents[id] ?? [])
    .filter(
      (incident) =>
        here.maySee(reader, incident) && (goesOn(incident) || openDuties(incident, here).length > 0),
    )

const urgedIn = (incidents: readonly Incident[], reader: string, world: World): Urged[] =>
  incidents.flatMap((incident) => urgedFor(incident, reader, world).map((one) => ({ ...one, incident })))

const newOf = (incidents: readonly Incident[], urged: readonly Urged[], { now }: World): Incident[] =>
  incidents.filter(
    (incident) =>
      goesOn(incident) &&
      Date.parse(now) - Date.parse(incident.reportedAt) < NEW_MS &&
      !urged.some((one) => one.incident === incident),
  )

/** Has everything been done that it would speak of? */
export const nothingLeft = (ids: readonly string[], reader: Party, here: Here): boolean => {
  const incidents = openOf(ids, reader, here)
  const urged = urgedIn(incidents, reader.id, here)
  return urged.length === 0 && newOf(incidents, urged, here).length === 0
}

const named = (incidents: readonly Incident[]): string => {
  const all = [...new Set(incidents)]
  const first = all.slice(0, MOST_NAMED).map(({ id, unit }) => `${id} ${unit.name}`)
  return `${first.join('、')}${all.length > first.length ? ` 等 ${all.length} 起` : ''}`
}

/** Of the same duty, in the order given. */
const alike = (urged: readonly Urged[]): Urged[][] => {
  const lines = new Map<string, Urged[]>()
  for (const one of urged) {
    const what = `${one.owns} ${one.duty.clock.id} ${one.duty.post}`
    lines.set(what, [...(lines.get(what) ?? []), one])
  }
  return [...lines.values()]
}

/** What is asked of how many, and the earliest of them. */
const line = (of: readonly Urged[], reader: Party, here: Here): Card['fields'][number] | undefined => {
  const [first] = of
  if (!first) return undefined
  const late = of.filter(({ duty }) => isLate(duty, here.now, here)).length
  const handed = of.filter(({ incident, duty }) => incident.reminding[duty.id]?.handedOver).length
  const yours = reader.office && !first.owns && handed > 0 ? `，${handed} 起已多次催办，现交由您人工跟进` : ''
  const how = `${of.length} 起${late > 0 ? `，超时 ${late} 起` : ''}${yours}，最早 ${due(first.duty, here)}`
  return {
    label: first.owns ? dutyName(first.duty) : `督办${postNames[first.duty.post]}：${dutyName(first.duty)}`,
    value: `${how}：${named(of.map(({ incident }) => incident))}（${basis(first.duty)}）`,
  }
}

/** How far the reminders of a duty have come, as far as the card shows it. */
const stageOf = ({ reminding }: Incident, { id, due }: Duty): string => {
  const said = reminding[id]
  return `${id}@${said && said.at >= due ? 'late' : (said?.nth ?? 0)}`
}

/** Does it still look so? By incident, as long as nothing happens to it: a flood is looked at very often. */
const known = new WeakMap<Incident, Map<string, string>>()
const stateFor = (incident: Incident, reader: string, world: World): string => {
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
  const urged = urgedIn(incidents, reader.id, here).sort(
    (a, b) => Number(b.owns) - Number(a.owns) || lawFirst(a.duty, b.duty),
  )
  const fresh = newOf(incidents, urged, here)
  const lines = alike(urged)
  const all = [...new Set([...urged.map(({ incident }) => incident), ...fresh])]
  if (all.length === 0) return empty('这里列出的都已办完', 'green')
  const own = urged.filter(({ owns }) => owns)
  // whom a leader asks who is told to press on, and has nothing to do of their own
  const phone =
    urged.length > 0 && own.length === 0 && !reader.office ? deskPhone(here.directory, '网信办') : ''
  const late = urged.some(({ duty }) => isLate(duty, here.now, here))
  return {
    // what is new and owed by nobody yet urges nobody, least of all who reported it
    title: `${late ? '⚠ ' : ''}${urged.length > 0 ? '催办汇总' : '新报告'} · ${all.length} 起事件`,
    tone: late ? 'red' : urged.length > 0 ? 'orange' : 'blue',
    lead:
      own.length > 0
        ? `请办理 ${own.length} 项，涉及 ${new Set(own.map(({ incident }) => incident)).size} 起事件`
        : urged.length > 0
          ? `请督办 ${urged.length} 项，涉及 ${new Set(urged.map(({ incident }) => incident)).size} 起事件`
          : `新报告 ${fresh.length} 起`,
    fields: [
      ...lines.slice(0, MOST_LINES).flatMap((of) => line(of, reader, here) ?? []),
      ...(fresh.length > 0 ? [{ label: '新报告', value: `${fresh.length} 起：${named(fresh)}` }] : []),
    ],
    foot: `${phone ? `要问情况，请打网信办电话（${phone}）。` : ''}${all.length > 1 ? '多起事件' : '这起事件的各项'}合并为这一条，随时更新。点编号看那一起的卡片，或发送“状态 编号”。`,
    actions: primary([
      // what the lead asks for is what the first button does
      ...(own.length > 0 ? [press('待办', 'word', { text: '待办' })] : []),
      ...all.slice(0, MOST_PRESSED).map(({ id }) => press(id, 'word', { text: `状态 ${id}` })),
    ]),
  }
}

const MOST_ROWS = 20

/** The group sees of each what it would see of one. */
const groupDigest = ({ incidents: ids }: ViewOf<'digest'>, here: Here): Card => {
  const incidents = ids.flatMap((id) => here.incidents[id] ?? [])
  const rows = incidents.slice(-MOST_ROWS)
  return {
    title: `网络安全事件 ${ids.length} 起`,
    tone: incidents.some(goesOn) ? 'blue' : 'green',
    fields: [],
    table: [
      ['编号', '单位', '类型', '状态'],
      ...rows.map((one) => [one.id, one.unit.name, kindOf(one, here), groupState(one, here)]),
    ],
    foot: `${ids.length > rows.length ? `只列最新的 ${rows.length} 起。` : ''}详情只在私聊中提供给责任人，请勿在群内讨论。`,
    actions: [],
  }
}

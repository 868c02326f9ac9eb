// What does the live card of an incident show, to each reader, and what does the group see?
import { acting, holding } from '../../rules/chain.js'
import { type Duty, openDuties } from '../../rules/duties.js'
import { fieldLabels, showField } from '../../rules/fields.js'
import type { World } from '../../rules/world.js'
import type { Incident, ReportField } from '../../store/schema.js'
import type { Card, CardAction, Tone } from '../card.js'
import { recordText } from '../news.js'
import { basis, clockTime, dateTime, levelNames, name, names, postNames } from '../plain.js'
import {
  demand,
  dutyActions,
  type Here,
  kindOf,
  press,
  primary,
  type Reader,
  responsible,
  short,
  stateOf,
  titleOf,
  waitingFor,
} from './parts.js'

const stepActions = (incident: Incident, reader: Reader, world: World): CardAction[] => {
  const keys = { incident: incident.id }
  const may = responsible(reader, incident, world)
  const open = openDuties(incident, world)
  const unacknowledged = open.some(
    (duty) => duty.kind === 'acknowledge' && duty.owners.some(({ id }) => id === reader.id),
  )
  return [
    ...(may ? [press('转办', 'delegate', keys)] : []),
    ...(incident.status === 'open' && (reader.office || may) && !unacknowledged
      ? [press('处置结束', 'resolve', keys)]
      : []),
    ...(incident.status === 'resolved' && reader.office && open.length === 0
      ? [press('办结', 'close', keys)]
      : []),
  ]
}

const toneOf = (incident: Incident, mine: Duty[], here: World): Tone => {
  if (incident.status === 'withdrawn') return 'grey'
  if (incident.status === 'closed') return 'green'
  if (mine.some((duty) => short(duty, here))) return 'red'
  if (incident.drill) return 'violet'
  return mine.length > 0 ? 'orange' : 'blue'
}

const facts = (incident: Incident, here: Here): Card['fields'] => {
  const { report } = incident
  const shown = (field: ReportField) =>
    showField(field, report[field], { timezone: here.rules.timezone, directory: here.directory })
  return [
    { label: '单位', value: incident.unit.name },
    ...(report.system && report.system !== 'unknown' ? [{ label: '系统', value: shown('system') }] : []),
    { label: '发现时间', value: clockTime(incident.discoveredAt, here.now, here.rules.timezone) },
    { label: '报告人', value: names(incident.reporters) },
    { label: '级别', value: incident.grading ? levelNames[incident.grading.level] : '待定，按较大计时' },
    { label: '状态', value: stateOf(incident, here) },
  ]
}

const detailFields: ReportField[] = [
  'summary',
  'impact',
  'measures',
  'category',
  'harmful_content',
  'occurred_at',
  'place',
  'people_affected',
  'pi_persons',
  'outage_minutes',
  'spreading',
  'crime_suspected',
  'ransomware',
  'important_data',
  'tampered',
  'contact_phone',
]

const details = (incident: Incident, here: Here): Card['fields'] => [
  ...detailFields
    .filter((field) => incident.report[field] !== undefined)
    .map((field) => ({
      label: fieldLabels[field],
      value: showField(field, incident.report[field], {
        timezone: here.rules.timezone,
        directory: here.directory,
      }),
    })),
  ...incident.record
    .filter(({ type }) => type !== 'delivered' && type !== 'turned-away' && type !== 'reminded')
    .slice(-6)
    .map((event) => ({
      label: dateTime(event.at, here.rules.timezone),
      value: recordText(incident, event, here),
    })),
]

const acknowledgements = (incident: Incident, here: Here): string => {
  const line = (post: 'first' | 'direct'): string => {
    const done = incident.acknowledged.find((one) => one.post === post)
    const holder = holding(incident.chain, post)[0]
    if (done)
      return `${postNames[post]}${name(done.by)}已于 ${clockTime(done.at, here.now, here.rules.timezone)} 确认`
    return holder
      ? `${postNames[post]}${name(acting(holder, incident, here))}尚未确认`
      : `${postNames[post]}空缺`
  }
  return `${line('first')}；${line('direct')}`
}

const leadFor = (incident: Incident, reader: Reader, mine: Duty[], here: Here): string => {
  const first = mine[0]
  if (first) return demand(first, here)
  if (incident.status === 'closed')
    return `已办结（${incident.closedAt ? clockTime(incident.closedAt, here.now, here.rules.timezone) : ''}）`
  if (incident.status === 'withdrawn') return '已按误报撤销，无需办理'
  const own = incident.acknowledged.find(({ by }) => by.id === reader.id)
  if (own) return `您已于 ${clockTime(own.at, here.now, here.rules.timezone)} 确认收到`
  const submitted = openDuties(incident, here).find(
    ({ submission }) => submission && !submission.returned && submission.by.id === reader.id,
  )
  if (submitted) return '您填写的回执正等待网信办另一位同志核实'
  if (incident.reporters.some(({ id }) => id === reader.id)) return '谢谢您，报告已送达责任人，有需要会联系您'
  return `请知悉：${stateOf(incident, here)}`
}

export const incidentCard = (incident: Incident, reader: Reader, here: Here): Card => {
  const mine = waitingFor(reader, incident, here)
  const told = incident.chain
    .filter(({ post, person }) => (post === 'first' || post === 'direct') && person.id !== reader.id)
    .map(({ post, person }) => `${postNames[post]}${person.name}`)
  const actions = [
    ...mine.flatMap((duty) => dutyActions(duty, incident, reader)),
    ...stepActions(incident, reader, here),
  ]
  const unique = actions.filter(
    (one, at) =>
      actions.findIndex((other) => other.action === one.action && other.value.duty === one.value.duty) === at,
  )
  const acknowledges = unique.filter(({ action }) => action === 'acknowledge')
  const first = mine[0]
  return {
    title: titleOf(incident),
    tone: toneOf(incident, mine, here),
    lead: leadFor(incident, reader, mine, here),
    fields: facts(incident, here),
    body: [first ? basis(first) : undefined, acknowledgements(incident, here)].filter(Boolean).join('\n'),
    details: details(incident, here),
    foot: `同时通知：${[...told, '网信办', '信息中心', '宣传部'].join('、')}`,
    actions: primary(unique.filter((one) => one.action !== 'acknowledge' || one === acknowledges[0])),
  }
}

/** The group sees number, unit, kind and state; never what, who or where. */
export const bulletin = (incident: Incident, here: Here): Card => ({
  title: `${incident.drill ? '【演练】' : ''}【网络安全事件 ${incident.id}】`,
  tone:
    incident.status === 'withdrawn'
      ? 'grey'
      : incident.status === 'closed'
        ? 'green'
        : incident.drill
          ? 'violet'
          : 'blue',
  fields: [
    { label: '单位', value: incident.unit.name },
    { label: '类型', value: kindOf(incident) },
    { label: '状态', value: groupState(incident, here) },
  ],
  foot: '详情只在私聊中提供给责任人，请勿在群内讨论。',
  actions: [],
})

const groupState = (incident: Incident, here: Here): string => {
  const level = incident.grading ? `，${levelNames[incident.grading.level]}` : ''
  switch (incident.status) {
    case 'closed':
      return `已办结${level}`
    case 'withdrawn':
      return '已撤销'
    case 'resolved':
      return `处置结束${level}`
    case 'open':
      return `${openDuties(incident, here).some(({ kind }) => kind === 'acknowledge') ? '已通知责任人' : '处置中'}${level}`
  }
}

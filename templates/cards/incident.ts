// What does the live card of an incident show, to each reader, and what does the group see?

import { accountabilityOf } from '../../rules/article14.js'
import { isAway } from '../../rules/away.js'
import { brief } from '../../rules/brief.js'
import { acting, holding, isHere, isResponsible, seatsIn, seenFrom } from '../../rules/chain.js'
import { type Duty, deadline, duties, isLaw, lawFirst, openDuties, undecided } from '../../rules/duties.js'
import { claimed, factsOf, toldBy } from '../../rules/facts.js'
import { fieldLabels, showField } from '../../rules/fields.js'
import { firstReporters } from '../../rules/joins.js'
import { kept } from '../../rules/kept.js'
import { priorityOf, suggestLevel } from '../../rules/level.js'
import { missedOf, wasLate } from '../../rules/missed.js'
import { besideOffice } from '../../rules/owners.js'
import { rulesOf, type World } from '../../rules/world.js'
import { deskPhone } from '../../store/campus.js'
import {
  type Actor,
  type Assignment,
  byKind,
  type Event,
  type Incident,
  levelNames,
  type Matter,
  type Party,
  type PersonRef,
  type PostName,
  type Rectification,
  type ReportField,
} from '../../store/schema.js'
import { inBrackets } from '../brackets.js'
import type { Card, CardAction, Tone } from '../card.js'
import { said } from '../documents/known.js'
import { endName } from '../drill.js'
import { aboutOf, headOf } from '../kinds.js'
import { levelShown, suggestionLines } from '../level.js'
import { correctionText, recordText } from '../news.js'
import { letterBeside } from '../persons.js'
import {
  another,
  basis,
  basisInShort,
  dated,
  dateTime,
  dutyName,
  name,
  names,
  postNames,
  reportersShown,
} from '../plain.js'
import { sidesText } from '../sides.js'
import { seatName, unitMarked, vendorOf } from '../system.js'
import {
  actionsOf,
  asks,
  callable,
  due,
  type Here,
  handing,
  isAbove,
  mustOpen,
  offer,
  oneAcknowledgement,
  primary,
  reportersToday,
  short,
  stateOf,
  titleOf,
  waitingFor,
  withdrawnLine,
} from './parts.js'

/** How the incident goes on, for whoever has nothing more urgent to do: who answers for a unit hands it on, or ends it. */
const stepActions = (incident: Matter, reader: Party, here: Here): CardAction[] => {
  const unacknowledged = openDuties(incident, here).some(
    (duty) => duty.kind === 'acknowledge' && duty.owners.some(({ id }) => id === reader.id),
  )
  // whoever owes it has its buttons with the duty
  const beside =
    incident.correctionAsked && !waitingFor(reader, incident, here).some(({ correction }) => correction)
  return [
    ...(isResponsible(reader, incident, here) ? offer('delegate', incident, reader, here) : []),
    ...(beside ? offer('confirm_correction', incident, reader, here) : []),
    ...(beside ? offer('return_correction', incident, reader, here) : []),
    ...(unacknowledged ? [] : offer('resolve', incident, reader, here)),
    ...offer('close', incident, reader, here),
    ...(incident.drill ? offer('end_drill', incident, reader, here) : []),
  ]
}

export const toneOf = (incident: Matter, mine: Duty[], here: World): Tone => {
  if (incident.status === 'withdrawn') return 'grey'
  if (incident.status === 'closed') return 'green'
  if (mine.some((duty) => short(duty, here))) return 'red'
  if (incident.drill) return 'violet'
  return mine.length > 0 ? 'orange' : 'blue'
}

/** Nothing was the matter: who has not acknowledged it, and which level it has, is asked no more. */
const isVoid = ({ status }: Matter): boolean => status === 'withdrawn'

const facts = (matter: Matter, reader: Party, here: Here): Card['fields'] => [
  { label: '单位', value: unitOf(matter) },
  ...ownFacts(matter, here),
  { label: '状态', value: stateOf(matter, here) },
  ...toRing(matter, reader, here),
]

/** What each kind says of itself. */
export const ownFacts = byKind<[Here], Card['fields']>({
  incident: (incident, here) => {
    const { system } = incident.report
    return [
      ...(system && system !== 'unknown'
        ? [{ label: '系统', value: showField('system', system, here) }]
        : []),
      { label: '简要经过', value: glanceOf(incident, here) },
      { label: '发现时间', value: dated(incident.discoveredAt, here.now, here.rules.timezone) },
      { label: '报告人', value: reportersShown(incident) },
      ...(isVoid(incident) && !incident.grading ? [] : [{ label: '级别', value: levelShown(incident) }]),
    ]
  },
  rectification: (notice, here) => askedFacts(notice, here, ['存在问题', '整改期限']),
  assignment: (given, here) => askedFacts(given, here, ['督办内容', '办理期限']),
  zero: () => [], // it has a card of its own
})

const askedFacts = (
  asked: Rectification | Assignment,
  here: Here,
  [what, until]: readonly [string, string],
): Card['fields'] => {
  const { source, reference, term, reply } = asked.subject
  const day = (at: string) => dated(at, here.now, here.rules.timezone)
  return [
    // who they are is what is to be looked over: nothing of it is cut
    asked.subject.people || asked.subject.drills !== undefined
      ? { label: asked.subject.people ? '请核对' : what, value: asked.subject.text }
      : { label: what, value: glanceOf(asked, here) },
    { label: '来源', value: `${source}${reference ? `，${reference}` : ''}` },
    { label: until, value: day(term) },
    ...(reply ? [{ label: '反馈期限', value: day(reply) }] : []),
  ]
}

/** Nobody's unit yet: what was in no list waits for the office to name it. */
export const unitOf = ({ unit, unlisted }: Matter): string =>
  unlisted ? `待指定（暂由${unit.name}办理）` : unit.name

const summaryOf = byKind<[Here], string>({
  incident: (incident, here) =>
    showField('summary', said(incident, 'summary')?.value ?? incident.report.summary, here),
  rectification: ({ subject }) => subject.text,
  assignment: ({ subject }) => subject.text,
  zero: () => '',
})

/** What happened, to be read at a glance; the whole stands in the details. */
export const glanceOf = (incident: Matter, here: Here): string => inOneLine(summaryOf(incident, here))
const GLANCE = 60
const inOneLine = (text: string): string => {
  const line = text.replace(/\s+/gu, ' ')
  return brief(line, GLANCE)
}

/**
 * Whom to ring: the office rings who reported and who answers for the unit, everybody else the office; those above also who
 * has not acknowledged, whom they are told to press.
 */
const toRing = (incident: Matter, reader: Party, here: Here): Card['fields'] => {
  if (incident.status === 'closed' || incident.status === 'withdrawn') return []
  const desk = deskPhone(here.directory, '网信办')
  if (!reader.office) {
    const silent = isAbove(reader, incident)
      ? openDuties(incident, here).filter(({ kind }) => kind === 'acknowledge')
      : []
    const owners = silent.flatMap((duty) => duty.owners).filter(({ id }) => id !== reader.id)
    const value = [desk && `网信办 ${desk}`, callable(owners, here)].filter(Boolean).join('、')
    return value ? [{ label: '联系', value }] : []
  }
  const direct = holding(incident.chain, 'direct').map((person) => acting(person, incident, here))
  const value = callable(
    [...firstReporters(incident), ...direct].filter(({ id }) => id !== reader.id),
    here,
  )
  return value ? [{ label: '联系', value }] : []
}

export const detailFields: ReportField[] = [
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
  'ransom',
  'important_data',
  'tampered',
  'contact_phone',
]

/** What fills a record and tells a reader of the card nothing; and what only the office and the leaders see. */
const unshown: readonly Event['type'][] = ['delivered', 'turned-away', 'reminded', 'marked', 'unmarked']

/** The vendor's number, for whoever answers for a unit of this incident, and the office. */
const vendorFor = (incident: Matter, reader: Party, here: Here): Card['fields'] => {
  const value = reader.office || isResponsible(reader, incident, here) ? vendorOf(incident) : undefined
  return value ? [{ label: '供应商', value }] : []
}

/** What was reported and put right since; what was read at a glance already is not told again. */
const saidOf = kept((incident, here: Here): Card['fields'] =>
  detailFields.flatMap((field) => {
    const value = said(incident, field)?.value ?? incident.report?.[field]
    const told = field === 'summary' && glanceOf(incident, here) === summaryOf(incident, here)
    return value === undefined || told
      ? []
      : [{ label: fieldLabels[field], value: showField(field, value, here) }]
  }),
)

const details = (incident: Matter, reader: Party, here: Here): Card['fields'] => [
  ...vendorFor(incident, reader, here),
  ...[toldBy(incident, rulesOf(incident, here)) ?? []].flat().map((value) => ({ label: '获知途径', value })),
  ...saidOf(incident, here),
  ...lately(incident)
    .slice(-6)
    .map((events) => ({
      label: dateTime(events[0].at, here.rules.timezone),
      value:
        events.length > 1
          ? `${events.length} 人先后报告同一事件，并入`
          : recordText(incident, events[0], here),
    })),
]

/** What came to pass, in order; several who reported the same one after the other are one line. */
const lately = ({ record }: Matter): [Event, ...Event[]][] => {
  const lines: [Event, ...Event[]][] = []
  for (const event of record) {
    if (unshown.includes(event.type)) continue
    const last = lines.at(-1)
    if (event.type === 'joined' && last?.[0].type === 'joined') last.push(event)
    else lines.push([event])
  }
  return lines
}

type Seat = { post: PostName; seat: string | undefined }

/** Who is waited for: the duty's owners, not only who would act, for they may be out of reach too. */
const awaited = (held: Seat, holder: PersonRef, incident: Matter, here: Here): string => {
  const duty = duties(incident, here).find(
    (one) => one.kind === 'acknowledge' && one.post === held.post && one.unit?.id === held.seat,
  )
  const owners: Actor[] = duty?.owners ?? [acting(holder, incident, here)]
  const lost = !isHere(holder, incident, here)
  const own = owners.every(
    (owner) => owner.id === holder.id || ('for' in owner && owner.for?.id === holder.id),
  )
  if (own && !lost) return names(owners)
  const others = owners.filter(({ id }) => id !== holder.id).map((owner) => owner.name)
  const by = others.length > 0 ? `，由${others.join('、')}办理，` : ''
  const why = incident.unreachable.includes(holder.id) ? '（未送达）' : lost ? '（外出）' : ''
  return `${holder.name}${why}${by}`
}

/** Each unit on its own line: 谁主管、谁运维、谁使用. */
const acknowledgements = (incident: Matter, here: Here): string => {
  const seats = seatsIn(incident)
  return seats
    .map(({ seat, unit = incident.unit }) => {
      const line = acknowledgedBy(seat, incident, here)
      return seats.length > 1 ? `${unitMarked(unit, incident)}：${line}` : line
    })
    .join('\n')
}

const acknowledgedBy = (seat: string | undefined, incident: Matter, here: Here): string => {
  const line = (post: 'first' | 'direct'): string => {
    const done = incident.acknowledged.find((one) => one.post === post && one.unit === seat)
    const holder = holding(seenFrom(incident, seat).chain, post)[0]
    if (done)
      return `${postNames[post]}${name(done.by)}已于 ${dated(done.at, here.now, here.rules.timezone)} 确认`
    return holder
      ? `${postNames[post]}${awaited({ post, seat }, holder, incident, here)}尚未确认`
      : `${postNames[post]}空缺`
  }
  return `${line('first')}；${line('direct')}`
}

/** 确认收到 and what is to be started at once come first, by their deadlines; then 定级, then what else is to be done inside. */
const turnOf = ({ kind, clock }: Duty): number =>
  clock.steps || kind === 'acknowledge' ? 0 : kind === 'grade' ? 1 : 2

/** 应急预案：信息中心褚文博已于 08:05 启动；宣传部尚未确认. Each body for itself (细则 第十三条). */
const started = (incident: Matter, here: Here): string[] => {
  const all = duties(incident, here).filter(({ clock }) => clock.steps)
  const body = ({ post, unit }: Duty): string =>
    post !== 'first'
      ? postNames[post]
      : unit && unit.id !== incident.unit.id
        ? unitMarked(unit, incident)
        : incident.unit.name
  const line = (duty: Duty): string =>
    `${body(duty)}${
      duty.done
        ? `${name(duty.done.by)}已于 ${dated(duty.done.at, here.now, here.rules.timezone)} 确认`
        : `${names(duty.owners)}尚未确认`
    }`
  return all.length > 0 ? [`${all[0]?.clock.name ?? ''}：${all.map(line).join('；')}`] : []
}

/** It was brought by somebody who has nothing more to do with it. */
const isReported = byKind<[], boolean>({
  incident: () => true,
  rectification: () => false,
  assignment: () => false,
  zero: () => false,
})

const leadFor = (incident: Matter, reader: Party, asked: Duty[], here: Here): string => {
  const first = asked[0]
  if (first) return asks(first, reader, here)
  if (incident.status === 'closed')
    return `${endName(incident)}（${incident.closedAt ? dated(incident.closedAt, here.now, here.rules.timezone) : ''}）`
  if (isVoid(incident)) return `${withdrawnLine(incident, here)}；无需您办理`
  const own = incident.acknowledged.find(({ by }) => by.id === reader.id)
  if (own && isAbove(reader, incident))
    return `您已于 ${dated(own.at, here.now, here.rules.timezone)} 知悉：${stateOf(incident, here)}`
  if (own) return `您已于 ${dated(own.at, here.now, here.rules.timezone)} 确认收到`
  const submitted = openDuties(incident, here).find(
    ({ submission }) => submission && !submission.returned && submission.by.id === reader.id,
  )
  if (submitted) return `您填写的回执正等待${another(besideOffice(submitted))}核实`
  if (isReported(incident) && incident.reporters.some(({ id }) => id === reader.id))
    return '谢谢您，报告已送达责任人，有需要会联系您'
  const handed = incident.delegations.find(({ to }) => to.id === reader.id)
  return `${handed ? `请您代${handed.from.name}办理` : '请知悉'}：${[stateOf(incident, here), ...lawAhead(incident, reader, here)].join('；')}`
}

/** To whoever is above: the law that is the most urgent, or the most overdue, whoever owes it. */
const lawAhead = (incident: Matter, reader: Party, here: Here): string[] =>
  reader.leader || reader.office
    ? openDuties(incident, here)
        .filter(isLaw)
        .sort(lawFirst)
        .slice(0, 1)
        .map((duty) => `${dutyName(duty)} — ${due(duty, here)}`)
    : []

/**
 * Two tracks where harmful content is about (细则 第十三条、第十七条): the technical one here, the content one by telephone
 * at 宣传部. Never a word of the content.
 */
const tracksOf = (incident: Incident, here: Here): string[] => {
  const rules = rulesOf(incident, here)
  const { category, harmful_content: harmful } = factsOf(incident, rules)
  const channel = rules.categories.find(({ code }) => code === category)?.channel
  if (harmful !== true && channel !== 'content') return []
  const desk = (kind: '信息中心' | '宣传部'): string => {
    const phone = deskPhone(here.directory, kind)
    return phone ? `（${phone}）` : ''
  }
  return [
    `技术处置：信息中心牵头${desk('信息中心')}，先下线，再取证恢复`,
    `内容处置：宣传部牵头，电话办理${desk('宣传部')}，不在本平台传内容`,
  ]
}

/** What the office must clear up because a statutory clock hangs on it: 不详 is no «no». */
const beforeReportingOf = (incident: Incident, here: Here): string[] => {
  if (incident.status !== 'open') return []
  const rules = rulesOf(incident, here)
  const labelOf = (field: string) => fieldLabels[field as ReportField] ?? field // a rule may ask what only the office finds out
  const claims = claimed(incident).map(
    (field) =>
      `待核实：并入的报告说“${labelOf(field)}”为“是”，核实以前按“是”办理；核实以后请发“更正 ${incident.id}”`,
  )
  const open = undecided(incident, rules).map(({ field, clock }) => {
    const to = rules.authorities.find(({ id }) => id === clock.to)?.name ?? ''
    const label = labelOf(field)
    return `待判明：${label}。如是，须在 ${dated(deadline(incident.discoveredAt, clock, rules), here.now, rules.timezone)} 前${handing(to, clock.name)}${inBrackets(basisInShort({ clock }))}`
  })
  const asked = incident.correctionAsked
    ? [`待核定更正：${correctionText(incident.correctionAsked, incident, here)}；核定以前各项时限照常计算`]
    : []
  return [...asked, ...claims, ...open]
}

/** 上报责任人, the suggested level, the campus's own priority; and for office and leaders what 细则 第十四条 may touch. */
const forOffice = (incident: Incident, reader: Party, here: Here): Card['fields'] => {
  if (!reader.office && !reader.leader) return []
  const rules = rulesOf(incident, here)
  const reporting = reportersToday(incident, here)
  const both = sidesText(incident, here)
  const time = (at: string) => dateTime(at, rules.timezone)
  const missed = missedOf(incident, here)
  // a final report is a report, too
  const lawful = ({ clock }: Pick<Duty, 'clock'>) =>
    isLaw({ clock }) && (clock.kind === 'report' || clock.kind === 'final')
  const late =
    missed.some(lawful) || duties(incident, here).some((duty) => lawful(duty) && wasLate(duty, here))
  const flags = accountabilityOf(incident, rules, { late })
  const { marks = [] } = incident
  return [
    ...(reporting ? [{ label: '上报责任人', value: reporting }] : []),
    ...(both ? [both] : []),
    ...((incident.grading && !incident.raised) || isVoid(incident)
      ? []
      : [{ label: '级别建议', value: suggestionLines(suggestLevel(incident, rules)).join('\n') }]),
    ...(missed.length > 0
      ? [
          {
            label: '未按时',
            value: missed
              .map(
                ({ clock, authority, due, done }) =>
                  `${dutyName({ clock, authority })}应于 ${time(due)} 前${inBrackets(basisInShort({ clock }))}，${done ? `${time(done.at)} 完成` : '没有完成'}；现已不再要求，记录保留`,
              )
              .join('\n'),
          },
        ]
      : []),
    { label: '校内处置优先级', value: `${priorityOf(incident, rules) ?? '—'}（校内使用，不上报）` },
    ...(flags.length + marks.length > 0
      ? [
          {
            label: '细则第十四条',
            value: [
              ...flags.map(
                ({ item, text, confidence }) =>
                  `可能涉及${item}${text}${confidence && confidence !== 'A' ? '（口径待网信办核定）' : ''}`,
              ),
              ...marks.map(({ item, reason, by, at }) => `${name(by)}于 ${time(at)} 标注${item}：${reason}`),
              `发现 ${time(incident.discoveredAt)}，报告 ${time(incident.reportedAt)}。仅作提示，不作判断`,
            ].join('\n'),
          },
        ]
      : []),
  ]
}

const tracks = byKind<[Here], string[]>({
  incident: tracksOf,
  rectification: () => [],
  assignment: () => [],
  zero: () => [],
})
const beforeReporting = byKind<[Here], string[]>({
  incident: beforeReportingOf,
  rectification: () => [],
  assignment: () => [],
  zero: () => [],
})
const forTheOffice = byKind<[Party, Here], Card['fields']>({
  incident: forOffice,
  rectification: () => [],
  assignment: () => [],
  zero: () => [],
})

/** Whoever reads this card is reached by it, whatever became of the messages before. */
const asReached = (incident: Matter, { id }: Party): Matter =>
  incident.unreachable.includes(id)
    ? { ...incident, unreachable: incident.unreachable.filter((lost) => lost !== id) }
    : incident

export const incidentCard = (known: Matter, reader: Party, here: Here): Card => {
  const incident = asReached(known, reader)
  const leads = isAbove(reader, incident)
  const waiting = waitingFor(reader, incident, here)
  const toOpen = waiting.filter((duty) => mustOpen(duty, reader))
  const mine = waiting.filter((duty) => !toOpen.includes(duty))
  const told = incident.chain
    .filter(({ post }) => post === 'first' || post === 'direct')
    .map(({ post, unit, person }) => ({ post, unit, actor: acting(person, incident, here) }))
    .filter(({ actor }) => actor.id !== reader.id && !isAway(actor.id, here))
    .map((told) => `${seatName(told)}${name(told.actor)}`)
  // One receipt at a time, the statutory one first: the others are on their own cards and in 待办.
  const receipts = mine.filter(({ kind }) => kind === 'report' || kind === 'final').sort(lawFirst)
  const others = mine.filter((duty) => !receipts.includes(duty)).sort((a, b) => turnOf(a) - turnOf(b))
  // the nearest statutory report leads, then 定级; one that is due in weeks leads nothing
  const lawful = receipts
    .filter(isLaw)
    .slice(0, 1)
    .filter((law) => others.every((other) => lawFirst(law, other) < 0))
  const shown = lawful.length > 0 ? [...lawful, ...others] : [...others, ...receipts.slice(0, 1)]
  const actions = [
    ...actionsOf([...shown, ...toOpen], incident, reader, here),
    ...(leads && !isResponsible(reader, incident, here) ? [] : stepActions(incident, reader, here)),
  ]
  const unique = actions.filter(
    (one, at) =>
      actions.findIndex((other) => other.action === one.action && other.value.duty === one.value.duty) === at,
  )
  const first = shown[0]
  const isAsked = shown.length + toOpen.length > 0 || reader.office || isResponsible(reader, incident, here)
  return {
    title: titleOf(incident, here),
    tone: toneOf(incident, [...mine, ...toOpen], here),
    lead: leadFor(incident, reader, [...shown, ...toOpen], here),
    fields: facts(incident, reader, here),
    body: [
      first ? basis(first) : undefined,
      ...new Set(
        mine
          .filter((duty) => duty !== first && (!duty.clock.steps || duty.clock !== first?.clock))
          .sort((a, b) => turnOf(a) - turnOf(b) || lawFirst(a, b))
          .map((duty) => `${asks(duty, reader, here)}${inBrackets(basis(duty))}`),
      ),
      ...(isVoid(incident)
        ? first
          ? [withdrawnLine(incident, here)]
          : []
        : [acknowledgements(incident, here), ...started(incident, here), ...tracks(incident, here)]),
      ...(reader.office ? beforeReporting(incident, here) : []),
    ]
      .filter(Boolean)
      .join('\n'),
    details: [
      ...details(incident, reader, here),
      ...letterBeside(mine, incident, here),
      ...forTheOffice(incident, reader, here),
    ],
    foot: `同时通知：${[...told, ...desksTold(incident)].join('、')}`,
    // whoever only looks on is asked for nothing
    actions: isAsked ? primary(oneAcknowledgement(unique)) : oneAcknowledgement(unique),
  }
}

/** The desks that are told of a matter of its kind. */
export const desksTold = byKind<[], string[]>({
  incident: () => ['网信办', '信息中心', '宣传部'],
  rectification: () => ['网信办', '信息中心'],
  assignment: () => ['网信办'],
  zero: () => ['网信办'],
})

/** Whoever had it in hand and has not any more: a corrected unit or system is another chain. */
export const leftCard = (incident: Matter, here: Here): Card => ({
  title: titleOf(incident, here),
  tone: 'grey',
  lead: '这起事件不再由您办理',
  fields: [],
  actions: [],
})

/** The group sees number, unit, kind and state; never what, who or where. */
export const bulletin = (incident: Matter, here: Here): Card => ({
  title: headOf(incident),
  tone:
    incident.status === 'withdrawn'
      ? 'grey'
      : incident.status === 'closed'
        ? 'green'
        : incident.drill
          ? 'violet'
          : 'blue',
  fields: [
    { label: '单位', value: unitOf(incident) },
    { label: '类型', value: aboutOf(incident, here) },
    { label: '状态', value: groupState(incident, here) },
  ],
  foot: '详情只在私聊中提供给责任人，请勿在群内讨论。',
  actions: [],
})

export const groupState = (incident: Matter, here: Here): string => {
  const level = incident.grading ? `，${levelNames[incident.grading.level]}` : ''
  switch (incident.status) {
    case 'closed':
      return `${endName(incident)}${level}`
    case 'withdrawn':
      return '已撤销'
    case 'resolved':
      return `处置结束${level}`
    case 'open':
      return `${openDuties(incident, here).some(({ kind }) => kind === 'acknowledge') ? '已通知责任人' : '处置中'}${level}`
  }
}

// What does a card about single duties show: what is asked, what is late, what is done?

import { isResponsible } from '../../rules/chain.js'
import { byUrgency, type Duty, duties, isLate, lawFirst, running } from '../../rules/duties.js'
import { suggestLevel } from '../../rules/level.js'
import { besideOffice } from '../../rules/owners.js'
import { nextStep } from '../../rules/reminders.js'
import { lastSnooze, receiptEvidence } from '../../rules/rounds.js'
import { rulesOf } from '../../rules/world.js'
import { deskPhone } from '../../store/campus.js'
import { levelOf } from '../../store/incident.js'
import { byKind, type Incident, isIncident, type Matter, type Party, type View } from '../../store/schema.js'
import { inBrackets } from '../brackets.js'
import type { Card, CardAction } from '../card.js'
import { markOf } from '../drill.js'
import { warningOf } from '../kinds.js'
import { levelShown, raisedLines, suggestionLines } from '../level.js'
import { letterBeside } from '../persons.js'
import {
  another,
  basis,
  dated,
  duration,
  dutyName,
  name,
  names,
  remaining,
  reportersShown,
  sourced,
} from '../plain.js'
import { firstReport, owedLine, retraction } from '../series.js'
import { sidesText } from '../sides.js'
import { seatName } from '../system.js'
import { missingShown } from '../zero.js'
import {
  actionsOf,
  asks,
  callable,
  due,
  entered,
  type Here,
  mustOpen,
  offer,
  oneAcknowledgement,
  press,
  primary,
  reportersToday,
  secondOf,
  short,
  stateOf,
  titleOf,
  waitsForOthers,
  withdrawnLine,
} from './parts.js'

const doneLine = (duty: Duty, here: Here): string =>
  duty.submission?.confirmed
    ? `${dutyName(duty)}：${name(duty.submission.by)}填写，${name(duty.submission.confirmed.by)}于 ${dated(duty.submission.confirmed.at, here.now, here.rules.timezone)} 核实，完成`
    : duty.done
      ? `${dutyName(duty)}：${name(duty.done.by)}于 ${dated(duty.done.at, here.now, here.rules.timezone)} 完成`
      : dutyName(duty)

/** A card about some duties only: orange while one waits, green and without buttons when all are done. */
export const dutyCard = (incident: Matter, ids: string[], reader: Party, here: Here, ticked?: true): Card => {
  const all = duties(incident, here).filter(({ id }) => ids.includes(id))
  // whoever owes one of them outside the office (宣传部) is asked for that one only
  const asked = reader.office ? all : all.filter(({ owners }) => owners.some(({ id }) => id === reader.id))
  const open = asked.filter(({ done }) => !done)
  // what waits for somebody else comes last
  const rests = (duty: Duty): boolean => waitsForOthers(duty, incident, reader)
  const first = open.sort((a, b) => Number(rests(a)) - Number(rests(b)) || lawFirst(a, b))[0]
  if (!first) return settledCard(incident, asked, here)
  const { submission } = first
  const shows = receiptEvidence(incident, first.id)
  const receipt = submission
    ? [
        { label: '报送渠道', value: submission.receipt.channel },
        { label: '报送时间', value: dated(submission.receipt.sent_at, here.now, here.rules.timezone) },
        { label: '接报人', value: submission.receipt.received_by },
        ...(submission.receipt.received_at
          ? [
              {
                label: '接收时间',
                value: dated(submission.receipt.received_at, here.now, here.rules.timezone),
              },
            ]
          : []),
        ...(submission.receipt.ref_no ? [{ label: '受理编号', value: submission.receipt.ref_no }] : []),
        ...(submission.receipt.instructions
          ? [{ label: '上级要求', value: submission.receipt.instructions }]
          : []),
        ...datesOf(incident, first.id).map((due) => ({
          label: '要求时限',
          value: dated(due, here.now, here.rules.timezone),
        })),
        ...(shows.length > 0 ? [{ label: '回执凭证', value: shows.map((one) => one.name).join('、') }] : []),
        { label: '填写人', value: name(submission.by) },
      ]
    : []
  const returned = submission?.returned
  const reporting = reportersToday(incident, here)
  return {
    title: titleOf(incident, here),
    tone: entered(first, reader) ? 'blue' : short(first, here) ? 'red' : incident.drill ? 'violet' : 'orange',
    lead: `${ticked ? `您在待办里勾了“${dutyName(first)}”，这一项还没有办：` : ''}${asks(first, reader, here)}`,
    fields: [
      ...whatOf(incident, here),
      ...(incident.drill
        ? [{ label: '演练', value: '不得联系校外任何机关，回执按演练填写' }]
        : first.authority?.phone
          ? [{ label: '报送电话', value: first.authority.phone }]
          : []),
      // how many reported it is no level by itself, but whoever sets it must know
      ...(first.kind === 'grade' && incident.reporters.length > 1
        ? [{ label: '报告人', value: `${reportersShown(incident)}（人数本身不决定级别）` }]
        : []),
      ...(reporting && first.post === 'office' && (isIncident(incident) || first.authority)
        ? [{ label: '上报责任人', value: reporting }]
        : []),
      ...(first.demand ? [{ label: '上级要求', value: first.demand.text }] : []),
      ...receipt,
    ],
    body: [
      basis(first),
      ...(returned ? [`${name(returned.by)}退回，原因：${returned.reason}`] : []),
      ...metHere(first, incident, here),
      ...open.slice(1).map((duty) => `${asks(duty, reader, here)}${inBrackets(basis(duty))}`),
      ...(open.some(({ kind }) => kind === 'grade')
        ? raisedLines(incident, (at) => dated(at, here.now, here.rules.timezone))
        : []),
      ...(first.kind === 'grade' ? gradingLines(first, incident, here) : []),
      ...(submission && !returned && !entered(first, reader)
        ? [`待核实：须由${secondOf(first)}核实，核实之前仍在计时`]
        : first.authority
          ? [
              first.post === 'office'
                ? '回执须由网信办两位同志分别填写和核实。'
                : '回执须由两位同志分别填写和核实；核实的也可以是网信办同志。',
            ]
          : []),
    ].join('\n'),
    details: [...seriesDetails(incident, open, here), ...letterBeside(open, incident, here)],
    actions: primary([...actionsOf(open, incident, reader, here), ...writing(open, incident, reader, here)]),
  }
}

/** Of what it is about, beside what is owed. */
const whatOf = byKind<[Here], Card['fields']>({
  incident: (incident, here) => [
    ...(incident.status === 'withdrawn' && !incident.grading
      ? []
      : [{ label: '级别', value: levelShown(incident) }]),
    { label: '发现时间', value: dated(incident.discoveredAt, here.now, here.rules.timezone) },
  ],
  rectification: ({ subject, fixed }) => [
    { label: '存在问题', value: subject.text },
    ...(fixed ? [{ label: '整改情况', value: `${fixed.text}（${name(fixed.by)}）` }] : []),
  ],
  assignment: ({ subject, fixed }) => [
    { label: '督办内容', value: subject.text },
    ...(fixed ? [{ label: '办理情况', value: `${fixed.text}（${name(fixed.by)}）` }] : []),
  ],
  zero: ({ zero }) => [{ label: '未报', value: missingShown(zero) }],
})

/** The dates that came with this report's last receipt: whoever confirms it, confirms them. */
const datesOf = (incident: Matter, duty: string): string[] => {
  const at = incident.record.findLast((event) => event.type === 'submitted' && event.duty === duty)?.at
  return incident.record.flatMap((event) => (event.type === 'demanded' && event.at === at ? [event.due] : []))
}

/** Why the level should be lower, beside what the rules suggest; and that the higher one holds until it is confirmed. */
const gradingLines = ({ asked }: Duty, incident: Matter, here: Here): string[] => [
  ...(asked?.reason ? [`拟定理由：${asked.reason}`] : []),
  ...suggestionLines(suggestLevel(incident, rulesOf(incident, here))),
  '级别调低须由网信办两位同志分别拟定和核定，核定之前仍按原来的级别计时。',
]

/** The obligations that this one report meets as well, each with its own source; and whether both sides know. */
const metHere = (duty: Duty, incident: Matter, here: Here): string[] => {
  const both = duty.authority?.side && duty.clock.stage === 'first' ? sidesText(incident, here) : undefined
  const met = running(incident, rulesOf(incident, here)).met.filter(({ metBy }) =>
    metBy?.includes(duty.clock.id),
  )
  const lines = met
    .filter(({ confidence }) => confidence !== 'D')
    .map((clock) => `${clock.name}${inBrackets(`${clock.wording ?? ''}，${sourced(clock)}`)}`)
  return [
    ...(lines.length > 0 ? [`同时做到：${lines.join('；')}`] : []),
    ...(both ? [`${both.label}${both.value}`] : []),
  ]
}

/** What is to be said or written: the first report to be read aloud, what is still owed, and how the authority is reached. */
const seriesOf = (incident: Incident, open: readonly Duty[], here: Here): Card['fields'] => {
  const [first] = open
  const stage = first?.clock.stage
  if (!first || !stage) return []
  const short = stage === 'final' && levelOf(incident) === 4
  const retracts = first.clock.from === 'withdrawn'
  const owed = short || retracts ? undefined : owedLine(incident, stage, here)
  const channels = incident.drill ? undefined : first.authority?.channels
  return [
    ...(retracts ? [{ label: '可照此口头报送', value: retraction(incident, first, here) }] : []),
    ...(stage === 'first' ? [{ label: '可照此口头报送', value: firstReport(incident, here) }] : []),
    ...(owed ? [{ label: '尚欠', value: owed.replace(/^尚欠：/u, '') }] : []),
    ...(channels ? [{ label: '报送渠道', value: channels.join('；') }] : []),
    ...upwardOf(first, incident, here),
  ]
}

const seriesDetails = byKind<[readonly Duty[], Here], Card['fields']>({
  incident: seriesOf,
  rectification: () => [],
  assignment: () => [],
  zero: () => [],
})

/** What the authority itself must do with the report, and why it may ring at once: no duty of the university. */
const upwardOf = (duty: Duty, incident: Matter, here: Here): Card['fields'] =>
  rulesOf(incident, here)
    .upward.filter(
      ({ of, levels }) => of === duty.authority?.id && (!levels || levels.includes(levelOf(incident))),
    )
    .map((row) => ({
      label: '可能马上追问',
      value: `${duty.authority?.name ?? ''}收到后须在 ${duration(row.withinMs)}内报${row.to}——${sourced(row)}`,
    }))

/** Where later reports are owed, their parts can be written. */
const writing = (open: readonly Duty[], incident: Matter, reader: Party, here: Here): CardAction[] => {
  const waiting = open.filter(({ submission }) => !submission || submission.returned)
  // the 处置情况 of 一般 is a short one: nothing is written beside the facts
  const final = levelOf(incident) < 4 ? waiting.find(({ clock }) => clock.stage === 'final') : undefined
  const followUp = waiting.find(({ clock }) => clock.stage === 'follow-up' && clock.from !== 'withdrawn')
  return [
    ...(final ? offer('write_final', incident, reader, here, { duty: final.id }) : []),
    ...(followUp && !waiting.some(({ clock }) => clock.stage === 'first')
      ? offer('write_follow_up', incident, reader, here, { duty: followUp.id })
      : []),
  ]
}

export const settledCard = (incident: Matter, asked: Duty[], here: Here): Card => ({
  title: titleOf(incident, here),
  tone: incident.status === 'withdrawn' ? 'grey' : 'green',
  lead:
    incident.status === 'withdrawn'
      ? `${withdrawnLine(incident, here)}；无需办理`
      : asked.map((duty) => doneLine(duty, here)).join('；') || stateOf(incident, here),
  fields: [{ label: '状态', value: stateOf(incident, here) }],
  actions: [],
})

/**
 * Without a number: each duty counts its own reminders, and a person reads those of several on one card or in turn. How long it
 * is overdue stands in the lead.
 */
const reminderTitle = (incident: Matter, overdue: boolean, warned?: string): string =>
  `${overdue ? '⚠ ' : ''}${warned ?? (overdue ? '催办' : '提醒')} · ${markOf(incident)}${incident.id} ${incident.unit.name}`

/**
 * `应于 11月24日 08:15 前完成，截至 11月24日 08:25 已超时 10 分钟`, `应立即办理（发现时间 11月24日 08:00）`. `briefly`: only that it is late,
 * which stays true.
 */
const shouldBe = (duty: Duty, here: Here, briefly: boolean): string => {
  if (duty.clock.within.unit === 'asap') return `应${due(duty, here).replace('立即', '立即办理')}`
  const zone = here.rules.timezone
  const late = briefly ? '已超时' : remaining(duty.due, here.now, zone)
  return `应于 ${dated(duty.due, here.now, zone)} 前完成${here.now < duty.due ? '' : `，${late}`}`
}

/** Of what others have not done: who, what, and until when it should have been. */
export const unfinished = (duty: Duty, people: string, here: Here, briefly = false): string =>
  duty.submission && !duty.submission.returned
    ? `“${dutyName(duty)}”的回执待核实，须由${secondOf(duty)}核实，${shouldBe(duty, here, briefly)}`
    : `${seatName(duty)}${people}尚未完成“${dutyName(duty)}”，${shouldBe(duty, here, briefly)}`

/** A reminder to the one who entered the receipt: the others are asked, nothing is left to press here. */
const enteredCard = (incident: Matter, open: readonly Duty[], reader: Party, here: Here): Card => ({
  title: reminderTitle(incident, false),
  tone: 'blue',
  lead: open.map((duty) => asks(duty, reader, here)).join('；'),
  fields: [],
  body: `核实之前仍在计时，请提醒${another(open[0] ? besideOffice(open[0]) : [])}。`,
  actions: [],
})

type Reminder = Extract<View, { view: 'reminder' }>

/** Which reminder of this duty this message is. */
const nthIn = ({ duties, nths, nth }: Reminder, { id }: Duty): number => nths?.[duties.indexOf(id)] ?? nth

/** One reminder is put off once by each who owes it. */
const putOff = (view: Reminder, duty: Duty, incident: Matter, reader: Party): boolean =>
  (lastSnooze(incident, duty.id, reader)?.nth ?? -1) >= nthIn(view, duty)

export const reminderCard = (
  view: Extract<View, { view: 'reminder' }>,
  incident: Matter,
  reader: Party,
  here: Here,
): Card => {
  const asked = duties(incident, here).filter(({ id }) => view.duties.includes(id))
  const rests = (duty: Duty): boolean => waitsForOthers(duty, incident, reader)
  const open = asked
    .filter(({ done }) => !done)
    // what waits for somebody else comes last, else the law first, whatever is the most urgent
    .sort((a, b) => Number(rests(a)) - Number(rests(b)) || lawFirst(a, b))
  const first = open[0]
  if (!first) return settledCard(incident, asked, here)
  // A reminder stands as it was said until what it asks for is done.
  if (here.still)
    return {
      title: open.map((duty) => `${duty.id}${putOff(view, duty, incident, reader) ? '~' : ''}`).join(),
      tone: 'orange',
      fields: [],
      actions: actionsOf(open, incident, reader, here),
    }
  if (entered(first, reader)) return enteredCard(incident, open, reader, here)
  const pressing = open.filter((duty) => !entered(duty, reader))
  const overdue = pressing.some((duty) => isLate(duty, here.now, here))
  const mine = open.filter((duty) => duty.owners.some(({ id }) => id === reader.id))
  const others = open.filter((duty) => !mine.includes(duty))
  const owner = mine[0]
  const reads = (duty: Duty): boolean => mustOpen(duty, reader)
  const nearest = mine.filter((duty) => pressing.includes(duty)).sort(byUrgency)[0]
  const next = pressing
    .flatMap((duty) => nextStep(duty, incident, here) ?? [])
    .sort((a, b) => a.atMs - b.atMs)[0]
  // who hears of it because others did not do it must be able to ring them
  const ring = ({ owners }: Duty): string => (view.role === 'above' ? callable(owners, here) : names(owners))
  const missing = (duty: Duty): string => unfinished(duty, ring(duty), here)
  const toOthers = (duty: Duty): string => (reads(duty) ? asks(duty, reader, here) : missing(duty))
  const desk = deskPhone(here.directory, '网信办')
  const urging =
    view.nth >= 3 && overdue
      ? owner
        ? `已多次提醒仍未完成。请现在办理，或转办他人；确有困难请立即电话联系网信办${desk && !reader.office ? `（${desk}）` : ''}。`
        : open.every(reads)
          ? undefined
          : '已多次提醒仍未完成，请您直接电话联系责任人。'
      : undefined
  return {
    title: reminderTitle(
      incident,
      overdue,
      nearest?.clock.endedBy === 'fixed' ? warningOf(incident, here) : undefined,
    ),
    tone:
      overdue || pressing.some((duty) => short(duty, here)) ? 'red' : incident.drill ? 'violet' : 'orange',
    lead: owner ? asks(owner, reader, here) : reads(first) ? toOthers(first) : `请督办：${missing(first)}`,
    fields: [],
    body: [
      basis(owner ?? first),
      ...mine.slice(1).map((duty) => `${asks(duty, reader, here)}${inBrackets(basis(duty))}`),
      ...others
        .filter((duty) => owner || duty !== first)
        .map((duty) => `${toOthers(duty)}${inBrackets(basis(duty))}`),
      ...(urging ? [urging] : []),
      ...(next
        ? [
            `${dated(new Date(next.atMs).toISOString(), here.now, here.rules.timezone)} 将通知${names(next.joins)}`,
          ]
        : []),
    ].join('\n'),
    actions: primary([
      // what the lead asks for is what the first button does
      ...oneAcknowledgement(actionsOf([...mine, ...others], incident, reader, here)),
      ...(owner && isResponsible(reader, incident, here) ? offer('delegate', incident, reader, here) : []),
      ...(nearest
        ? offer('snooze', incident, reader, here, { duty: nearest.id, nth: nthIn(view, nearest) })
        : []),
      // who can only press others sees what it is about
      ...(owner || open.some(reads)
        ? []
        : [press(`查看 ${incident.id}`, 'word', { text: `状态 ${incident.id}` })]),
    ]),
  }
}

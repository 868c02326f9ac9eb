// Which rows does the report form have, and what is still owed? The form's items with their answers, marks and blanks.
import { demandId } from '../../rules/demands.js'
import { fieldLabels, showField } from '../../rules/fields.js'
import { receiptsOf } from '../../rules/papers.js'
import type { EventOf, ReportField } from '../../store/schema.js'
import { dateTime } from '../plain.js'
import { type Answer, answerOf, type Case, newsOf, stageNames } from './answers.js'
import type { Row } from './content.js'
import { type FieldId, type FormField, fieldsOf, type Group, groups } from './fields.js'
import { fullTime, paperEvent, withoutPhones } from './known.js'

/** Of a figure that nobody of the office has entered yet: an authority is told so without our own words for it. */
const preliminary = '初步情况'
const unknown = '不详'

/** The item without what its label explains in brackets. */
const short = ({ label }: FormField): string => label.replace(/（[^（）]*）/gu, '')

type Filled = { field: FormField; row: Row; owed: boolean; unconfirmed: boolean; empty: boolean }

const fill = (field: FormField, of: Case): Filled => {
  const row = (lines: string[], marks: string[] = []): Row => ({ label: field.label, lines, marks })
  if (field.room)
    return {
      field,
      row: { ...row(answerOf(field, of).lines), room: field.room },
      owed: false,
      unconfirmed: false,
      empty: false,
    }
  const answer: Answer = answerOf(field, of)
  const noted = of.notes.of(field.id).length > 0
  const missing = !answer.idle && !noted && (answer.owed ?? answer.lines.length === 0)
  const unconfirmed =
    field.vouched === true && answer.lines.length > 0 && answer.vouched !== true && !answer.idle
  const blanks = missing ? (field.blank ?? []) : []
  const lines = [
    ...answer.lines,
    ...(blanks.length > 0 ? blanks : missing && answer.lines.length === 0 ? [unknown] : []),
    ...(missing && field.id === 'recovery' ? [`恢复情况：${unknown}`] : []),
    ...(missing && field.id === 'impact' && answer.lines.length > 0 ? [`影响和危害：${unknown}`] : []),
  ]
  return {
    field,
    row: row(lines, [
      ...(unconfirmed ? [preliminary] : []),
      ...(field.restricted && noted ? ['限办理人员知悉'] : []),
    ]),
    owed: missing,
    unconfirmed,
    empty: answer.lines.length === 0 || answer.idle === true,
  }
}

const plainRow = (label: string, ...lines: string[]): Row => ({ label, lines, marks: [] })

/**
 * What this authority was told before, by its own receipts and with its own demands. Only a receipt that two of the office
 * vouch for proves that it was.
 */
const earlier = ({ incident, world, authority }: Case): Row[] =>
  receiptsOf(incident, authority?.id ?? '', world)
    .filter(({ submission }) => submission.confirmed)
    .map(({ stage, submission: { receipt } }) =>
      plainRow(
        stageNames[stage],
        `${fullTime(receipt.sent_at, world.rules.timezone)}，${receipt.channel}，接报人 ${withoutPhones(receipt.received_by)}${receipt.received_at ? `，${fullTime(receipt.received_at, world.rules.timezone)}接收` : ''}${receipt.ref_no ? `，受理编号 ${receipt.ref_no}` : ''}`,
        ...(receipt.instructions ? [`上级要求：${withoutPhones(receipt.instructions)}`] : []),
      ),
    )

/** What this authority demanded by a date, and what was done about it. */
const demandRows = ({ incident, world, authority }: Case): Row[] =>
  (incident.demands ?? []).flatMap((demand, at) => {
    if (demand.to !== authority?.id) return []
    const { timezone } = world.rules
    const done = incident.record.findLast(
      (event): event is EventOf<'performed'> => event.type === 'performed' && event.duty === demandId(at + 1),
    )
    return [
      plainRow(
        '上级要求',
        `${withoutPhones(demand.text)}（要求时限：${fullTime(demand.due, timezone)}）`,
        done
          ? `办理情况：${withoutPhones(done.reason ?? '已办')}（${fullTime(done.at, timezone)}）`
          : '办理情况：正在办理',
      ),
    ]
  })

/** What was corrected since this authority's first report: a later one says openly what an earlier one had wrong. */
const corrections = (of: Case): Row[] => {
  const told = receiptsOf(of.incident, of.authority?.id ?? '', of.world)[0]?.submission.receipt.sent_at
  return of.incident.record
    .map(paperEvent)
    .filter(
      (event): event is EventOf<'corrected'> =>
        event.type === 'corrected' &&
        told !== undefined &&
        event.at >= told &&
        event.field !== 'contact_phone',
    )
    .map((event) => {
      const field = event.field as ReportField // the handler let only report fields through
      const value = showField(field, event.value, of.world)
      return plainRow(
        `更正：${fieldLabels[field] ?? event.field}`,
        `（${dateTime(event.at, of.world.rules.timezone)}）更正为：${value}`,
        `原因：${event.reason}`,
      )
    })
}

const owedRows = (of: Case, filled: Filled[]): Row[] => {
  const owed = filled.filter((one) => one.owed).map(({ field }) => short(field))
  const basis =
    of.stage === 'first'
      ? '查明后按《国家网络安全事件报告管理办法》第七条及时补报：'
      : '尚未查明，查明后及时补报：'
  return [plainRow('待补报', owed.length > 0 ? `${basis}${owed.join('、')}。` : '无')]
}

/** What the office has neither entered nor confirmed. */
export const unvouchedIn = (of: Case): string[] =>
  fieldsOf(of.stage)
    .map(({ field }) => fill(field, of))
    .filter((one) => one.unconfirmed)
    .map(({ field }) => short(field))

/** Which of these items the paper of this stage leaves open: neither reported, found out, corrected, noted nor written. */
export const owedOn = (of: Case, ids: readonly FieldId[]): FieldId[] => {
  const asked = fieldsOf(of.stage).map(({ field }) => field)
  return ids.filter((id) => asked.some((field) => field.id === id && fill(field, of).owed))
}

/** 一、二、三…: the numbers of the groups. */
const ordinals = '一二三四五六七八九十'

/**
 * The form of this stage, in its order. What may be left for later and is not known is left out of a first report
 * (报告管理办法 第七条第二款) and named among what is owed.
 */
export const formOf = (of: Case): { heading: string; rows: Row[] }[] => {
  const asked = fieldsOf(of.stage).map(({ field, optional }) => ({ ...fill(field, of), optional }))
  const inGroup = (group: Group): Row[] =>
    asked
      .filter(
        ({ field, optional, empty }) => field.group === group && !(of.stage === 'first' && optional && empty),
      )
      .map(({ row }) => row)
  const before = of.stage === 'first' ? [] : [...earlier(of), ...demandRows(of), ...corrections(of)]
  const fresh = newsOf(of, 'new').map(({ at, text }) => `（${dateTime(at, of.world.rules.timezone)}）${text}`)
  const { report, sign, ...facts } = groups
  return [
    { heading: report, rows: inGroup('report') },
    { heading: '本次续报的新情况', rows: fresh.length > 0 ? [plainRow('新情况或调查进展', ...fresh)] : [] },
    ...Object.entries(facts).map(([group, heading]) => ({ heading, rows: inGroup(group as Group) })), // the keys of `groups`
    { heading: '前期报送与更正', rows: before },
    { heading: '待补报事项', rows: owedRows(of, asked) },
    { heading: sign, rows: inGroup('sign') },
  ]
    .filter(({ rows }) => rows.length > 0)
    .map(({ heading, rows }, at) => ({ heading: `${ordinals[at] ?? at + 1}、${heading}`, rows }))
}

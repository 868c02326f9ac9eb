// Which small forms are there, and how does one go out? As a card; the same fields may also be typed, one after another.
import { openLevelQuestions } from '../../handlers/assess.js'
import type { Decision, FormName } from '../../handlers/decision.js'
import { hasReceiver } from '../../handlers/receipt.js'
import { roundOf } from '../../rules/rounds.js'
import { parts } from '../../rules/series.js'
import type { Incident } from '../../store/schema.js'
import { type Desk, reply } from './desk.js'
import { newSheet } from './used.js'

type Answers = Readonly<Record<string, string>>
/** `optional`: it may be empty, always, or by what was answered before it. */
export type Field = { name: string; label: string; optional?: boolean | ((answers: Answers) => boolean) }

export const mayBeEmpty = (field: Field | undefined, answers: Answers): boolean =>
  typeof field?.optional === 'function' ? field.optional(answers) : field?.optional === true

/** The fields of each small form, in the order in which they are asked when they are typed one by one. */
export const formFields: Record<FormName, readonly Field[]> = {
  grade: [
    { name: 'level', label: '级别' },
    { name: 'reason', label: '原因' },
  ],
  submit_receipt: [
    { name: 'channel', label: '报送渠道' },
    { name: 'sent_at', label: '报送时间' },
    { name: 'received_by', label: '接报人', optional: ({ channel }) => !hasReceiver(channel ?? '') },
    { name: 'ref_no', label: '受理编号', optional: true },
    { name: 'instructions', label: '上级要求', optional: true },
  ],
  return_receipt: [{ name: 'reason', label: '原因' }],
  reopen: [{ name: 'reason', label: '原因' }],
  withdraw: [{ name: 'reason', label: '原因' }],
  delegate: [
    { name: 'to', label: '转给' },
    { name: 'reason', label: '原因', optional: true },
  ],
  correct: [
    { name: 'field', label: '更正哪一项' },
    { name: 'value', label: '更正为' },
    { name: 'reason', label: '原因' },
  ],
  assess: [], // its questions depend on the incident: fieldsOf
  appoint: [
    { name: 'officer', label: '上报责任人' },
    { name: 'deputy', label: '副手' },
  ],
  follow_up: [{ name: 'reason', label: '新情况' }],
  write_follow_up: parts['follow-up'].map(({ id, label }) => ({ name: id, label, optional: true })),
  write_final: parts.final.map(({ id, label }) => ({ name: id, label, optional: true })),
}

/** The same, where the fields are those that this incident makes matter. */
export const fieldsOf = (form: FormName, incident: Incident, desk: Desk): (typeof formFields)[FormName] =>
  form === 'assess'
    ? openLevelQuestions(incident, desk.world).map(({ id, ask }) => ({
        name: id,
        label: ask,
        optional: true,
      }))
    : formFields[form]

export const isForm = (action: string): action is FormName => action in formFields

/** The form goes out as a card; the same fields may also be typed, one after another. */
export const openForm = (
  desk: Desk,
  incident: Incident,
  wanted: Extract<Decision, { kind: 'form' }>,
): void => {
  const { form, duty, level } = wanted
  const sheet = newSheet(desk)
  const nth = roundOf(form, incident, duty)
  reply(
    desk,
    form === 'submit_receipt' && duty
      ? { view: 'receipt-form', incident: incident.id, duty, sheet }
      : {
          view: 'reason-form',
          incident: incident.id,
          action: form,
          ...(duty ? { duty } : {}),
          ...(level ? { level } : {}),
          sheet,
        },
  )
  const answers: Record<string, string> = level ? { level: String(level) } : {}
  const first = fieldsOf(form, incident, desk).find(({ name }) => answers[name] === undefined)
  if (!first) return
  desk.turn.put('asking', desk.party.id, {
    action: form,
    incident: incident.id,
    ...(duty ? { duty } : {}),
    ...(nth === undefined ? {} : { nth }),
    sheet,
    field: first.name,
    answers,
    startedAt: desk.world.now,
    touchedAt: desk.world.now,
  })
}

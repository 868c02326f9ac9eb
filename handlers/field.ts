// Is one typed field of a small form what it should be? Checked when it is typed, so that a slip costs one answer and not the form.
import type { World } from '../rules/world.js'
import type { Incident, Refusal } from '../store/schema.js'
import type { FormName } from './decision.js'
import { tooLong } from './limits.js'
import { correctable, VALUE_NEEDED } from './note.js'
import { type Context, fromForm, labelOf } from './questions.js'
import { channelOf, receiverOf, sentAt } from './receipt.js'
import { whom } from './standin.js'
import { parseLevel } from './words.js'

const wrongOf = (parsed: unknown): Refusal | undefined =>
  typeof parsed === 'object' && parsed !== null && 'why' in parsed ? (parsed as Refusal) : undefined // only refusals have a why

/** `answers` are those typed before. Nothing: the field may be kept. */
export const fieldWrong = (
  form: FormName,
  name: string,
  value: string,
  answers: Readonly<Record<string, string>>,
  incident: Incident,
  world: World,
  context: Context,
): Refusal | undefined => {
  const long = tooLong(name, value, form === 'follow_up' ? '新情况' : undefined)
  if (long) return long
  switch (name) {
    case 'channel':
      return wrongOf(channelOf(value))
    case 'sent_at':
      return wrongOf(sentAt(value, incident, world))
    case 'received_by':
      return wrongOf(receiverOf(value, answers.channel ?? ''))
    case 'to':
    case 'officer':
    case 'deputy':
      return wrongOf(whom(value, world))
    case 'level':
      return parseLevel(value) ? undefined : { why: 'level-needed' }
    case 'reason':
      return value || form === 'delegate' ? undefined : { why: 'reason-needed' }
    case 'field':
      return fieldNamed(value) ? undefined : { why: 'field-unknown', fields: correctable.map(labelOf) }
    case 'value': {
      const field = fieldNamed(answers.field ?? '')
      if (form !== 'correct' || !field) return undefined
      if (!value) return { why: 'value-wrong', problem: VALUE_NEEDED }
      const parsed = fromForm(
        { classified: '否', unit: incident.unit.id, summary: '—', [field]: value },
        context,
      )
      return 'problems' in parsed
        ? { why: 'value-wrong', problem: parsed.problems[0]?.problem ?? '' }
        : undefined
    }
    default:
      return undefined
  }
}

const fieldNamed = (text: string): string | undefined =>
  correctable.find((name) => name === text.trim() || labelOf(name) === text.trim())

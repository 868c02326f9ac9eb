// 补充 and 更正: how does the record grow? By dated lines and corrections; nothing is ever overwritten.
import type { World } from '../rules/world.js'
import type { Event, Incident, Party, ReportField } from '../store/schema.js'
import { type Decision, record, refOf, refuse, settled } from './decision.js'
import { tooLong } from './limits.js'
import { type Context, fromForm, labelOf, questions } from './questions.js'
import { redactCredentials } from './secrets.js'
import { isReporter, maySee, officeRef } from './see.js'

/** 补充: a dated line. Passwords and lists of people are hidden before anything is kept. */
export const note = (by: Party, incident: Incident, text: string, world: World): Decision => {
  if (!maySee(by, incident, world)) return refuse({ why: 'no-such-incident' })
  const long = tooLong('note', text)
  if (long) return refuse(long)
  const { text: kept, redacted } = redactCredentials(text.trim())
  if (!kept) return refuse({ why: 'text-needed' })
  return record({ did: 'noted', redacted }, { type: 'noted', at: world.now, by: refOf(by), text: kept })
}

/** What may be corrected. The unit is not: another unit is another chain (误报, then a new report). */
export const correctable = questions
  .map(({ name }) => name)
  .filter((name) => name !== 'classified' && name !== 'unit')

export const VALUE_NEEDED = '请写明更正后的内容；确实不知道的，写“不详”。'

/** 更正: appends what is right and why. 发现时间 may move back, never forward: the clock keeps the earlier one. */
export const correct = (
  by: Party,
  incident: Incident,
  form: { field?: string | undefined; value?: string | undefined; reason?: string | undefined } | undefined,
  context: Context,
  world: World,
): Decision => {
  const over = settled(incident)
  if (over) return refuse(over)
  if (!by.office && !isReporter(by, incident))
    return refuse({ why: 'not-yours', may: [...incident.reporters.map(refOf), ...officeRef(world)] })
  if (!form) return { kind: 'form', form: 'correct' }
  const field = correctable.find((name) => name === form.field || labelOf(name) === form.field?.trim())
  if (!field) return refuse({ why: 'field-unknown', fields: correctable.map(labelOf) })
  const long = tooLong('value', form.value) ?? tooLong('reason', form.reason)
  if (long) return refuse(long)
  const reason = form.reason?.trim()
  if (!reason) return refuse({ why: 'reason-needed' })
  if (!form.value?.trim()) return refuse({ why: 'value-wrong', problem: VALUE_NEEDED })
  const parsed = fromForm(
    { classified: '否', unit: incident.unit.id, summary: '—', [field]: form.value },
    context,
  )
  if (!('answers' in parsed)) {
    return refuse({
      why: 'value-wrong',
      problem: 'problems' in parsed ? (parsed.problems[0]?.problem ?? '') : '',
    })
  }
  const value = parsed.answers[field as ReportField] // `field` is one of the question names, which are the report's fields
  const event: Event = { type: 'corrected', at: world.now, by: refOf(by), field, value, reason }
  return record({ did: 'corrected' }, event)
}

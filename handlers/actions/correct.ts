// 更正: what is right, and why? It is appended, nothing is overwritten. 发现时间 may move back, never forward: the clock keeps the earlier one.
import { chainAfter } from '../../rules/chain.js'
import type { World } from '../../rules/world.js'
import { systemNamed, unit as unitOf } from '../../store/campus.js'
import type { EventOf, Matter, Remark, ReportField, System } from '../../store/schema.js'
import { bySecond } from '../correction.js'
import { refOf, refuse, settled } from '../decision.js'
import { tooLong } from '../limits.js'
import { contextOf, fromForm, labelOf, questions } from '../questions.js'
import { figuresAs } from '../report.js'
import { officeRef } from '../see.js'
import { correctionIn } from '../understand/correction-words.js'
import { redactCredentials } from '../understand/credentials.js'
import { wallClock } from '../understand/receipt-words.js'
import { parseTime } from '../understand/time.js'
import { type Action, type Case, reason, type Wanted } from './action.js'

const correctable = questions
  .map(({ name }) => name)
  .filter((name): name is ReportField => name !== 'classified')

const fieldNamed = (text: string | undefined): ReportField | undefined =>
  correctable.find((name) => name === text?.trim() || labelOf(name) === text?.trim())

/** The value as it will be kept, or what is wrong with it; read by the question that asked for it. */
const asKept = (
  field: ReportField,
  text: string,
  { by, incident, world }: Case,
): { value: unknown } | { problem: Remark | undefined } => {
  if (!text.trim()) return { problem: { say: 'value-needed' } }
  const parsed = fromForm(
    { classified: '否', unit: incident.unit.id, summary: '—', [field]: text },
    contextOf(by, world),
  )
  if ('report' in parsed) return { value: parsed.report[field] }
  return { problem: 'problems' in parsed ? parsed.problems[0]?.problem : undefined }
}

/** Who leads and who answers after this: another system or unit is another chain (细则 第七条). Nothing where neither changes. */
export const handsIn = (
  field: string,
  value: unknown,
  system: System | undefined,
  incident: Matter,
  world: World,
): Pick<EventOf<'corrected'>, 'unit' | 'chain'> => {
  if (field !== 'system' && field !== 'unit') return {}
  const id = field === 'unit' ? String(value) : (system?.owner.id ?? incident.unit.id)
  const lead = unitOf(world.directory, id)
  const about = field === 'system' ? system : incident.system
  const chain = chainAfter(incident, lead, about, world)
  return {
    ...(lead && lead.id !== incident.unit.id ? { unit: { id: lead.id, name: lead.name } } : {}),
    ...(chain.length === incident.chain.length && chain.every((held, at) => held === incident.chain[at])
      ? {}
      : { chain }),
  }
}

/** A moment that was said relative to now is kept as the one that it meant then. */
const spokenOf = (rest: string, seen: Case): NonNullable<Wanted['given']> => {
  const items = questions.flatMap(({ name, label, kind }) =>
    name === 'classified' ? [] : [{ name, label, text: kind === 'text' }],
  )
  const reads = (field: string, text: string): boolean => {
    const item = fieldNamed(field)
    return item !== undefined && 'value' in asKept(item, text, seen)
  }
  const { text, redacted } = redactCredentials(rest)
  const { answers, unread } = correctionIn(text, items, reads)
  const { timezone } = seen.world.rules
  const time = questions.find(({ name }) => name === answers.field)?.kind === 'time'
  const at =
    time && answers.value ? parseTime(answers.value, Date.parse(seen.world.now), timezone) : undefined
  return {
    answers: at && 'at' in at ? { ...answers, value: wallClock(at.at, timezone) } : answers,
    unread,
    ...(redacted ? { redacted } : {}),
  }
}

export const correct: Action<'correct'> = {
  name: 'correct',
  label: '更正',
  typed: {
    words: ['更正'],
    slash: ['correct'],
    free: true,
    long: true,
    read: (rest, seen) => (rest.trim() ? { given: spokenOf(rest, seen) } : {}),
  },
  help: { rest: '编号', does: '更正您报告的内容', for: 'everyone' },
  form: {
    ask: '更正会追加到记录，原内容保留；发现时间只能提前',
    submit: '提交更正',
    preview: true,
    items: [
      {
        name: 'field',
        label: '更正哪一项',
        type: 'select',
        required: true,
        options: correctable.map((name) => ({ label: labelOf(name), value: name })),
        check: (text) =>
          fieldNamed(text) ? undefined : { why: 'field-unknown', fields: correctable.map(labelOf) },
      },
      {
        name: 'value',
        label: '更正为',
        type: 'longtext',
        required: true,
        also: ['found-earlier'],
        check(text, filled) {
          const field = fieldNamed(filled.answers.field)
          const found = field && asKept(field, text, filled)
          return found && 'problem' in found ? { why: 'value-wrong', problem: found.problem } : undefined
        },
      },
      reason(),
    ],
  },

  decide({ by, incident, world, answers }) {
    const over = settled(incident)
    if (over) return refuse(over)
    // of hundreds who reported it, too, none puts right what somebody else said: what they know is a 补充
    const [first] = incident.reporters
    if (!by.office && first?.id !== by.id)
      return refuse({ why: 'not-yours', may: [...(first ? [refOf(first)] : []), ...officeRef(world)] })
    if (!answers) return { kind: 'form' }
    const field = fieldNamed(answers.field)
    if (!field) return refuse({ why: 'field-unknown', fields: correctable.map(labelOf) })
    const long = tooLong('value', answers.value) ?? tooLong('reason', answers.reason)
    if (long) return refuse(long)
    const why = answers.reason?.trim()
    if (!why) return refuse({ why: 'reason-needed' })
    const found = asKept(field, answers.value ?? '', { by, incident, world })
    if ('problem' in found) return refuse({ why: 'value-wrong', problem: found.problem })
    // the clock keeps the earlier one: to say that it was moved would be untrue
    if (field === 'discovered_at' && found.value !== 'unknown' && String(found.value) > incident.discoveredAt)
      return refuse({ why: 'found-earlier', since: incident.discoveredAt })
    const system = field === 'system' ? systemNamed(world.directory, String(found.value)) : undefined
    const event: EventOf<'corrected'> = {
      type: 'corrected',
      at: world.now,
      by: refOf(by),
      field,
      value: found.value,
      reason: why,
      ...(system ? { system } : {}),
      ...figuresAs(field, found.value),
      ...handsIn(field, found.value, system, incident, world),
    }
    return bySecond(event, { did: 'corrected' }, incident, world)
  },
}

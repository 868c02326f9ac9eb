// What does an incident hold for a document, and who said it? Values, dated notes, and text fit for paper; pure.
import { localParts } from '../../rules/calendar.js'
import { SPACES, withoutEnd } from '../../rules/ends.js'
import type { Stage } from '../../rules/papers.js'
import type { World } from '../../rules/world.js'
import { isOffice } from '../../store/campus.js'
import type { Actor, Event, EventOf, Fact, Instant, Matter, Report, ReportField } from '../../store/schema.js'
import { type FieldId, fieldNamed, fieldsOf } from './fields.js'

const two = (n: number): string => String(n).padStart(2, '0')

/** `2026年11月23日14时45分`, as the forms ask: 年月日时分. */
export const fullTime = (at: Instant, timezone: string): string => {
  const { y, m, d, h, min } = localParts(Date.parse(at), timezone)
  return `${y}年${m}月${d}日${two(h)}时${two(min)}分`
}

/** `2026-11-23 14:45:06`, for the time line of the record, where the second may matter. */
export const exactTime = (at: Instant, timezone: string): string => {
  const { y, m, d, h, min, s } = localParts(Date.parse(at), timezone)
  return `${y}-${two(m)}-${two(d)} ${two(h)}:${two(min)}:${two(s)}`
}

/** `2026年11月23日`. */
export const fullDate = (at: Instant, timezone: string): string => {
  const { y, m, d } = localParts(Date.parse(at), timezone)
  return `${y}年${m}月${d}日`
}

/**
 * Somebody's mobile number in the middle of a text is of no use to an authority: only the middle is hidden, so that who
 * knows it can still tell which one was meant. The form's own contact never goes through here.
 */
export const withoutPhones = (text: string): string => text.replace(MOBILE, '$1****$2')

/** Not 备案号、受理编号 and the like: those of 内蒙古 begin with 15 and are as long as a mobile number. */
const MOBILE =
  /(?<![\d-])(?<!(?:案号|编号|文号|执号|单号)[：:为是\s]{0,3})(?:\+?86[ -]?)?(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?![\d-])/gu

/** A sentence to be followed by another: without its own stop, on one line. */
export const clause = (text: string): string =>
  text
    .split('\n')
    .map((line) => withoutEnd(line.trim(), `。；;.，,${SPACES}`))
    .filter(Boolean)
    .join('；')

const known = <T>(value: T | 'unknown' | undefined): value is Exclude<T, 'unknown' | undefined> =>
  value !== undefined && value !== 'unknown'

/** What the office found out, where nobody has corrected it since. */
const found = (incident: Matter, field: string): { value: Fact; by: Actor } | undefined => {
  const value = incident.assessment?.[field]
  if (!known(value)) return undefined
  const event = incident.record.findLast(
    (one): one is EventOf<'assessed'> => one.type === 'assessed' && one.facts[field] !== undefined,
  )
  return event && { value, by: event.by }
}

/** What the office found out that no report asks for: a loss, a number of machines. */
export const assessed = (incident: Matter, id: string): Fact | undefined => found(incident, id)?.value

/** What is known for an item of the report, and who said so last: 研判, a correction, the report, else a joined report. */
export const said = <F extends ReportField>(
  incident: Matter,
  field: F,
): { value: Exclude<Report[F], 'unknown' | undefined>; by: Actor } | undefined => {
  const settled = found(incident, field)
  // the same question asks for the same kind of value: the handler parsed it
  if (settled) return settled as ReturnType<typeof said<F>>
  const own = incident.report?.[field]
  if (known(own)) {
    const correction = incident.record.findLast(
      (event): event is EventOf<'corrected'> => event.type === 'corrected' && event.field === field,
    )
    const by = correction?.by ?? incident.reporters[0]
    return by && { value: own, by }
  }
  if (incident.reporters.length < 2) return undefined
  const joined = incident.record.findLast(
    (event): event is EventOf<'joined'> => event.type === 'joined' && known(event.report[field]),
  )
  const value = joined?.report[field]
  return joined && known(value) ? { value, by: joined.by } : undefined
}

/** Was it asked and answered 不详? Otherwise an absent item was never asked. */
export const saidUnknown = (incident: Matter, field: ReportField): boolean =>
  incident.report?.[field] === 'unknown'

type Line = { at: Instant; by: Actor; text: string }

/**
 * The notes of the record, each under the item that its leading word names. `free` are those that belong to no item of
 * this form: they tell the course of things, but for what few may know, which is left to the form that asks for it.
 */
export type Notes = { of: (field: FieldId) => Line[]; free: Line[] }

/** 原因：弱口令 → the word in front of the first colon, and what follows. */
const lead = (text: string): { word: string; rest: string } | undefined => {
  const at = text.search(/[：:]/u)
  const [word, rest] = [text.slice(0, Math.max(0, at)).trim(), text.slice(at + 1).trim()]
  return word && rest && word.length <= 24 && !word.includes('\n') ? { word, rest } : undefined
}

export const notesOf = (incident: Matter, stage: Stage): Notes => {
  const named = new Map<FieldId, Line[]>()
  const free: Line[] = []
  const here = new Set(fieldsOf(stage).map(({ field }) => field.id))
  for (const event of incident.record) {
    if (event.type !== 'noted') continue
    const { word, rest } = lead(event.text) ?? {}
    const field = word ? fieldNamed(stage, word) : undefined
    const { at, by } = event
    if (field && rest) {
      named.set(field.id, [...(named.get(field.id) ?? []), { at, by, text: withoutPhones(rest) }])
      if (here.has(field.id) || field.restricted) continue
    }
    free.push({ at, by, text: withoutPhones(event.text.trim()) })
  }
  return { of: (field) => named.get(field) ?? [], free }
}

/** May this person vouch for a figure? The office may (细则 第十条). */
export const vouches = (by: Actor, world: Pick<World, 'directory'>): boolean =>
  isOffice(world.directory, by.id)

/** The event without anybody's telephone number; reference numbers stay. */
export const paperEvent = (event: Event): Event => {
  switch (event.type) {
    case 'noted':
      return { ...event, text: withoutPhones(event.text) }
    case 'submitted': {
      const { received_by, instructions } = event.receipt
      return {
        ...event,
        receipt: {
          ...event.receipt,
          received_by: withoutPhones(received_by),
          ...(instructions ? { instructions: withoutPhones(instructions) } : {}),
        },
      }
    }
    case 'demanded':
      return { ...event, text: withoutPhones(event.text) }
    case 'corrected':
      return {
        ...event,
        reason: withoutPhones(event.reason),
        value:
          event.field === 'contact_phone'
            ? '（号码从略）'
            : typeof event.value === 'string'
              ? withoutPhones(event.value)
              : event.value,
      }
    case 'correction-asked':
      // of each kind as it was: a telephone number is taken out, nothing else
      return { ...event, correction: paperEvent(event.correction) as typeof event.correction }
    case 'returned':
    case 'grade-returned':
    case 'correction-returned':
    case 'marked':
    case 'unmarked':
    case 'withdrawal-asked':
    case 'withdrawn':
      return { ...event, reason: withoutPhones(event.reason) }
    case 'performed':
      return {
        ...event,
        ...(event.reason ? { reason: withoutPhones(event.reason) } : {}),
        ...(event.remark ? { remark: withoutPhones(event.remark) } : {}),
      }
    case 'graded':
    case 'delegated':
      return event.reason ? { ...event, reason: withoutPhones(event.reason) } : event
    default:
      return event
  }
}

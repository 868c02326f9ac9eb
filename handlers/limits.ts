// How long may a text be? One table for everything that is typed freely; longer is refused with the limit, never cut; pure.
import type { Refusal } from '../store/schema.js'

/** Characters as people count them: Unicode code points. */
export const length = (text: string): number => {
  let pairs = 0
  for (let at = 0; at < text.length - 1; at++) {
    const unit = text.charCodeAt(at)
    if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      pairs++
      at++
    }
  }
  return text.length - pairs
}

export const LONG = 2000
const MIDDLE = 500
const LINE = 200
const SHORT = 100

/** By the name of the field, as forms, dialogs and commands know it. */
const limits: Readonly<Record<string, number>> = {
  note: LONG,
  reason: LONG,
  value: LONG,
  received_by: SHORT,
  ref_no: SHORT,
  instructions: LONG,
  demand_due: SHORT,
  to: SHORT,
  officer: SHORT,
  deputy: SHORT,
  channel: SHORT,
  sent_at: SHORT,
  received_at: SHORT,
  field: SHORT,
  level: SHORT,
  incident: SHORT,
  argument: LINE,
  summary: LONG,
  impact: LONG,
  measures: LONG,
  ransom: MIDDLE,
  system: LINE,
  place: LINE,
}

/** What is not in the table is read as a time, a number or a name, or is a part of a later report; it is never longer than this. */
export const limitOf = (field: string): number => limits[field] ?? LONG

type TooLong = Extract<Refusal, { why: 'too-long' }>

/** Nothing when it may be kept. `label` is said where the field has another name here (续报: 新情况). */
export const tooLong = (field: string, text: string | undefined, label?: string): TooLong | undefined => {
  const most = limitOf(field)
  if (text === undefined || text.length <= most) return undefined
  const found = length(text.trim())
  return found > most ? { why: 'too-long', field, label, most, found } : undefined
}

/** The first field of a form that is too long. */
export const tooLongIn = (
  form: Readonly<Record<string, string | undefined>> | undefined,
): TooLong | undefined => {
  for (const [field, text] of Object.entries(form ?? {})) {
    const long = tooLong(field, text)
    if (long) return long
  }
  return undefined
}

/** Longer than any message that is kept: a command, a number and the longest text. */
export const LONGEST_MESSAGE = LONG + LINE

const NAME = 60
const FILE_NAME = 120

const shortened = (text: string, head: number, tail: number): string => {
  const chars = [...text.slice(0, 4 * head), ...text.slice(Math.max(4 * head, text.length - 4 * tail))]
  return `${chars.slice(0, head).join('')}…${tail > 0 ? chars.slice(-tail).join('') : ''}`
}

/** A name that a platform gives is nobody's fault: it is shortened, never refused. */
export const shortName = (name: string): string => (length(name) > NAME ? shortened(name, NAME - 1, 0) : name)

/** The name of a file keeps its end, which says what it is. */
export const shortFileName = (name: string): string =>
  length(name) > FILE_NAME ? shortened(name, FILE_NAME - 21, 20) : name

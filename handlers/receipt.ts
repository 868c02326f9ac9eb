// Which report is meant by a button or by words, and which receipt?
import { byUrgency, type Duty, duties } from '../rules/duties.js'
import { owns, secondsOf } from '../rules/owners.js'
import { returnOf } from '../rules/rounds.js'
import type { World } from '../rules/world.js'
import type { Actor, Instant, Matter, Party, Refusal } from '../store/schema.js'
import type { Wanted } from './actions/action.js'
import { settled } from './decision.js'
import { doneBefore, named } from './named.js'
import { officeRef } from './see.js'
import { authorities, fitting, which } from './understand/reports.js'

const isReport = ({ kind }: Duty): boolean => kind === 'report' || kind === 'final'

/** The reports of this incident, done ones too, most urgent first. */
export const reportsOf = (incident: Matter, world: World): Duty[] =>
  duties(incident, world).filter(isReport).sort(byUrgency)

export const waits = ({ submission, done }: Duty): boolean =>
  submission !== undefined && submission.returned === undefined && done === undefined

/** Is it over, also for the receipts? After 误报 not as long as somebody who was told has not been told that. */
export const overFor = (incident: Matter, world: World): Refusal | undefined =>
  reportsOf(incident, world).some(({ done }) => !done) ? undefined : settled(incident)

/** The report that is to be entered, in the order in which they fall due: by what was typed after the number. */
const toEnter = (
  by: Party,
  all: Duty[],
  wanted: { authority: string | undefined; filled: boolean },
): Duty | Refusal => {
  const open = all.filter((duty) => !duty.done && owns(by, duty))
  const free = fitting(open, wanted.authority).filter((duty) => wanted.filled || !waits(duty))
  const found = free.length > 0 ? free : fitting(open, wanted.authority)
  // several reports to one authority are entered one after the other: the form says which one it is
  if (new Set(found.map(({ authority }) => authority?.id)).size > 1)
    return { why: 'which-authority', names: authorities(found) }
  const [first] = found
  if (first) return first
  const done = wanted.authority?.trim() ? fitting(all, wanted.authority).findLast(doneBefore) : undefined
  return (
    (done && doneBefore(done)) ??
    (open.length > 0 ? { why: 'which-authority', names: authorities(open) } : { why: 'no-report-due' })
  )
}

/** The report that a button names, or that words mean; a refusal where it has its receipt. */
export const reportMeant = (
  by: Party,
  incident: Matter,
  { id, ...typed }: { id: string | undefined; authority: string | undefined; filled: boolean },
  world: World,
): Duty | Refusal => {
  const duty =
    id === undefined ? toEnter(by, reportsOf(incident, world), typed) : namedReport(incident, id, world)
  return 'why' in duty ? duty : (doneBefore(duty) ?? duty)
}

const namedReport = (incident: Matter, id: string, world: World): Duty | Refusal => {
  const duty = named(incident, id, world)
  if ('why' in duty) return settled(incident) ?? duty
  return isReport(duty) ? duty : { why: 'button-dead' }
}

/** The receipt that a button stands for: this one, whatever was entered after it went back. */
const namedReceipt = (incident: Matter, id: string, nth: number | undefined, world: World) => {
  const duty = namedReport(incident, id, world)
  if ('why' in duty) return duty
  const back = nth === undefined ? undefined : returnOf(incident, id, nth)
  if (back) return sentBack(back)
  return unconfirmed(duty)
}

const sentBack = ({ by, at }: { by: Actor; at: Instant }): Refusal => ({
  why: 'already',
  what: 'returned',
  by,
  at,
})

const unconfirmed = (duty: Duty): Duty | Refusal => {
  const done = doneBefore(duty)
  if (done) return done
  if (!duty.submission) return { why: 'nothing-submitted' }
  return duty.submission.returned ? sentBack(duty.submission.returned) : duty
}

/** The receipt that typed words mean: they pick only when exactly one fits. */
const typedReceipt = (
  by: Party,
  incident: Matter,
  authority: string | undefined,
  world: World,
): Duty | Refusal => {
  const all = reportsOf(incident, world).filter((duty) => owns(by, duty))
  const waiting = all.filter(waits)
  const found = fitting(waiting, authority)
  const [only] = found
  if (only) return found.length === 1 ? only : which(found)
  const others = fitting(all, authority)
  if (authority?.trim() && others.length === 0 && waiting.length > 0) return which(waiting)
  const done = others
    .filter((duty) => duty.done)
    .sort((a, b) => ((a.done?.at ?? '') < (b.done?.at ?? '') ? -1 : 1))
    .at(-1)
  return (done && doneBefore(done)) ?? { why: 'nothing-submitted' }
}

/** The receipt that a button or words mean, where this person may look at it: they owe the report, or are of the office. */
export const receiptMeant = (
  by: Party,
  incident: Matter,
  wanted: Pick<Wanted, 'duty' | 'nth' | 'authority'>,
  world: World,
): Duty | Refusal => {
  if (!by.office && !reportsOf(incident, world).some((duty) => owns(by, duty))) return { why: 'office-only' }
  const over = overFor(incident, world)
  if (over) return over
  const duty =
    wanted.duty === undefined
      ? typedReceipt(by, incident, wanted.authority, world)
      : namedReceipt(incident, wanted.duty, wanted.nth, world)
  if ('why' in duty || owns(by, duty)) return duty
  return { why: 'not-yours', may: [...secondsOf(duty), ...officeRef(world)] }
}

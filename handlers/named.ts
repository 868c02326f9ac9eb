// Which duty does a button name? That one and no other: still owed, done by whom and when, or owed no more, and why.
import { type Duty, duties } from '../rules/duties.js'
import type { World } from '../rules/world.js'
import { begin, evolve, isBeginning } from '../store/matter.js'
import type { Event, Matter, Refusal } from '../store/schema.js'

const deeds = {
  acknowledge: 'acknowledged',
  internal: 'performed',
  grade: 'graded',
  report: 'confirmed',
  final: 'confirmed',
} as const

/** Who did it and when, where it is done. */
export const doneBefore = ({ kind, done }: Duty): Refusal | undefined => {
  if (!done) return undefined
  return { why: 'already', what: deeds[kind], by: done.by, at: done.at }
}

/** The duty of this id, done or not; a refusal where there is none (any more). */
export const named = (incident: Matter, id: string, world: World): Duty | Refusal =>
  duties(incident, world).find((duty) => duty.id === id) ??
  ended(incident, id, world) ?? { why: 'button-dead' }

/** What can bring a duty about or end it; the rest of a record, most of it deliveries, can't. */
const moves: readonly Event['type'][] = [
  'joined',
  'graded',
  'grade-confirmed',
  'grade-returned',
  'level-raised',
  'assessed',
  'follow-up-called',
  'submitted',
  'confirmed',
  'returned',
  'resolved',
  'unresolved',
  'corrected',
  'fixed',
  'retest-passed',
  'retest-failed',
  'carried-out',
  'accepted',
  'sent-back',
  'zero-told',
  'cutoff-passed',
]

/** The event by which this duty ceased to be owed, found by telling the incident's story again. */
const ended = (incident: Matter, id: string, world: World): Refusal | undefined => {
  const [first, ...rest] = incident.record
  if (!first || !isBeginning(first)) return undefined
  const owedIn = (then: Matter) => duties(then, world).find((duty) => duty.id === id)
  let then: Matter = begin(first)
  let owed = owedIn(then)
  let end: Refusal | undefined
  for (const event of rest) {
    if (!moves.includes(event.type)) continue
    then = evolve(then, event)
    const now = owedIn(then)
    if (owed && !now && 'by' in event)
      end = {
        why: 'no-longer',
        lost: owed,
        by: event.by,
        at: event.at,
        ...(event.type === 'graded' || event.type === 'grade-confirmed' ? { level: event.level } : {}),
      }
    owed = now
  }
  return end
}

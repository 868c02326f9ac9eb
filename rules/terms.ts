// Which terms did an incident have, and how was each of them kept? What is owed, what was done, what was missed and is asked for no more.
import type { Matter } from '../store/schema.js'
import { authorityOf } from './counted.js'
import { type Duty, deadline, duties, isLate } from './duties.js'
import { missedOf, wasLate } from './missed.js'
import { clockOfDuty } from './rules.js'
import { startOf } from './starts.js'
import type { World } from './world.js'

/** `lapsed`: not in time, and asked for no more; `done` says whether it was done at last. */
type Kept = 'in-time' | 'late' | 'lapsed' | 'overdue' | 'open'

export type Term = {
  id: string
  owed: Pick<Duty, 'clock' | 'authority' | 'due'> & Partial<Duty>
  kept: Kept
}

const keptOf = (duty: Duty, world: World): Kept =>
  duty.done
    ? wasLate(duty, world)
      ? 'late'
      : 'in-time'
    : isLate(duty, world.now, world)
      ? 'overdue'
      : 'open'

/** Reports that went out and were confirmed, in time, while they were owed: under another level, say. What was late then stays in `missed`. */
const sentBefore = (incident: Matter, known: ReadonlySet<string>, world: World): Term[] =>
  Object.entries(incident.submissions).flatMap(([id, submission]): Term[] => {
    const { confirmed: done } = submission
    const clock = known.has(id) || !done ? undefined : clockOfDuty(id, world.rules)
    const from = clock && startOf(clock, incident)
    if (!clock || !done || !from) return []
    const due = deadline(from, clock, world.rules)
    const authority = authorityOf(clock, world.rules)
    const owed = { clock, from, due, done, submission, ...(authority ? { authority } : {}) }
    return wasLate(owed, world) ? [] : [{ id, owed, kept: 'in-time' }]
  })

export const termsOf = (incident: Matter, world: World): Term[] => {
  const owed = duties(incident, world)
  const missed = missedOf(incident, world)
  const known = new Set([
    ...owed.flatMap(({ id, counted }) => (counted ? [id, counted] : [id])),
    ...missed.map(({ id }) => id),
  ])
  return [
    ...owed.map((duty): Term => ({ id: duty.id, owed: duty, kept: keptOf(duty, world) })),
    ...missed.map((duty): Term => ({ id: duty.id, owed: duty, kept: 'lapsed' })),
    ...sentBefore(incident, known, world),
  ]
}

/** Not in time, whatever became of it. */
export const isMissed = ({ kept }: Pick<Term, 'kept'>): boolean =>
  kept === 'late' || kept === 'lapsed' || kept === 'overdue'

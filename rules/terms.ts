// Which terms did an incident have, and how was each of them kept? What is owed, what was done, what was missed and is asked for no more.
import type { Matter } from '../store/schema.js'
import { type Duty, duties, isLate } from './duties.js'
import { missedOf, wasLate } from './missed.js'
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

export const termsOf = (incident: Matter, world: World): Term[] => [
  ...duties(incident, world).map((owed): Term => ({ id: owed.id, owed, kept: keptOf(owed, world) })),
  ...missedOf(incident, world).map((owed): Term => ({ id: owed.id, owed, kept: 'lapsed' })),
]

/** Not in time, whatever became of it. */
export const isMissed = ({ kept }: Pick<Term, 'kept'>): boolean =>
  kept === 'late' || kept === 'lapsed' || kept === 'overdue'

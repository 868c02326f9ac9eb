// What was not done in time, and stays so when it is asked for no more?
import type { Matter } from '../store/schema.js'
import { authorityOf } from './counted.js'
import { demandClockOf } from './demands.js'
import { type Duty, duties, isLate } from './duties.js'
import { clockOfDuty } from './rules.js'
import { rulesOf, type World } from './world.js'

/** Done by whom, and when: a report when it went out, as its confirmed receipt says, whenever that was checked. */
export const metBy = ({ done, submission }: Pick<Duty, 'done' | 'submission'>): Duty['done'] =>
  done && submission?.confirmed ? { by: submission.by, at: submission.receipt.sent_at } : done

/** Was it not done in time? What an earlier report to the same authority counts for was. */
export const wasLate = (
  duty: Pick<Duty, 'clock' | 'due' | 'counted' | 'done' | 'submission'>,
  world: Pick<World, 'rules' | 'now'>,
): boolean => {
  const at = metBy(duty)?.at
  return !duty.counted && at !== duty.due && isLate(duty, at ?? world.now, world)
}

/** What was statutory and overdue, or done late, and is asked for no more; what is owed again speaks for itself, what another report counts for does not. */
export const missedOf = (
  incident: Matter,
  world: Pick<World, 'away' | 'now' | 'directory' | 'rules' | 'rulebook'>,
): (Pick<Duty, 'clock' | 'authority' | 'due' | 'done'> & { id: string })[] => {
  const rules = rulesOf(incident, world)
  const owed = new Set(
    duties(incident, world).flatMap(({ id, kept, counted }) => (kept || counted ? [] : [id])),
  )
  return Object.entries(incident.missed ?? {}).flatMap(([id, { due, done }]) => {
    const clock = demandClockOf(id, incident) ?? clockOfDuty(id, rules)
    const authority = clock && authorityOf(clock, rules)
    const submission = incident.submissions[id]
    // sent in time, and confirmed when it was asked for no more
    const inTime =
      clock &&
      submission?.confirmed &&
      !wasLate({ clock, due, done: submission.confirmed, submission }, world)
    return clock && !owed.has(id) && !inTime
      ? [{ id, clock, due, ...(authority ? { authority } : {}), ...(done ? { done } : {}) }]
      : []
  })
}

// Which duty stands in whose own task list? Each once, with the one person who must act on it next.
import type { Actor, Matter } from '../store/schema.js'
import { type Duty, openDuties } from './duties.js'
import { makerOf, secondsOf } from './owners.js'
import type { World } from './world.js'

/** The first who owes it; where a receipt waits, the first who may confirm it. */
const nextOn = (duty: Duty): Actor | undefined => (makerOf(duty) ? secondsOf(duty) : duty.owners)[0]

/** What one person owes in two posts, or stands in for, is one thing to do: one press does both. */
const isSame = (a: Duty, b: Duty): boolean =>
  a.clock.id === b.clock.id && a.nth === b.nth && a.authority?.id === b.authority?.id && a.demand === b.demand

export const tasksIn = (incident: Matter, world: World): { duty: Duty; person: Actor }[] => {
  const found: { duty: Duty; person: Actor }[] = []
  for (const duty of openDuties(incident, world)) {
    const person = nextOn(duty)
    if (person && !found.some((one) => one.person.id === person.id && isSame(one.duty, duty)))
      found.push({ duty, person })
  }
  return found
}

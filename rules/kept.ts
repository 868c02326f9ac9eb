// What follows from an incident, and was worked out already? Kept with the incident, which never changes in place.
import type { Matter } from '../store/schema.js'

/** The same answer, as long as it is asked of the same incident under the same rules, or in the same world. Nobody writes into it. */
export const kept = <R extends object, A>(work: (incident: Matter, under: R) => A) => {
  const last = new WeakMap<Matter, { under: R; answer: A }>()
  return (incident: Matter, under: R): A => {
    const known = last.get(incident)
    if (known?.under === under) return known.answer
    const answer = work(incident, under)
    last.set(incident, { under, answer })
    return answer
  }
}

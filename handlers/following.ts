// What follows of itself from what happened? A level that new facts raise needs nobody to say so.
import { duties } from '../rules/duties.js'
import { raisedBy } from '../rules/level.js'
import { metBy, wasLate } from '../rules/missed.js'
import { rulesOf, type World } from '../rules/world.js'
import { gradedLevel } from '../store/incident.js'
import { evolve } from '../store/matter.js'
import type { Event, Matter } from '../store/schema.js'
import { settled } from './decision.js'

/** What may bring a new fact; after 重开 all of them are looked at anew. */
const informs = new Set<Event['type']>([
  'reported',
  'joined',
  'noted',
  'follow-up-called',
  'written',
  'assessed',
  'corrected',
  'reopened',
])

/** The facts that follow from `event`, in order. `before`: the incident as it was, if it was. */
export const following = (event: Event, before: Matter | undefined, after: Matter, world: World): Event[] => {
  const raised = raising(event, before, after, world)
  const then = raised.reduce(evolve, after)
  return [...raised, ...(before ? missing(event, before, then, world) : [])]
}

const raising = (event: Event, before: Matter | undefined, after: Matter, world: World): Event[] => {
  if (!informs.has(event.type) || settled(after)) return []
  const raised = raisedBy(event.type === 'reopened' ? undefined : before, after, rulesOf(after, world))
  const previous = after.grading ? { previous: gradedLevel(after) } : {}
  return raised ? [{ type: 'level-raised', at: event.at, ...raised, ...previous }] : []
}

/** What may end that something is asked for, without its being done. */
const ends = new Set<Event['type']>([
  'graded',
  'grade-confirmed',
  'assessed',
  'corrected',
  'joined',
  'noted',
  'follow-up-called',
  'written',
  'unresolved',
  'withdrawn',
  'reopened',
])

/** 未按时 stays: what the law or an authority set a date for, that was overdue, or done late, and is asked for no more. */
const missing = (event: Event, before: Matter, after: Matter, world: World): Event[] => {
  if (!ends.has(event.type)) return []
  const asked = new Set(duties(after, world).flatMap(({ id, kept }) => (kept ? [] : [id])))
  return duties(before, world)
    .filter(
      (duty) =>
        (duty.statutory || duty.demand) &&
        !duty.kept &&
        !asked.has(duty.id) &&
        after.missed?.[duty.id] === undefined &&
        wasLate(duty, world),
    )
    .map((duty) => {
      const done = metBy(duty)
      return { type: 'missed', at: event.at, duty: duty.id, due: duty.due, ...(done ? { done } : {}) }
    })
}

// What follows of itself from what happened? A level that new facts raise needs nobody to say so.
import { gradedLevel } from '../rules/duties.js'
import { raisedBy } from '../rules/level.js'
import { rulesOf, type World } from '../rules/world.js'
import type { Event, Incident } from '../store/schema.js'
import { settled } from './decision.js'

/** What may bring a new fact; after 重开 all of them are looked at anew. */
const informs = new Set<Event['type']>([
  'reported',
  'joined',
  'noted',
  'follow-up-called',
  'assessed',
  'corrected',
  'reopened',
])

/** The facts that follow from `event`, in order. `before`: the incident as it was, if it was. */
export const following = (
  event: Event,
  before: Incident | undefined,
  after: Incident,
  world: World,
): Event[] => {
  if (!informs.has(event.type) || settled(after)) return []
  const raised = raisedBy(event.type === 'reopened' ? undefined : before, after, rulesOf(after, world))
  return raised
    ? [
        {
          type: 'level-raised',
          at: event.at,
          ...raised,
          ...(after.grading ? { previous: gradedLevel(after) } : {}),
        },
      ]
    : []
}

// What is a matter after an event? The fold from facts to the present, of every kind; pure, total, no opinion.
import { beginAsked, foldedAsked } from './asked.js'
import { foldedCommon } from './common.js'
import { beginIncident, foldedIncident } from './incident.js'
import { byKind, type Event, type EventOf, type Kinds, type Matter } from './schema.js'
import { beginZero, foldedZero } from './zero.js'

/** The events with which a matter begins. */
type Beginning = EventOf<'reported' | 'issued' | 'day-opened'>

export const isBeginning = (event: Event): event is Beginning =>
  event.type === 'reported' || event.type === 'issued' || event.type === 'day-opened'

export function begin(event: EventOf<'reported'>): Kinds['incident']
export function begin(event: EventOf<'issued'>): Kinds['rectification' | 'assignment']
export function begin(event: EventOf<'day-opened'>): Kinds['zero']
export function begin(event: Beginning): Matter
export function begin(event: Beginning): Matter {
  switch (event.type) {
    case 'reported':
      return beginIncident(event)
    case 'issued':
      return beginAsked(event)
    case 'day-opened':
      return beginZero(event)
  }
}

const own = byKind<[Event], Matter>({
  incident: foldedIncident,
  rectification: foldedAsked,
  assignment: foldedAsked,
  zero: foldedZero,
})

/** The matter after `event`. The record keeps every event as it came; one that came to another kind changes nothing else. */
export const evolve = <M extends Matter>(matter: M, event: Event): M => {
  const next = foldedCommon(own(matter, event), event) as M // its kind stays, and what is beside the common part
  return { ...next, record: [...next.record, event] }
}

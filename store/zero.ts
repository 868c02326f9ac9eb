// What is a day of 零报告 after an event? Who has said what, that the cut-off has passed, and that the day is over.
import { begun } from './common.js'
import type { Event, EventOf, Zero } from './schema.js'

export const beginZero = (event: EventOf<'day-opened'>): Zero => ({
  ...begun(event, event.at),
  kind: 'zero',
  zero: { ...event.zero, told: {} },
})

export const foldedZero = (day: Zero, event: Event): Zero => {
  const { zero } = day
  switch (event.type) {
    case 'zero-told': {
      const { by, at, unit, incidents } = event
      return { ...day, zero: { ...zero, told: { [unit.id]: { by, at, incidents }, ...zero.told } } }
    }
    case 'cutoff-passed':
      return { ...day, zero: { ...zero, dueAt: event.at } }
    case 'day-ended':
      return { ...day, status: 'closed', closedAt: event.at }
    default:
      return day
  }
}

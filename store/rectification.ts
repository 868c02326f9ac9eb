// What is a rectification notice after an event? What is its alone: what was put right, and what the retest said.
import type { Event, EventOf, Rectification } from './schema.js'

/** The notice that an `issued` event begins. */
export const beginRectification = (event: EventOf<'issued'>): Rectification => ({
  id: event.number,
  kind: 'rectification',
  drill: event.drill,
  status: 'open',
  unit: event.unit,
  subject: event.subject,
  reporters: [event.by],
  chain: event.chain,
  discoveredAt: event.at,
  reportedAt: event.at,
  acknowledged: [],
  submissions: {},
  reminding: {},
  snoozed: {},
  delegations: [],
  unreachable: [],
  ...(event.rules ? { rules: event.rules } : {}),
  ...(event.system ? { system: event.system } : {}),
  ...(event.batch ? { batch: event.batch } : {}),
  record: [event],
})

export const foldedRectification = (notice: Rectification, event: Event): Rectification => {
  switch (event.type) {
    case 'fixed': {
      const { by, at, text } = event
      return { ...notice, fixed: { by, at, text } }
    }
    case 'retest-passed':
      return { ...notice, passed: { by: event.by, at: event.at } }
    case 'retest-failed': {
      const { fixed: _, ...open } = notice
      const { by, at, reason } = event
      return { ...open, sentBack: [...(notice.sentBack ?? []), { by, at, reason }] }
    }
    default:
      return notice
  }
}

// What is a rectification notice after an event? What is its alone: what was put right, and what the retest said.
import { begun } from './common.js'
import type { Event, EventOf, Rectification } from './schema.js'

/** The notice that an `issued` event begins. */
export const beginRectification = (event: EventOf<'issued'>): Rectification => ({
  ...begun(event, event.at),
  kind: 'rectification',
  subject: event.subject,
  ...(event.batch ? { batch: event.batch } : {}),
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

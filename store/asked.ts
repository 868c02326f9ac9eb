// What becomes of what a unit is asked for, a notice or an assignment, after an event? What was done about it, and whether that was good.
import { begun } from './common.js'
import type { Assignment, Event, EventOf, Rectification } from './schema.js'

/** What begins where an event names no kind: so they lie in journals. */
const unnamed: Rectification['kind'] = 'rectification'

/** What an `issued` event begins. */
export const beginAsked = (event: EventOf<'issued'>): Rectification | Assignment => ({
  ...begun(event, event.at),
  kind: event.kind ?? unnamed,
  subject: event.subject,
  ...(event.batch ? { batch: event.batch } : {}),
})

/** How the two kinds say the same thing. One that is the other kind's changes nothing. */
const deeds = {
  rectification: { fixed: 'fixed', passed: 'retest-passed', back: 'retest-failed' },
  assignment: { fixed: 'carried-out', passed: 'accepted', back: 'sent-back' },
} as const

export const foldedAsked = <M extends Rectification | Assignment>(matter: M, event: Event): M => {
  const { fixed, passed, back } = deeds[matter.kind]
  switch (event.type) {
    case 'fixed':
    case 'carried-out': {
      const { by, at, text } = event
      return event.type === fixed ? { ...matter, fixed: { by, at, text } } : matter
    }
    case 'retest-passed':
    case 'accepted':
      return event.type === passed ? { ...matter, passed: { by: event.by, at: event.at } } : matter
    case 'retest-failed':
    case 'sent-back': {
      if (event.type !== back) return matter
      const { fixed: _, ...open } = matter
      const { by, at, reason } = event
      // its kind stays, and all but what was said to be done
      return { ...open, sentBack: [...(matter.sentBack ?? []), { by, at, reason }] } as M
    }
    case 'reopened': {
      // what was found good turned out not to be: it is done, and looked at, once more; a false alarm goes on where it was
      if (matter.status !== 'closed') return matter
      const { fixed: _, passed: __, ...open } = matter
      return open as M // its kind stays
    }
    default:
      return matter
  }
}

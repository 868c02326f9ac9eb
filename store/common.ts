// What do events do to a matter of any kind? The part of the fold that all kinds share; pure, total, no opinion.
import type { Common, Event, EventOf } from './schema.js'

/** Under which key stands until when this person put off this duty? */
export const napOf = (duty: string, { id }: { id: string }): string => `${duty} ${id}`

/** What they put off is in other hands: it is put off no more. */
const awake = (matter: Common, { id }: { id: string }): Common => ({
  ...matter,
  snoozed: Object.fromEntries(
    Object.entries(matter.snoozed).filter(([nap]) => !nap.endsWith(napOf('', { id }))),
  ),
})

/** A duty of the unit that leads, which is named from when another one led before it. */
const asOf = (duty: string, unit: string): string => duty.replace(/\/(?:first|direct)(?=\/|$)/, `$&@${unit}`)

export const allAsOf = <T>(table: Record<string, T>, unit: string): Record<string, T> =>
  Object.fromEntries(Object.entries(table).map(([duty, row]) => [asOf(duty, unit), row]))

/** What is there of a matter of any kind when it begins; with it goes its first event. */
export const begun = (
  event: EventOf<'reported' | 'issued' | 'day-opened'>,
  discoveredAt: string,
): Common => ({
  id: event.number,
  drill: event.drill,
  status: 'open',
  unit: event.unit,
  reporters: [event.by],
  chain: event.chain,
  discoveredAt,
  reportedAt: event.at,
  acknowledged: [],
  submissions: {},
  reminding: {},
  snoozed: {},
  delegations: [],
  unreachable: [],
  ...(event.rules ? { rules: event.rules } : {}),
  ...(event.system ? { system: event.system } : {}),
  record: [event],
})

/** What is beside the common part stays as it is. */
export const foldedCommon = (matter: Common, event: Event): Common => {
  switch (event.type) {
    case 'acknowledged':
      return {
        ...matter,
        acknowledged: [
          ...matter.acknowledged,
          { post: event.post, ...(event.unit ? { unit: event.unit.id } : {}), by: event.by, at: event.at },
        ],
      }
    case 'unacknowledged':
      return {
        ...matter,
        acknowledged: matter.acknowledged.filter(
          ({ by, post, unit }) =>
            by.id !== event.by.id || post !== event.post || (event.unit && unit !== event.unit.id),
        ),
      }
    case 'missed': {
      const { duty, due, done } = event
      return { ...matter, missed: { [duty]: { due, ...(done ? { done } : {}) }, ...matter.missed } }
    }
    case 'appointed':
      return { ...matter, reporting: { officer: event.officer, deputy: event.deputy } }
    case 'submitted':
      return withSubmission(matter, event.duty, { receipt: event.receipt, by: event.by, at: event.at })
    case 'confirmed': {
      const submission = matter.submissions[event.duty]
      return submission
        ? withSubmission(matter, event.duty, { ...submission, confirmed: { by: event.by, at: event.at } })
        : matter
    }
    case 'returned': {
      const submission = matter.submissions[event.duty]
      return submission
        ? withSubmission(matter, event.duty, {
            ...submission,
            returned: { by: event.by, at: event.at, reason: event.reason },
          })
        : matter
    }
    case 'performed': {
      // an older program did not name the unit
      const duty = matter.moved ? asOf(event.duty, matter.unit.id) : event.duty
      return { ...matter, performed: { ...matter.performed, [duty]: { by: event.by, at: event.at } } }
    }
    case 'demanded': {
      const { at, by, to, authority, text, due } = event
      return { ...matter, demands: [...(matter.demands ?? []), { at, by, to, authority, text, due }] }
    }
    case 'resolved':
      return { ...matter, status: 'resolved', resolvedAt: event.at }
    case 'unresolved': {
      const { resolvedAt: _, ...going } = matter
      return { ...going, status: 'open' }
    }
    case 'closed':
      return { ...matter, status: 'closed', closedAt: event.at }
    case 'withdrawal-asked':
      return { ...matter, withdrawalAsked: { by: event.by, reason: event.reason } }
    case 'withdrawn':
      return { ...matter, status: 'withdrawn', closedAt: event.at }
    case 'delegated':
      return {
        ...awake(matter, event.from),
        delegations: [
          ...matter.delegations.filter(({ from }) => from.id !== event.from.id),
          { from: event.from, to: event.to },
        ],
      }
    case 'undelegated':
      return {
        ...awake(matter, event.to),
        delegations: matter.delegations.filter(({ from }) => from.id !== event.from.id),
      }
    case 'succeeded':
      if (event.standIn)
        return { ...matter, delegations: matter.delegations.filter(({ to }) => to.id !== event.from.id) }
      return {
        ...matter,
        chain: event.to
          ? matter.chain.map((post) =>
              isHeldBy(event, post) && event.to ? { ...post, person: event.to } : post,
            )
          : matter.chain.filter((post) => !isHeldBy(event, post)),
      }
    case 'reminded':
      return {
        ...matter,
        reminding: {
          ...matter.reminding,
          [event.duty]: { ...matter.reminding[event.duty], slot: event.slot, nth: event.nth, at: event.at },
        },
      }
    case 'handed-over': {
      const reminding = matter.reminding[event.duty]
      return reminding
        ? {
            ...matter,
            reminding: { ...matter.reminding, [event.duty]: { ...reminding, handedOver: true } },
          }
        : matter
    }
    case 'passed-on':
      return { ...matter, passedOn: { at: event.at, nth: event.nth } }
    case 'snoozed':
      return {
        ...matter,
        snoozed: {
          ...matter.snoozed,
          [napOf(event.duty, event.by)]: {
            until: event.until,
            count: (matter.snoozed[napOf(event.duty, event.by)]?.count ?? 0) + 1,
          },
        },
      }
    case 'undeliverable':
      return matter.unreachable.includes(event.to.id)
        ? matter
        : { ...matter, unreachable: [...matter.unreachable, event.to.id] }
    case 'delivered':
      return matter.unreachable.includes(event.to.id)
        ? { ...matter, unreachable: matter.unreachable.filter((id) => id !== event.to.id) }
        : matter
    case 'reopened':
      return reopened(matter, event.at)
    default:
      return matter
  }
}

const isHeldBy = ({ post, from, unit }: EventOf<'succeeded'>, held: Common['chain'][number]): boolean =>
  held.post === post && held.person.id === from.id && held.unit?.id === unit?.id

/**
 * A false alarm that was none goes on where it was. What was closed had ended and has not: the end of its 处置 is still to
 * come, and with it another final report.
 */
const reopened = (matter: Common, at: string): Common => {
  const { closedAt, withdrawalAsked, resolvedAt, ...open } = matter
  const reminding = Object.entries(open.reminding).map(([duty, { handedOver, ...known }]) => [duty, known])
  return {
    ...open,
    reminding: Object.fromEntries(reminding),
    reopenedAt: at,
    ...(matter.status === 'withdrawn' && resolvedAt
      ? { status: 'resolved' as const, resolvedAt }
      : { status: 'open' as const }),
  }
}

const withSubmission = (matter: Common, duty: string, submission: Common['submissions'][string]): Common => ({
  ...matter,
  submissions: { ...matter.submissions, [duty]: submission },
})

export const withNews = <M extends Common>(matter: M, at: string, what: string): M => ({
  ...matter,
  news: [...(matter.news ?? []), { at, what, told: Object.keys(matter.submissions) }],
})

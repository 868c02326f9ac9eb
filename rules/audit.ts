// Was every step of an overdue duty heard? Each reminder must have reached its people, or be known not to have.
import type { Event, EventOf, Instant, Matter, Notice, PersonRef } from '../store/schema.js'
import { type Duty, openDuties } from './duties.js'
import { nextReminderMs, remindingOf } from './reminders.js'
import type { World } from './world.js'

/**
 * What is wrong with an overdue duty: its step has come and was `not-said`; it was said and the message to these people
 * is `lost`: neither delivered, nor reported as not to be delivered, nor on its way; or it still `waits`.
 */
type Unheard = {
  duty: string
  what: 'not-said' | 'lost' | 'waits'
  people: PersonRef[]
  since: Instant
}

/** Within so long of its step it must have been heard: half-way to the next. */
const withinMs = (incident: Matter, world: World): number =>
  Math.max(60_000, remindingOf(incident, world).remind.overdueEveryMs / 2)

/** Does this notice speak of this step? Its key names every duty and slot that it is about. */
const speaksOf = (notice: string, incident: string, { duty, slot }: EventOf<'reminded'>): boolean => {
  if (!notice.startsWith(`${incident}/`)) return false
  const about = notice.slice(incident.length + 1)
  return about.split('+').some((part) => part === `${duty}@${slot}` || part.startsWith(`${duty}@${slot}/`))
}

/** What may end a duty and begin it again: a message that waited meanwhile was rightly dropped. */
const moves = new Set<Event['type']>([
  'graded',
  'grade-confirmed',
  'grade-returned',
  'level-raised',
  'assessed',
  'corrected',
  'unacknowledged',
  'unresolved',
  'withdrawn',
  'closed',
  'reopened',
])

/** The last step that was said by then, if its duty has stood ever since. */
const lastStep = (
  incident: Matter,
  duty: Duty,
  byThen: (at: Instant) => boolean,
): EventOf<'reminded'> | undefined => {
  const at = incident.record.findLastIndex(
    (one) => one.type === 'reminded' && one.duty === duty.id && byThen(one.at),
  )
  const event = incident.record[at]
  return event?.type === 'reminded' && !incident.record.slice(at).some(({ type }) => moves.has(type))
    ? event
    : undefined
}

const missed = (incident: Matter, step: EventOf<'reminded'>, waiting: readonly Notice[], now: Instant) => {
  const reached = new Set(
    incident.record.flatMap((event) =>
      (event.type === 'delivered' || event.type === 'undeliverable') &&
      speaksOf(event.notice, incident.id, step)
        ? [event.to.id]
        : [],
    ),
  )
  const speaking = waiting.filter(({ key, gathered }) =>
    (gathered ?? [{ key }]).some((one) => speaksOf(one.key, incident.id, step)),
  )
  const onTheWay = new Set(speaking.flatMap(({ to }) => ('person' in to ? [to.person] : [])))
  const held = new Set(
    speaking.flatMap(({ to, notBefore }) =>
      'person' in to && notBefore !== undefined && notBefore > now ? [to.person] : [],
    ),
  )
  const left = step.to.filter(({ id }) => !reached.has(id))
  return {
    waits: left.filter(({ id }) => onTheWay.has(id) && !held.has(id)),
    lost: left.filter(({ id }) => !onTheWay.has(id)),
  }
}

/** The steps whose message is lost, whenever they were said: neither delivered, nor known not to be, nor waiting. */
export const lostSteps = (incident: Matter, world: World, waiting: readonly Notice[]): Unheard[] =>
  openDuties(incident, world).flatMap((duty): Unheard[] => {
    const step = lastStep(incident, duty, () => true)
    const people = step ? missed(incident, step, waiting, world.now).lost : []
    return step && people.length > 0 ? [{ duty: duty.id, what: 'lost', people, since: step.at }] : []
  })

/** Every overdue duty of this incident that was not heard of within its step. `waiting`: what is in the outbox of it. */
export const unheard = (incident: Matter, world: World, waiting: readonly Notice[]): Unheard[] => {
  const before = (at: Instant | number): boolean =>
    (typeof at === 'number' ? at : Date.parse(at)) + withinMs(incident, world) <= Date.parse(world.now)
  return openDuties(incident, world).flatMap((duty): Unheard[] => {
    if (!before(duty.due)) return []
    const next = nextReminderMs(duty, incident, world)
    if (before(Math.max(next, Date.parse(duty.due))))
      return [{ duty: duty.id, what: 'not-said', people: duty.owners, since: new Date(next).toISOString() }]
    const step = lastStep(incident, duty, before)
    if (!step || step.overdueMs < 0) return []
    const { lost, waits } = missed(incident, step, waiting, world.now)
    if (lost.length > 0) return [{ duty: duty.id, what: 'lost', people: lost, since: step.at }]
    return waits.length > 0 ? [{ duty: duty.id, what: 'waits', people: waits, since: step.at }] : []
  })
}

/**
 * When this incident must be audited next, in epoch ms: once after every step of what is overdue, said or not. `sinceMs`:
 * when it was audited last; what came due after that is still to be looked at.
 */
export const nextAuditMs = (
  incident: Matter,
  world: World,
  sinceMs = Number.NEGATIVE_INFINITY,
): number | undefined => {
  const within = withinMs(incident, world)
  const moments = openDuties(incident, world).flatMap((duty) => {
    const dueMs = Date.parse(duty.due)
    if (dueMs + within > sinceMs) return [dueMs + within]
    const said = Date.parse(incident.reminding[duty.id]?.at ?? duty.due) + within
    return [
      Math.max(dueMs, nextReminderMs(duty, incident, world)) + within,
      ...(said > sinceMs ? [said] : []),
    ]
  })
  return moments.length > 0 ? Math.min(...moments) : undefined
}

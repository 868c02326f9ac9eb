// Who is reminded now, and of what? One message for each person, however many duties it names.
import { actingFor } from '../rules/chain.js'
import { type DueReminder, dueReminders, mayRing } from '../rules/reminders.js'
import type { World } from '../rules/world.js'
import type { Event, Incident, PersonRef, Told, Urgency } from '../store/schema.js'
import { card, each, RANK } from './tell.js'

/**
 * Who could not be reached is tried once more after each overdue step, with their own live card: a telephone that was
 * off for a minute must not keep its owner out for good. The slot is in the key, so one step is one try.
 */
const retries = (incident: Incident, due: readonly DueReminder[]): Told[] => {
  const step = due.find(({ overdueMs }) => overdueMs >= 0)
  if (!step) return []
  const concerned = [
    ...incident.chain.map(({ person }) => person),
    ...incident.delegations.map(({ to }) => to),
  ].filter(({ id }) => incident.unreachable.includes(id))
  return each(concerned, undefined, (person) => ({
    ...card(incident, person),
    key: `${incident.id}/again/${step.duty.id}@${step.slot}/${person.id}`,
    rank: RANK.reminder,
    quiet: true,
  }))
}

/**
 * Where several incidents speak to one person: how long after the last message the next may come, in ms. A new step of what
 * is theirs by law, or still to be acknowledged, comes first; then other steps, and what reaches somebody above by law; then
 * what this person owes by law and was told before; last all other repetitions.
 */
export const REPEAT = { step: 600_000, other: 1_800_000, law: 3_600_000, again: 14_400_000 } as const

const renewMsFor = (person: PersonRef, mine: readonly DueReminder[]): number => {
  const own = mine.filter(({ owners }) => owners.some(({ id }) => id === person.id))
  const steps = own.filter(({ step }) => step)
  const presses = ({ duty, overdueMs }: DueReminder) =>
    mayRing(duty) && (duty.kind !== 'acknowledge' || overdueMs >= 0)
  if (steps.some(presses)) return REPEAT.step
  const joined = ({ duty, joins }: DueReminder) => mayRing(duty) && joins.includes(person.id)
  if (steps.some(({ overdueMs }) => overdueMs >= 0) || mine.some(joined)) return REPEAT.other
  return steps.length > 0 || own.some(({ duty }) => duty.kind !== 'acknowledge' && mayRing(duty))
    ? REPEAT.law
    : REPEAT.again
}

/** Of several calls that become one, the loudest. */
export const loudest = (calls: readonly (Urgency | undefined)[]): Urgency | undefined =>
  (['phone', 'sms', 'app'] as const).find((level) => calls.includes(level))

/** Nobody is rung about an incident of which no message has reached them yet. */
const reached = (person: PersonRef, { record }: Incident): boolean =>
  record.some((event) => event.type === 'delivered' && event.to.id === person.id)

/** Whoever was reminded of it once has its card. */
const pressed = (person: PersonRef, { record }: Incident): boolean =>
  record.some((event) => event.type === 'reminded' && event.to.some(({ id }) => id === person.id))

/**
 * The reminders of this incident that are due now: what they record, and one message for each person, however many
 * duties it names; after an overdue step also one more try at whoever could not be reached.
 */
export const remind = (incident: Incident, world: World): { events: Event[]; notices: Told[] } => {
  const due = dueReminders(incident, world)
  const events = due.flatMap(({ duty, slot, nth, overdueMs, urgency, owners, above, atCeiling }): Event[] => {
    const humans = actingFor(['office_deputy', 'office_director'], incident, world)
    return [
      {
        type: 'reminded',
        at: world.now,
        duty: duty.id,
        slot,
        nth,
        overdueMs,
        ...(urgency ? { urgency } : {}),
        to: [...owners, ...above],
      },
      ...(atCeiling && !incident.reminding[duty.id]?.handedOver
        ? [{ type: 'handed-over' as const, at: world.now, duty: duty.id, to: humans }]
        : []),
    ]
  })
  const people = [
    ...new Map(
      due.flatMap(({ owners, above }) => [...owners, ...above]).map((one) => [one.id, one]),
    ).values(),
  ]
  const notices = people.map((person): Told => {
    const mine = due.filter(({ owners, above }) => [...owners, ...above].some(({ id }) => id === person.id))
    const owns = mine.some(({ owners }) => owners.some(({ id }) => id === person.id))
    const ids = mine.map(({ duty }) => duty.id)
    const wanted = loudest(mine.map((one) => one.urgency))
    const urgency = wanted === 'phone' && !reached(person, incident) ? 'sms' : wanted
    return {
      key: `${incident.id}/${mine.map(({ duty, slot }) => `${duty.id}@${slot}`).join('+')}/${person.id}`,
      to: { person: person.id },
      rank: mine.some(({ duty }) => duty.statutory) ? RANK.statutory : RANK.reminder,
      view: {
        view: 'reminder',
        incident: incident.id,
        duties: ids,
        nth: Math.max(...mine.map(({ nth }) => nth)),
        nths: mine.map(({ nth }) => nth),
        role: owns ? 'owner' : 'above',
      },
      incident: incident.id,
      duties: ids,
      renewMs: renewMsFor(person, mine),
      ...(urgency ? { urgency } : {}),
    }
  })
  // nobody is pressed about an incident of which they have no card: who it is about, and how far it is
  const facts = each(
    due.flatMap(({ above }) => above.filter((one) => !pressed(one, incident))),
    undefined,
    (person) => card(incident, person),
  )
  return { events, notices: [...facts, ...notices, ...retries(incident, due)] }
}

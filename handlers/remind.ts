// Who is reminded now, and of what? One message for each person, however many duties it names.
import { actingFor } from '../rules/chain.js'
import { isLate } from '../rules/duties.js'
import { byLaw, type DueReminder, dueReminders, mayRing, urgedFor } from '../rules/reminders.js'
import { passingOn } from '../rules/roster.js'
import { clockOfDuty } from '../rules/rules.js'
import { rulesOf, type World } from '../rules/world.js'
import type { Event, Matter, PersonRef, Told, Urgency } from '../store/schema.js'
import { card, each, RANK } from './tell.js'

/**
 * Who could not be reached is tried once more after each overdue step, with their own live card: a telephone that was
 * off for a minute must not keep its owner out for good. The slot is in the key, so one step is one try.
 */
const retries = (incident: Matter, due: readonly DueReminder[]): Told[] => {
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
  // whether the law gives a figure or says 立即; the plan of the campus itself (启动预案) is no report to anybody
  const law = ({ duty }: DueReminder) => byLaw(duty) && !duty.clock.steps
  return steps.length > 0 || own.some(law) ? REPEAT.law : REPEAT.again
}

/** They were to be rung up once, and no message had reached them by then: it was none. */
const stillToRing = (person: PersonRef, { record }: Matter): boolean => {
  const calls = record.filter(
    (event) =>
      event.type === 'reminded' && event.urgency === 'phone' && event.to.some(({ id }) => id === person.id),
  )
  const [first] = calls
  if (!first || calls.some(({ at }) => at !== first.at)) return false
  const before = record.slice(0, record.indexOf(first))
  return !before.some((event) => event.type === 'delivered' && event.to.id === person.id)
}

/** Is it, to this person, nothing but a repetition of what they watch over: neither new to them nor a louder step of the law? */
const repeats = (person: PersonRef, mine: readonly DueReminder[], incident: Matter): boolean =>
  !(mine.some(({ urgency }) => urgency === 'phone') && stillToRing(person, incident)) &&
  mine.every(
    ({ duty, owners, joins, step }) =>
      !owners.some(({ id }) => id === person.id) && !joins.includes(person.id) && !(step && mayRing(duty)),
  )

/** Whoever wakes us is late by seconds, after a restart by more: a step that comes ten minutes after the last one is not swallowed by that. */
const LATE_MS = 60_000

/** A call ten minutes after the last, or louder by a step of the law. */
const mayCall = (before: Called | undefined, { at, urgency, law }: Called): boolean =>
  !before ||
  Date.parse(at) - Date.parse(before.at) >= REPEAT.step - LATE_MS ||
  (law && urgency !== before.urgency && loudest([urgency, before.urgency]) === urgency)

type Called = { at: string; urgency: Urgency; law: boolean }

/** When this person was last called about this incident, and how loudly, as far as it matters now. */
const lastCall = ({ id }: PersonRef, incident: Matter, world: World): Called | undefined => {
  const rules = rulesOf(incident, world)
  const since = new Date(Date.parse(world.now) - REPEAT.law).toISOString()
  const calls: Called[] = []
  for (const event of incident.record.toReversed()) {
    if (event.at < since) break
    if (event.type !== 'reminded' || !event.urgency || !event.to.some((one) => one.id === id)) continue
    const clock = clockOfDuty(event.duty, rules)
    const law = clock !== undefined && mayRing({ ...clock, clock })
    calls.unshift({ at: event.at, urgency: event.urgency, law })
  }
  return calls.reduce<Called | undefined>((last, call) => (mayCall(last, call) ? call : last), undefined)
}

/** What else of this incident was urged, is late, and is theirs to do or to watch over: one card says it all. */
const besides = (person: PersonRef, mine: readonly DueReminder[], incident: Matter, world: World) =>
  urgedFor(incident, person.id, world).filter(
    ({ duty }) => isLate(duty, world.now, world) && !mine.some((one) => one.duty.id === duty.id),
  )

/** Of several calls that become one, the loudest. */
export const loudest = (calls: readonly (Urgency | undefined)[]): Urgency | undefined =>
  (['phone', 'sms', 'app'] as const).find((level) => calls.includes(level))

/** Nobody is rung about an incident of which no message has reached them yet. */
const reached = (person: PersonRef, { record }: Matter): boolean =>
  record.some((event) => event.type === 'delivered' && event.to.id === person.id)

/** Whoever was reminded of it once has its card. */
const pressed = (person: PersonRef, { record }: Matter): boolean =>
  record.some((event) => event.type === 'reminded' && event.to.some(({ id }) => id === person.id))

/** Nobody on duty answered: the next of the office are called. */
const passOn = (incident: Matter, world: World): Event[] => {
  const passing = passingOn(incident, world)
  if (!passing || passing.atMs > Date.parse(world.now)) return []
  const { nth, from, to } = passing
  return [{ type: 'passed-on', at: world.now, nth, from, to }]
}

/**
 * The reminders of this incident that are due now: what they record, and one message for each person, however many
 * duties it names; after an overdue step also one more try at whoever could not be reached.
 */
export const remind = (incident: Matter, world: World): { events: Event[]; notices: Told[] } => {
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
    const more = besides(person, mine, incident, world)
    const ids = [...mine, ...more].map(({ duty }) => duty.id)
    const wanted = loudest(mine.map((one) => one.urgency))
    const loud = wanted === 'phone' && !reached(person, incident) ? 'sms' : wanted
    const law = mine.some(({ duty, urgency }) => urgency !== undefined && mayRing(duty))
    const call = loud && { at: world.now, urgency: loud, law }
    const urgency = call && mayCall(lastCall(person, incident, world), call) ? loud : undefined
    return {
      key: `${incident.id}/${mine.map(({ duty, slot }) => `${duty.id}@${slot}`).join('+')}/${person.id}`,
      to: { person: person.id },
      rank: mine.some(({ duty }) => duty.statutory) ? RANK.statutory : RANK.reminder,
      view: {
        view: 'reminder',
        incident: incident.id,
        duties: ids,
        nth: Math.max(...mine.map(({ nth }) => nth)),
        nths: [
          ...mine.map(({ nth }) => nth),
          ...more.map(({ duty }) => incident.reminding[duty.id]?.nth ?? 0),
        ],
        role: owns ? 'owner' : 'above',
      },
      incident: incident.id,
      duties: ids,
      renewMs: renewMsFor(person, mine),
      ...(repeats(person, mine, incident) ? { repeats: true as const } : {}),
      ...(urgency ? { urgency } : {}),
    }
  })
  // nobody is pressed about an incident of which they have no card: who it is about, and how far it is
  const facts = each(
    due.flatMap(({ above }) => above.filter((one) => !pressed(one, incident))),
    undefined,
    (person) => card(incident, person),
  )
  return {
    events: [...passOn(incident, world), ...events],
    notices: [...facts, ...notices, ...retries(incident, due)],
  }
}

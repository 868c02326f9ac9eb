// 转办, 撤回转办, 稍后提醒: who acts when the responsible person can't, and how long may they wait?
import { mayActAs } from '../rules/chain.js'
import { type Duty, openDuties } from '../rules/duties.js'
import { lastSnooze } from '../rules/rounds.js'
import { rulesOf, type World } from '../rules/world.js'
import { findPeople, folded } from '../store/campus.js'
import { type Incident, type Party, type PersonRef, PostName, type Refusal } from '../store/schema.js'
import { type Decision, record, refOf, refuse, settled } from './decision.js'
import { tooLong } from './limits.js'
import { doneBefore, named } from './named.js'
import { officeRef, responsibleOf } from './see.js'

/**
 * The one person of the directory that a name or number means. A single character of a name is a slip more often than
 * a name: it is asked back, even where it fits only one.
 */
export const whom = (text: string | undefined, world: Pick<World, 'directory'>): PersonRef | Refusal => {
  const wanted = text?.trim()
  if (!wanted) return { why: 'person-needed' }
  const found = findPeople(world.directory, wanted)
  const [only] = found
  if (!only) return { why: 'no-such-person' }
  const exact = [only.id, only.name].some((word) => folded(word) === folded(wanted))
  const guessed = !exact && [...folded(wanted)].length < 2
  return found.length > 1 || guessed ? { why: 'which-person', people: found.map(refOf) } : refOf(only)
}

/** 转办: somebody else acts for this person in this incident, recorded as 代. */
export const delegate = (
  by: Party,
  incident: Incident,
  to: { person?: string | undefined; reason?: string | undefined } | undefined,
  world: World,
): Decision => {
  const over = settled(incident)
  if (over) return refuse(over)
  const actor = mayActAs(refOf(by), PostName.options, incident, world)
  if (!actor) {
    return refuse({ why: 'not-yours', may: responsibleOf(incident) })
  }
  if (!to) return { kind: 'form', form: 'delegate' }
  const long = tooLong('to', to.person) ?? tooLong('reason', to.reason)
  if (long) return refuse(long)
  const person = whom(to.person, world)
  if ('why' in person) return refuse(person)
  const from = actor.for ?? refOf(by)
  if (person.id === from.id && incident.delegations.some((known) => known.from.id === from.id))
    return takeBack(by, incident, from, world)
  if (person.id === by.id || person.id === from.id) return refuse({ why: 'not-to-yourself' })
  if (incident.delegations.some((known) => known.from.id === from.id && known.to.id === person.id)) {
    const since = incident.record.findLast(
      (event) => event.type === 'delegated' && event.from.id === from.id && event.to.id === person.id,
    )
    return refuse({
      why: 'already-acting',
      by: since?.type === 'delegated' ? since.by : from,
      at: since?.at ?? incident.reportedAt,
    })
  }
  const reason = to.reason?.trim()
  return record(
    { did: 'delegated', to: person },
    { type: 'delegated', at: world.now, by: actor, from, to: person, ...(reason ? { reason } : {}) },
  )
}

/** 撤回转办: by who handed it on, or by the office; 转办 back to the owner means the same. */
export const undelegate = (
  by: Party,
  incident: Incident,
  whose: string | undefined,
  world: World,
): Decision => {
  const over = settled(incident)
  if (over) return refuse(over)
  const person = whose?.trim() ? whom(whose, world) : undefined
  if (person && 'why' in person) return refuse(person)
  const mine = incident.delegations.filter(({ from }) => by.office || from.id === by.id)
  const meant = person ? mine.filter(({ from, to }) => from.id === person.id || to.id === person.id) : mine
  const [only] = meant
  if (only && meant.length === 1) return takeBack(by, incident, only.from, world)
  if (only) return refuse({ why: 'which-person', people: meant.map(({ from }) => from) })
  return incident.delegations.length > 0 && mine.length === 0
    ? refuse({
        why: 'not-yours',
        may: [...incident.delegations.map(({ from }) => from), ...officeRef(world)],
      })
    : refuse({ why: 'not-delegated' })
}

const takeBack = (by: Party, incident: Incident, from: PersonRef, world: World): Decision => {
  const known = incident.delegations.find((one) => one.from.id === from.id)
  return known
    ? record(
        { did: 'undelegated', to: from },
        { type: 'undelegated', at: world.now, by: refOf(by), from: known.from, to: known.to },
      )
    : refuse({ why: 'not-delegated' })
}

/**
 * 稍后提醒: bounded in length and number, recorded, and never past a statutory deadline. One reminder is put off once:
 * `nth` is the reminder that the button stands on.
 */
export const snooze = (
  by: Party,
  incident: Incident,
  dutyId: string | undefined,
  world: World,
  nth?: number,
): Decision => {
  const over = settled(incident)
  if (over) return refuse(over)
  const duty = dutyId === undefined ? onlyOwed(by, incident, world) : named(incident, dutyId, world)
  if ('why' in duty) return refuse(duty)
  const done = doneBefore(duty)
  if (done) return refuse(done)
  const owner = duty.owners.find(({ id }) => id === by.id)
  if (!owner) return refuse({ why: 'not-yours', may: duty.owners })
  const last = lastSnooze(incident, duty.id)
  if (last && (last.until > world.now || (nth !== undefined && nth <= last.nth)))
    return refuse({ why: 'snoozed-already', by: last.by, at: last.at, until: last.until })
  const { forMs, times } = rulesOf(incident, world).remind.snooze
  if ((incident.snoozed[duty.id]?.count ?? 0) >= times) return refuse({ why: 'snoozed-enough', times })
  const nowMs = Date.parse(world.now)
  const untilMs = duty.statutory ? Math.min(nowMs + forMs, Date.parse(duty.due)) : nowMs + forMs
  if (untilMs <= nowMs) return refuse({ why: 'overdue' })
  const until = new Date(untilMs).toISOString()
  return record(
    { did: 'snoozed', until },
    { type: 'snoozed', at: world.now, by: owner, duty: duty.id, until },
  )
}

/** Where none is named: the one that this person owes, when it is only one. */
const onlyOwed = (by: Party, incident: Incident, world: World): Duty | Refusal => {
  const owed = openDuties(incident, world)
  const mine = owed.filter(({ owners }) => owners.some(({ id }) => id === by.id))
  const [only] = mine
  if (!only) return { why: 'not-yours', may: owed.flatMap(({ owners }) => owners) }
  return mine.length === 1 ? only : { why: 'button-dead' }
}

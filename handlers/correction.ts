// Does a correction take away what the law asks for? Then it takes two people, as a lower level does.
import { type Duty, duties, openDuties, running } from '../rules/duties.js'
import { factsOf } from '../rules/facts.js'
import { suggestLevel } from '../rules/level.js'
import { timesOf } from '../rules/rounds.js'
import { rulesOf, type World } from '../rules/world.js'
import { levelOf } from '../store/incident.js'
import { evolve } from '../store/matter.js'
import type { Correction, Did, Event, Matter, Refusal } from '../store/schema.js'
import { type Decision, record, refuse } from './decision.js'

const fieldsOf = (correction: Correction): string[] =>
  correction.type === 'corrected' ? [correction.field] : Object.keys(correction.facts)

/** Of whichever unit: another one that leads owes the same. */
const dutyKey = ({ clock, post }: Duty): string => `${clock.id}/${post}`

/** A statutory duty that is owed would be asked for no more, and nothing that is owed meets it. */
const endsDuty = (before: Matter, after: Matter, world: World): boolean => {
  const { owing, met } = running(after, rulesOf(after, world))
  const asked = new Set(duties(after, world).flatMap((duty) => (duty.kept ? [] : [dutyKey(duty)])))
  return openDuties(before, world).some(
    (duty) =>
      duty.statutory &&
      !duty.kept &&
      !asked.has(dutyKey(duty)) &&
      !(met.includes(duty.clock) && owing.some(({ id }) => duty.clock.metBy?.includes(id))),
  )
}

/**
 * What was known would suggest less than the clocks run under. What nobody knew before is no correction; and whoever
 * answers for another system must hear at once: its level takes two all the same.
 */
const endsReason = (before: Matter, after: Matter, fields: string[], world: World): boolean => {
  const rules = rulesOf(after, world)
  const known = { ...factsOf(before, rules), ...before.heard }
  const suggested = suggestLevel(after, rules).level
  return (
    suggested > levelOf(before) &&
    suggested > suggestLevel(before, rules).level &&
    fields.some((field) => field !== 'system' && known[field] !== undefined && known[field] !== 'unknown')
  )
}

/** The discovery never moves back again, and with it every deadline: so far, it may be a slip of the year. */
const FAR_MS = 7 * 24 * 3_600_000
const movesFar = (event: Correction, { discoveredAt }: Matter): boolean =>
  event.type === 'corrected' &&
  event.field === 'discovered_at' &&
  Date.parse(discoveredAt) - Date.parse(String(event.value)) > FAR_MS

/** It is recorded, or waits for another person of the office; until then the clocks run on. */
export const bySecond = (event: Correction, did: Did, incident: Matter, world: World): Decision => {
  const after = evolve(incident, event)
  const alone =
    !movesFar(event, incident) &&
    !endsDuty(incident, after, world) &&
    !endsReason(incident, after, fieldsOf(event), world)
  if (alone) return record(did, event)
  const { correctionAsked: waiting } = incident
  if (waiting) return refuse({ why: 'correction-waits', by: waiting.by, at: waiting.at })
  return record(
    { did: 'correction-asked' },
    { type: 'correction-asked', at: event.at, by: event.by, correction: event },
  )
}

/** The correction that waits, as typed words mean it, or a button: the `nth` that was asked for. */
export const correctionMeant = (incident: Matter, nth: number | undefined): Correction | Refusal => {
  const { correctionAsked: asked, record } = incident
  if (asked && (nth === undefined || nth === timesOf('correction-asked', incident))) return asked
  const end = record.findLast(
    (event) =>
      event.type === 'correction-returned' || ('confirmed' in event && event.confirmed !== undefined),
  )
  if (end?.type === 'correction-returned')
    return { why: 'already', what: 'correction-returned', by: end.by, at: end.at }
  if ((end?.type === 'corrected' || end?.type === 'assessed') && end.confirmed)
    return { why: 'already', what: 'correction-confirmed', by: end.confirmed, at: end.at }
  return { why: 'correction-not-asked' }
}

/** Since when something is known of the same that this correction did not look at. */
export const overtakenAt = ({ record }: Matter, correction: Correction): string | undefined => {
  const from = record.findLastIndex(({ type }) => type === 'correction-asked')
  const speaksOf = (event: Event, field: string): boolean =>
    (event.type === 'corrected' && event.field === field) ||
    ('facts' in event && event.facts !== undefined && Object.hasOwn(event.facts, field))
  return record.findLast(
    (event, at) => at > from && fieldsOf(correction).some((field) => speaksOf(event, field)),
  )?.at
}

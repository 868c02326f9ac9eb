// What can a decision be? Facts to record, a no with its reason, something to show, or a form to fill.
import type { Did, Event, Level, Matter, Party, PersonRef, Refusal } from '../store/schema.js'

export type Decision =
  /** `redacted`: a password or the like was taken out of what was filled in. */
  | { kind: 'record'; events: Event[]; did: Did; redacted?: boolean }
  | { kind: 'refuse'; refusal: Refusal }
  /** The form of the action that was decided; `level`: it was said already, and needs its reason. */
  | { kind: 'form'; duty?: string; level?: Level }

export const refuse = (refusal: Refusal): Decision => ({ kind: 'refuse', refusal })
export const record = (did: Did, ...events: Event[]): Decision => ({ kind: 'record', events, did })

/** How an incident was settled, where nothing of it runs any more. */
export const overNow = ({ status }: Pick<Matter, 'status'>): 'closed' | 'withdrawn' | undefined =>
  status === 'closed' || status === 'withdrawn' ? status : undefined

/** Nothing more can happen to an incident that is settled. */
export const settled = (incident: Matter): Refusal | undefined => {
  if (!overNow(incident)) return undefined
  const end = incident.record.findLast((event) => event.type === 'closed' || event.type === 'withdrawn')
  return end && (end.type === 'closed' || end.type === 'withdrawn')
    ? { why: 'already', what: end.type, by: end.by, at: end.at }
    : undefined
}

/** The bare reference of a party, as it is kept in events. */
export const refOf = ({ id, name, title }: Party | PersonRef): PersonRef => ({
  id,
  name,
  ...(title ? { title } : {}),
})

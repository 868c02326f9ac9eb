// What can a decision be? Facts to record, a no with its reason, something to show, or a form to fill.
import type { Did, Event, Incident, Level, Party, PersonRef, Refusal } from '../store/schema.js'

/** The small forms that an action may need before it can be decided. */
export type FormName =
  | 'grade'
  | 'submit_receipt'
  | 'return_receipt'
  | 'delegate'
  | 'correct'
  | 'withdraw'
  | 'reopen'
  | 'assess'
  | 'appoint'
  | 'follow_up'
  | 'write_follow_up'
  | 'write_final'

export type Decision =
  | { kind: 'record'; events: Event[]; did: Did }
  | { kind: 'refuse'; refusal: Refusal }
  | { kind: 'form'; form: FormName; duty?: string; level?: Level }

/** What a button carries beside its incident: which duty, and how far the matter had come when it was drawn. */
export type Which = { duty?: string | undefined; nth?: number | undefined }

export const refuse = (refusal: Refusal): Decision => ({ kind: 'refuse', refusal })
export const record = (did: Did, ...events: Event[]): Decision => ({ kind: 'record', events, did })

/** Nothing more can happen to an incident that is settled. */
export const settled = (incident: Incident): Refusal | undefined => {
  if (incident.status !== 'closed' && incident.status !== 'withdrawn') return undefined
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

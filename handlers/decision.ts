// What can a decision be? Facts to record, a no with its reason, something to show, or a form to fill.
import type { Duty } from '../rules/duties.js'
import type { Actor, Event, Incident, Instant, Level, PersonRef } from '../store/schema.js'

/** Who asks: a person with the standing the directory gives. */
export type Party = PersonRef & { office: boolean; leader: boolean }

/** An expected no. Its sentence is in `templates/sentences.ts`. */
export type Refusal =
  | { why: 'not-yours'; may: PersonRef[] }
  | { why: 'office-only' }
  | { why: 'office-or-leader-only' }
  | { why: 'no-such-incident' }
  | { why: 'which-incident'; ids: string[] }
  | {
      why: 'already'
      what:
        | 'acknowledged'
        | 'confirmed'
        | 'resolved'
        | 'closed'
        | 'withdrawn'
        | 'graded'
        | 'submitted'
        | 'secrecy'
        | 'asked'
        | 'returned'
        | 'withdrawal-asked'
        | 'appointed'
      by: Actor
      at: Instant
    }
  /** The duty that a button named is owed no more, since this event. */
  | { why: 'no-longer'; lost: Duty; by: Actor; at: Instant; level?: Level }
  /** Graded by somebody since this form was opened. */
  | { why: 'graded-meanwhile'; level: Level; by: Actor; at: Instant }
  | { why: 'snoozed-already'; by: Actor; at: Instant; until: Instant }
  | { why: 'not-resolved' }
  | { why: 'not-settled' }
  | { why: 'number-needed'; word: string }
  | { why: 'duties-open'; duties: string[] }
  | { why: 'withdrawal-not-asked' }
  | { why: 'reason-needed' }
  | { why: 'level-needed' }
  | { why: 'text-needed' }
  | { why: 'too-long'; label: string; most: number; found: number }
  | { why: 'no-report-due' }
  | { why: 'which-authority'; names: string[] }
  | { why: 'nothing-submitted' }
  | { why: 'same-person'; by: Actor }
  | { why: 'time-not-understood' }
  | { why: 'time-in-future' }
  | { why: 'sent-before-discovered' }
  | { why: 'receiver-needed' }
  | { why: 'channel-unknown'; channels: readonly string[] }
  | { why: 'no-such-person' }
  | { why: 'which-person'; people: PersonRef[] }
  | { why: 'person-needed' }
  | { why: 'not-to-yourself' }
  | { why: 'overdue' }
  | { why: 'snoozed-enough'; times: number }
  | { why: 'already-acting'; by: Actor; at: Instant }
  | { why: 'field-unknown'; fields: string[] }
  | { why: 'value-wrong'; problem: string }
  | { why: 'no-stand-in'; person: PersonRef }
  | { why: 'period-wrong' }
  | { why: 'period-backwards' }
  | { why: 'period-past' }
  | { why: 'period-long'; days: number }
  | { why: 'not-away'; person: PersonRef }
  | { why: 'not-delegated' }
  | { why: 'fact-wrong'; ask: string }
  | { why: 'nothing-answered' }
  | { why: 'no-first-report' }
  | { why: 'two-people' }
  | { why: 'rules-settled' }
  | { why: 'rules-not-asked' }
  | { why: 'rules-same-person'; by: PersonRef }
  | { why: 'not-here-yet'; word: string }
  | { why: 'button-dead' }

/** What was done, for the sentence that answers it. */
export type Did =
  | { did: 'acknowledged' }
  | { did: 'graded'; level: Level }
  | { did: 'submitted'; authority: string }
  | { did: 'confirmed'; authority: string }
  | { did: 'returned' }
  | { did: 'resolved' }
  | { did: 'closed' }
  | { did: 'withdrawn' }
  | { did: 'reopened' }
  | { did: 'withdrawal-asked' }
  | { did: 'noted'; redacted: boolean }
  | { did: 'corrected' }
  | { did: 'delegated'; to: PersonRef }
  | { did: 'undelegated'; to: PersonRef }
  | { did: 'snoozed'; until: Instant }
  | { did: 'assessed'; level: Level; pending: boolean }
  | { did: 'follow-up-called' }
  | { did: 'written' }
  | { did: 'appointed'; to: PersonRef }

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

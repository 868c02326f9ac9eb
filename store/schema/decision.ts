// Who asks, and what are they answered? A yes, a no with its reason, a form to fill: the words that decisions and sentences share.

import type { Submission } from './common.js'
import type { Cover } from './desk.js'
import type { Remark } from './dialog.js'
import type { DeskName } from './directory.js'
import type { Notice } from './notice.js'
import type { Proposal } from './upkeep.js'
import type { Actor, Instant, Kind, Level, PersonRef } from './word.js'

/** Who asks, and who reads: a person with the standing the directory gives. */
export type Party = PersonRef & { office: boolean; leader: boolean }

/** What can have been done already, so that it is not done again. */
export type Done =
  | 'acknowledged'
  | 'performed'
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
  | 'grade-confirmed'
  | 'grade-returned'
  | 'correction-confirmed'
  | 'correction-returned'
  | 'demanded'
  | 'marked'
  | 'fixed'
  | 'retested'
  | 'carried-out'
  | 'people-answered'
  | 'accepted'
  | 'zero-told'
  | 'proposed'

/** What a sentence says of a duty: its paper, which of several, and to whom. */
export type Paper = {
  clock: {
    name: string
    kind?: string
    done?: string | undefined
    assigns?: unknown
    endedBy?: 'fixed' | 'passed' | 'told' | undefined
  }
  nth?: number | undefined
  authority?: { name: string } | undefined
}

/** A duty that is still open: its receipt may wait for its second person. */
export type Owed = Paper & {
  owners: Actor[]
  submission?: Submission | undefined
  /** Whose opening of it is what is owed. */
  readers?: Actor[] | undefined
  /** A level, or a correction, that waits for another person of the office. */
  asked?: object | undefined
  correction?: object | undefined
  demand?: object | undefined
}

/** An expected no. Each has its sentence in `templates/sentences.ts`, or it does not compile. */
export type Refusal =
  | { why: 'not-yours'; may: PersonRef[] }
  | { why: 'office-only' }
  | { why: 'office-or-leader-only' }
  | { why: 'no-such-incident' }
  | { why: 'which-incident'; ids: string[] }
  | { why: 'already'; what: Done; by: Actor; at: Instant }
  /** The duty that a button named is owed no more, since this event. */
  | { why: 'no-longer'; lost: Paper; by: Actor; at: Instant; level?: Level }
  /** Graded by somebody since this form was opened. */
  | { why: 'graded-meanwhile'; level: Level; by: Actor; at: Instant }
  /** Whoever graded it lower does not confirm it: one of these may. */
  | { why: 'grade-same-person'; by: Actor; may: PersonRef[] }
  | { why: 'grade-waits'; level: Level; by: Actor; at: Instant }
  /** Since it was asked for, something became known that it did not look at. */
  | { why: 'grade-overtaken'; level: Level; by: Actor; at: Instant }
  | { why: 'grade-not-asked' }
  /** The same of a correction that takes away what the law asks for. */
  | { why: 'correction-same-person'; by: Actor; may: PersonRef[] }
  | { why: 'correction-waits'; by: Actor; at: Instant }
  | { why: 'correction-overtaken'; by: Actor; at: Instant }
  | { why: 'correction-not-asked' }
  | { why: 'snoozed-already'; by: Actor; at: Instant; until: Instant }
  | { why: 'not-resolved' }
  /** It can be done to a matter of another kind only. */
  | { why: 'other-kind'; label: string; matter: string; kind: Kind }
  | { why: 'not-fixed' }
  | { why: 'not-passed' }
  /** Of an assignment: nothing was done that could be looked at; it was not found good; whoever did it does not look. */
  | { why: 'not-carried-out' }
  /** Of a day of 零报告: it is over; nobody asks this person today; there is no such period. */
  | { why: 'day-over'; date: string; at: Instant }
  | { why: 'no-zero-today' }
  | { why: 'no-period' }
  | { why: 'not-about-people' }
  | { why: 'about-people' }
  | { why: 'not-accepted' }
  | { why: 'check-same-person'; by: Actor; may: PersonRef[] }
  | { why: 'retest-same-person'; by: Actor; may: PersonRef[] }
  | { why: 'no-drill'; id: string }
  | { why: 'not-ended' }
  | { why: 'not-acknowledged' }
  | { why: 'acknowledged-long-ago'; by: Actor; at: Instant }
  | { why: 'ended-long-ago'; by: Actor; at: Instant }
  | { why: 'not-settled' }
  | { why: 'number-needed' }
  | { why: 'duties-open'; duties: Owed[]; drill: boolean }
  | { why: 'withdrawal-not-asked' }
  | { why: 'reason-needed' }
  | { why: 'level-needed' }
  /** `label`: what is to be written, where it is no note. */
  | { why: 'text-needed'; label?: string }
  /** `label`: what the field is called here, where its form says so. */
  | { why: 'too-long'; field: string; label: string | undefined; most: number; found: number }
  | { why: 'no-report-due' }
  | { why: 'nothing-to-do' }
  | { why: 'which-duty'; names: string[] }
  | { why: 'which-authority'; names: string[] }
  | { why: 'nothing-submitted' }
  | { why: 'same-person'; by: Actor; may: PersonRef[] }
  /** `field`: whose moment it is. */
  | { why: 'time-not-understood'; field: string }
  | { why: 'time-in-future'; field: string }
  | { why: 'before-discovered'; field: string; discovered: Instant }
  | { why: 'received-before-sent' }
  | { why: 'receiver-needed' }
  | { why: 'demand-date-unclear' }
  | { why: 'demand-past' }
  | { why: 'demand-needed' }
  | { why: 'which-item'; items: string[] }
  | { why: 'not-marked'; item: string }
  | { why: 'channel-unknown'; channels: readonly string[] }
  | { why: 'no-such-person' }
  | { why: 'which-person'; people: PersonRef[] }
  | { why: 'person-needed' }
  | { why: 'not-to-yourself' }
  | { why: 'overdue' }
  | { why: 'snoozed-enough'; times: number }
  | { why: 'to-is-away'; to: PersonRef }
  | { why: 'handed-round'; to: PersonRef }
  /** Both posts of the unit would be with `to`, who is `other` or acts for them. */
  | { why: 'both-posts'; to: PersonRef; other: PersonRef }
  | { why: 'already-acting'; by: Actor; at: Instant }
  | { why: 'field-unknown'; fields: string[] }
  | { why: 'value-wrong'; problem?: Remark | undefined }
  | { why: 'found-earlier'; since: Instant }
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
  | { why: 'no-proposal' }
  | { why: 'proposal-over'; state: Proposal['state']; by?: PersonRef; at?: Instant }
  | { why: 'proposal-lapsed' }
  | { why: 'proposal-not-asked'; by: PersonRef }
  | { why: 'proposal-same-person'; by: PersonRef }
  | { why: 'figures-closed' }
  | { why: 'year-wrong' }
  | { why: 'year-empty'; year: number; years: number[] }
  | { why: 'button-dead' }

/** One field of a form, as a card shows it (contract §3). */
export type Field = {
  name: string
  label: string
  type: 'text' | 'longtext' | 'select' | 'time' | 'phone' | 'number' | 'yesno'
  required: boolean
  options?: { label: string; value: string }[]
  placeholder?: string
  value?: string
  /** With this answer nothing else is asked: the form may be sent as it is. */
  ends?: string
  /** Folded away behind the others until somebody wants to say more. */
  more?: true
}

/** What a button says, and how far the matter had come when it was drawn. */
export type Button = { label: string; nth?: number }

/** The form of an action, as a card shows it. `ofSettled`: it is for what is settled, and for nothing else. */
export type Sheet = {
  title: string
  ask?: string
  submit: string
  fields: Field[]
  nth?: number
  ofSettled: boolean
}

/** Why something about the roster can't be done. */
export type RosterNo =
  | {
      no: 'no-roster' | 'not-listed' | 'not-yours' | 'no-turns' | 'no-such-turn' | 'desk-unknown' | 'oneself'
    }
  | { no: 'on-duty'; desk: DeskName }
  | { no: 'colleague'; people: PersonRef[] }
  | { no: 'swap-over' | 'swap-changed' | 'not-asked' }
  | { no: 'swap-settled' | 'swap-asked'; cover: Cover }

/** A line of 帮助 for what is no action. `all`: 列表 of the whole campus. */
export type HelpTopic =
  | 'report'
  | 'form'
  | 'todo'
  | 'status'
  | 'list'
  | 'all'
  | 'log'
  | 'export'
  | 'stats'
  | 'notice'
  | 'assign'
  | 'zero'
  | 'zeros'
  | 'drill'
  | 'doc'
  | 'rules'
  | 'rota'
  | 'swap'
  | 'takeover'
  | 'directory'
  | 'away'
  | 'back'

/** A line of 帮助: the word, and what it does. An action says that of itself, the rest is said in `templates/help.ts`. */
export type HelpLine = { word: string; does: string } | { word: string; topic: HelpTopic }

/** A notice before the turn gives it its time and place in the queue. */
export type Told = Pick<Notice, 'key' | 'to' | 'rank' | 'view'> &
  Partial<Pick<Notice, 'incident' | 'duties' | 'urgency' | 'quiet' | 'renewMs' | 'repeats' | 'notBefore'>>

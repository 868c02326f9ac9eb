// What may a turn change, and what is one line of the journal? The tables, the changes, the entries.
import { z } from 'zod'
import {
  Answered,
  Asking,
  Away,
  Cover,
  Draft,
  Exported,
  Fetching,
  Heard,
  HidingAsked,
  Issuing,
  LedgerLine,
  Meta,
  ReachTest,
  Rulebook,
  Spoken,
  Stranger,
  Stub,
  Used,
} from './desk.js'
import { Event } from './event.js'
import { Matter } from './matter.js'
import { Notice, Shown } from './notice.js'
import { Opening, Period } from './period.js'
import { Planned, Planning } from './planned.js'
import { Incoming, Proposal } from './upkeep.js'
import { Instant } from './word.js'

/** The present: every table that a turn may change. Kept as values that are replaced, never changed in place. */
const tables = {
  incidents: Matter,
  outbox: Notice,
  shown: Shown,
  inbox: Answered,
  dialogs: z.unknown(),
  drafts: Draft,
  issuing: Issuing,
  opening: Opening,
  periods: Period,
  planned: Planned,
  planning: Planning,
  asking: Asking,
  used: Used,
  fetching: Fetching,
  heard: Heard,
  away: z.array(Away),
  covers: Cover,
  reach: ReachTest,
  rota: Spoken,
  strangers: Stranger,
  stubs: Stub,
  hiding: HidingAsked,
  rulebooks: Rulebook,
  ledger: LedgerLine,
  exports: Exported,
  proposals: Proposal,
  incoming: Incoming,
  meta: Meta,
} as const
export type TableName = keyof typeof tables
export type Tables = { [T in TableName]: Record<string, z.infer<(typeof tables)[T]>> }
export type Row<T extends TableName> = z.infer<(typeof tables)[T]>

/** Where what somebody is still filling in is kept, under the person: lost, they would have to say it again. */
export const answerTables = [
  'drafts',
  'asking',
  'issuing',
  'opening',
  'planning',
] as const satisfies TableName[]
export const isAnswers = (table: TableName): table is (typeof answerTables)[number] =>
  answerTables.some((one) => one === table)

export const emptyTables = (): Tables => ({
  incidents: {},
  outbox: {},
  shown: {},
  inbox: {},
  dialogs: {},
  drafts: {},
  issuing: {},
  opening: {},
  periods: {},
  planned: {},
  planning: {},
  asking: {},
  used: {},
  fetching: {},
  heard: {},
  away: {},
  covers: {},
  reach: {},
  rota: {},
  strangers: {},
  stubs: {},
  hiding: {},
  rulebooks: {},
  ledger: {},
  exports: {},
  proposals: {},
  incoming: {},
  meta: {},
})

/**
 * One change of the present. An incident changes only by events; every other table by putting or dropping a row.
 * `incidents` rows are dropped when they move to the archive, and put back, as they were, when something happens to them
 * there.
 */
export const Change = z.union([
  z.object({ incident: z.string(), event: Event }),
  z.object({
    put: z.enum(Object.keys(tables) as [TableName, ...TableName[]]),
    key: z.string(),
    value: z.unknown(),
  }),
  z.object({ drop: z.enum(Object.keys(tables) as [TableName, ...TableName[]]), key: z.string() }),
])
export type Change = z.infer<typeof Change>

/** One line of the journal: everything that one or more turns changed. `prev` is the SHA-256 of the line before. */
export const Entry = z.object({ seq: z.number(), prev: z.string(), at: Instant, changes: z.array(Change) })
export type Entry = z.infer<typeof Entry>

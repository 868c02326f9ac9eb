// What has everything in common on which the house works? A chain, duties, receipts, reminders, and a record.
import { z } from 'zod'
import { Event } from './event.js'
import { Receipt } from './report.js'
import { System } from './system.js'
import { Actor, Chain, Instant, PersonRef, PostName, UnitRef } from './word.js'

/** What a duty of kind report or final has come to: the receipt entered, confirmed or sent back. */
export const Submission = z.object({
  receipt: Receipt,
  by: Actor,
  at: Instant,
  confirmed: z.object({ by: Actor, at: Instant }).optional(),
  returned: z.object({ by: Actor, at: Instant, reason: z.string() }).optional(),
})
export type Submission = z.infer<typeof Submission>

/** How far the reminders of one duty have come. `slot` is the offset from the duty's start, in ms. */
const Reminding = z.object({
  slot: z.number(),
  nth: z.number(),
  at: Instant,
  handedOver: z.boolean().optional(),
})

/** What another kind may have: whoever asks for it of any matter finds nothing here. */
export const never = z.undefined().optional()

/** Folded from its events by store/matter.ts. `record` holds the events themselves, for 记录. */
export const common = {
  id: z.string(),
  drill: z.boolean(),
  status: z.enum(['open', 'resolved', 'closed', 'withdrawn']),
  unit: UnitRef,
  system: System.optional(),
  /** The unit was corrected: it stands in the chain like the others, with its name. */
  moved: z.boolean().optional(),
  /** Who brought it: reported an incident, or issued what is asked. */
  reporters: z.array(Actor),
  chain: Chain,
  /** When it began for whoever answers: an incident's discovery, the day of what was asked. */
  discoveredAt: Instant,
  reportedAt: Instant,
  resolvedAt: Instant.optional(),
  closedAt: Instant.optional(),
  reopenedAt: Instant.optional(),
  /** By duty: statutory, overdue or done late, and asked for no more. */
  missed: z
    .record(z.string(), z.object({ due: Instant, done: z.object({ by: Actor, at: Instant }).optional() }))
    .optional(),
  /** `unit`: the 编号 of the unit for which, as in the chain. */
  acknowledged: z.array(z.object({ post: PostName, unit: z.string().optional(), by: Actor, at: Instant })),
  submissions: z.record(z.string(), Submission),
  /** By duty: what is no report, and met. */
  performed: z.record(z.string(), z.object({ by: Actor, at: Instant })).optional(),
  /** 上级要求 with a date, in the order in which they came: each is a duty. */
  demands: z
    .array(
      z.object({
        at: Instant,
        by: Actor,
        to: z.string(),
        authority: z.string(),
        text: z.string(),
        due: Instant,
      }),
    )
    .optional(),
  reminding: z.record(z.string(), Reminding),
  /** By duty and the person who put it off (`napOf`); where somebody else owes it, too, they hear it as before. */
  snoozed: z.record(z.string(), z.object({ until: Instant, count: z.number() })),
  delegations: z.array(z.object({ from: PersonRef, to: PersonRef })),
  unreachable: z.array(z.string()),
  rules: z.string().optional(),
  reporting: z.object({ officer: PersonRef, deputy: PersonRef }).optional(),
  /** What is new since the report, and which reports (duties) had been entered by then: there it may have to be told again. */
  news: z.array(z.object({ at: Instant, what: z.string(), told: z.array(z.string()) })).optional(),
  /** How far the call to the office has been passed on beyond the duty officer, and when last. */
  passedOn: z.object({ at: Instant, nth: z.number() }).optional(),
  withdrawalAsked: z.object({ by: Actor, reason: z.string() }).optional(),
  record: z.array(Event),
}
export type Common = z.infer<z.ZodObject<typeof common>>

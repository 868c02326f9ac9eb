// What is an incident? The present that its events fold to.
import { z } from 'zod'
import { Correction, Event } from './event.js'
import { Claims, Fact, Receipt, Report } from './report.js'
import { System } from './system.js'
import { Actor, Chain, Instant, Level, PersonRef, PostName, UnitRef } from './word.js'

/** What a duty of kind report or final has come to: the receipt entered, confirmed or sent back. */
export const Submission = z.object({
  receipt: Receipt,
  by: Actor,
  at: Instant,
  confirmed: z.object({ by: Actor, at: Instant }).optional(),
  returned: z.object({ by: Actor, at: Instant, reason: z.string() }).optional(),
})
export type Submission = z.infer<typeof Submission>

const Grading = z.object({
  level: Level,
  by: Actor,
  at: Instant,
  reason: z.string().optional(),
  /** Who confirmed it, where it lowered the level. */
  confirmed: Actor.optional(),
  /** Of one that waits: since then something became known that it did not look at. */
  overtaken: Instant.optional(),
})

/** How far the reminders of one duty have come. `slot` is the offset from the duty's start, in ms. */
const Reminding = z.object({
  slot: z.number(),
  nth: z.number(),
  at: Instant,
  handedOver: z.boolean().optional(),
})

/** The incident, folded from its events. `record` holds the events themselves, for 记录. */
export const Incident = z.object({
  id: z.string(),
  drill: z.boolean(),
  status: z.enum(['open', 'resolved', 'closed', 'withdrawn']),
  unit: UnitRef,
  /** The unit was corrected: it stands in the chain like the others, with its name. */
  moved: z.boolean().optional(),
  report: Report,
  system: System.optional(),
  reporters: z.array(Actor),
  chain: Chain,
  discoveredAt: Instant,
  reportedAt: Instant,
  resolvedAt: Instant.optional(),
  closedAt: Instant.optional(),
  reopenedAt: Instant.optional(),
  grading: Grading.optional(),
  /** A lower level that waits for another person of the office. */
  gradeAsked: Grading.optional(),
  /** Filed under 网信办 because its unit was in no list; until the office has named the unit. */
  unlisted: z.literal(true).optional(),
  /** A correction that takes away what the law asks for, and waits for another person of the office. */
  correctionAsked: Correction.optional(),
  /** A higher level than is in force, as what became known suggests: its clocks run until the office grades again. */
  raised: z.object({ level: Level, at: Instant, basis: z.array(z.string()) }).optional(),
  /** By duty: statutory, overdue or done late, and asked for no more. */
  missed: z
    .record(z.string(), z.object({ due: Instant, done: z.object({ by: Actor, at: Instant }).optional() }))
    .optional(),
  /** Figures said in passing, the gravest of each, and each yes of a further report, until it is found out or corrected. */
  heard: Claims.optional(),
  /** After the first grading: each time that the level must be looked at again, and who did. */
  regrades: z
    .array(
      z.object({
        from: Instant,
        asked: z.boolean().optional(),
        done: z.object({ by: Actor, at: Instant }).optional(),
      }),
    )
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
  /** Items of 细则 第十四条 that the office named. */
  marks: z.array(z.object({ item: z.string(), by: Actor, at: Instant, reason: z.string() })).optional(),
  reminding: z.record(z.string(), Reminding),
  /** By duty and the person who put it off (`napOf`); where somebody else owes it, too, they hear it as before. */
  snoozed: z.record(z.string(), z.object({ until: Instant, count: z.number() })),
  delegations: z.array(z.object({ from: PersonRef, to: PersonRef })),
  unreachable: z.array(z.string()),
  rules: z.string().optional(),
  assessment: z.record(z.string(), Fact).optional(),
  reporting: z.object({ officer: PersonRef, deputy: PersonRef }).optional(),
  /** What is new since the report, and which reports (duties) had been entered by then: there it may have to be told again. */
  news: z.array(z.object({ at: Instant, what: z.string(), told: z.array(z.string()) })).optional(),
  parts: z.record(z.string(), z.string()).optional(),
  withdrawalAsked: z.object({ by: Actor, reason: z.string() }).optional(),
  record: z.array(Event),
})
export type Incident = z.infer<typeof Incident>

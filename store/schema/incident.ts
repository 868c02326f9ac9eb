// What is an incident? The present that its events fold to.
import { z } from 'zod'
import { common, never } from './common.js'
import { Correction } from './event.js'
import { Claims, Fact, Report } from './report.js'
import { Actor, Instant, Level } from './word.js'

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

/** What a notice, an assignment or a day of 零报告 alone may have. */
const notices = {
  subject: never,
  batch: never,
  fixed: never,
  passed: never,
  sentBack: never,
  zero: never,
}

/** A row without `kind` is an incident: so they lie in old journals. */
export const Incident = z.object({
  ...common,
  ...notices,
  kind: z.literal('incident').optional(),
  report: Report,
  grading: Grading.optional(),
  /** A lower level that waits for another person of the office. */
  gradeAsked: Grading.optional(),
  /** Filed under 网信办 because its unit was in no list; until the office has named the unit. */
  unlisted: z.literal(true).optional(),
  /** A correction that takes away what the law asks for, and waits for another person of the office. */
  correctionAsked: Correction.optional(),
  /** A higher level than is in force, as what became known suggests: its clocks run until the office grades again. */
  raised: z.object({ level: Level, at: Instant, basis: z.array(z.string()) }).optional(),
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
  /** Items of 细则 第十四条 that the office named. */
  marks: z.array(z.object({ item: z.string(), by: Actor, at: Instant, reason: z.string() })).optional(),
  assessment: z.record(z.string(), Fact).optional(),
  parts: z.record(z.string(), z.string()).optional(),
})
export type Incident = z.infer<typeof Incident>

// What is a rectification notice (通报整改)? What a unit is asked to put right, until when, and how far that has come.
import { z } from 'zod'
import { common, never } from './common.js'
import { Subject } from './event.js'
import { Actor, Instant } from './word.js'

/** What an incident alone may have. */
const incidents = {
  report: never,
  grading: never,
  gradeAsked: never,
  unlisted: never,
  correctionAsked: never,
  raised: never,
  heard: never,
  regrades: never,
  marks: never,
  assessment: never,
  parts: never,
}

export const Rectification = z.object({
  ...common,
  ...incidents,
  kind: z.literal('rectification'),
  subject: Subject,
  /** One notice to many units: what they have in common. */
  batch: z.string().optional(),
  /** 已整改: what the unit says it did; gone when the retest sends it back. */
  fixed: z.object({ by: Actor, at: Instant, text: z.string() }).optional(),
  /** 复测通过. */
  passed: z.object({ by: Actor, at: Instant }).optional(),
  /** 复测退回, each time. */
  sentBack: z.array(z.object({ by: Actor, at: Instant, reason: z.string() })).optional(),
})
export type Rectification = z.infer<typeof Rectification>

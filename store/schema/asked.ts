// What has everything that the office asks of a unit? What is asked, how far it has come, and nothing of what an incident alone has.
import { z } from 'zod'
import { common, never } from './common.js'
import { Subject } from './event.js'
import { Actor, Instant } from './word.js'

/** What an incident alone may have. */
export const incidents = {
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

export const asked = {
  ...common,
  ...incidents,
  subject: Subject,
  /** One to many units: what they have in common. */
  batch: z.string().optional(),
  /** 已整改, 已办理: what the unit says it did; gone when it is sent back. */
  fixed: z.object({ by: Actor, at: Instant, text: z.string() }).optional(),
  /** 复测通过, 审核通过. */
  passed: z.object({ by: Actor, at: Instant }).optional(),
  /** 复测退回, 退回重办, each time. */
  zero: never,
  sentBack: z.array(z.object({ by: Actor, at: Instant, reason: z.string() })).optional(),
}

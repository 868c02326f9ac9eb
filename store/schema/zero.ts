// What is a day of 零报告? What every unit says of one day of a key period, until when, and who has said it.
import { z } from 'zod'
import { incidents } from './asked.js'
import { common, never } from './common.js'
import { ZeroDay } from './period.js'
import { Actor, Instant } from './word.js'

export const Zero = z.object({
  ...common,
  ...incidents,
  subject: never,
  batch: never,
  fixed: never,
  passed: never,
  sentBack: never,
  kind: z.literal('zero'),
  zero: ZeroDay.extend({
    /** By unit: who said it; `incidents`: what that unit had that day, where it was not nothing. */
    told: z.record(z.string(), z.object({ by: Actor, at: Instant, incidents: z.array(z.string()) })),
    /** The cut-off has passed, and the office was told who is missing. */
    dueAt: Instant.optional(),
  }),
})
export type Zero = z.infer<typeof Zero>

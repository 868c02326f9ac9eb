// What is a drill that waits for its hour, and one that is being planned?
import { z } from 'zod'
import { Instant, PersonRef, UnitRef } from './word.js'

/** What is said to have happened: as a report in the making has it, the hour of discovery left out. */
const answers = z.record(z.string(), z.unknown())

/** A drill that begins by itself at `at`; its row goes when it has begun, or was called off. */
export const Planned = z.object({
  id: z.string(),
  /** 演练场景, as it was called that day. */
  scenario: z.string(),
  unit: UnitRef,
  answers,
  at: Instant,
  /** 预告: the unit knows beforehand, too. */
  foretold: z.boolean(),
  /** It was asked for although that hour is in the night. */
  night: z.literal(true).optional(),
  by: PersonRef,
  plannedAt: Instant,
  /** The day before: who knows, and since when. */
  told: z.object({ at: Instant, to: z.array(PersonRef) }).optional(),
  /** It is late, and waits for the morning. */
  waits: Instant.optional(),
})
export type Planned = z.infer<typeof Planned>

/** One that is being planned: what is known of it, and what was asked last. */
export const Planning = z.object({
  id: z.string(),
  scenario: z.string(),
  answers,
  unit: UnitRef.optional(),
  at: Instant.optional(),
  foretold: z.boolean().optional(),
  night: z.literal(true).optional(),
  asked: z.enum(['unit', 'time', 'night', 'foretell']).optional(),
  touchedAt: Instant,
})
export type Planning = z.infer<typeof Planning>

// What is a key period (重保时期) of 零报告, and what is asked of all units on one day of it?
import { z } from 'zod'
import { Instant, PersonRef, UnitRef } from './word.js'

/** A day of the campus, `2026-10-01`. */
const Day = z.iso.date()

/** A key period, opened by the office. `day`: the one that is looked at next, `due` once its card has gone out; none when it is over. */
export const Period = z.object({
  id: z.string(),
  name: z.string(),
  from: Day,
  to: Day,
  /** The cut-off of each day, `17:00`. */
  at: z.string(),
  by: PersonRef,
  openedAt: Instant,
  day: Day.optional(),
  due: z.literal(true).optional(),
  ended: z.object({ by: PersonRef, at: Instant }).optional(),
  /** Who took its roll-up out of the house. */
  taken: z.array(z.object({ by: PersonRef, at: Instant })).optional(),
})
export type Period = z.infer<typeof Period>

/** A key period in the making: what is known of it, and what was asked last. */
export const Opening = z.object({
  id: z.string(),
  name: z.string().optional(),
  from: Day.optional(),
  to: Day.optional(),
  at: z.string().optional(),
  asked: z.enum(['name', 'days', 'cutoff', 'preview']).optional(),
  touchedAt: Instant,
})
export type Opening = z.infer<typeof Opening>

/** What is asked of all of them on one day: of which periods it is, which units, and until when. */
export const ZeroDay = z.object({
  date: Day,
  names: z.array(z.string()),
  units: z.array(UnitRef),
  cutoff: Instant,
  /** Until then a late one is still taken. */
  until: Instant,
})

// When is every unit asked whether its people in the directory are still the right ones, and until when? Once a year.
import { atLocal, localParts } from './calendar.js'
import type { Rules } from './rules.js'

/** It may be asked late, after the machine was down; no later than this, or it is asked the next year. */
const STILL_MS = 30 * 86_400_000

/** The next time, in epoch ms; in the past where it is owed by now. `lastMs`: when it was asked last, or since when there is a record. */
export const nextReconfirmMs = (
  lastMs: number,
  nowMs: number,
  { reconfirm, timezone }: Pick<Rules, 'reconfirm' | 'timezone'>,
): number => {
  const { month, day, at } = reconfirm
  const [h = 0, min = 0] = at.split(':').map(Number)
  const { y } = localParts(nowMs, timezone)
  const inYear = (year: number): number => atLocal({ y: year, m: month, d: day, h, min }, timezone)
  const this_ = inYear(y)
  if (lastMs >= this_ || nowMs >= this_ + STILL_MS) return inYear(y + 1)
  return this_
}

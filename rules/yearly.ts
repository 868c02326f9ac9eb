// What comes once a year, and when? The question about a unit's own people, and the drills that a year must have.
import type { Instant, Matter } from '../store/schema.js'
import { atLocal, localParts } from './calendar.js'
import type { Rules } from './rules.js'
import type { World } from './world.js'
import { allIdsOf } from './year.js'

type Law = Pick<Rules, 'reconfirm' | 'yearlyDrills' | 'timezone'>

/** It may come late, after the machine was down; no later than this, or it comes the next year. */
const STILL_MS = { reconfirm: 30 * 86_400_000, yearlyDrills: Number.POSITIVE_INFINITY } as const
export type Yearly = keyof typeof STILL_MS

/** The next time, in epoch ms; in the past where it is owed by now. `lastMs`: when it came last, or since when there is a record. */
export const nextYearlyMs = (of: Yearly, lastMs: number, nowMs: number, rules: Law): number => {
  const { month, day, at } = rules[of]
  const { timezone } = rules
  const [h = 0, min = 0] = at.split(':').map(Number)
  const { y } = localParts(nowMs, timezone)
  const inYear = (year: number): number => atLocal({ y: year, m: month, d: day, h, min }, timezone)
  const this_ = inYear(y)
  if (lastMs >= this_ || nowMs >= this_ + STILL_MS[of]) return inYear(y + 1)
  return this_
}

/** The last minute of its year. */
export const endOfYear = (at: Instant, { timezone }: Pick<Law, 'timezone'>): Instant => {
  const { y } = localParts(Date.parse(at), timezone)
  return new Date(atLocal({ y, m: 12, d: 31, h: 23, min: 59 }, timezone)).toISOString()
}

/** Drills of this year that are over, and in which somebody acknowledged: those that 统计 counts, once they have ended. */
export const drillsOf = (year: number, world: World): Matter[] =>
  allIdsOf(year, world)
    .flatMap((id) => world.find(id) ?? [])
    .filter(({ drill, status, acknowledged }) => drill && status === 'closed' && acknowledged.length > 0)

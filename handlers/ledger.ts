// 导出, 统计: who may have what of a year, and of which one?
import { localParts } from '../rules/calendar.js'
import type { World } from '../rules/world.js'
import { allIdsOf, idsOf, yearsOf } from '../rules/year.js'
import type { Party, Refusal } from '../store/schema.js'
import { yearIn } from './understand/year.js'

/** `lastYear`: it may be meant, for none was named and this one is young. */
type YearDecision = (
  | { kind: 'year'; year: number; incidents: number }
  | { kind: 'refuse'; refusal: Refusal }
) & { lastYear?: number }

const no = (refusal: Refusal): YearDecision => ({ kind: 'refuse', refusal })

const askYear = (asked: string, world: World, ids = idsOf): YearDecision => {
  const { y, m } = localParts(Date.parse(world.now), world.rules.timezone)
  const year = yearIn(asked, y)
  if (year === undefined) return no({ why: 'year-wrong' })
  const incidents = ids(year, world).length
  const found: YearDecision =
    incidents === 0
      ? no({ why: 'year-empty', year, years: yearsOf(world) })
      : { kind: 'year', year, incidents }
  const young = asked.trim() === '' && m <= YOUNG_MONTHS && ids(y - 1, world).length > 0
  return young ? { ...found, lastYear: y - 1 } : found
}

/** Until then the year that is over is summed up and handed in. */
const YOUNG_MONTHS = 3

/** It holds names and details of the whole campus: for the office alone (contract §6). */
export const askLedger = (by: Party, asked: string, world: World): YearDecision =>
  by.office ? askYear(asked, world) : no({ why: 'office-only' })

/** Counts by unit of matters of every kind, no details: for the office and the leaders (contract §6). */
export const askFigures = (by: Party, asked: string, world: World): YearDecision =>
  by.office || by.leader ? askYear(asked, world, allIdsOf) : no({ why: 'figures-closed' })

// 导出, 统计: who may have what of a year, and of which one?
import { localParts } from '../rules/calendar.js'
import type { World } from '../rules/world.js'
import { idsOf, yearsOf } from '../rules/year.js'
import type { Party, Refusal } from '../store/schema.js'
import { yearIn } from './understand/year.js'

type YearDecision = { kind: 'year'; year: number; incidents: number } | { kind: 'refuse'; refusal: Refusal }

const no = (refusal: Refusal): YearDecision => ({ kind: 'refuse', refusal })

const askYear = (asked: string, world: World): YearDecision => {
  const year = yearIn(asked, localParts(Date.parse(world.now), world.rules.timezone).y)
  if (year === undefined) return no({ why: 'year-wrong' })
  const incidents = idsOf(year, world).length
  return incidents === 0
    ? no({ why: 'year-empty', year, years: yearsOf(world) })
    : { kind: 'year', year, incidents }
}

/** It holds names and details of the whole campus: for the office alone (contract §6). */
export const askLedger = (by: Party, asked: string, world: World): YearDecision =>
  by.office ? askYear(asked, world) : no({ why: 'office-only' })

/** Counts by unit, no details: for the office and the leaders (contract §6). */
export const askFigures = (by: Party, asked: string, world: World): YearDecision =>
  by.office || by.leader ? askYear(asked, world) : no({ why: 'figures-closed' })

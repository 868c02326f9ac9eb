// 导出: who may have the ledger of a year, and of which one?
import { localParts } from '../rules/calendar.js'
import type { World } from '../rules/world.js'
import { idsOf, yearsOf } from '../rules/year.js'
import type { Party, Refusal } from '../store/schema.js'
import { yearIn } from './understand/year.js'

type LedgerDecision =
  | { kind: 'ledger'; year: number; incidents: number }
  | { kind: 'refuse'; refusal: Refusal }

/** It holds names and details of the whole campus: for the office alone (contract §6). */
export const askLedger = (by: Party, asked: string, world: World): LedgerDecision => {
  const no = (refusal: Refusal): LedgerDecision => ({ kind: 'refuse', refusal })
  if (!by.office) return no({ why: 'office-only' })
  const year = yearIn(asked, localParts(Date.parse(world.now), world.rules.timezone).y)
  if (year === undefined) return no({ why: 'year-wrong' })
  const incidents = idsOf(year, world).length
  return incidents === 0
    ? no({ why: 'year-empty', year, years: yearsOf(world) })
    : { kind: 'ledger', year, incidents }
}

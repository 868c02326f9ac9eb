// Which incidents belong to a year?
import { expect, it } from 'vitest'
import { idsOf, yearsOf } from '../../rules/year.js'
import { incidentOf, T0, worldAt } from './ground.js'

it('by the day on the campus, the archived too, each once; a drill belongs to none', () => {
  const of = (id: string, reportedAt: string, drill = false) => ({ ...incidentOf(), id, reportedAt, drill })
  const line = (id: string, reportedAt: string, drill = false) => ({
    ...of(id, reportedAt, drill),
    status: 'closed' as const,
    closedAt: reportedAt,
  })
  const world = {
    ...worldAt(T0),
    incidents: {
      a: of('a', '2026-12-31T15:59:59.000Z'),
      b: of('b', '2026-12-31T16:00:00.000Z'),
      演练: of('演练', '2026-06-01T00:00:00.000Z', true),
    },
    ledger: {
      a: line('a', '2026-12-31T15:59:59.000Z'),
      c: line('c', '2025-03-01T00:00:00.000Z'),
      d: line('d', '2024-03-01T00:00:00.000Z', true),
    },
  }
  expect(idsOf(2026, world)).toEqual(['a'])
  expect(idsOf(2027, world)).toEqual(['b'])
  expect(idsOf(2025, world)).toEqual(['c'])
  expect(yearsOf(world)).toEqual([2027, 2026, 2025])
})

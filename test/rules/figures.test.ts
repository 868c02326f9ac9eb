// Are the figures of a year what somebody counts by hand?
import { expect, it } from 'vitest'
import { figuresOf, median } from '../../rules/figures.js'
import { HOUR, incidentOf, T0, worldAt } from './ground.js'

it('the middle one; of an even number the mean of two; of none, nothing', () => {
  expect(median([])).toBeUndefined()
  expect(median([7])).toBe(7)
  expect(median([9, 1, 5])).toBe(5)
  expect(median([10, 30, 2, 20])).toBe(15)
})

it('by the unit that leads; what is not due yet is in neither figure, what is overdue counts against it', () => {
  const one = incidentOf({ level: 3 })
  const soon = figuresOf([one], worldAt(T0)).all
  expect([soon.incidents, soon.reported, soon.late, soon.unacknowledged]).toEqual([1, 0, 0, 0])
  const { all, units } = figuresOf([one, { ...one, id: '2026-0002' }], worldAt(T0 + 48 * HOUR))
  expect(all.incidents).toBe(2)
  expect(all.reported).toBe(0)
  expect(all.late).toBeGreaterThan(0)
  expect(all.unacknowledged).toBe(4)
  expect(all.medianAcknowledge).toBeUndefined()
  expect(units.map(({ unit, incidents, numbers }) => [unit.name, incidents, numbers])).toEqual([
    ['信息学院', 2, ['2026-0001', '2026-0002']],
  ])
})

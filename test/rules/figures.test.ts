// Are the figures of a year what somebody counts by hand?
import { expect, it } from 'vitest'
import { figuresOf, median } from '../../rules/figures.js'
import { begin, evolve } from '../../store/matter.js'
import type { Event, Matter } from '../../store/schema.js'
import { at, HOUR, incidentOf, T0, worldAt } from './ground.js'

it('the middle one; of an even number the mean of two; of none, nothing', () => {
  expect(median([])).toBeUndefined()
  expect(median([7])).toBe(7)
  expect(median([9, 1, 5])).toBe(5)
  expect(median([10, 30, 2, 20])).toBe(15)
})

it('by the unit that leads; what is not due yet is in neither figure, what is overdue counts against it', () => {
  const one = incidentOf({ level: 3 })
  const soon = figuresOf([one], worldAt(T0)).all
  expect([soon.incidents.length, soon.reports, soon.unacknowledged]).toEqual([
    1,
    { kept: 0, missed: 0, matters: [] },
    [],
  ])
  const { all, units } = figuresOf([one, { ...one, id: '2026-0002' }], worldAt(T0 + 48 * HOUR))
  expect(all.reports.kept).toBe(0)
  expect(all.reports.missed).toBeGreaterThan(0)
  expect(all.reports.matters).toEqual(['2026-0001', '2026-0002'])
  expect(all.unacknowledged).toHaveLength(4)
  expect(all.acknowledge).toEqual({ of: 0, matters: [] })
  expect(units.map(({ unit, incidents }) => [unit.name, incidents])).toEqual([
    ['信息学院', ['2026-0001', '2026-0002']],
  ])
})

it('a drill and what was withdrawn are in no figure but their own', () => {
  const one = incidentOf({ level: 3 })
  const late = worldAt(T0 + 48 * HOUR)
  const withdrawn = { ...one, id: '2026-0002', status: 'withdrawn' as const }
  const drill = { ...one, id: '演练2026-0001', drill: true }
  const { all } = figuresOf([withdrawn, drill], late)
  expect(all).toMatchObject({ incidents: [], unacknowledged: [], drills: [], withdrawn: ['2026-0002'] })
  expect(all.reports).toEqual({ kept: 0, missed: 0, matters: [] })
  const by = { id: 'P014', name: '张伟' }
  const attended = { ...drill, acknowledged: [{ post: 'first' as const, by, at: one.reportedAt }] }
  const found = figuresOf([attended], late)
  expect(found.all.drills).toEqual(['演练2026-0001'])
  expect(found.units.map(({ unit, drills }) => [unit.name, drills])).toEqual([
    ['信息学院', ['演练2026-0001']],
  ])
})

it('who is named is there even if nothing is theirs', () => {
  const { units } = figuresOf([], worldAt(T0), [{ id: 'U07', name: '文学院' }])
  expect(units.map(({ unit, incidents, zero }) => [unit.name, incidents, zero])).toEqual([
    ['文学院', [], undefined],
  ])
})

it('a day of 零报告 is counted by the units that were asked: in time, late, missing; not due yet, and ended early, in neither', () => {
  const by = { id: 'P014', name: '张伟' }
  const units = ['甲', '乙', '丙'].map((name) => ({ id: name, name }))
  const told = (name: string, ms: number): Event => ({
    type: 'zero-told',
    at: at(ms),
    by,
    unit: { id: name, name },
    incidents: [],
  })
  const begun: Matter = begin({
    type: 'day-opened',
    at: at(T0),
    by,
    number: '零报告2026-1124',
    drill: false,
    unit: { id: '院级单位', name: '院级单位' },
    chain: [],
    zero: { date: '2026-11-24', names: ['国庆'], cutoff: at(T0 + HOUR), until: at(T0 + 5 * HOUR), units },
  })
  const day = [told('甲', T0), told('乙', T0 + 2 * HOUR)].reduce(evolve, begun)
  const shares = (ms: number, matter: Matter = day) =>
    figuresOf([matter], worldAt(ms)).units.map(({ unit, zero }) => [unit.name, zero?.kept, zero?.missed])
  expect(shares(T0 + 3 * HOUR).sort()).toEqual([
    ['丙', 0, 1],
    ['乙', 0, 1],
    ['甲', 1, 0],
  ])
  expect(shares(T0)).toContainEqual(['丙', undefined, undefined])
  const ended = evolve(day, { type: 'day-ended', at: at(T0 + HOUR / 2), missing: [], early: by })
  expect(shares(T0 + 3 * HOUR, ended)).toContainEqual(['丙', undefined, undefined])
  expect(figuresOf([day], worldAt(T0 + 3 * HOUR)).all.zero).toEqual({
    kept: 1,
    missed: 2,
    matters: ['零报告2026-1124'],
  })
})

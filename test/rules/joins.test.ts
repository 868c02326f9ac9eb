// When do the people who work on an incident hear that one more has reported it?
import { expect, it } from 'vitest'
import { firstReporters, gatheredWith, people } from '../../rules/joins.js'
import type { EventOf } from '../../store/schema.js'

const START = Date.parse('2026-11-24T00:00:00.000Z')
const MINUTE = 60_000

const joinAt = (minute: number, who = `r${minute}`): EventOf<'joined'> => ({
  type: 'joined',
  at: new Date(START + minute * MINUTE).toISOString(),
  by: { id: who, name: who },
  report: { unit: 'u1', summary: '登录不上' },
})

/** Of each: told by itself, with the `n` of its line at its minute, or in an earlier line. */
const told = (record: EventOf<'joined'>[]): (string | undefined)[] =>
  record.map((event) => {
    const line = gatheredWith({ record }, event)
    return typeof line === 'object'
      ? `${line.joins.length} at ${(Date.parse(line.until) - START) / MINUTE}`
      : line
  })

it('three by themselves, then one line for ten minutes, twenty, forty', () => {
  const record = [0, 1, 2, 3, 4, 12, 13, 30, 33, 40, 200].map((minute) => joinAt(minute))
  expect(told(record)).toEqual([
    ...[undefined, undefined, undefined],
    ...['3 at 13', 'taken', 'taken'],
    ...['2 at 33', 'taken'],
    // the one of minute 33 came when that line had left
    ...['2 at 73', 'taken'],
    '1 at 280',
  ])
})

it('each further report is told exactly once, and a day of one a minute makes at most eleven messages', () => {
  const record = Array.from({ length: 1440 }, (_, minute) => joinAt(minute))
  const lines = record.map((event) => gatheredWith({ record }, event))
  const gathered = lines.flatMap((line) => (typeof line === 'object' ? line.joins : []))
  const alone = record.filter((_, at) => lines[at] === undefined)
  expect([...alone, ...gathered]).toEqual(record)
  expect(lines.filter((line) => line !== 'taken').length).toBeLessThanOrEqual(11)
})

it('whoever reports it twice is one person', () => {
  const reporters = ['a', 'b', 'a', 'c', 'd'].map((id) => ({ id, name: id }))
  expect(people(reporters).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
  expect(firstReporters({ reporters }).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})

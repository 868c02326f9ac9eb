// Which incident and which world do the tests of the law stand on? The sample campus, the shipped rules, one Tuesday at eight.
import { chainOf } from '../../rules/chain.js'
import type { Rules } from '../../rules/rules.js'
import type { World } from '../../rules/world.js'
import { begin, evolve } from '../../store/matter.js'
import type { Event, Fact, Incident, Level, Matter, Report } from '../../store/schema.js'
import { shipped } from '../scenes/stage.js'

export const { directory, rules } = await shipped()
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** 2026-11-24 08:00 in the campus's time. */
export const T0 = Date.parse('2026-11-24T00:00:00.000Z')
export const at = (ms: number): string => new Date(ms).toISOString()

const office = { id: 'P007', name: '钱小雨' }
const unit = directory.units.find(({ name }) => name === '信息学院')

export type Case = {
  report?: Partial<Report>
  level?: Level
  assessed?: Record<string, Fact>
  resolvedAt?: number
  discoveredAt?: number
  reportedAt?: number
  drill?: boolean
}

export const incidentOf = (one: Case = {}): Incident => {
  if (!unit) throw new Error('the sample campus has 信息学院')
  const reportedAt = at(one.reportedAt ?? T0)
  const events: Event[] = [
    ...(one.assessed ? [{ type: 'assessed' as const, at: reportedAt, by: office, facts: one.assessed }] : []),
    ...(one.level ? [{ type: 'graded' as const, at: reportedAt, by: office, level: one.level }] : []),
    ...(one.resolvedAt === undefined
      ? []
      : [{ type: 'resolved' as const, at: at(one.resolvedAt), by: office }]),
  ]
  return events.reduce(
    evolve,
    begin({
      type: 'reported',
      at: reportedAt,
      by: { id: 's', name: '刘老师' },
      number: one.drill ? '演练2026-0001' : '2026-0001',
      drill: one.drill ?? false,
      report: { unit: unit.id, summary: '首页被改', ...one.report },
      unit: { id: unit.id, name: unit.name },
      chain: chainOf(directory, unit),
      discoveredAt: at(one.discoveredAt ?? one.reportedAt ?? T0),
    }),
  )
}

/** Down to its last word: whoever writes into it is told by a throw. */
export const frozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const part of Object.values(value)) frozen(part)
  return value
}

export const worldAt = (ms: number, law: Rules = rules, incident?: Matter): World =>
  frozen<World>({
    now: at(ms),
    rules: law,
    directory,
    away: {},
    strangers: {},
    incidents: incident ? { [incident.id]: incident } : {},
    ledger: {},
    find: (id) => (incident?.id === id ? incident : undefined),
  })

// When is a day of 零报告 asked for, cut off and over; which of the units have said nothing; and what had a unit that day?
import { mattersOf } from '../store/concerned.js'
import { isIncident, type Matter, type Period, type UnitRef, type Zero } from '../store/schema.js'
import { atLocal, endOfQuiet, localDate } from './calendar.js'
import type { Rules } from './rules.js'
import type { World } from './world.js'

type Law = Pick<Rules, 'timezone' | 'quietHours' | 'zeroReport'>

const partsOf = (date: string): { y: number; m: number; d: number } => {
  const [y = 0, m = 0, d = 0] = date.split('-').map(Number)
  return { y, m, d }
}

/** The day after, or so many days on. */
export const daysOn = (date: string, days = 1): string => {
  const { y, m, d } = partsOf(date)
  return new Date(Date.UTC(y, m - 1, d + days)).toISOString().slice(0, 10)
}

/** Both ends belong to it. */
export const daysOf = ({ from, to }: { from: string; to: string }): string[] => {
  const days: string[] = []
  for (let day = from; day <= to && days.length < 400; day = daysOn(day)) days.push(day)
  return days
}

export const cutoffMs = (date: string, at: string, { timezone }: Pick<Law, 'timezone'>): number => {
  const [h = 0, min = 0] = at.split(':').map(Number)
  return atLocal({ ...partsOf(date), h, min }, timezone)
}

/** When its card goes out: never on the day before, and not in the night where the morning is soon enough. */
export const opensMs = (date: string, at: string, rules: Law): number => {
  const cutoff = cutoffMs(date, at, rules)
  const opens = Math.max(atLocal(partsOf(date), rules.timezone), cutoff - rules.zeroReport.opensMs)
  const morning = rules.quietHours ? endOfQuiet(opens, rules.quietHours, rules.timezone) : opens
  return morning < cutoff ? morning : opens
}

/** When this period is looked at next, in epoch ms; nothing when it is over. */
export const nextPeriodMs = ({ day, due, at }: Period, rules: Law): number | undefined =>
  day === undefined ? undefined : due ? cutoffMs(day, at, rules) : opensMs(day, at, rules)

const NUMBER = /^(\d{4})-(\d{2})-(\d{2})$/u
/** What follows the word in the number of its matter: `2026-1001`. */
export const numeralOf = (date: string): string => date.replace(NUMBER, '$1-$2$3')

/** Does this period ask on that day? */
export const asksOn = ({ from, to, ended }: Period, date: string, zone: string): boolean =>
  from <= date && date <= to && (ended === undefined || date < localDate(Date.parse(ended.at), zone))

/** Periods that go on or are to come, the first one first. */
export const goingPeriods = ({ periods }: Pick<World, 'periods'>): Period[] =>
  Object.values(periods ?? {})
    .filter(({ day }) => day !== undefined)
    .sort((a, b) => (a.from < b.from ? -1 : 1))

/** Who has said nothing of this day. */
export const missingOf = ({ units, told }: Zero['zero']): UnitRef[] => units.filter(({ id }) => !told[id])

export const isLateTold = ({ cutoff }: Pick<Zero['zero'], 'cutoff'>, { at }: { at: string }): boolean =>
  at > cutoff

/** What this unit has reported on that day: no drill, and nothing that was withdrawn. */
export const incidentsOn = (
  date: string,
  unit: string,
  { incidents, rules }: Pick<World, 'incidents' | 'rules'>,
): string[] =>
  mattersOf([`unit ${unit}`], incidents)
    .filter(isIncident)
    .filter(
      (one: Matter) =>
        !one.drill &&
        one.unit.id === unit &&
        one.status !== 'withdrawn' &&
        localDate(Date.parse(one.reportedAt), rules.timezone) === date,
    )
    .map(({ id }) => id)
    .sort()

/** The days that are asked about now, the last one first. */
export const openDays = ({ incidents }: Pick<World, 'incidents'>): Zero[] =>
  mattersOf(['kind zero'], incidents)
    .filter((one): one is Zero => one.zero !== undefined && one.status === 'open')
    .sort((a, b) => (a.zero.date > b.zero.date ? -1 : 1))

// 零报告: what is missing of a key period, what does it become, and what happens when its next moment has come?

import { localDate } from '../rules/calendar.js'
import { rollOf } from '../rules/chain.js'
import type { World } from '../rules/world.js'
import { asksOn, cutoffMs, daysOn, goingPeriods, missingOf, numeralOf, opensMs } from '../rules/zero.js'
import { unitOfKind } from '../store/campus.js'
import type { Event, Opening, Party, Period } from '../store/schema.js'
import { overNow, refOf } from './decision.js'
import { ZERO } from './report.js'
import { keyPeriodIn } from './understand/key-period.js'

/** What is asked next; the preview where nothing is missing. */
export const nextOfOpening = ({ name, from, to, at }: Opening): NonNullable<Opening['asked']> =>
  !name ? 'name' : !from || !to ? 'days' : !at ? 'cutoff' : 'preview'

type Read = { opening: Opening; wrong?: 'backwards' | 'past' | 'long' | 'unread' }

/** What was said takes its place in it; a name is taken where one is lacking only. */
/** 上一步: without what was answered last, so that it is asked again. */
export const withoutLastSaid = ({ name, from, to, at, ...rest }: Opening): Opening => ({
  ...rest,
  ...(name && rest.asked !== 'days' ? { name } : {}),
  ...(from && to && rest.asked === 'preview' ? { from, to } : {}),
})

export const withSaid = (opening: Opening, typed: string, world: World): Read => {
  const { name, wrong, ...said } = keyPeriodIn(typed, world)
  const next = {
    ...opening,
    ...(name && !opening.name ? { name } : {}),
    ...said,
    touchedAt: world.now,
  }
  const asked = opening.asked
  const unread = asked !== undefined && !wrong && nextOfOpening(next) === asked
  return { opening: next, ...(wrong ? { wrong } : unread ? { wrong: 'unread' } : {}) }
}

const HALF_HOUR_MS = 1_800_000

/** It begins on its first day of which the cut-off leaves time. */
export const periodOf = (
  id: string,
  by: Party,
  { name = '', from = '', to = '', at = '' }: Opening,
  world: World,
): Period => {
  const { now, rules } = world
  const today = localDate(Date.parse(now), rules.timezone)
  const first = from > today ? from : today
  const late = cutoffMs(first, at, rules) - HALF_HOUR_MS < Date.parse(now)
  const day = late ? daysOn(first) : first
  return { id, name, from, to, at, by: refOf(by), openedAt: now, ...(day <= to ? { day } : {}) }
}

const dayNumber = (date: string): string => `${ZERO}${numeralOf(date)}`

type Step = { period: Period; id?: string; events: Event[] }

const without = ({ day: _, due: __, ...rest }: Period): Period => rest

/** The day that goes on until the next one is asked for. */
const ending = (date: string, world: World, early?: Party): Omit<Step, 'period'> => {
  const id = dayNumber(date)
  const day = world.incidents[id]
  if (!day?.zero || overNow(day)) return { events: [] }
  const missing = missingOf(day.zero)
  return {
    id,
    events: [{ type: 'day-ended', at: world.now, missing, ...(early ? { early: refOf(early) } : {}) }],
  }
}

/** What is due of this period now, one step; its row has its next moment afterwards. */
export const stepOf = (period: Period, world: World): Step[] => {
  const { day, due } = period
  if (day === undefined) return []
  if (due) {
    const id = dayNumber(day)
    const matter = world.incidents[id]
    const said = matter?.zero && !matter.zero.dueAt && !overNow(matter)
    const { due: _, ...next } = period
    return [
      {
        period: { ...next, day: daysOn(day) },
        id,
        events:
          said && matter.zero
            ? [{ type: 'cutoff-passed', at: world.now, missing: missingOf(matter.zero) }]
            : [],
      },
    ]
  }
  const ended = { period, ...ending(daysOn(day, -1), world) }
  if (day > period.to) return [{ ...ended, period: without(period) }]
  // nobody can say any more what a day had that is over: the program did not run
  if (opensMs(daysOn(day), period.at, world.rules) <= Date.parse(world.now))
    return [{ ...ended, period: { ...period, day: daysOn(day) } }]
  const opened = world.find(dayNumber(day)) ? [] : [begin(day, period, world)]
  return [ended, { period: { ...period, due: true }, id: dayNumber(day), events: opened }]
}

/** The one matter of that day, whichever periods ask for it: the earliest of their cut-offs counts. */
const begin = (date: string, period: Period, world: World): Event => {
  const { directory, rules, now } = world
  const periods = goingPeriods(world).filter((one) => asksOn(one, date, rules.timezone))
  const all = periods.length > 0 ? periods : [period]
  const office = unitOfKind(directory, '网信办')
  if (!office) throw new Error('a directory without its office')
  const units = directory.units
    .filter(({ kind }) => kind === '院级单位')
    .map(({ id, name }) => ({ id, name }))
  const cutoff = Math.min(...all.map(({ at }) => cutoffMs(date, at, rules)))
  const until = opensMs(daysOn(date), period.at, rules)
  // asked late, because nothing ran: nobody is late for that
  const fair = Math.min(Math.max(cutoff, Date.parse(now) + HALF_HOUR_MS), until)
  return {
    type: 'day-opened',
    at: now,
    by: period.by,
    number: dayNumber(date),
    drill: false,
    unit: { id: office.id, name: '院级单位' },
    chain: rollOf(directory, units, office),
    zero: {
      date,
      names: all.map(({ name }) => name),
      units,
      cutoff: new Date(fair).toISOString(),
      until: new Date(until).toISOString(),
    },
    ...(rules.version ? { rules: rules.version } : {}),
  }
}

/** 提前结束: nothing is asked for any more; the day that goes on ends with it, unless another period asks for it, too. */
export const endedEarly = (by: Party, period: Period, world: World): Step => {
  const date = openDateOf(period)
  const over: Period = { ...without(period), ended: { by: refOf(by), at: world.now } }
  const others = goingPeriods(world).filter(({ id }) => id !== period.id)
  const shared = date !== undefined && others.some((one) => asksOn(one, date, world.rules.timezone))
  return { period: over, ...(date && !shared ? ending(date, world, by) : { events: [] }) }
}

/** The last day that it has asked for. */
const openDateOf = ({ day, due }: Period): string | undefined =>
  day === undefined ? undefined : due ? day : daysOn(day, -1)

/** The period that is meant by its id or name; without one, the one that goes on, or was last. */
export const periodMeant = (of: string, { periods = {} }: Pick<World, 'periods'>): Period | undefined => {
  const all = Object.values(periods).sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
  if (of)
    return all.find(({ id, name }) => id === of || name === of) ?? all.find(({ name }) => name.includes(of))
  return all.find(({ day }) => day !== undefined) ?? all[0]
}

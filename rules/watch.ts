// When does the roster speak? The next change of duty, the day on which next week's is shown, and the calls of the 到达测试; pure.
import type { ReachTest, Spoken } from '../store/schema.js'
import { atLocal, localParts } from './calendar.js'
import { nextTurnMs, type RosterWorld } from './roster.js'
import type { Rules } from './rules.js'

const DAY_MS = 86_400_000

const hourOf = (time: string): { h: number; min: number } => {
  const [h, min] = time.split(':')
  return { h: Number(h), min: Number(min) }
}

/** This local day, so many days on, at this time. */
const dayAfter = (ms: number, days: number, time: string, { timezone }: Pick<Rules, 'timezone'>): number => {
  const { y, m, d } = localParts(ms, timezone)
  return atLocal({ y, m, d: d + days, ...hourOf(time) }, timezone)
}

/** When next week's roster is shown, after this moment. */
export const nextWeekMs = (afterMs: number, { roster, timezone }: Rules): number => {
  const { weekday, at } = roster.nextWeek
  const days = Array.from({ length: 9 }, (_, nth) => dayAfter(afterMs, nth, at, { timezone }))
  return (
    days.find((ms) => ms > afterMs && localParts(ms, timezone).weekday === weekday) ?? afterMs + 7 * DAY_MS
  )
}

/** The Monday of the week after the one of this moment, local. */
export const mondayAfter = (ms: number, { timezone }: Pick<Rules, 'timezone'>): string => {
  const { y, m, d, weekday } = localParts(ms, timezone)
  return new Date(Date.UTC(y, m - 1, d + 8 - weekday)).toISOString().slice(0, 10)
}

/** The calls of the next 到达测试 after this moment: by night, and on the next day; nothing where there is none. */
export const nextReachMs = (
  afterMs: number,
  { roster: { reachTest }, timezone }: Rules,
): { night: number; daytime: number } | undefined => {
  const { day, night, daytime } = reachTest
  if (day === 0) return undefined
  const { y, m } = localParts(afterMs, timezone)
  for (let month = m; month <= m + 2; month++) {
    // a month that is shorter has its last day
    const last = new Date(Date.UTC(y, month, 0)).getUTCDate()
    const at = atLocal({ y, m: month, d: Math.min(day, last), ...hourOf(night) }, timezone)
    if (at > afterMs) return { night: at, daytime: dayAfter(at, 1, daytime, { timezone }) }
  }
  return undefined
}

/** When the daytime call of this test goes out, and when each of its calls is over. */
export const momentsOf = (
  { at, calls }: Pick<ReachTest, 'at' | 'calls'>,
  rules: Rules,
): { daytimeMs: number; closesMs: number; called: boolean } => {
  const daytimeMs = dayAfter(Date.parse(at), 1, rules.roster.reachTest.daytime, rules)
  const called = Object.values(calls).some(({ part }) => part === 'daytime')
  return { daytimeMs, closesMs: daytimeMs + rules.roster.reachTest.withinMs, called }
}

/** The next moment at which anything of it falls due, in epoch ms; `open`: the test that is not over. */
export const nextWatchMs = (
  spoken: Spoken | undefined,
  open: ReachTest | undefined,
  world: RosterWorld,
): number | undefined => {
  if (!world.directory.roster?.length) return undefined
  if (!spoken) return 0
  const of = open && momentsOf(open, world.rules)
  return Math.min(
    nextTurnMs(Date.parse(spoken.turns), world),
    nextWeekMs(Date.parse(spoken.week), world.rules),
    nextReachMs(Date.parse(spoken.reach), world.rules)?.night ?? Number.POSITIVE_INFINITY,
    of ? (of.called ? of.closesMs : of.daytimeMs) : Number.POSITIVE_INFINITY,
  )
}

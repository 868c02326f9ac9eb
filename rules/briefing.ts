// When do the morning cards leave, of the day for the office and of the week for the leaders, and who gets them?
import { holders, unitOfKind, watchOf } from '../store/campus.js'
import type { Directory, PersonRef } from '../store/schema.js'
import { isAway } from './away.js'
import { atLocal, localParts } from './calendar.js'
import { onDuty } from './roster.js'
import type { Rules } from './rules.js'
import type { World } from './world.js'

/** Of the day, of the week. */
export const briefings = ['daily', 'weekly'] as const
export type Briefing = (typeof briefings)[number]

/** A morning card may come late, after the machine was down; no later than this, or it comes the next morning. */
const STILL_MORNING_MS = 12 * 3_600_000

/** When the next one leaves, in epoch ms; in the past where one is owed by now. `lastMs`: when the last one left, or since when the house has been open. */
export const nextBriefingMs = (
  of: Briefing,
  lastMs: number,
  nowMs: number,
  { briefings: { [of]: row }, timezone }: Rules,
): number | undefined => {
  if (row.to.length === 0) return undefined
  const [h = 0, min = 0] = row.at.split(':').map(Number)
  const today = localParts(nowMs, timezone)
  const morning = (days: number): number => atLocal({ ...today, d: today.d + days, h, min }, timezone)
  const [since, all] = of === 'daily' ? [0, 1] : [1 - today.weekday, 7]
  if (Math.min(lastMs, nowMs) >= morning(since)) return morning(since + all)
  return nowMs < morning(0) + STILL_MORNING_MS ? morning(0) : morning(1)
}

const among = ({ to }: Rules['briefings']['daily'], directory: Directory): string[] => {
  const school = unitOfKind(directory, '学校')?.id ?? ''
  const of: Record<(typeof to)[number], () => string[]> = {
    office: () => watchOf(directory).map(({ id }) => id),
    school_first: () => holders(directory, school, '第一责任人').map(({ id }) => id),
    school_direct: () => holders(directory, school, '直接责任人').map(({ id }) => id),
    supervising_leader: () => directory.units.flatMap(({ supervisor }) => supervisor ?? []),
  }
  return to.flatMap((one) => of[one]())
}

/** Nobody gets both: who has the card of the week has no other. Of the day only who is here and not off duty, unless nobody is. */
export const readersOf = (
  of: Briefing,
  world: Pick<World, 'directory' | 'rules' | 'away' | 'now'> & Parameters<typeof onDuty>[0],
): PersonRef[] => {
  const { directory, rules } = world
  const weekly = new Set(among(rules.briefings.weekly, directory))
  const daily = among(rules.briefings.daily, directory).filter((id) => !weekly.has(id))
  // who is on the roster and not on duty has gone home, or comes later and takes over with a card of its own
  const duty = onDuty(world).map(({ person }) => person.id)
  const listed = new Set((directory.roster ?? []).map(({ person }) => person))
  const resting = (id: string) => duty.length > 0 && listed.has(id) && !duty.includes(id)
  const here = daily.filter((id) => !isAway(id, world) && !resting(id))
  const ids = of === 'weekly' ? weekly : new Set(here.length > 0 ? here : daily)
  return directory.people.filter(({ id }) => ids.has(id)).map(({ id, name }) => ({ id, name }))
}

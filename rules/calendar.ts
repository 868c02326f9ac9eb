// When is it, on the campus? Working days of the Chinese calendar, quiet hours, and local time of any IANA zone; pure.
import chineseDays from 'chinese-days'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** A moment as the clock on the wall shows it. `m` is 1–12, `weekday` 1 (Monday) – 7 (Sunday). */
export type LocalParts = {
  y: number
  m: number
  d: number
  h: number
  min: number
  s: number
  weekday: number
}

// Making a formatter costs a hundred times more than using it.
const formatters = new Map<string, Intl.DateTimeFormat>()

const formatterOf = (timezone: string): Intl.DateTimeFormat => {
  const known = formatters.get(timezone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(timezone, made)
  return made
}

/** What the formatter says of a moment. */
const askedWall = (ms: number, timezone: string): number => {
  const part: Record<string, number> = {}
  for (const { type, value } of formatterOf(timezone).formatToParts(ms)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((ms % 1000) + 1000) % 1000)
}

const QUARTER_MS = 15 * MINUTE_MS
/** Since then no zone has changed its offset but at a full quarter of an hour. */
const SINCE_MS = Date.UTC(2000, 0, 1)
const offsets = new Map<string, Map<number, number>>()
const REMEMBERS = 10_000

/** The wall clock as ms, as if the campus were in UTC: arithmetic on days is safe there, no zone interferes. */
const wallOf = (ms: number, timezone: string): number => {
  if (!(ms >= SINCE_MS)) return askedWall(ms, timezone)
  let known = offsets.get(timezone)
  if (!known || known.size > REMEMBERS) {
    known = new Map()
    offsets.set(timezone, known)
  }
  const quarter = Math.floor(ms / QUARTER_MS)
  let offset = known.get(quarter)
  if (offset === undefined) {
    offset = askedWall(ms, timezone) - ms
    known.set(quarter, offset)
  }
  return ms + offset
}

/**
 * The moment at which the wall clock shows `wall`. An hour that comes twice (end of summer time) is its first coming;
 * one that is left out is as much later as was left out.
 */
const momentOf = (wall: number, timezone: string): number => {
  const before = wallOf(wall - DAY_MS, timezone) - (wall - DAY_MS)
  const after = wallOf(wall + DAY_MS, timezone) - (wall + DAY_MS)
  const fits = [wall - before, wall - after].filter((ms) => wallOf(ms, timezone) === wall)
  return fits.length > 0 ? Math.min(...fits) : wall - before
}

export const localParts = (ms: number, timezone: string): LocalParts => {
  const wall = new Date(wallOf(ms, timezone))
  return {
    y: wall.getUTCFullYear(),
    m: wall.getUTCMonth() + 1,
    d: wall.getUTCDate(),
    h: wall.getUTCHours(),
    min: wall.getUTCMinutes(),
    s: wall.getUTCSeconds(),
    weekday: wall.getUTCDay() || 7,
  }
}

const two = (n: number): string => String(n).padStart(2, '0')

/** `2026-12-08`: the day on the campus. */
export const localDate = (ms: number, timezone: string): string => {
  const { y, m, d } = localParts(ms, timezone)
  return `${y}-${two(m)}-${two(d)}`
}

/** Epoch ms of a local time. A day past the month's end counts on into the next: `d + 1` is always tomorrow. */
export const atLocal = (
  { y, m, d, h = 0, min = 0 }: { y: number; m: number; d: number; h?: number; min?: number },
  timezone: string,
): number => momentOf(Date.UTC(y, m - 1, d, h, min), timezone)

/**
 * Is this local day (`wall`: any ms of it) a working day? The State Council's holidays and 调休 as far as they are
 * published; a year without them counts Monday to Friday. chinese-days is asked with the date as text and believed only
 * where its tables name the day: the weekday it works out itself is wrong when the server is west of Greenwich.
 */
const isWorkday = (wall: number): boolean => {
  const day = Math.floor(wall / DAY_MS)
  const known = workdays.get(day) ?? askedWorkday(wall)
  if (workdays.size > REMEMBERS) workdays.clear()
  workdays.set(day, known)
  return known
}
const workdays = new Map<number, boolean>()

const askedWorkday = (wall: number): boolean => {
  const date = new Date(wall)
  const { name, work } = chineseDays.getDayDetail(date.toISOString().slice(0, 10))
  if (name.includes(',')) return work
  const weekday = date.getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/**
 * The same local time of day, `days` working days later: what begins Monday 10:00 with 5 working days ends the next
 * Monday 10:00, not at midnight, so that the allowed time is never less for a report late in the day and reminders at
 * fractions of it fall into the day. The day itself does not count, working day or not.
 */
export const addWorkdays = (fromMs: number, days: number, timezone: string): number => {
  let wall = wallOf(fromMs, timezone)
  for (let left = days; left > 0; ) {
    wall += DAY_MS
    if (isWorkday(wall)) left--
  }
  return days > 0 ? momentOf(wall, timezone) : fromMs
}

/** Quiet hours as `HH:MM`, local; `to` before `from` is past midnight. `from` belongs to them, `to` does not. */
export type QuietTime = { from: string; to: string }

const minutes = (time: string): number => {
  const [h, min] = time.split(':')
  return Number(h) * 60 + Number(min)
}

const minuteOfDay = (ms: number, timezone: string): number => {
  const { h, min } = localParts(ms, timezone)
  return h * 60 + min
}

export const inQuietHours = (ms: number, quiet: QuietTime, timezone: string): boolean => {
  const [now, from, to] = [minuteOfDay(ms, timezone), minutes(quiet.from), minutes(quiet.to)]
  return from <= to ? from <= now && now < to : from <= now || now < to
}

/** When the quiet hours that `ms` lies in end; `ms` itself when it lies in none. */
export const endOfQuiet = (ms: number, quiet: QuietTime, timezone: string): number => {
  if (!inQuietHours(ms, quiet, timezone)) return ms
  const wall = wallOf(ms, timezone)
  const midnight = wall - (((wall % DAY_MS) + DAY_MS) % DAY_MS)
  const end = midnight + minutes(quiet.to) * MINUTE_MS
  return momentOf(end > wall ? end : end + DAY_MS, timezone)
}

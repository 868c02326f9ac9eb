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
export const wallOf = (ms: number, timezone: string): number => {
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
export const momentOf = (wall: number, timezone: string): number => {
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

const dayOf = (wall: number): string => new Date(wall).toISOString().slice(0, 10)

/** The tables of the office, by year: what the State Council announced, as local dates. */
export type Calendar = Readonly<Record<string, { holidays: readonly string[]; workdays: readonly string[] }>>
const noTables: Calendar = {}

/** Are the State Council's holidays of this year known? 1 January is always among them. */
const knowsYear = (year: number, tables: Calendar): boolean => {
  if (tables[year]) return true
  const said = announced.get(year) ?? chineseDays.getDayDetail(`${year}-01-01`).name.includes(',')
  announced.set(year, said)
  return said
}
const announced = new Map<number, boolean>()

/** How many days either side of a holiday its 调休 may reach; `midweek`: only where it lies on Tuesday to Thursday. */
type Feast = { from: number; to: number; before: number; after: number; midweek?: true }

const utc = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day)

/** 清明 of this century lies on 4 or 5 April. */
const clearBrightness = (year: number): number => {
  const nth = year % 100
  return utc(year, 4, Math.floor(nth * 0.2422 + 4.81) - Math.floor(nth / 4))
}

/** The first day from `from` on that the lunar calendar calls so. */
const lunar = (from: number, month: number, day: number): number => {
  for (let at = from; at < from + 90 * DAY_MS; at += DAY_MS) {
    const { lunarMon, lunarDay, isLeap } = chineseDays.getLunarDate(dayOf(at))
    if (lunarMon === month && lunarDay === day && !isLeap) return at
  }
  return from
}

const feasts = new Map<number, Feast[]>()

/** The statutory holidays of a year (全国年节及纪念日放假办法, 2024 年修订), whatever is not yet arranged around them. */
const feastsOf = (year: number): Feast[] => {
  const known = feasts.get(year)
  if (known) return known
  const spring = lunar(utc(year, 1, 15), 1, 1)
  const one = (at: number): Feast => ({ from: at, to: at, before: 5, after: 5, midweek: true })
  const made: Feast[] = [
    one(utc(year, 1, 1)),
    { from: spring - DAY_MS, to: spring + 2 * DAY_MS, before: 8, after: 12 },
    one(clearBrightness(year)),
    { from: utc(year, 5, 1), to: utc(year, 5, 2), before: 9, after: 10 },
    one(lunar(utc(year, 5, 20), 5, 5)),
    one(lunar(utc(year, 9, 1), 8, 15)),
    { from: utc(year, 10, 1), to: utc(year, 10, 3), before: 14, after: 10 },
  ]
  feasts.set(year, made)
  return made
}

/**
 * Is this day a working day, as far as the law alone says so? Monday to Friday without the statutory holidays. A weekend
 * that may be worked in exchange counts as worked: so that no deadline is ever later than the one to be announced.
 */
export const presumedWorkday = (wall: number): boolean => {
  const at = wall - (((wall % DAY_MS) + DAY_MS) % DAY_MS)
  const year = new Date(at).getUTCFullYear()
  const near = [...feastsOf(year), ...feastsOf(year + 1).slice(0, 2)]
  if (near.some(({ from, to }) => from <= at && at <= to)) return false
  const weekday = new Date(at).getUTCDay()
  if (weekday !== 0 && weekday !== 6) return true
  return near.some(({ from, to, before, after, midweek }) => {
    const on = new Date(from).getUTCDay()
    return (!midweek || (on >= 2 && on <= 4)) && from - before * DAY_MS <= at && at <= to + after * DAY_MS
  })
}

/**
 * Is this local day (`wall`: any ms of it) a working day? As the office's table says; else the State Council's holidays and
 * 调休 as far as they are published; a year without them as `presumedWorkday`. chinese-days is asked with the date as text and believed only
 * where its tables name the day: the weekday it works out itself is wrong when the server is west of Greenwich.
 */
const isWorkday = (wall: number, tables: Calendar): boolean => {
  const workdays = asked.get(tables) ?? new Map<number, boolean>()
  asked.set(tables, workdays)
  const day = Math.floor(wall / DAY_MS)
  const known = workdays.get(day) ?? askedWorkday(wall, tables)
  if (workdays.size > REMEMBERS) workdays.clear()
  workdays.set(day, known)
  return known
}
const asked = new WeakMap<Calendar, Map<number, boolean>>()

const askedWorkday = (wall: number, tables: Calendar): boolean => {
  const date = new Date(wall)
  const [day, year] = [dayOf(wall), date.getUTCFullYear()]
  // The exchange for 1 January is announced with the year that it begins.
  for (const table of [tables[year], tables[year + 1]]) {
    if (table?.workdays.includes(day)) return true
    if (table?.holidays.includes(day)) return false
  }
  const { name, work } = chineseDays.getDayDetail(day)
  if (name.includes(',')) return work
  if (!knowsYear(year, tables) || (date.getUTCMonth() === 11 && !knowsYear(year + 1, tables)))
    return presumedWorkday(wall)
  const weekday = date.getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/** The years between two moments whose holidays are not known. */
export const presumedYears = (
  fromMs: number,
  toMs: number,
  timezone: string,
  tables: Calendar = noTables,
): number[] => {
  const [first, last] = [localParts(fromMs, timezone).y, localParts(toMs, timezone).y]
  const years = Array.from({ length: Math.min(last - first, 20) + 1 }, (_, nth) => first + nth)
  return years.filter((year) => !knowsYear(year, tables))
}

/**
 * The same local time of day, `days` working days later: what begins Monday 10:00 with 5 working days ends the next
 * Monday 10:00, not at midnight, so that the allowed time is never less for a report late in the day and reminders at
 * fractions of it fall into the day. The day itself does not count, working day or not.
 */
export const addWorkdays = (
  fromMs: number,
  days: number,
  timezone: string,
  tables: Calendar = noTables,
): number => {
  let wall = wallOf(fromMs, timezone)
  for (let left = days; left > 0; ) {
    wall += DAY_MS
    if (isWorkday(wall, tables)) left--
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

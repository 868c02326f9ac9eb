// When was it? Reads moments as people type them in Chinese, and refuses what it would have to guess; pure.
import { atLocal, localParts } from '../../rules/calendar.js'
import { type Day, exists, type Named, named, shifted } from './day.js'
import { clock, hourOf } from './hour.js'
import { MINUTE_MS, spanMs } from './spans.js'
import { bare, LONGEST } from './spoken.js'
import { NOW, PERIOD } from './time-table.js'

/** How far ahead of ours a person's clock may be before a time counts as future; it is then taken as now. */
const SKEW_MS = 2 * MINUTE_MS
/** Nothing that is reported here happened before: an older time is a slip. */
const EARLIEST = Date.UTC(2000, 0, 1)

type ParsedTime = { at: number } | { problem: 'future' | 'not-understood' | 'ambiguous' }

const notUnderstood: ParsedTime = { problem: 'not-understood' }

/**
 * A moment as people say it, in the campus's time zone: 刚刚, 10分钟前, 今天14:30, 昨晚9点, 11月23日14:30, 2026-11-23 14:30.
 * Never in the future, but for two minutes of a wrong clock, which are taken as now. What leaves the year, month, week or
 * day open is the last one that fits, unless it lies only a little ahead: then it is a slip and `future`. A day without an
 * hour is `ambiguous`, and so is 两点 when both 02:00 and 14:00 have been. With `future: true` (外出) times may lie ahead, and a bare day is its first minute.
 */
export const parseTime = (
  text: string,
  now: number,
  timezone: string,
  options: { future?: boolean } = {},
): ParsedTime => {
  if (text.length > LONGEST * 4) return notUnderstood
  const said = bare(text)
  if (!said || said.length > LONGEST) return notUnderstood
  if (NOW.test(said)) return { at: now }
  const span = /^(.+?)(?:之|以)?前$/u.exec(said)?.[1]
  const agoMs = span === undefined ? undefined : spanMs(span)
  if (agoMs !== undefined) return now - agoMs >= EARLIEST ? { at: Math.round(now - agoMs) } : notUnderstood

  const today = localParts(now, timezone)
  const date = named(said, today)
  if (!exists(date.day)) return notUnderstood
  const rest = date.rest
    .replace(/^[ ,的t]+/u, '')
    .replace(/^\(?(?:周|星期)[1-7日天]\)? ?/u, '')
    .trim()
  const period = PERIOD.exec(rest)?.[0]
  const spoken = clock(rest.slice(period?.length ?? 0).trim(), date.how !== 'none' || period !== undefined)
  if (rest === (period ?? '')) {
    if (date.how === 'none' && !period) return notUnderstood
    if (!options.future && !date.before && atLocal({ ...date.day, h: 0, min: 0 }, timezone) > now)
      return { problem: 'future' }
    if (options.future && !period) return settled(date, { h: 0, min: 0 }, now, timezone, true)
    return period === '中午' || period === '正午'
      ? settled(date, { h: 12, min: 0 }, now, timezone, options.future === true)
      : { problem: 'ambiguous' }
  }
  if (!spoken || spoken.min > 59) return notUnderstood
  const hour = hourOf(spoken.h, period ?? spoken.period, date.how)
  if (hour === undefined) return notUnderstood
  if (hour === 'ambiguous') return { problem: 'ambiguous' }
  if (hour.h === 0 && hour.next && spoken.h === 24 && spoken.min > 0) return notUnderstood
  if (spoken.offsetMs !== undefined) {
    if (date.how !== 'date' || date.before) return notUnderstood
    const { y, m, d } = date.day
    return bounded(Date.UTC(y, m - 1, d, hour.h, spoken.min) - spoken.offsetMs, now, options.future === true)
  }
  // 两点 said at three in the afternoon is rather 14:00 than 02:00: half a day of a statutory clock is not guessed.
  if (!options.future && !period && spoken.dial) {
    const later = settled(date, { h: hour.h + 12, min: spoken.min }, now, timezone, false)
    if ('at' in later) return { problem: 'ambiguous' }
  }
  const moved = hour.next ? { ...date, day: shifted(date.day, 1), ...movedOn(date) } : date
  return settled(moved, { h: hour.h, min: spoken.min }, now, timezone, options.future === true)
}

const movedOn = ({ before, after }: Named): Partial<Named> => ({
  ...(before && exists(before) ? { before: shifted(before, 1) } : {}),
  ...(after && exists(after) ? { after: shifted(after, 1) } : {}),
})

const bounded = (at: number, now: number, future: boolean): ParsedTime => {
  if (at < EARLIEST) return notUnderstood
  if (future || at <= now) return { at }
  return at <= now + SKEW_MS ? { at: now } : { problem: 'future' }
}

/** The moment on the day that is meant, among the ones the name leaves open. */
const settled = (
  date: Named,
  { h, min }: { h: number; min: number },
  now: number,
  timezone: string,
  future: boolean,
): ParsedTime => {
  const on = (day: Day) => atLocal({ ...day, h, min }, timezone)
  const at = on(date.day)
  if (future) {
    const { after } = date
    return after && now - at > (date.pastMs ?? 0) && exists(after)
      ? { at: on(after) }
      : bounded(at, now, true)
  }
  if (at <= now + SKEW_MS || !date.before) return bounded(at, now, false)
  if (at - now < (date.slackMs ?? 0)) return { problem: 'future' }
  return exists(date.before) ? bounded(on(date.before), now, false) : notUnderstood
}

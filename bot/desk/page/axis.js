// Where does a moment stand on the axis? Three spans to choose from, their ticks on the campus's hours, and what lies beyond their ends.

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** @typedef {{id: string, label: string, before: number, after: number}} Span */

/** @type {readonly Span[]} */
export const spans = [
  { id: 'day', label: '一天', before: 6 * HOUR, after: 18 * HOUR },
  { id: 'week', label: '一周', before: 2 * DAY, after: 5 * DAY },
  { id: 'month', label: '一月', before: 8 * DAY, after: 22 * DAY },
]

/** The shortest one in which something falls due. @param {readonly number[]} dues @param {number} now @returns {Span} */
export const spanFor = (dues, now) => {
  const [first, second, last] = spans
  if (!first || !second || !last) throw new Error('no spans')
  const holds = /** @param {Span} span */ (span) =>
    dues.some((due) => due >= now - span.before && due <= now + span.after)
  return holds(first) ? first : holds(second) ? second : dues.length > 0 ? last : first
}

/**
 * In percent of the way; what lies beyond an end stands at the end.
 * @param {number} ms @param {Span} span @param {number} now
 */
export const placeOf = (ms, { before, after }, now) =>
  Math.round(Math.min(100, Math.max(0, (100 * (ms - now + before)) / (before + after))) * 100) / 100

/** @param {number} ms @param {Span} span @param {number} now @returns {'before' | 'after' | undefined} */
export const beyondOf = (ms, { before, after }, now) =>
  ms < now - before ? 'before' : ms > now + after ? 'after' : undefined

/**
 * @param {Span} span @param {number} now @param {string} timezone
 * @returns {{at: number, label: string, strong: boolean}[]} `at` in percent
 */
export const ticks = (span, now, timezone) => {
  const parts = new Intl.DateTimeFormat('zh-CN', {
    timeZone: timezone,
    hourCycle: 'h23',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    weekday: 'short',
  })
  const found = []
  const from = now - span.before
  for (let at = Math.ceil(from / HOUR) * HOUR; at <= now + span.after; at += HOUR) {
    const { month, day, hour, weekday } = Object.fromEntries(
      parts.formatToParts(at).map(({ type, value }) => [type, value]),
    )
    const midnight = Number(hour) === 0
    const place = placeOf(at, span, now)
    if (span.id === 'day' && Number(hour) % 6 === 0)
      found.push({
        at: place,
        label: midnight ? `${month}月${day}日` : `${Number(hour)}:00`,
        strong: midnight,
      })
    if (span.id === 'week' && midnight)
      found.push({ at: place, label: `${day}日 ${weekday}`, strong: weekday === '周一' })
    if (span.id === 'month' && midnight && weekday === '周一')
      found.push({ at: place, label: `${month}月${day}日`, strong: Number(day) <= 7 })
  }
  return found
}

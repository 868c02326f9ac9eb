// What time is it on the campus? Words for moments and spans, always in the campus's time zone.
const zone = 'Asia/Shanghai'
const parts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: zone,
  hour12: false,
  month: 'numeric',
  day: 'numeric',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** @param {number} ms */
const split = (ms) => Object.fromEntries(parts.formatToParts(ms).map(({ type, value }) => [type, value]))

/** @param {number} ms */
export const day = (ms) => {
  const { month, day: date } = split(ms)
  return `${month}月${date}日`
}

/** @param {number} ms */
export const weekday = (ms) => split(ms).weekday ?? ''

/** @param {number} ms */
export const clock = (ms) => {
  const { hour, minute } = split(ms)
  return `${hour === '24' ? '00' : hour}:${minute}`
}

/** `2026-11-24T07:30`, as a field for a time has it. @param {number} ms */
export const wall = (ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16)

/** @param {number} ms */
export const seconds = (ms) => `${clock(ms)}:${split(ms).second}`

/** `14:45`, with the date when it is not today. @param {number} ms @param {number} now */
export const moment = (ms, now) =>
  day(ms) === day(now) && Math.abs(ms - now) < 86_400_000 ? clock(ms) : `${day(ms)} ${clock(ms)}`

/** `2 小时 5 分`. @param {number} ms */
export const span = (ms) => {
  const minutes = Math.floor(Math.abs(ms) / 60_000)
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  if (days) return hours ? `${days} 天 ${hours} 小时` : `${days} 天`
  if (hours) return minutes % 60 ? `${hours} 小时 ${minutes % 60} 分` : `${hours} 小时`
  return minutes ? `${minutes} 分钟` : '不到 1 分钟'
}

/** The sandbox's clock, as far ahead of this machine's as the server says. */
export const campusClock = (() => {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    /** @param {string} iso */
    set: (iso) => {
      ahead = Date.parse(iso) - Date.now()
    },
  }
})()

// How long is 一个半小时? Reads spans of time; pure.
import { UNIT } from './time-table.js'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

const SPAN = new RegExp(`(\\d{1,6}(?:\\.\\d{1,3})?|半)个?多? ?(半)?(${UNIT})(半)?多? ?`, 'gu')
const SPANS = new RegExp(`^(?:(?:\\d{1,6}(?:\\.\\d{1,3})?|半)个?多? ?半?(?:${UNIT})半?多? ?)+$`, 'u')

const unitMs = (unit: string): number => {
  if (/^[天日]/u.test(unit)) return DAY_MS
  if (/^(?:周|星期|礼拜)/u.test(unit)) return 7 * DAY_MS
  if (/^(?:小时|钟头|h)/u.test(unit)) return HOUR_MS
  if (/^刻/u.test(unit)) return 15 * MINUTE_MS
  return /^秒/u.test(unit) ? 1000 : MINUTE_MS
}

/** 1小时30分, 半小时, 1个半小时, 2天半: in ms. */
export const spanMs = (text: string): number | undefined => {
  if (!SPANS.test(text)) return undefined
  let ms = 0
  for (const [, count = '', half, unit = '', tail] of text.matchAll(SPAN)) {
    ms += ((count === '半' ? 0.5 : Number(count)) + (half || tail ? 0.5 : 0)) * unitMs(unit)
  }
  return ms
}

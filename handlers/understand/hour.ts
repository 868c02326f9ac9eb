// Which hour is told: 14:30, 两点半, 晚上9点? Pure.

import type { Named } from './day.js'
import { MINUTE_MS } from './spans.js'
import { NIGHT } from './time-table.js'

/** `dial`: an hour of the twelve as it is spoken, 两点; written as 2:30 or 2时 it is one of the twenty-four. */
type Clock = { h: number; min: number; period?: string; dial?: boolean; offsetMs?: number }

const offsetOf = (zone: string | undefined): { offsetMs?: number } => {
  if (!zone) return {}
  if (zone === 'z') return { offsetMs: 0 }
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return { offsetMs: (zone.startsWith('-') ? -1 : 1) * minutes * MINUTE_MS }
}

export const clock = (text: string, dated: boolean): Clock | undefined => {
  const digital =
    /^(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d{1,9})?)? ?(am|pm)? ?(z|[+-]\d{2}:?\d{2})?$/u.exec(text) ??
    (dated ? /^(\d{1,2})\.(\d{2})()()$/u.exec(text) : null) ??
    (dated ? /^(\d{2})(\d{2})()()$/u.exec(text) : null)
  if (digital) {
    const [, h, min, period, zone] = digital
    return { h: Number(h), min: Number(min), ...(period ? { period } : {}), ...offsetOf(zone) }
  }
  const spoken =
    /^(\d{1,2})[点时](?:钟|整|正)?(?:(半)|([1-3])刻|过?(\d{1,2})分?(?:\d{1,2}秒)?)?钟?$/u.exec(text) ??
    /^(\d{1,2}) ?()()()(am|pm)$/u.exec(text)
  if (!spoken) return undefined
  const [, h, half, quarter, min, period] = spoken
  return {
    h: Number(h),
    min: half ? 30 : quarter ? Number(quarter) * 15 : Number(min || 0),
    ...(period ? { period } : { dial: /^\d点/u.test(text) && Number(h) >= 1 && Number(h) <= 5 }),
  }
}

/** The hour of the 24, and whether the night has gone over into the next day. */
export const hourOf = (
  h: number,
  period: string | undefined,
  how: Named['how'],
): { h: number; next: boolean } | 'ambiguous' | undefined => {
  if (h > 24) return undefined
  if (!period) return h === 24 ? { h: 0, next: true } : { h, next: false }
  if (period === '凌晨')
    return h <= 6 ? { h, next: false } : h === 12 || h === 24 ? { h: 0, next: false } : undefined
  if (period === 'am') return h <= 12 ? { h: h % 12, next: false } : undefined
  if (/[早晨]|上午/u.test(period)) return h >= 1 && h <= 12 ? { h, next: false } : undefined
  if (/中午|正午|午间|晌午/u.test(period)) {
    if (h >= 10 && h <= 14) return { h, next: false }
    return h === 1 || h === 2 ? { h: h + 12, next: false } : undefined
  }
  if (NIGHT.test(period)) {
    if (h >= 5 && h <= 11) return { h: h + 12, next: false }
    if (h >= 13 && h <= 23) return { h, next: false }
    // 昨晚1点 is this morning, 晚上1点 alone too; 今晚1点 is still to come; 11月23日夜里2点 may be either.
    const early = h % 12
    if (how === 'word' || (how === 'today' && period.startsWith('晚'))) return { h: early, next: true }
    if (how === 'date') return early === 0 ? { h: 0, next: true } : 'ambiguous'
    return { h: early, next: false }
  }
  // 下午, 午后, 傍晚, pm
  return h === 0 || h === 24 ? undefined : { h: h < 12 ? h + 12 : h, next: false }
}

// How many, and how many minutes? Reads counts and durations as people type them in Chinese; pure.
import { withoutEnd, withoutWord } from '../../rules/ends.js'
import { hanValue } from './numerals.js'
import { MINUTE_MS, spanMs } from './spans.js'
import { bare, even, LONGEST } from './spoken.js'
import { COUNTED, MEASURES, scales, WHO } from './time-table.js'

/** A count: 约1200人, 1,200, 120万, 1.2万, 一千二百多. `undefined` for what is no whole number: 十几, 3到5, 1.5. */
export const parseNumber = (text: string): number | undefined => {
  if (text.length > LONGEST * 4) return undefined
  const counted = even(text)
    .replace(COUNTED, '')
    .replace(/左右|上下|以上|以内|多|余|\+/gu, '')
    .replace(/^[>≥~≈]=?/u, '')
  const people = withoutWord(withoutEnd(counted, '。.!,吧呢'), WHO)
  const said = withoutWord(people, MEASURES).trim()
  if (/^(?:没有|没|无|暂无)$/u.test(said)) return 0
  const arabic = /^(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,4})? ?(十|百万|千万|百|千|万|亿|k|w)?$/u.exec(said)
  if (arabic) {
    const whole = Number(`${arabic[1]?.replaceAll(',', '')}${arabic[2] ?? ''}`)
    // 1.2 × 10000 is 12000 only after rounding away the binary dust.
    const value = Number((whole * (scales[arabic[3] ?? ''] ?? 1)).toFixed(3))
    return Number.isSafeInteger(value) ? value : undefined
  }
  const mixed = /^(\d{1,4})万(\d)(千|百)?$/u.exec(said)
  if (mixed) return Number(mixed[1]) * 10_000 + Number(mixed[2]) * (mixed[3] === '百' ? 100 : 1000)
  if (!/^[零〇一二两三四五六七八九十百千万亿]{1,20}$/u.test(said)) return undefined
  const value = hanValue(said)
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined
}

/** A duration in whole minutes: 半小时, 2小时, 1小时30分, 一个半小时, 90分钟, 90; 没有中断 is 0. */
export const parseMinutes = (text: string): number | undefined => {
  if (text.length > LONGEST * 4) return undefined
  const said = bare(text)
    .replace(/^(?:中断了?|断了?|持续了?|已经?|共|有|超过|将近|近)+/u, '')
    .replace(/[多余]/gu, '')
  if (/^(?:没有?|未|无|暂无)(?:中断|影响)?$/u.test(said)) return 0
  if (/^\d{1,7}$/u.test(said)) return Number(said)
  const ms = spanMs(said)
  return ms === undefined ? undefined : Math.round(ms / MINUTE_MS)
}

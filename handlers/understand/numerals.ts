// Which number is written in Chinese numerals? What would be a guess is none; pure.
import { hanDigits, hanMyriads, hanUnits } from './time-table.js'

const digitOf = (char: string): number =>
  hanDigits.indexOf(char === '〇' ? '零' : char === '两' ? '二' : char)

/** 三千二百 → 3200, 三万五 → 35000, 一百零五 → 105, 万 → 10000. `undefined` for what is no numeral: 两三, 百十, 千百. */
export const hanValue = (text: string): number | undefined => {
  if (/(?<![一二两三四五六七八九])(?:百十|千[百十])|[零〇][百千万亿]/u.test(text)) return undefined
  if (/[一二两三四五六七八九](?=[零〇一二两三四五六七八九])/u.test(text)) return undefined
  let total = 0
  let section = 0
  let digit: number | undefined
  let unit = 1
  for (const char of text) {
    const value = digitOf(char)
    const small = hanUnits[char]
    const large = hanMyriads[char]
    if (value >= 0) {
      if (value > 0) digit = value
      continue
    }
    if (small !== undefined) {
      section += (digit ?? 1) * small
      unit = small
    } else if (large !== undefined) {
      total = (total + section + (digit ?? 0) || 1) * large
      section = 0
      unit = large
    } else return undefined
    digit = undefined
  }
  // 三万五 is 35000: a digit right after a unit counts tenths of it; after 零 it is itself.
  const tail = (digit ?? 0) * (unit > 10 && !/[零〇][一二两三四五六七八九]$/u.test(text) ? unit / 10 : 1)
  return total + section + tail
}

export const numeral = (run: string): string => {
  if (/[十百]/u.test(run)) return String(hanValue(run) ?? run)
  const digits = [...run].map(digitOf).join('')
  // 两三 and 三五 are guesses, not numbers; 二〇二六 and 零五 are digits read out.
  return run.length === 1 || run.length === 4 || /^[零〇].$/u.test(run) ? digits : run
}

export const ARABIC = /[零〇一二两三四五六七八九十百]+/gu

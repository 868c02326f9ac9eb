// Which day is named at the beginning of a text, and which others may be meant by it? Pure.

import { DAY_MS, HOUR_MS } from './spans.js'
import { dayWords } from './time-table.js'

export type Day = { y: number; m: number; d: number }

/**
 * A day that was named. Where the name leaves the year, month or week open, `before` is the one before: it is meant when
 * `day` would lie ahead by more than `slackMs`; less than that is rather a slip of the hand, and is asked again.
 * `after` is the one after, for times that may lie ahead, meant when `day` is past by more than `pastMs`.
 */
export type Named = {
  rest: string
  day: Day
  how: 'none' | 'today' | 'word' | 'date'
  before?: Day
  slackMs?: number
  after?: Day
  pastMs?: number
}

export const shifted = ({ y, m, d }: Day, days: number): Day => {
  const date = new Date(Date.UTC(y, m - 1, d + days))
  return { y: date.getUTCFullYear(), m: date.getUTCMonth() + 1, d: date.getUTCDate() }
}

export const exists = ({ y, m, d }: Day): boolean =>
  m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate()

const monthOff = ({ y, m }: Day, months: number): { y: number; m: number } => {
  const nth = y * 12 + m - 1 + months
  return { y: Math.floor(nth / 12), m: (nth % 12) + 1 }
}

export const named = (text: string, today: Day & { weekday: number }): Named => {
  const full = /^(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})[日号]?/u.exec(text)
  if (full) {
    return {
      rest: text.slice(full[0].length),
      how: 'date',
      day: { y: Number(full[1]), m: Number(full[3]), d: Number(full[4]) },
    }
  }
  // 26.11.23: only where the two figures are this year's or the last's, so that no day is taken for a year
  const brief = /^(\d{2})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/u.exec(text)
  const briefYear = 2000 + Number(brief?.[1])
  if (brief && (briefYear === today.y || briefYear === today.y - 1)) {
    return {
      rest: text.slice(brief[0].length),
      how: 'date',
      day: { y: briefYear, m: Number(brief[3]), d: Number(brief[4]) },
    }
  }
  const compact = /^(\d{4})(\d{2})(\d{2})(?=\d{4}$|\D|$)/u.exec(text)
  if (compact) {
    return {
      rest: text.slice(8),
      how: 'date',
      day: { y: Number(compact[1]), m: Number(compact[2]), d: Number(compact[3]) },
    }
  }
  const yearly =
    /^(?:(去年|今年|\d{2}年)?(\d{1,2})月(\d{1,2})[日号]?|()(\d{1,2})[-/.](\d{1,2})(?![\d:.-])[日号]?)/u.exec(
      text,
    )
  if (yearly) {
    const said = yearly[1]
    const [m, d] = [Number(yearly[2] ?? yearly[5]), Number(yearly[3] ?? yearly[6])]
    const rest = text.slice(yearly[0].length)
    const y =
      said === '去年'
        ? today.y - 1
        : said?.endsWith('年') && said !== '今年'
          ? 2000 + Number(said.slice(0, 2))
          : today.y
    const day = { y, m, d }
    if (said) return { rest, how: 'date', day }
    return {
      rest,
      how: 'date',
      day,
      before: { ...day, y: y - 1 },
      slackMs: 31 * DAY_MS,
      after: { ...day, y: y + 1 },
      pastMs: 180 * DAY_MS,
    }
  }
  const monthly = /^(上个?月|本月|这个?月)?(\d{1,2})[日号]/u.exec(text)
  if (monthly) {
    const rest = text.slice(monthly[0].length)
    const d = Number(monthly[2])
    if (monthly[1]?.startsWith('上')) return { rest, how: 'date', day: { ...monthOff(today, -1), d } }
    const day = { y: today.y, m: today.m, d }
    if (monthly[1]) return { rest, how: 'date', day }
    return {
      rest,
      how: 'date',
      day,
      before: { ...monthOff(today, -1), d },
      slackMs: 2 * DAY_MS,
      after: { ...monthOff(today, 1), d },
      pastMs: 15 * DAY_MS,
    }
  }
  const word = /^(大前|大后|[前昨今当本明后])(?:[天日]|(?=[早晚夜晨])|(?<=[昨今明])(?=[上中下]午))/u.exec(
    text,
  )
  if (word) {
    const days = dayWords[word[1] ?? ''] ?? 0
    return {
      rest: text.slice(word[0].length),
      how: days === 0 ? 'today' : 'word',
      day: shifted(today, days),
    }
  }
  const ago = /^(\d{1,3})[天日](?:之|以)?前(?=.)/u.exec(text)
  if (ago) return { rest: text.slice(ago[0].length), how: 'word', day: shifted(today, -Number(ago[1])) }
  const weekly = /^(上上|上|本|这|下)?个?(?:周|星期|礼拜)([1-7日天])/u.exec(text)
  if (weekly) {
    const rest = text.slice(weekly[0].length)
    const wanted = /[日天]/u.test(weekly[2] ?? '') ? 7 : Number(weekly[2])
    const off = wanted - (today.weekday || 7) // the week begins on Monday
    const weeks = { 上上: -2, 上: -1, 本: 0, 这: 0, 下: 1 }[weekly[1] ?? '']
    if (weeks !== undefined) return { rest, how: 'word', day: shifted(today, off + 7 * weeks) }
    const day = shifted(today, off)
    return {
      rest,
      how: off === 0 ? 'today' : 'word',
      day,
      ...(off > 0 ? { before: shifted(day, -7), slackMs: 0 } : {}),
      ...(off < 0 ? { after: shifted(day, 7), pastMs: 0 } : {}),
    }
  }
  // A bare 23:50 said at 0:30 was yesterday; a bare 14:30 said at 9:00 is no time we may guess at.
  return { rest: text, how: 'none', day: today, before: shifted(today, -1), slackMs: 12 * HOUR_MS }
}

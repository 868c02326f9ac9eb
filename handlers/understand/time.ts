// When was it, how many, how long? Reads times, counts and durations as people type them in Chinese; pure.
import { atLocal, localParts } from '../../rules/calendar.js'
import { withoutEnd, withoutWord } from '../../rules/ends.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** How far ahead of ours a person's clock may be before a time counts as future; it is then taken as now. */
const SKEW_MS = 2 * MINUTE_MS
/** Nothing that is reported here happened before: an older time is a slip. */
const EARLIEST = Date.UTC(2000, 0, 1)
/** Longer texts are no times; it also bounds what the patterns below can be made to do. */
const LONGEST = 60

type ParsedTime = { at: number } | { problem: 'future' | 'not-understood' | 'ambiguous' }

const notUnderstood: ParsedTime = { problem: 'not-understood' }

// ── numerals ────────────────────────────────────────────────────────────────────────────────────────────────────────

const hanDigits = '零一二三四五六七八九'
const hanUnits: Record<string, number> = { 十: 10, 百: 100, 千: 1000 }
const hanMyriads: Record<string, number> = { 万: 10_000, 亿: 100_000_000 }
const digitOf = (char: string): number =>
  hanDigits.indexOf(char === '〇' ? '零' : char === '两' ? '二' : char)

/** 三千二百 → 3200, 三万五 → 35000, 一百零五 → 105, 万 → 10000. `undefined` for what is no numeral: 两三, 百十, 千百. */
const hanValue = (text: string): number | undefined => {
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

const numeral = (run: string): string => {
  if (/[十百]/u.test(run)) return String(hanValue(run) ?? run)
  const digits = [...run].map(digitOf).join('')
  // 两三 and 三五 are guesses, not numbers; 二〇二六 and 零五 are digits read out.
  return run.length === 1 || run.length === 4 || /^[零〇].$/u.test(run) ? digits : run
}

const ARABIC = /[零〇一二两三四五六七八九十百]+/gu

// ── the text, made even ─────────────────────────────────────────────────────────────────────────────────────────────

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu

/** What a typewriter in traditional characters makes of the words of time. */
const TRADITIONAL = /[點時後號鐘週禮兩]/gu
const simple: Record<string, string> = {
  點: '点',
  時: '时',
  後: '后',
  號: '号',
  鐘: '钟',
  週: '周',
  禮: '礼',
  兩: '两',
}

const even = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(TRADITIONAL, (char) => simple[char] ?? char)
    .toLowerCase()
    .trim()
    .replace(/\s+/gu, ' ')
    .replace(/ ?(\p{Script=Han}) ?/gu, '$1')
    .replace(/^(大前|前|昨|今|明|后)儿个?/u, '$1天')

const worded = (text: string): string =>
  even(text)
    .replace(ARABIC, numeral)
    .replace(/大约|大概|大致|差不多|左右|上下|约/gu, '')
    .replace(/(?<=[点分半时刻钟\d])(?:前后|许|許|余)|(?<=[点时分])多/gu, '')
    .replace(/(?<=:\d\d)分/gu, '')
    .replace(/^(?:发现时间|发生时间|时间)(?:是|:)? ?/u, '')
    .replace(/^(?:我们|我|就|是|在|于)+/u, '')
    .replace(/ ?ago$/u, '前')

const bare = (text: string): string => {
  const signless = withoutEnd(worded(text), '吧呢啊。.!,;、 ')
  return withoutWord(withoutWord(signless, ['的时候', '时候', '的']), ['发现', '发生', '开始', '出现']).trim()
}

// ── relative: 刚刚, 一个半小时前 ────────────────────────────────────────────────────────────────────────────────────

const NOW = /^(?:刚刚|刚才|刚|现在|此刻|当前|目前|now|just now)$/u
const UNIT = '天|日|周|星期|礼拜|小时|钟头|hours?|hrs?|h|分钟|分|minutes?|mins?|m|刻钟|秒钟|秒'
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
const spanMs = (text: string): number | undefined => {
  if (!SPANS.test(text)) return undefined
  let ms = 0
  for (const [, count = '', half, unit = '', tail] of text.matchAll(SPAN)) {
    ms += ((count === '半' ? 0.5 : Number(count)) + (half || tail ? 0.5 : 0)) * unitMs(unit)
  }
  return ms
}

// ── the day ─────────────────────────────────────────────────────────────────────────────────────────────────────────

type Day = { y: number; m: number; d: number }

/**
 * A day that was named. Where the name leaves the year, month or week open, `before` is the one before: it is meant when
 * `day` would lie ahead by more than `slackMs`; less than that is rather a slip of the hand, and is asked again.
 * `after` is the one after, for times that may lie ahead, meant when `day` is past by more than `pastMs`.
 */
type Named = {
  rest: string
  day: Day
  how: 'none' | 'today' | 'word' | 'date'
  before?: Day
  slackMs?: number
  after?: Day
  pastMs?: number
}

const shifted = ({ y, m, d }: Day, days: number): Day => {
  const date = new Date(Date.UTC(y, m - 1, d + days))
  return { y: date.getUTCFullYear(), m: date.getUTCMonth() + 1, d: date.getUTCDate() }
}

const exists = ({ y, m, d }: Day): boolean =>
  m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate()

const dayWords: Record<string, number> = {
  大前: -3,
  前: -2,
  昨: -1,
  今: 0,
  当: 0,
  本: 0,
  明: 1,
  后: 2,
  大后: 3,
}

const monthOff = ({ y, m }: Day, months: number): { y: number; m: number } => {
  const nth = y * 12 + m - 1 + months
  return { y: Math.floor(nth / 12), m: (nth % 12) + 1 }
}

const named = (text: string, today: Day & { weekday: number }): Named => {
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

// ── the hour ────────────────────────────────────────────────────────────────────────────────────────────────────────

const PERIOD =
  /^(凌晨|半夜|午夜|深夜|夜里|夜间|夜晚|大清早|清晨|清早|早晨|早上|早间|早|晨|上午|中午|正午|午间|晌午|午后|下午|傍晚|晚上|晚间|晚|夜|am|pm)/u

/** `dial`: an hour of the twelve as it is spoken, 两点; written as 2:30 or 2时 it is one of the twenty-four. */
type Clock = { h: number; min: number; period?: string; dial?: boolean; offsetMs?: number }

const offsetOf = (zone: string | undefined): { offsetMs?: number } => {
  if (!zone) return {}
  if (zone === 'z') return { offsetMs: 0 }
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return { offsetMs: (zone.startsWith('-') ? -1 : 1) * minutes * MINUTE_MS }
}

const clock = (text: string, dated: boolean): Clock | undefined => {
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

const NIGHT = /[晚夜]/u

/** The hour of the 24, and whether the night has gone over into the next day. */
const hourOf = (
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

// ── counts and durations ────────────────────────────────────────────────────────────────────────────────────────────

const scales: Record<string, number> = {
  十: 10,
  百: 100,
  千: 1000,
  k: 1000,
  万: 10_000,
  w: 10_000,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
}

/** What stands before a count and says of whom, or how sure it is. */
const COUNTED =
  /^(?:大约|大概|大致|差不多|可能有?|约|有|共计?|总共|一共|合计|总计|近|将近|超过|至少|不到|全校|全院|我校|本校|我院|本院|全体|涉及|影响|波及|师生员工|师生|学生|老师|教师|教职工|用户)+/u

/** A count: 约1200人, 1,200, 120万, 1.2万, 一千二百多. `undefined` for what is no whole number: 十几, 3到5, 1.5. */
export const parseNumber = (text: string): number | undefined => {
  if (text.length > LONGEST * 4) return undefined
  const counted = even(text)
    .replace(COUNTED, '')
    .replace(/左右|上下|以上|以内|多|余|\+/gu, '')
    .replace(/^[>≥~≈]=?/u, '')
  const people = withoutWord(withoutEnd(counted, '。.!,吧呢'), [
    '师生员工',
    '教职工',
    '学生',
    '老师',
    '师生',
    '用户',
    '员工',
  ])
  const said = withoutWord(people, ['个人', '人次', '人员', '名', '位', '个', '条', '人', '次', '户']).trim()
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

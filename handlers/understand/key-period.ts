// What does a typed 零报告 say of a key period: which one, from when to when, until which hour of each day? Pure.
import { localDate } from '../../rules/calendar.js'
import type { World } from '../../rules/world.js'
import { daysOn } from '../../rules/zero.js'
import type { Opening } from '../../store/schema.js'
import { exists } from './day.js'
import { narrow } from './letters.js'

const DATE =
  '(?:(?:(20\\d{2})\\s{0,2}[年./-]\\s{0,2})?(\\d{1,2})\\s{0,2}[月./-]\\s{0,2}(\\d{1,2})\\s{0,2}[日号]?|(今天|明天|后天|即日))'
const TO = '\\s{0,2}(?:起|开始)?\\s{0,2}(?:至|到|-|—|–|~)\\s{0,2}'
const SPAN = new RegExp(`${DATE}${TO}(?:${DATE}|(\\d{1,2})\\s{0,2}[日号])`, 'u')
const RUN = /(今天|明天|即日)起\s{0,2}(\d{1,2})\s{0,2}天/u
const ONE = new RegExp(`${DATE}`, 'u')
const HOUR =
  /(?:每[天日]\s{0,2})?(?:(上午|下午|晚上?)\s{0,2})?(\d{1,2})\s{0,2}(?::\s{0,2}(\d{2})|[点时](?:\s{0,2}(\d{1,2})分|(半))?)(?:\s{0,2}(?:以前|之前|前|截止))?/u
const FILLER = /^[\s,，。;；、:：]+|[\s,，。;；、:：]+$/gu

type Said = Pick<Opening, 'name' | 'from' | 'to' | 'at'>

/** `wrong`: dates stand there, and can't be meant. */
export const keyPeriodIn = (
  typed: string,
  world: Pick<World, 'now' | 'rules'>,
): Said & { wrong?: 'backwards' | 'past' | 'long' } => {
  const text = narrow(typed).slice(0, 200)
  const today = localDate(Date.parse(world.now), world.rules.timezone)
  const span = SPAN.exec(text)
  const run = span ? null : RUN.exec(text)
  const one = span || run ? null : ONE.exec(text)
  const days = span ? spanned(span, today) : run ? running(run, today) : one ? single(one, today) : undefined
  const without = text.replace((span ?? run ?? one)?.[0] ?? '', ' ')
  const hour = HOUR.exec(without)
  const at = hour ? hourOf(hour) : undefined
  const name = without
    .replace(at ? (hour?.[0] ?? '') : '', ' ')
    .replace(/每[天日]/u, ' ')
    .replace(FILLER, '')
    .trim()
  const said: Said = {
    ...(name ? { name: name.slice(0, MOST_NAME) } : {}),
    ...(at ? { at } : {}),
  }
  if (!days) return said
  const { from, to } = days
  if (to < from) return { ...said, wrong: 'backwards' }
  if (to < today) return { ...said, wrong: 'past' }
  if (daysOn(from, world.rules.zeroReport.longestDays) <= to) return { ...said, wrong: 'long' }
  return { ...said, from, to }
}
const MOST_NAME = 30

type Dated = { from: string; to: string }
type Days = Dated | undefined

const dateOf = (
  [year, month, day, word]: (string | undefined)[],
  today: string,
  after?: string,
): string | undefined => {
  if (word) return word === '后天' ? daysOn(today, 2) : word === '明天' ? daysOn(today) : today
  if (!month || !day) return undefined
  const y = Number(year ?? (after ?? today).slice(0, 4))
  if (!exists({ y, m: Number(month), d: Number(day) })) return undefined
  const found = `${y}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  // 12月30日至1月3日 ends in the next year
  const over = after !== undefined && found < after && after.slice(5) >= '10' && Number(month) <= 3
  return !year && over ? `${y + 1}${found.slice(4)}` : found
}

const spanned = (span: RegExpExecArray, today: string): Days => {
  const from = dateOf(span.slice(1, 5), today)
  if (!from) return undefined
  const lastDay = span[9]
  const end = lastDay
    ? [from.slice(0, 4), String(Number(from.slice(5, 7))), lastDay, undefined]
    : span.slice(5, 9)
  const to = dateOf(end, today, from)
  if (!to) return undefined
  return span[1] || span[5] ? { from, to } : inYear({ from, to }, today)
}

/** Without a year: those days that go on or are to come first, of last year's 12月30日至1月3日 on its third day, too. */
const inYear = ({ from, to }: Dated, today: string): Days => {
  for (const years of [-1, 0, 1]) {
    const [first, last] = [shifted(from, years), shifted(to, years)]
    if (first && last && last >= today) return { from: first, to: last }
  }
  return undefined
}

const shifted = (date: string, years: number): string | undefined => {
  const [y = 0, m = 0, d = 0] = date.split('-').map(Number)
  return exists({ y: y + years, m, d }) ? `${y + years}${date.slice(4)}` : undefined
}

const running = ([, word, days]: RegExpExecArray, today: string): Days => {
  const from = word === '明天' ? daysOn(today) : today
  return { from, to: daysOn(from, Math.max(1, Number(days)) - 1) }
}

const single = (one: RegExpExecArray, today: string): Days => {
  const day = dateOf(one.slice(1, 5), today)
  if (!day || one[1] || one[4]) return day ? { from: day, to: day } : undefined
  return inYear({ from: day, to: day }, today)
}

const hourOf = ([, half, hour, colon, minutes, thirty]: RegExpExecArray): string | undefined => {
  const said = Number(hour)
  const h = said < 12 && (half === '下午' || half?.startsWith('晚')) ? said + 12 : said
  const min = thirty ? 30 : Number(colon ?? minutes ?? 0)
  return h < 24 && min < 60 ? `${String(h).padStart(2, '0')}:${String(min).padStart(2, '0')}` : undefined
}

const ASKED = {
  sum: /^汇总表?\s*(.{0,30})$/u,
  end: /^(?:提前)?结束\s*(.{0,30})$/u,
  open: /^(?:开启|开始|新建)\s*(.{0,200})$/u,
} as const
const OPEN = /^开始零报告\s*(z\d{1,9})?[。.!！]?$/u

type Asked = { what: keyof typeof ASKED; of: string }

/** 汇总, 结束 and 开启, and what is said behind it. */
export const zeroAsked = (typed: string): Asked | undefined => {
  const said = typed.trim()
  for (const what of ['sum', 'end', 'open'] as const) {
    const found = ASKED[what].exec(said)
    if (found) return { what, of: (found[1] ?? '').trim() }
  }
  return undefined
}

/** 开始零报告, of the period that its button names. */
export const openIn = (said: string): { meant?: string } | undefined => {
  const [whole, meant] = OPEN.exec(said.trim()) ?? []
  return whole === undefined ? undefined : meant === undefined ? {} : { meant }
}

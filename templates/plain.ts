// How are times, durations, levels and people written? As cards.md says: absolute first, in the campus's time zone.

import { localParts } from '../rules/calendar.js'
import type { Duty } from '../rules/duties.js'
import { firstReporters, people } from '../rules/joins.js'
import type { Mark } from '../rules/rules.js'
import {
  type Actor,
  type Instant,
  levelNames,
  type Matter,
  type Owed,
  type Paper,
  type PersonRef,
  type PostName,
  type Urgency,
} from '../store/schema.js'
import { inBrackets } from './brackets.js'

const two = (n: number): string => String(n).padStart(2, '0')

/** `14:45` when it is today, else `11月23日 14:45`; another year is named. For what is read at once. */
export const clockTime = (at: Instant, now: Instant, timezone: string): string => {
  const then = localParts(Date.parse(at), timezone)
  const today = localParts(Date.parse(now), timezone)
  const isToday = then.y === today.y && then.m === today.m && then.d === today.d
  return isToday ? `${two(then.h)}:${two(then.min)}` : dated(at, now, timezone)
}

/** `11月23日 14:45`, today as well; another year is named. For what may still stand in a chat tomorrow. */
export const dated = (at: Instant, now: Instant, timezone: string): string => {
  const { y } = localParts(Date.parse(at), timezone)
  return `${y === localParts(Date.parse(now), timezone).y ? '' : `${y}年`}${dateTime(at, timezone)}`
}

/** `11月23日 14:45`, for records: always with the date. */
export const dateTime = (at: Instant, timezone: string): string => {
  const { m, d, h, min } = localParts(Date.parse(at), timezone)
  return `${m}月${d}日 ${two(h)}:${two(min)}`
}

/**
 * `2 小时 5 分`, `12 分钟`, `30 天`; never finer than a minute but for less than one. What is past is rounded down, what
 * is left is rounded up: a card that came a second ago must not say 14 minutes where 15 were given.
 */
export const duration = (ms: number, round: 'down' | 'up' = 'down'): string => {
  const whole = round === 'up' ? Math.ceil : Math.floor
  const minutes = whole(Math.abs(ms) / 60_000)
  if (minutes < 1) return '不到 1 分钟'
  if (minutes < 60) return `${minutes} 分钟`
  if (minutes < 48 * 60) {
    const hours = Math.floor(minutes / 60)
    return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes % 60} 分`
  }
  const hours = whole(minutes / 60)
  const days = Math.floor(hours / 24)
  return hours % 24 === 0 ? `${days} 天` : `${days} 天 ${hours % 24} 小时`
}

/** `超时 2 小时 5 分`; within the first minute nobody is late by anything that can be said. */
export const lateness = (ms: number): string => (ms < 60_000 ? '刚到时限' : `超时 ${duration(ms)}`)

/**
 * `截至 08:03 还剩 12 分钟`, `截至 11月24日 22:00 已超时 2 小时 5 分`: what stands in a chat stays true, so it says of when it is.
 * What is left is said beside its deadline, whose day need not be said twice.
 */
export const remaining = (due: Instant, now: Instant, timezone: string): string => {
  const ms = Date.parse(due) - Date.parse(now)
  if (ms > 0) return `截至 ${clockTime(now, due, timezone)} 还剩 ${duration(ms, 'up')}`
  return `截至 ${dateTime(now, timezone)} ${-ms < 60_000 ? '' : '已'}${lateness(-ms)}`
}

/** Who is to look a second time: those of another unit who may, or the office; without any, somebody else of the office. */
export const another = (others: PersonRef[] = []): string =>
  others.length > 0 ? `${names(others)}或网信办` : '网信办另一位同志'

/** `张伟（书记，代 王某某）`. */
export const who = (actor: Actor | PersonRef): string => {
  const inside = [actor.title, 'for' in actor && actor.for ? `代 ${actor.for.name}` : undefined].filter(
    Boolean,
  )
  return inside.length > 0 ? `${actor.name}${inBrackets(inside.join('，'))}` : actor.name
}

/** Only the name, and for whom: where the title would drown it. */
export const name = (actor: Actor | PersonRef): string =>
  'for' in actor && actor.for ? `${actor.name}（代 ${actor.for.name}）` : actor.name

export const names = (people: (Actor | PersonRef)[]): string =>
  people
    .filter(({ id }, at) => people.findIndex((other) => other.id === id) === at)
    .map(name)
    .join('、')

/** `刘老师、陈老师`; of many the first and how many: their names stand in the record. */
export const reportersShown = (matter: Pick<Matter, 'reporters'>): string => {
  const all = people(matter.reporters)
  const first = firstReporters(matter)
  return all.length > first.length ? `${names(all.slice(0, 1))} 等 ${all.length} 人` : names(first)
}

export const postNames: Record<PostName, string> = {
  first: '第一责任人',
  direct: '直接责任人',
  supervising_leader: '分管校领导',
  office: '网信办',
  office_deputy: '网信办常务副主任',
  office_director: '网信办主任',
  it_center: '信息中心',
  publicity: '宣传部',
  secrecy: '保密办',
  school_first: '校党委书记',
  school_direct: '学校直接责任人',
}

export const urgencyNames: Record<Urgency, string> = { app: '应用内加急', sms: '短信加急', phone: '电话加急' }

/** What a duty is called: its own name, of a repeated one with its number, and to whom. */
export const dutyName = (duty: Paper): string => {
  const label = paperName(duty)
  return duty.authority && !label.includes(duty.authority.name)
    ? `${label}${inBrackets(duty.authority.name)}`
    : label
}

/** What is still to be done about it: where its receipt was entered, only the second look. */
export const owedName = (duty: Pick<Owed, keyof Paper | 'submission'>): string =>
  duty.submission && !duty.submission.returned ? `${dutyName(duty)}的回执待核实` : dutyName(duty)

/** 首报, 第 2 次续报, 事中情况报告: what is reported, without the authority. */
export const paperName = ({ clock, nth }: Paper): string =>
  nth === undefined ? clock.name : clock.kind === 'grade' ? `重新${clock.name}` : `第 ${nth} 次${clock.name}`

/** What a mark of confidence means to a reader: only A is law that was read, all else waits for the office. */
const markText = (mark: Mark): string =>
  mark === 'A' ? '条文已核' : mark === 'D' ? `建议值，${TO_CONFIRM}` : TO_CONFIRM
const TO_CONFIRM = '待网信办核定'

/** Notes of whoever wrote the rules down (款项未核, 凭记忆) are for the office's view of the rules, and for nobody else. */
const withoutNotes = (source: string): string =>
  source.replace(/（[^（）]{0,20}(?:未核|凭记忆)[^（）]{0,20}）/gu, '')

/** A source with its mark: `网络安全事件分级指南 三（条文已核）`. */
export const sourced = ({
  source,
  confidence,
}: {
  source?: string | undefined
  confidence?: Mark | undefined
}): string => `${withoutNotes(source ?? '校内规定')}${confidence ? `（${markText(confidence)}）` : ''}`

/**
 * On what a deadline rests. Only what was read in the source is called law; a figure that is not verified waits for the
 * office (待网信办核定); where the law says 立即 without a figure, its words stand beside the campus's own time.
 */
export const basis = (duty: Pick<Duty, 'clock' | 'presumed' | 'provisional'>): string =>
  [
    lawOf(duty),
    ...(duty.provisional ? [`暂按${levelNames[duty.provisional]}计时，待重新定级`] : []),
    ...(duty.presumed ? [presumedHolidays(duty.presumed)] : []),
  ].join('；')

/** Said wherever a number of working days reaches into a year that is not announced. */
export const presumedHolidays = (years: readonly number[]): string =>
  `${notAnnounced(years)}（扣除法定节日，可能调休的周末算工作日，宁早勿晚）`

const notAnnounced = (years: readonly number[]): string =>
  `${years.join('、')} 年节假日安排尚未收录，按周一至周五计算`

const askedBy = (authority: string): string => `${authority}要求的时限`

const lawOf = ({ clock }: Pick<Duty, 'clock'>): string => {
  const { statutory, figure, confidence, source, wording, demanded } = clock
  if (demanded) return askedBy(demanded)
  if (figure) {
    const mark = confidence && confidence !== 'A' ? `，${markText(confidence)}` : ''
    return `校内时限，非法定${inBrackets(`原文${wording ? `“${wording}”` : '没有数字'}：${withoutNotes(source ?? '')}${mark}`)}`
  }
  if (!statutory) return '校内时限，非法定'
  return confidence === 'B' || confidence === 'C'
    ? `${TO_CONFIRM}：${withoutNotes(source ?? '')}`
    : `法定时限${source ? `：${source}` : ''}`
}

/** The same in three words, beside another duty. */
export const basisInShort = ({
  clock: { statutory, figure, confidence, demanded },
  presumed,
}: Pick<Duty, 'clock' | 'presumed'>): string => {
  const law = demanded
    ? askedBy(demanded)
    : figure || !statutory
      ? '校内时限，非法定'
      : confidence === 'B' || confidence === 'C'
        ? '待网信办核定'
        : '法定时限'
  return presumed ? `${law}；${notAnnounced(presumed)}` : law
}

// What is said of a drill? Which scenario is asked for and what stands behind it (`1 信息学院`, `挖矿 信息学院 12月3日 10:00 预告`), and how it went.
import { FARTHEST_MS } from '../../rules/planned.js'
import type { World } from '../../rules/world.js'
import type { Instant } from '../../store/schema.js'
import { narrow } from './letters.js'
import { parseTime } from './time.js'

/** `name`: the first word as it was written. `rest`: what may name a unit, and when. */
export const drillAsked = (text: string): { nth?: number; name: string; rest: string } => {
  const said = text.normalize('NFKC').trim().slice(0, 200)
  const [, name = '', rest = ''] = /^([^\s,、;:]+)[\s,、;:]*([\s\S]*)$/u.exec(said) ?? []
  const number = /^(?:场景|第)?(\d{1,3})(?:号|个)?$/u.exec(name)?.[1]
  return { ...(number === undefined ? {} : { nth: Number(number) }), name, rest: rest.trim() }
}

const UNTOLD = /不(?:提前|事先|用|要){0,2}(?:预告|通知|告知)|突击|抽查/u
const FORETOLD = /(?:提前|事先)?预告|(?:提前|事先)(?:通知|告知)/u
const NIGHT = /夜[间里](?:也?开始|进行)?/u
const AT_ONCE = /(?:现在|马上|立即|立刻)(?:就?开始)?/u
/** Where a day or an hour begins. */
const WHEN =
  /20\d{2}\s{0,2}[年./-]|\d{1,2}\s{0,2}月|[一二三四五六七八九十]{1,3}月|\d{1,2}[./-]\d{1,2}(?!\d)|\d{1,2}[日号]|大?后天|[明今昨前](?:天|日|早|晚)|下?个?(?:周|星期|礼拜)[一二三四五六日天1-7]|(?:上午|下午|晚上)?\d{1,2}[:点时]/u
const HOUR = /[:点时]/u

type Wrong = 'past' | 'far' | 'hour' | 'unread'
/** `before`: what stands before the day and may name a unit. */
type When = { before: string; at?: Instant; wrong?: Wrong; foretold?: boolean; night?: true }

/** 信息学院 12月3日 10:00 不预告: when it is to begin, and whether the unit is to know. */
export const drillWhen = (typed: string, { now, rules }: Pick<World, 'now' | 'rules'>): When => {
  const said = narrow(typed).slice(0, 200)
  const untold = UNTOLD.test(said)
  const bare = said.replace(UNTOLD, ' ')
  const how = {
    ...(untold ? { foretold: false } : FORETOLD.test(bare) ? { foretold: true } : {}),
    ...(NIGHT.test(bare) ? { night: true as const } : {}),
  }
  const left = [FORETOLD, NIGHT, AT_ONCE].reduce((text, one) => text.replace(one, ' '), bare)
  const from = WHEN.exec(left)?.index
  const trimmed = (text: string) => text.replace(/^[\s,，;；、。]{1,20}|[\s,，;；、。]{1,20}$/gu, '')
  if (from === undefined) return { before: trimmed(left), ...how }
  const moment = trimmed(left.slice(from)).replace(/(?:开始|起)$/u, '')
  const before = trimmed(left.slice(0, from))
  const read = (wrong: Wrong): When => ({ before, wrong, ...how })
  if (!HOUR.test(moment)) return read('hour')
  const time = parseTime(moment, Date.parse(now), rules.timezone, { future: true })
  if (!('at' in time)) return read('unread')
  if (time.at <= Date.parse(now)) return read('past')
  if (time.at > Date.parse(now) + FARTHEST_MS) return read('far')
  return { before, at: new Date(time.at).toISOString(), ...how }
}

const PLANS = {
  cancel: /^(?:取消|撤销|不办了?)\s{0,4}(p\d{1,9})?[。.!！]?$/u,
  answer: /^(?:定时间?)\s{0,4}(y\d{1,9})?\s{0,4}(.{0,100})$/u,
} as const

/** 演练 取消 p1, 演练 定时 y2 12月3日 10:00: of which one, and what is said of it. */
export const planAsked = (
  typed: string,
): { what: 'cancel'; of?: string } | { what: 'answer'; of?: string; said: string } | undefined => {
  const said = typed.normalize('NFKC').trim()
  const off = PLANS.cancel.exec(said)
  if (off) return { what: 'cancel', ...(off[1] ? { of: off[1] } : {}) }
  const on = PLANS.answer.exec(said)
  return on ? { what: 'answer', ...(on[1] ? { of: on[1] } : {}), said: on[2] ?? '' } : undefined
}

const OTHER_TIME = /^(?:改|换)(?:个|一下)?(?:时间|日子)/u
export const asksOtherTime = (typed: string): boolean => OTHER_TIME.test(typed.trim())

const LATER = /^(?:以后再?(?:开始|演练)|另?定(?:个|下)?时间?)[,，:：\s]{0,4}(.{0,100})$/u
/** 定时间, of a drill that is shown to be looked over; and what is said of the time. */
export const laterIn = (typed: string): string | undefined => LATER.exec(typed.trim())?.[1]

const HEADS = /(?:存在的?|发现的?)?(问题|改进)(?:措施|意见)?\s{0,9}[:：]/u

/** 问题：没人接电话；改进：登记手机. Words under neither head are of what was wrong. */
export const drillEnding = (text: string): { problems?: string; better?: string } => {
  const [before = '', ...parts] = text.split(HEADS)
  const said: { problems: string[]; better: string[] } = { problems: [before], better: [] }
  for (let at = 0; at < parts.length; at += 2)
    said[parts[at] === '改进' ? 'better' : 'problems'].push(parts[at + 1] ?? '')
  const whole = (some: string[]): string =>
    some
      .map((one) => one.replace(/^[\s,，;；、。]+/u, '').replace(/(?<![\s,，;；、])[\s,，;；、]+$/u, ''))
      .filter(Boolean)
      .join('；')
  const [problems, better] = [whole(said.problems), whole(said.better)]
  return { ...(problems ? { problems } : {}), ...(better ? { better } : {}) }
}

// Until when does an authority want what? Reads the dates out of 上级要求, as they are written or in a field of their own; pure.
import { addWorkdays } from '../../rules/calendar.js'
import type { World } from '../../rules/world.js'
import type { Instant, Refusal } from '../../store/schema.js'
import { spanMs } from './spans.js'
import { bare, LONGEST } from './spoken.js'
import { parseTime } from './time.js'

export type Dated = { text: string; due: Instant }

/** `unread`: a date seems to stand there, and is none that can be read. */
type Found = { demands: Dated[]; unread: boolean }

const END = /(?:之|以)?(前|内)(?!的)|截止|止$/gu
/** What a date looks like, right before its end. */
const DATELIKE =
  /(?:\d\s*|[一二两三四五六七八九十半])个?(?:工作日|小时|分钟|星期|[日号天周月点时分])$|(?:[今明后]天|周[一二三四五六日天]|下班|[月年]底|本周|下周|\d:\d\d)$/u

const nowMs = ({ now }: Pick<World, 'now'>): number => Date.parse(now)

/** 24小时, 三天, 5个工作日: from now on. */
const within = (said: string, world: Pick<World, 'now' | 'rules'>): number | undefined => {
  const { timezone, calendar } = world.rules
  const days = /^(\d{1,3}) ?个?工作日$/u.exec(said)?.[1]
  if (days) return addWorkdays(nowMs(world), Number(days), timezone, calendar)
  const ms = spanMs(said)
  return ms === undefined ? undefined : nowMs(world) + ms
}

/** A day without an hour lasts to its end. */
const moment = (said: string, { now, rules }: Pick<World, 'now' | 'rules'>): number | undefined => {
  for (const text of [`${said} 23:59`, said]) {
    const read = parseTime(text, Date.parse(now), rules.timezone, { future: true })
    if ('at' in read) return read.at
  }
  return undefined
}

/** 明天18时前, 11月26日, 24小时内, 5个工作日: the moment that is meant. */
const until = (text: string, world: Pick<World, 'now' | 'rules'>): number | undefined => {
  const said = bare(text).replace(/(?:之|以)?[前内止]$/u, '')
  return said ? (within(said, world) ?? moment(said, world)) : undefined
}

/** 要求时限 in a field of its own: in the future, or it is asked again. */
export const demandDue = (text: string, world: Pick<World, 'now' | 'rules'>): { at: Instant } | Refusal => {
  const at = text.length > LONGEST ? undefined : until(text, world)
  if (at === undefined) return { why: 'demand-date-unclear' }
  return at > nowMs(world) ? { at: new Date(at).toISOString() } : { why: 'demand-past' }
}

/** What stands behind it is the rest of a date or a figure. */
const WITHIN = /\d(?:\s?[年月./-])?\s?$/u

/** The longest words in front of this place that are a date. */
const dateBefore = (text: string, end: number, world: Pick<World, 'now' | 'rules'>): number | undefined => {
  for (let from = Math.max(0, end - 20); from < end; from++) {
    // 29日 of a 2月29日 that there is not is no other day
    if (WITHIN.test(text.slice(0, from))) continue
    const at = until(text.slice(from, end), world)
    if (at !== undefined) return at
  }
  return undefined
}

/** Does a date seem to stand there? */
export const looksDated = (text: string): boolean =>
  [...text.matchAll(END)].some(({ index }) => DATELIKE.test(text.slice(Math.max(0, index - 20), index)))

/** The first date of a part of a sentence. */
export const dateIn = (part: string, world: Pick<World, 'now' | 'rules'>): number | 'unread' | undefined => {
  let unread = false
  for (const { index } of part.matchAll(END)) {
    const before = part.slice(Math.max(0, index - 20), index).trimEnd()
    const at = dateBefore(before, before.length, world)
    if (at !== undefined) return at
    unread ||= DATELIKE.test(before)
  }
  return unread ? 'unread' : undefined
}

/**
 * What is demanded by a date, one by one: a sentence with two dates is two demands, and what stands around a date belongs
 * to it. What has no date is no duty with a clock of its own.
 */
export const demandsIn = (text: string, world: Pick<World, 'now' | 'rules'>): Found | Refusal => {
  const found: Found = { demands: [], unread: false }
  for (const sentence of text.split(/[；;。\n]/u)) {
    let words: string[] = []
    let due: number | undefined
    const end = () => {
      if (due !== undefined)
        found.demands.push({ text: words.join('，').trim(), due: new Date(due).toISOString() })
      words = []
      due = undefined
    }
    for (const part of sentence.split(/[，,]/u)) {
      const date = dateIn(part, world)
      if (typeof date === 'number') {
        if (date <= nowMs(world)) return { why: 'demand-past' }
        if (due !== undefined) end()
        due = date
      } else if (date === 'unread') found.unread = true
      words.push(part)
    }
    end()
  }
  return found
}

/** By the date of the field, where one was given; else by those in the text. */
export const demandsOf = (
  text: string,
  dueText: string,
  world: Pick<World, 'now' | 'rules'>,
): Dated[] | Refusal => {
  if (dueText.trim()) {
    const due = demandDue(dueText, world)
    return 'why' in due ? due : text.trim() ? [{ text: text.trim(), due: due.at }] : { why: 'demand-needed' }
  }
  const found = demandsIn(text, world)
  if ('why' in found) return found
  return found.unread ? { why: 'demand-date-unclear' } : found.demands
}

// What is typed behind 值班 and 换班: the calendar; which turn, whom, and perhaps which of theirs in return? Pure.
import type { World } from '../../rules/world.js'
import { namesHour } from './away.js'
import { parseTime } from './time.js'

const DAY_MS = 86_400_000

/** A bare day is all of it; a moment ends where it begins. */
type Named = { ms: number; untilMs: number }

/** 12月1日 20:00 is one moment in two words. */
const partsIn = (typed: string): string[] => {
  const parts: string[] = []
  for (const word of typed.split(/[\s,，、。]+/u).slice(0, 12)) {
    if (word === '' || /^(?:换|互换|和|与|跟|找|给|的)$/u.test(word)) continue
    const last = parts.at(-1)
    const goesOn =
      last !== undefined && /^\d{1,2}[:：点时]/u.test(word) && /\d/.test(last) && !namesHour(last)
    if (goesOn) parts[parts.length - 1] = `${last} ${word}`
    else parts.push(word)
  }
  return parts
}

/** 值班 日历: the file, and no card. */
export const asksCalendar = (rest: string): boolean => /日历/u.test(rest)

export const swapIn = (
  typed: string,
  { now, rules }: Pick<World, 'now' | 'rules'>,
): { at?: Named; back?: Named; name?: string } => {
  const moments: Named[] = []
  const names: string[] = []
  for (const word of partsIn(typed)) {
    const read = /\d|[今明后]|周|星期/u.test(word)
      ? parseTime(word, Date.parse(now), rules.timezone, { future: true })
      : undefined
    if (read && 'at' in read) moments.push({ ms: read.at, untilMs: read.at + (namesHour(word) ? 0 : DAY_MS) })
    else names.push(word)
  }
  const [at, back] = moments
  const [name] = names
  return { ...(at ? { at } : {}), ...(back ? { back } : {}), ...(name ? { name } : {}) }
}

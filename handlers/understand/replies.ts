// Is a text a level, a way out of a dialog, a yes or a no? The small answers, however they are written; pure.
import { withoutEnd } from '../../rules/ends.js'
import type { Level } from '../../store/schema.js'
import { INVISIBLE, narrow, normalize, tidy } from './letters.js'
import {
  AGREES,
  CONFIRMS,
  DECLINES,
  DOUBT,
  LEVEL,
  MORE,
  NO,
  NO_CLAUSE,
  NO_DENIAL,
  OUT,
  romans,
  type WayOut,
  waysOut,
  YES,
  YES_CLAUSE,
} from './replies-table.js'

/** Does it say that something is not done, rather than how it was? */
export const declines = (text: string): boolean => DECLINES.test(normalize(text))

/** The level that a text begins with, and what follows: 较大, III级, 3, 三级, 较大（III级）. */
export const parseLevel = (text: string): { level: Level; rest: string } | undefined => {
  const own = text.replace(INVISIBLE, '').trim()
  const found = LEVEL.exec(narrow(own))
  if (!found) return undefined
  const [whole, first, second, third, fourth, sign] = found
  const level = first ? 1 : second ? 2 : third ? 3 : fourth ? 4 : romans[sign?.toUpperCase() ?? '']
  return level === undefined ? undefined : { level, rest: tidy(own.slice(whole.length)) }
}

/** 取消吧, 不报了: what may stand behind the word. */
const SOFT = '吧了啊呢哦'

const wayOuts = new Map(
  // The table's keys are the ways out themselves; Object.entries widens them to string.
  (Object.entries(waysOut) as [WayOut, readonly string[]][]).flatMap(([way, words]) =>
    words.map((word): [string, WayOut] => [withoutEnd(word, SOFT), way]),
  ),
)

const lettersOf = (text: string): string =>
  normalize(text)
    .toLowerCase()
    .replace(/[\p{P}\p{S}\s]+/gu, '')

/** The way out of a dialog that a text is, whatever punctuation stands around it; nothing for an answer. */
export const isWayOut = (text: string): WayOut | undefined => {
  if (text.length > 60) return undefined
  return wayOuts.get(withoutEnd(lettersOf(text), SOFT))
}

const says = (pattern: RegExp, text: string): boolean => text.length <= 40 && pattern.test(lettersOf(text))

/** 我要退出, 不报了, 结束, 不说了: does somebody want to be out of everything that may be open? */
export const wantsOut = (text: string): boolean =>
  isWayOut(text) === 'cancel' || (text.length <= 40 && OUT.test(withoutEnd(lettersOf(text), SOFT)))

/** Is it a yes to the report that is shown? */
export const agrees = (text: string): boolean => says(AGREES, text)

/** Is it a yes to a form that is shown, and no 收到 for something else? */
export const confirms = (text: string): boolean => says(CONFIRMS, text)

/** Shall the report be asked on, though it could be submitted? */
export const wantsMore = (text: string): boolean => MORE.test(normalize(text).replace(/[\p{P}\s]+/gu, ''))

/** Is there any doubt in these words? */
export const doubts = (text: string): boolean => DOUBT.test(normalize(text).toLowerCase())

/**
 * A yes, a no, or «unknown» for doubt; nothing for what is neither. What follows a comma does not count («是，…» is a yes),
 * and 不是 is never a yes. `classified` is asked more strictly: plain-no.ts.
 */
export const parseYesNo = (text: string): boolean | 'unknown' | undefined => {
  const said = normalize(text.slice(0, 400)).toLowerCase()
  const head = said.split(/[,，.。;；:：、!！?？~\s]/u).find(Boolean) ?? ''
  const once = /^(.{1,2})\1{1,3}$/u.exec(head)?.[1]
  if (once && /^(?:没有?|不|对|有|是的?|否)$/u.test(once)) return parseYesNo(once)
  if (head.length > 40 || /是不是|有没有|是否|有无|吗$/u.test(head)) return undefined
  if (DOUBT.test(head)) return 'unknown'
  if (YES.test(head)) return true
  if (NO.test(head)) return false
  if (NO_DENIAL.test(head)) return undefined
  if (NO_CLAUSE.test(head)) return false
  return YES_CLAUSE.test(head) ? true : undefined
}

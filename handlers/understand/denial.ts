// Is a secret denied? A denial covers the words that it stands before, in its own clause, and nothing behind a comma; pure.

import {
  ANOTHERS,
  ANSWER,
  BETWEEN,
  BOX,
  CALLED,
  CONNECTED,
  CONNECTOR,
  CROSSED,
  DASHED,
  DOUBT,
  DOUBT_AFTER,
  FORBIDS,
  GRADED,
  HANDLED,
  HAPPENED,
  HARMLESS,
  IN_PART,
  ISOLATED,
  JUDGED_WRONG,
  LABEL,
  NEGATED,
  NO,
  NO_BEFORE,
  NOT_WITH,
  ONE_OF_MANY,
  RELATIVE,
  RULE,
  SAME,
  TAKEN_BACK,
  THEN,
  TICK,
  UNNOTICED,
  UNRELATED,
} from './denial-table.js'
import { type Even, soft } from './even.js'

/**
 * A word found on the letters: `noun` when it names a thing (机密文件) and not only says that something is secret (涉密).
 * It ends at `bare`, and with the thing that it names at `to`.
 */
export type Matter = { from: number; bare: number; to: number; word: string; watched: boolean; noun: boolean }

/** As far back as is looked: what denies stands near. */
const NEAR = 24
const AFTER = 14

/** Is there one among them, in the order of the text, that nothing denies? */
export const undenied = (even: Even, matters: Iterable<Matter>): boolean => {
  const { letters, gapAt, gapWithin } = even

  /** The letters before this place, back to where their clause begins; spaces part clauses too, unless `wide`. */
  const clauseBefore = (place: number, wide: boolean): string => {
    let from = place
    const parts = (gap: string): boolean =>
      wide ? !soft(gap) : gap !== '' && !/^["'“”‘’「」『』<>《》()]+$/u.test(gap)
    while (from > 0 && place - from < NEAR && !parts(gapAt(from))) from--
    return letters.slice(from, place)
  }
  const doubted = (place: number): boolean => {
    if (place === 0 || !soft(gapAt(place))) return false
    const [near, wide] = [clauseBefore(place, false), clauseBefore(place, true)]
    if (DOUBT.test(near) || IN_PART.test(near) || CALLED.test(wide) || NO_BEFORE.test(wide.slice(-8)))
      return true
    return (
      NEGATED.test(near.replace(HARMLESS, '').slice(-12)) ||
      /[谁岂何怎莫]|认为|代表|等于/u.test(wide.replace(HARMLESS, ''))
    )
  }

  /** 是不是, 涉不涉, 有没有, 有无: a question, no denial. */
  const asked = (from: number, to: number): boolean => {
    const before = letters.charAt(from - 1)
    const no = letters.slice(from, to)
    if (before === '' || !soft(gapAt(from))) return false
    if (no.endsWith('非')) return '除莫是无'.includes(before)
    if (no === '不是') return before === '是'
    if (/^[没无]/u.test(no)) return before === '有' || before === letters.charAt(to)
    return before === letters.charAt(to)
  }

  /** The clause in front of a word, stripped of what may stand between; where it ends, a no or a label is looked for. */
  const stripped = (matter: Matter): { place: number; between: string } => {
    let place = matter.from
    let between = ''
    for (let nth = 0; nth < 12; nth++) {
      const before = letters.slice(Math.max(0, place - 6), place)
      if (
        !soft(gapAt(place)) &&
        !(gapAt(place).trim() === '、' && between !== '' && ONE_OF_MANY.test(before))
      )
        break
      if (NO.test(before) || LABEL.test(before)) break
      const found = BETWEEN.exec(before)?.[0] ?? (between === '' ? undefined : ONE_OF_MANY.exec(before)?.[0])
      if (!found) break
      place -= found.length
      between = `${found}${between}`
    }
    return { place, between }
  }

  /** The letters of this clause from here on. */
  const clauseAfter = (place: number): string => {
    let to = place
    while (to < letters.length && to - place < AFTER && soft(gapAt(to))) to++
    return letters.slice(place, to)
  }

  /** How a word is denied by what stands before it. `only`: it alone, 不涉密、绝密文件外泄 is no list. */
  const before = (matter: Matter): 'list' | 'only' | undefined => {
    const { place, between } = stripped(matter)
    if (!soft(gapAt(place))) return undefined
    const no = NO.exec(letters.slice(Math.max(0, place - 3), place))?.[0]
    if (!no) return undefined
    const from = place - no.length
    if (gapWithin(from, place) !== '' && !soft(gapWithin(from, place))) return undefined
    if (asked(from, place) || doubted(from)) return undefined
    if (RELATIVE.test(between)) return undefined
    const done = /[未没有]$/u.test(no)
    const thing = letters.slice(matter.bare, matter.to)
    if (done && HANDLED.test(between) && !/^(?:信息|数据|内容|业务|网络?)/u.test(thing)) return undefined
    const after = clauseAfter(matter.to)
    const ends = after === '' || !soft(gapAt(matter.to))
    if (
      FORBIDS.test(no) &&
      !(ends && ONE_OF_MANY.test(between.replace(/(?:任何|相关|有关|其他){1,3}$/u, '')))
    )
      return undefined
    if (/发现/u.test(between)) {
      if (/发现(?:.{0,2}是|属|为)/u.test(between)) return undefined
      if (!ends && UNNOTICED.test(after)) return undefined
      if (THEN.test(letters.slice(matter.to + (ends ? 0 : after.length)).slice(0, 4))) return undefined
    }
    if (!ends && /^(?:就|便)(?!是)/u.test(after)) return undefined
    const holds =
      no.endsWith('有') ||
      no.endsWith('没') ||
      (done || no.endsWith('无') ? ONE_OF_MANY.test(between) : false)
    if (!ends && holds && ANOTHERS.test(after) && !SAME.test(after)) return undefined
    return matter.noun || between !== '' ? 'list' : 'only'
  }

  const takenBack = (place: number): boolean =>
    TAKEN_BACK.test(letters.slice(place, place + 18)) || JUDGED_WRONG.test(letters.slice(place, place + 14))

  const doubtedAfter = ({ to }: Matter): boolean => {
    const gap = gapAt(to)
    return gap.includes('?') || takenBack(to) || (soft(gap) && DOUBT_AFTER.test(letters.slice(to, to + 6)))
  }

  /** 涉密□是☑否: which one is ticked? */
  const tickedNo = ({ to }: Matter): boolean => {
    const said = letters.slice(to, to + 2)
    if (said !== '是否' && said !== '否是') return false
    const gaps = [gapAt(to), gapAt(to + 1), gapAt(to + 2)]
    const marks = /[□○☐◯◻⬜▢☑☒✔✓√■●◉✅🗹]/u.test(gaps[0] ?? '') ? gaps : gaps.slice(1)
    const [yes, no] = said === '是否' ? marks : [marks[1], marks[0]]
    return BOX.test(yes ?? '') && !TICK.test(yes ?? '') && TICK.test(no ?? '') && !BOX.test(no ?? '')
  }

  /** Where the answer to a label begins: behind （是/否） and 与否 too. */
  const answerAt = ({ to }: Matter): { place: number; choices: boolean } => {
    if (letters.slice(to, to + 2) === '与否') return { place: to + 2, choices: true }
    const listed = /^(?:是或?否|有或?无|yn)/iu.exec(letters.slice(to, to + 3))?.[0]
    if (!listed || !/[([]\s*$/u.test(gapAt(to)) || !/^\s*[)\]]/u.test(gapAt(to + listed.length)))
      return { place: to, choices: false }
    return { place: to + listed.length, choices: true }
  }

  /** 是否涉密：否, 密级：无: a label, and a no that ends its clause. */
  const answeredNo = (matter: Matter): boolean => {
    if (tickedNo(matter)) return true
    const rule = RULE.exec(letters.slice(matter.bare, matter.bare + 5))?.[0]
    if (rule && clauseAfter(matter.bare) === rule) return true
    const { place: at, choices } = answerAt(matter)
    const gap = gapAt(at)
    if (CROSSED.test(gap) || (matter.word.endsWith('级') && DASHED.test(gap))) return true
    if (!soft(gap) && !/^\s{0,9}[)\]]?\s{0,9}[:?=]+\s*$/u.test(gap)) return false
    const { place } = stripped(matter)
    const labelled = choices || LABEL.test(letters.slice(Math.max(0, place - 3), place)) || /[:=]/u.test(gap)
    const rest = letters.slice(at, at + 12)
    if (matter.word.endsWith('级')) {
      const graded = GRADED.exec(rest)?.[0].length
      if (graded !== undefined) {
        const end = at + graded
        return (end >= letters.length || gapAt(end) !== '') && !gapAt(end).includes('?') && !takenBack(end)
      }
    }
    const no = ANSWER.exec(rest)
    if (!no || (!labelled && !matter.word.endsWith('级'))) return false
    const end = at + no[0].length
    const behind = gapAt(end)
    if (behind.includes('?') || takenBack(end)) return false
    if (end >= letters.length) return true
    if (behind === '') return false
    return !/^[ \t]+$/u.test(behind) || /^(?:否|不是|不涉及|不涉密|没有|无|no?|false)$/iu.test(no[1] ?? '')
  }

  /** 与国家秘密、涉密网络无关, 与涉密网络物理隔离, 不与涉密网络连接. */
  const unrelated = (first: Matter, last: Matter): boolean => {
    const told = letters.slice(Math.max(0, first.from - 4), first.from)
    if (!/[与和跟同]$/u.test(told) || !soft(gapAt(first.from)) || !soft(gapAt(last.to))) return false
    const rest = letters.slice(last.to, last.to + 16)
    const not = NOT_WITH.exec(told)?.[0].length
    const said = (not === undefined ? [UNRELATED, ISOLATED] : [CONNECTED])
      .map((one) => one.exec(rest)?.[0])
      .find(Boolean)
    if (!said || doubted(first.from - (not ?? 1))) return false
    const end = last.to + said.length
    const part = said.includes('隔') || said.includes('断') || said.includes('分离')
    if (part && end < letters.length && gapAt(end) === '') return false
    return !gapAt(end).includes('?') && !takenBack(end) && !DOUBT_AFTER.test(letters.slice(end, end + 6))
  }

  const joined = (one: Matter, next: Matter): boolean => {
    const between = letters.slice(one.to, next.from)
    if (next.from < one.to || between.length > 5 || !CONNECTOR.test(between)) return false
    const gap = gapWithin(one.to - 1, next.from + 1)
    return between === '' ? /^\s*[、/]\s*$/u.test(gap) : /^[\s、]*$/u.test(gap)
  }

  /** Is a list of them denied? One that is not is enough. */
  const listDenied = (list: readonly Matter[]): boolean => {
    const [head, tail] = [list[0], list.at(-1)]
    if (!head || !tail) return true
    let open: 'list' | 'only' | undefined
    const each = list.every((matter, nth) => {
      const told = nth > 0 && HAPPENED.test(letters.slice(matter.to, matter.to + 2)) && soft(gapAt(matter.to))
      open = before(matter) ?? (open === 'list' && !told ? 'list' : undefined)
      return !matter.watched || (open !== undefined && !doubtedAfter(matter))
    })
    return each || unrelated(head, tail) || answeredNo(tail)
  }

  let list: Matter[] = []
  for (const matter of matters) {
    const one = list.at(-1)
    if (one && joined(one, matter)) {
      list.push(matter)
      continue
    }
    if (!listDenied(list)) return true
    list = [matter]
  }
  return !listDenied(list)
}

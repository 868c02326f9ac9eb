// Does a text speak of state secrets? The watch words of regulations.md §6, whatever stands between their characters; pure.
import { type Matter, undenied } from './denial.js'
import { cut, type Even, evened, soft } from './even.js'
import { CUT } from './even-table.js'
import {
  CLASS_STAR,
  CLOSES,
  CODE,
  DOCUMENT,
  ENDS_A_WORD,
  EXTENT,
  FIELD,
  MARKED,
  OPENS,
  OWN_WORD,
  SECRET_OF,
  STRONG,
  TAKES_IT,
  UNMARKED,
  WORDS,
} from './watch-words-table.js'

/** 〔2025〕12号 秘密: the number of a document, and the word within a dozen characters of it. */
const numberedSecret = (text: string): boolean =>
  [...text.matchAll(DOCUMENT)].some(({ 0: number, index }) => {
    const bare = (part: string): string => part.replace(/\s/gu, '')
    const before = bare(text.slice(Math.max(0, index - 40), index)).slice(-14)
    const after = bare(text.slice(index + number.length, index + number.length + 40)).slice(0, 14)
    return before.includes('秘密') || after.includes('秘密')
  })

/** 秘密 alone is an ordinary word: it counts beside a star, in brackets, as a mark, or as what something secret is called. */
const markedSecret = ({ letters, gapAt, gapWithin }: Even, at: number, end: number): boolean =>
  // 秘，密: nobody parts the ordinary word by a sign
  (!soft(gapWithin(at, end)) &&
    !ENDS_A_WORD.秘?.includes(letters.charAt(at - 1) || ' ') &&
    !(soft(gapAt(end)) && CODE.test(letters.slice(end, end + 8)))) ||
  CLASS_STAR.test(gapAt(end)) ||
  (/^\s*:\s*$/u.test(gapAt(end)) && /^\d{1,2}[年月]/u.test(letters.slice(end, end + 4))) ||
  (OPENS.test(gapAt(at)) && CLOSES.test(gapAt(end))) ||
  (soft(gapAt(end)) && SECRET_OF.test(letters.slice(end, end + 5))) ||
  (MARKED.test(letters.slice(Math.max(0, at - 12), at)) && !UNMARKED.test(letters.slice(end, end + 2)))

/** Is what was found at this place the watch word, and no ordinary words that happen to meet? */
const meant = (even: Even, found: string, at: number): boolean => {
  const { letters, gapAt, gapWithin } = even
  const end = at + found.length
  const rest = letters.slice(end, end + 8)
  const attached = soft(gapAt(end))
  const gap = gapWithin(at, end) || /[^国家的密秘绝机涉级内部文号]/iu.exec(found)?.[0]
  const [first, last] = [found.charAt(0), found.charAt(found.length - 1)]
  if (/^(?:[国内]|topsecret|statesecret)/iu.test(found)) return true
  if (first === '秘') return markedSecret(even, at, end)
  const before = letters.charAt(at - 1)
  const taken = before !== '' && soft(gapAt(at))
  if (/[标定]/u.test(first)) return !(taken && '目指商坐鼠图光固绑规限设稳'.includes(before))
  if (/^密[件函档电令]/u.test(found))
    return soft(gapWithin(at, end).replaceAll(CUT, '')) && !(taken && TAKES_IT.includes(before))
  if (last === '级') {
    if (before && '加解紧保'.includes(before)) return false
    if (rest.startsWith('联') || (attached && FIELD.test(rest))) return false
  } else if (attached && CODE.test(rest)) return false
  if (!gap) return true
  if (letters.slice(Math.max(0, at - 1), end) === '一机一密') return false
  if (taken && ENDS_A_WORD[first]?.includes(before)) return false
  if (!STRONG.test(gap)) return true
  return last !== '级' && (!attached || gapAt(end) !== '' || !OWN_WORD.test(rest))
}

/** Every watch word, and what is listed beside secrets in a denial and is none itself: 不涉及工作秘密、国家秘密. */
const mattersIn = function* (even: Even): Generator<Matter> {
  const { letters, gapAt, gapWithin } = even
  for (let from = 0; ; ) {
    WORDS.lastIndex = from
    const found = WORDS.exec(letters)
    if (!found) return
    const { 0: word, 1: beside, index } = found
    const bare = index + word.length
    const is = beside !== undefined || meant(even, word, index)
    // 主机，密级：秘密: what was no word, or is parted by a sign, may end where the next one begins.
    from = is && gapWithin(index, bare) === '' ? bare : bare - 1
    if (!is) continue
    const more = soft(gapAt(bare)) ? (EXTENT.exec(letters.slice(bare, bare + 16))?.[0].length ?? 0) : 0
    const noun = more > 0 || !word.startsWith('涉')
    yield { from: index, bare, to: bare + more, word, watched: beside === undefined, noun }
  }
}

/** Those that what was cut out stood in the middle of: the others were judged in the whole text. */
const joinedIn = function* (even: Even): Generator<Matter> {
  for (const matter of mattersIn(even))
    if (even.gapWithin(matter.from, matter.bare).includes(CUT)) yield matter
}

/** Does this text speak of state secrets? What its own clause denies does not count; 保密办 and 保密 alone do not either. */
export const mentionsSecret = (text: string): boolean => {
  const even = evened(text)
  if (!/[密秘]|内|secret/iu.test(even.letters)) return false
  if (undenied(even, mattersIn(even)) || numberedSecret(even.text)) return true
  const less = cut(even)
  return less !== undefined && undenied(less, joinedIn(less))
}

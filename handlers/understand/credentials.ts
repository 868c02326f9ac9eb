// Which passwords, keys and lists of people were pasted into a text? They are taken out before it is kept; pure.
import { CREDENTIALS, MAIL, MOBILE } from './credentials-table.js'
import { eachCode } from './letters.js'

const WIDE_MARKS = new Set([...'：＝＠－．／'].map((mark) => mark.charCodeAt(0)))
const isWide = (code: number): boolean =>
  (code >= 0xff10 && code <= 0xff19) || // digits
  (code >= 0xff21 && code <= 0xff3a) || // capitals
  (code >= 0xff41 && code <= 0xff5a) || // small letters
  WIDE_MARKS.has(code)

/**
 * Letters, digits and the marks between them in half width, one character for one, so that a place in the result is the
 * same place in the text. The Chinese comma stays: it ends what was pasted.
 */
const narrow = (text: string): string =>
  eachCode(text, (code) => (isWide(code) ? code - 0xfee0 : code === 0x3000 ? 0x20 : code))

/** One or two numbers are somebody to call; from three on it is a list of people. */
const LIST = 3

type Span = { from: number; to: number }

const spansIn = (text: string): Span[] => {
  const even = narrow(text)
  const found = (pattern: RegExp): Span[] =>
    [...even.matchAll(pattern)].map((match) => ({
      from: match.index + (match.groups?.kept?.length ?? 0),
      to: match.index + match[0].length,
    }))
  const lists = [MOBILE, MAIL].map(found).filter((spans) => spans.length >= LIST)
  return [...CREDENTIALS.map(found), ...lists].flat().sort((a, b) => a.from - b.from)
}

/** Were passwords, keys, or lists of people's data pasted? */
export const mentionsCredentials = (text: string): boolean => spansIn(text).length > 0

/** The text with those parts replaced by ［已隐去］; everything else stays as it was typed. */
export const redactCredentials = (text: string): { text: string; redacted: boolean } => {
  const spans = spansIn(text)
  let kept = ''
  let at = 0
  for (const { from, to } of spans) {
    if (to <= at) continue
    if (from >= at) kept += `${text.slice(at, from)}［已隐去］`
    at = to
  }
  return { text: kept + text.slice(at), redacted: spans.length > 0 }
}

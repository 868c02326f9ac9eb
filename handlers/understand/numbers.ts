// Which incident's number is in a text? Never the beginning of a date, nor what is only counted by a number; pure.
import { INVISIBLE, narrow } from './letters.js'

/**
 * 2026-0001, 演练2026-1, #2026-0001, and without the dash 20260001 (not 20261123); never the beginning of a date, nor of
 * a span of years (2025-2026学年). A number that is not written out in its four digits must stand apart from the words
 * behind it: 2026-1号服务器 is a server.
 */
const NUMBER =
  /^[\s#【[(「:,]{0,6}(?:编号|事件)?[\s:]{0,6}(演练|通报|督办|零报告)?\s{0,6}(20\d{2})(?:\s{0,2}[-‐‑‒–—−_]\s{0,2}(\d{1,6})|(00\d{2}))(?!\d|\s{0,2}(?:[年月届期级季周]|学[年期])|[./:]\d|\s{0,2}[-‐‑‒–—−~]\s{0,2}\d)[\]】)」号]{0,3}/u
const WRITTEN_OUT = /^0\d{3}$/u
/** 2026-1#服务器, 2026-1.docx, 2026-3、4号楼 and 2026-1（主楼） are things, and so are two of them: 2026-1、2026-2 两台. */
const APART = /^(?![#(/&+~]|[.、](?=[a-z\d])|[,;] ?20\d{2}-|\s?[和与及]\s?\d)(?:$|[\s\p{P}\p{S}])/iu
/** 2026-1 号服务器, 2026-10 台服务器, 2026-3 楼: what is counted or named by a number. */
const NUMERAL =
  /^\s{0,2}(?:号(?!\s|$|\p{P})|[楼栋幢届室套架]|台(?![账风])|班(?![主长子])|名(?![单称字义录])|条(?![件例款])|个(?![别人体])|人(?=[次被受感中])|级(?!别)|期(?![间限末望])|次(?![日要生序]))/u
/** 2026-0001号服务器 is one of the servers; 2026-0001号事件 and 2026-0001号已断网 are incidents. */
const NUMBERED_THING = /号(?!事件?|[已正仍])[\p{L}\p{N}]/u

/** `apart`: free words may follow, so that only a number that stands apart from them is one. */
export const numbered = (
  text: string,
  apart = false,
): { number: string; length: number; written: boolean } | undefined => {
  const found = NUMBER.exec(text)
  if (!found) return undefined
  const [whole, kind = '', yyyy = '', dashed, compact] = found
  const digits = dashed ?? compact ?? ''
  if (digits === String(Number(yyyy) + 1)) return undefined
  const behind = text.slice(whole.length)
  const written = WRITTEN_OUT.test(digits)
  if (NUMBERED_THING.test(`${whole.slice(-1)}${behind.slice(0, 2)}`)) return undefined
  if (!written && (NUMERAL.test(behind) || (apart && !APART.test(behind)))) return undefined
  return { number: `${kind}${yyyy}-${digits.padStart(4, '0')}`, length: whole.length, written }
}

/** The incident number that a text is, as it is kept; nothing for anything else. */
export const numberIn = (text: string): string | undefined => {
  const said = narrow(text.replace(INVISIBLE, '')).trim()
  const found = said.length > 60 ? undefined : numbered(said)
  return found && found.length >= said.length ? found.number : undefined
}

/** A number that is the last word of a short command: 报送 教育厅 2026-0001. */
export const trailing = (text: string): { number: string; before: string } | undefined => {
  const at = text.length > 200 ? -1 : text.lastIndexOf(' ')
  const found = at < 0 ? undefined : numbered(text.slice(at))
  return found && at + found.length >= text.length
    ? { number: found.number, before: text.slice(0, at) }
    : undefined
}

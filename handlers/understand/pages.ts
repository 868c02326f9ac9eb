// Which part of a list is meant: 超期, 较大 第2页, 3? Pure.
import { normalize } from './letters.js'

/** A bare number, and 第2页, are a page; a number that belongs to a word is none: U06. */
const PAGE = /^(.{0,60}?)(?:^|\s{1,9}|(?=第))(?:第\s?)?(\d{1,3})\s?页?$/u

/** `filter`: what is left, as it was typed but for width and spaces. */
export const partAsked = (rest: string): { filter: string; page: number } => {
  const said = normalize(rest)
  const found = PAGE.exec(said)
  const page = Number(found?.[2] ?? 1)
  const filter = found ? (found[1] ?? '') : said
  return { filter: filter.replace(/^下一?页$/u, '').trim(), page: Math.max(1, page) }
}

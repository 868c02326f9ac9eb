// Which of the ten kinds of incident is meant? By number, name, part of a name, sub-class, or in lay words; pure.
import type { Category } from '../../rules/rules.js'
import { layWords, ORDINALS } from './taxonomy-table.js'

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

const root = (name: string): string => plain(name.replace(/事件$/u, ''))

/** The kinds of the longest of the words that are in the text: «数据被篡改» is about data, «被篡改» alone is not. */
const byWord = (wanted: string, categories: readonly Category[]): Category[] => {
  const hits = categories.flatMap((category) =>
    [
      category.name.replace(/事件$/u, ''),
      ...layWords[category.code],
      ...category.sub.filter((name) => !name.startsWith('其他')).map((name) => name.replace(/事件$/u, '')),
    ]
      .map(plain)
      .filter((word) => wanted.includes(word))
      .map((word) => ({ category, length: word.length })),
  )
  const longest = Math.max(0, ...hits.map(({ length }) => length))
  return [...new Set(hits.filter(({ length }) => length === longest).map(({ category }) => category))]
}

/**
 * The kinds that a text may mean; several where it fits several, none where it fits none.
 * A bare number counts from 1 in the order of the standard.
 */
export const findCategories = (text: string, categories: readonly Category[]): Category[] => {
  const wanted = plain(text.slice(0, 200))
  if (!wanted) return []
  const nth = /^第?(?:(\d{1,2})|([一二三四五六七八九十]))[类项个种]?$/u.exec(wanted)
  if (nth) {
    const wantedAt = nth[1] ? Number(nth[1]) - 1 : ORDINALS.indexOf(nth[2] ?? ' ')
    return categories.filter((_, at) => at === wantedAt)
  }
  const exact = categories.filter(
    ({ code, name, short, sub }) =>
      code.toLowerCase() === wanted ||
      plain(name) === wanted ||
      plain(short) === wanted ||
      sub.some((one) => plain(one) === wanted || root(one) === wanted),
  )
  if (exact.length > 0) return exact
  const said = byWord(wanted, categories)
  if (said.length > 0) return said
  if (wanted.length < 2) return []
  const named = categories.filter(({ name }) => plain(name).includes(wanted) && wanted !== '事件')
  if (named.length > 0) return named
  return categories.filter(({ sub }) => sub.some((one) => root(one).includes(wanted)))
}

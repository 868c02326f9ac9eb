// Which commands come nearest to what was typed? Pure.
import { isBare } from './bare.js'
import { normalize } from './letters.js'
import { numbered } from './numbers.js'
import { rows } from './rows.js'

/** Edit distance, a swap of neighbours counting once. Both texts are short. */
const distance = (a: string, b: string): number => {
  const [from, to] = [[...a], [...b]]
  const table: number[][] = [Array.from({ length: to.length + 1 }, (_, at) => at)]
  const cell = (i: number, j: number): number => table[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= from.length; i++) {
    const line = [i]
    table.push(line)
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      const swapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      line.push(
        Math.min(
          cell(i - 1, j) + 1,
          cell(i, j - 1) + 1,
          cell(i - 1, j - 1) + (same ? 0 : 1),
          swapped ? cell(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
  }
  return cell(from.length, to.length)
}

/** Characters in common weigh more than the order: 告报 and 报个告 are nearer to 报告 than 报送 is. */
const wordDistance = (text: string, word: string): number => {
  const common = [...new Set(word)].filter((char) => text.includes(char)).length
  return (
    distance(text.slice(0, word.length + 2), word) -
    2 * (common / word.length) -
    (text.startsWith(word) ? 1 : 0)
  )
}

/** The three commands, as their Chinese words, that come nearest to what was typed; `may`: only of these. */
export const nearest = (text: string, may?: readonly string[]): string[] => {
  const said = normalize(text.slice(0, 200)).toLowerCase()
  const latin = /^[/\s]*([a-z]+)/u.exec(said)?.[1]?.slice(0, 20)
  const word = said.replace(/[\s\p{P}\p{S}\d]+/gu, '').slice(0, 12)
  // letters that are like no command of ours are no misspelled one: the first commands are offered
  const spelled =
    latin &&
    Math.min(...rows.flatMap(({ slash }) => slash.map((one) => distance(latin, one)))) * 2 < latin.length
      ? latin
      : undefined
  const number = numbered(said) !== undefined && word.replace(/[演练通报督办零报告编号事件]/gu, '') === ''
  return rows
    .filter(({ rare, words: [word] }) => !rare && (may === undefined || may.includes(word ?? '')))
    .map((row, at) => ({
      at,
      word: row.words[0] ?? '',
      far: (number ? row.command === 'status' : row.meant?.test(said))
        ? -10
        : spelled
          ? Math.min(...row.slash.map((slash) => distance(spelled, slash)))
          : Math.min(...row.words.map((one) => wordDistance(word, one))),
    }))
    .sort((a, b) => a.far - b.far || a.at - b.at)
    .slice(0, 3)
    .map((one) => one.word)
}

/** What fills a pause, and tells nothing. */
const FILLERS = /[哦嗯啊呃额哈嘿唉哎诶噢喔呵嘻嗨喂哟呀啦吧呢吗么了的]+/gu
/** As long as a word that was misspelt. */
const SHORT = 6
const LONG = 10

/** What of these rows is meant by a sentence, beside 报告 and 帮助: their words. */
export const meantBy = (text: string): string[] => {
  const said = normalize(text.slice(0, 200)).toLowerCase()
  return rows
    .filter(
      ({ command, rare, meant }) => !rare && command !== 'report' && command !== 'help' && meant?.test(said),
    )
    .map(({ words }) => words[0] ?? '')
}

const misspells = (word: string, latin: boolean): boolean =>
  [...word].length <= SHORT &&
  rows.some(({ slash, words }) =>
    (latin ? slash : words).some((one) => distance(word, one) * 2 <= Math.min(word.length, one.length)),
  )

/**
 * May this be a sentence that tells something? No word that was misspelt, no number, nothing that a bot's own word
 * answers, no filler alone; two characters are enough: 救命.
 */
export const mayTell = (text: string): boolean => {
  if (isBare(text)) return false
  const said = normalize(text.slice(0, 200)).toLowerCase()
  const letters = said.replace(/[\s\p{P}\p{S}\d]+/gu, '')
  const han = letters.replace(FILLERS, '').replace(/\P{Script=Han}+/gu, '')
  const latin = said.match(/\p{L}[\p{L}'’]*/gu)?.filter((one) => /^\p{Script=Latin}/u.test(one)) ?? []
  if (han.length < 2 && latin.length < 2) return false
  if (letters.length < LONG && meantBy(text).length > 0) return false
  return !misspells(letters, han === '')
}

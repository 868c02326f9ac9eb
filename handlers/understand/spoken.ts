// What of a text tells a time or a count? Width, numerals and the words around it are evened; pure.
import { withoutEnd, withoutWord } from '../../rules/ends.js'
import { INVISIBLE } from './letters.js'
import { ARABIC, numeral } from './numerals.js'
import { simple, TRADITIONAL } from './time-table.js'

/** Longer texts are no times; it also bounds what the patterns below can be made to do. */
export const LONGEST = 60

export const even = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(TRADITIONAL, (char) => simple[char] ?? char)
    .toLowerCase()
    .trim()
    .replace(/\s+/gu, ' ')
    .replace(/ ?(\p{Script=Han}) ?/gu, '$1')
    .replace(/^(大前|前|昨|今|明|后)儿个?/u, '$1天')

const worded = (text: string): string =>
  even(text)
    .replace(/(?<=[十百])来(?=个?(?:分|刻|小?时|钟|天))/gu, '')
    .replace(ARABIC, numeral)
    .replace(/大约|大概|大致|差不多|左右|上下|约/gu, '')
    .replace(/(?<=[点分半时刻钟\d])(?:前后|许|許|余)|(?<=[点时分])多/gu, '')
    .replace(/(?<=:\d\d)分/gu, '')
    .replace(/^(?:发现时间|发生时间|时间)(?:是|:)? ?/u, '')
    .replace(/^(?:我们|我|就|是|在|于)+/u, '')
    .replace(/ ?ago$/u, '前')

export const bare = (text: string): string => {
  const signless = withoutEnd(worded(text), '吧呢啊。.!,;、 ')
  return withoutWord(withoutWord(signless, ['的时候', '时候', '的']), ['发现', '发生', '开始', '出现']).trim()
}

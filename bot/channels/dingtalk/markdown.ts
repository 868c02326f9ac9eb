// How is plain text kept plain in DingTalk's markdown? No live link, mention, picture or markup comes out of what somebody typed.

import { legible } from '../../../handlers/understand/legible.js'

const wide: Record<string, string> = {
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '*': '＊',
  _: '＿',
  '`': '｀',
  '~': '～',
  '|': '｜',
  '\\': '＼',
  '@': '＠',
  '&': '＆',
  $: '＄',
}

const domains = new Set(
  'com cn net org edu gov top xyz info cc io me vip club site online shop ru tk icu biz co app dev'.split(
    ' ',
  ),
)
/** The dots in front of a domain, and in front of what stands in front of one: read from behind, once. */
const hostless = (run: string): string => {
  if (!run.includes('.')) return run
  const labels = run.split('.')
  let wideDots = false
  let text = ''
  for (const [nth, label] of [...labels.entries()].reverse()) {
    wideDots = domains.has(label.toLowerCase()) || (label !== '' && wideDots)
    text = `${nth === 0 ? '' : wideDots ? '．' : '.'}${label}${text}`
  }
  return text
}

/** Addresses stay readable and are no links: the client makes one of everything that looks like one. */
const withoutLinks = (text: string): string =>
  text
    .replace(/\b([a-z][a-z0-9+.-]{1,20}):\/\//gi, '$1：//')
    .replace(/\bwww\./gi, 'www．')
    .replace(/[a-z0-9.-]+/gi, hostless)

/** What is left when `legible` has kept the lines apart: zero-width signs and those that turn the direction of a line. */
const unseen = /(?:(?!\n)[\p{Cc}\p{Cf}])+/gu
const tidy = (text: string): string => legible(text).replaceAll('\t', ' ').replace(unseen, '')

/** For `sampleText`, which knows no markup but makes links and, in a group, could name somebody. */
export const plainText = (text: string): string => withoutLinks(tidy(text)).replaceAll('@', '＠')

/** One line of markdown that shows exactly this text. */
export const escapeLine = (line: string): string =>
  withoutLinks(tidy(line).replaceAll('\n', ' '))
    .trim()
    .replace(/[[\]<>*_`~|\\@&$]/g, (sign) => wide[sign] ?? sign)
    .replace(/^(#+|[-+=]+)/, (signs) =>
      signs.replaceAll('#', '＃').replaceAll('-', '－').replaceAll('+', '＋').replaceAll('=', '＝'),
    )
    .replace(
      /^(\d{1,9})([.)])(?=\s)/,
      (_, digits: string, sign: string) => `${digits}${sign === '.' ? '．' : '）'}`,
    )

/** Several lines, each kept as one. */
export const escapeText = (text: string): string =>
  tidy(text)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(escapeLine)
    .filter((line) => line !== '')
    .join('  \n')

export const bold = (text: string): string => (text.trim() === '' ? '' : `**${escapeLine(text)}**`)

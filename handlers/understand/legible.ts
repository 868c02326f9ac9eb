// How does a text look that everybody can read? Line breaks of every kind become one kind, and what no screen can carry goes; pure.

/** VT, FF, NEL, and the two separators of Unicode: whoever sent one of these meant a new line. */
const BREAK = /\r\n?|[\v\f\u0085\u2028\u2029]/gu

/** Control characters but for the line break and the tab; between two words something must stay. */
const CONTROL = /[^\P{Cc}\n\t]+/gu
const BETWEEN = /(?<=[!-~])[^\P{Cc}\n\t]+(?=[!-~])/gu

/** Half surrogates, and the marks that turn the reading order. */
const UNSEEN = /\p{Cs}|[\u202A-\u202E\u2066-\u2069]/gu

/** One line never grows into the next, and no word into its neighbour. */
export const legible = (text: string): string =>
  text.replace(BREAK, '\n').replace(BETWEEN, ' ').replace(CONTROL, '').replace(UNSEEN, '')

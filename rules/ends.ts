// What of a text's end may go? Taken off sign by sign: a pattern that looks for the end begins anew at every sign.

export const SPACES =
  ' \t\n\r\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'

/** The text without these signs at its end. */
export const withoutEnd = (text: string, signs: string): string => {
  let end = text.length
  while (end > 0 && signs.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** The text without the first of these words that it ends in. */
export const withoutWord = (text: string, words: readonly string[]): string => {
  const found = words.find((word) => text.endsWith(word))
  return found === undefined ? text : text.slice(0, text.length - found.length)
}

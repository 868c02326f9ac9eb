// Where is a text cut that is too long for its place? Between words: no number, word or address is left as a piece of itself.

const WORD = /[\w.~:/?#@&+=%-]/u
const HIGH = /[\uD800-\uDBFF]/

/** Where it ends, at most `most` UTF-16 units from its beginning; only what fills half of the place is cut inside. */
export const endIn = (text: string, most: number): number => {
  if (text.length <= most) return text.length
  let end = most
  while (end > 0 && WORD.test(text.charAt(end - 1)) && WORD.test(text.charAt(end))) end--
  if (end < most / 2) end = most
  return HIGH.test(text.charAt(end - 1)) ? end - 1 : end
}

/** At most `most` UTF-16 units, an ellipsis where something was left out. */
export const brief = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, endIn(text, most - 1))}…`

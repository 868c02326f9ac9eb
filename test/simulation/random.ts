// Where do the lots come from? A generator that says the same row of numbers for the same seed.

export type Random = {
  /** From 0 to below 1. */
  next(): number
  /** A whole number from 0 to below `n`. */
  below(n: number): number
  /** Does it happen, at this probability? */
  chance(p: number): boolean
  /** One of these. Throws when there are none. */
  of<T>(list: readonly T[]): T
  between(from: number, to: number): number
}

/** splitmix32: small, and good enough for drawing lots. */
export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296
  }
  next() // neighbouring seeds differ from the first number on
  const below = (n: number): number => Math.floor(next() * n)
  return {
    next,
    below,
    chance: (p) => next() < p,
    of(list) {
      const one = list[below(list.length)]
      if (one === undefined) throw new Error('nothing to draw from')
      return one
    },
    between: (from, to) => from + next() * (to - from),
  }
}

/** A number for these words, so that every part of a run has lots of its own: what is drawn in one changes no other. */
export const seedOf = (...words: (string | number)[]): number => {
  let hash = 2_166_136_261
  for (const char of words.join('/')) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619)
  return hash >>> 0
}

// What would make a pattern slow? Long repetitions of what it looks for itself: alone, in pairs, behind a beginning, before an end that does not fit.

export const LENGTH = 100_000
/** A pattern that tries every way to divide a text is lost here already. */
const SHORT = 60

/** What stands for a class in an input. */
const samples: Record<string, string> = {
  s: ' ',
  d: '1',
  w: 'a',
  S: 'x',
  D: 'x',
  W: '-',
  n: '\n',
  t: '\t',
  b: 'a',
}
const everywhere = [' ', '1', 'a', '，', '不', '\n', '.', '-', '😀', '\u0301']

/** The characters and the words that a pattern is made of; what may be missing of a word is once there and once not. */
const atomsOf = (source: string): { chars: string[]; words: string[] } => {
  const plain = source
    .replace(/\\u\{?([0-9A-Fa-f]{4,5})\}?/g, (_, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    )
    .replace(/\\[pP]\{[^}]*\}/g, '甲')
    .replace(/\(\?(?:<[A-Za-z]\w*>|<[=!]|[:=!])/g, '(')
    .replace(/\{\d*,?\d*\}/g, '')
    .replace(/\\([a-zA-Z])/g, (_, letter: string) => samples[letter] ?? letter)
    .replace(/\\(.)/g, '$1')
  const parts = plain.split(/[()|[\]*+^$]+/).filter((part) => [...part].length < 12)
  const words = parts.flatMap((part) => [part.replaceAll('?', ''), part.replace(/.\?/gu, '')])
  return {
    chars: [...new Set(plain)].filter((char) => !/[()|[\]*+?^$]/.test(char)),
    words: [...new Set(words)].filter((word) => [...word].length > 1),
  }
}

/** Evenly so many of them. */
const some = <T>(all: readonly T[], most: number): T[] =>
  all.length <= most
    ? [...all]
    : all.filter(
        (_, nth) => Math.floor((nth * most) / all.length) !== Math.floor(((nth - 1) * most) / all.length),
      )

const filled = (unit: string, length = LENGTH): string =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length)

/** `lists`: what a text may hold as often as it likes, one after the other. */
export const inputsFor = function* (source: string, lists: readonly string[] = []): Generator<string> {
  for (const one of lists) {
    yield filled(one)
    yield `${filled(one)}\u0000`
    yield `${filled(one)}报告`
  }
  const { chars, words } = atomsOf(source)
  const all = [...new Set([...everywhere, ...chars, ...words])]
  // every atom behind every beginning: short, so that there may be many
  for (const first of ['', ...some([...chars, ...words], 30)])
    for (const unit of some(all, 160))
      yield `${first}${filled(unit, Math.max(SHORT, 30 * unit.length))}\u0000`
  for (const unit of [...new Set([...everywhere, ...some(chars, 16), ...some(words, 8)])]) {
    const long = filled(unit)
    yield long
    yield `${long}\u0000` // it fits nothing: whatever was tried must be given up
  }
  const few = [...new Set([...some(chars, 5), ...some(words, 3)])]
  for (const first of few) {
    for (const second of few) {
      if (first === second) continue
      yield `${filled(first + second)}\u0000`
      yield `${first}${filled(second)}\u0000`
    }
  }
}

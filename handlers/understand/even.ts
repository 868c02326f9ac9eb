// What are the letters of a text, and what stands between them? One form for all the ways of writing the same word; pure.
import { CUT, ENTITY, INSERTED, LETTERS, OTHER_FORMS, SHAPELESS, simplified, VARIANT } from './even-table.js'
import { eachCode } from './letters.js'

/** `letters`: letters and digits alone. `text`: the same text with everything that has a shape. */
export type Even = {
  text: string
  letters: string
  /** What stood directly before the letter at this place; behind the last letter, what ends the text. */
  gapAt(place: number): string
  /** Everything that stands between the letters of this part. */
  gapWithin(from: number, to: number): string
}

const decoded = (whole: string, ten: string | undefined, sixteen: string | undefined): string => {
  const code = ten ? Number(ten) : sixteen ? Number.parseInt(sixteen, 16) : 32
  return code <= 0xffff ? String.fromCharCode(code) : whole
}

/** Full width is what most signs are written in: taken without asking what else a character may be. */
const half = (code: number): number => (code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code)

export const evened = (text: string): Even =>
  parted(
    eachCode(text.replace(ENTITY, decoded), half)
      .replace(SHAPELESS, '')
      .replace(/㊙/gu, '秘密★')
      .replace(OTHER_FORMS, (run) => run.normalize('NFKC'))
      .replace(VARIANT, (char) => simplified[char] ?? char),
  )

const parted = (text: string): Even => {
  const gaps = new Map<number, string>()
  let letters = ''
  let done = 0
  for (const { 0: run, index } of text.matchAll(LETTERS)) {
    if (index > done) gaps.set(letters.length, text.slice(done, index))
    letters += run
    done = index + run.length
  }
  if (done < text.length) gaps.set(letters.length, text.slice(done))
  const gapAt = (place: number): string => gaps.get(place) ?? ''
  return {
    text,
    letters,
    gapAt,
    gapWithin(from, to) {
      let all = ''
      for (let place = from + 1; place < to; place++) all += gapAt(place)
      return all
    },
  }
}

/** The text once more without what was put into the middle of a word; nothing where there is no such thing. */
export const cut = ({ text }: Even): Even | undefined => {
  const without = text.replace(INSERTED, CUT)
  return without === text ? undefined : parted(without)
}

/** Spaces, quotes and brackets part no clause. */
export const soft = (gap: string): boolean => gap === '' || /^[\s"'“”‘’「」『』<>《》*_·•`()]+$/u.test(gap)

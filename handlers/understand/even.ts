// What are the letters of a text, and what stands between them? One form for all the ways of writing the same word; pure.
import { CUT, ENTITY, INSERTED, LETTER, OTHER_FORMS, SHAPELESS, simplified, VARIANT } from './even-table.js'
import { chosen, eachCode } from './letters.js'

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

/** Of every character once asked: 1 a letter, 2 none. */
const asked = new Uint8Array(0x10000)
const isLetter = (code: number): boolean => {
  if (code > 0xffff) return LETTER.test(String.fromCodePoint(code))
  asked[code] ||= LETTER.test(String.fromCharCode(code)) ? 1 : 2
  return asked[code] === 1
}

const parted = (text: string): Even => {
  const room = new Int32Array(text.length)
  let many = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0
    const pair = code > 0xffff
    if (isLetter(code)) {
      room[many++] = at
      if (pair) room[many++] = at + 1
    }
    if (pair) at++
  }
  /** Where each letter stands in the text: what is between two of them is cut out only when it is asked for. */
  const places = room.subarray(0, many)
  const gapAt = (place: number): string => {
    const from = place === 0 ? 0 : (places[place - 1] ?? text.length) + 1
    return text.slice(from, places[place] ?? text.length)
  }
  return {
    text,
    letters: chosen(text, places),
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

// Which letters does a text come down to, for comparing? Width, spaces and the mention of the bot are evened; pure.

export const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu

/** So many at once are handed to one call. */
const CHUNK = 4096

/** A text by its codes, one for each place. A callback for each that is found would take ten times as long on a text full of them. */
const written = (many: number, codeAt: (nth: number) => number): string => {
  let text = ''
  for (let from = 0; from < many; from += CHUNK) {
    const codes: number[] = []
    const to = Math.min(from + CHUNK, many)
    for (let nth = from; nth < to; nth++) codes.push(codeAt(nth))
    text += String.fromCharCode(...codes)
  }
  return text
}

/** One character for one, by its code. */
export const eachCode = (text: string, change: (code: number) => number): string =>
  written(text.length, (at) => change(text.charCodeAt(at)))

/** Of a text what stands at these places. */
export const chosen = (text: string, places: Int32Array): string =>
  written(places.length, (nth) => text.charCodeAt(places[nth] ?? 0))

const SPACE = 0x20
const isWideSpace = (code: number): boolean =>
  code === 0x3000 || code === 0xa0 || (code >= 0x2000 && code <= 0x200a) || code === 0x202f

/** Half width, character by character, so that a place in the result is the same place in the text. */
export const narrow = (text: string): string =>
  eachCode(text, (code) =>
    code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : isWideSpace(code) ? SPACE : code,
  )

/** A campus may call it 烽火助手, 烽火小助手 or 烽火值班. */
export const MENTION =
  /^(?:\s*@\s?烽火(?:\p{Script=Han}{0,3}(?:机器人|助手|助理|管家|卫士|值班))?[\s,:、。!~]*)+/u

/** For comparing: width, case of width and spaces evened, the mention of the bot gone. Not for keeping. */
export const normalize = (text: string): string =>
  text.normalize('NFKC').replace(INVISIBLE, '').replace(MENTION, '').replace(/\s+/gu, ' ').trim()

/** What was typed after a word, without the signs that part them. */
export const tidy = (text: string): string => text.replace(/^[\s:：,，。、]+/u, '').trim()

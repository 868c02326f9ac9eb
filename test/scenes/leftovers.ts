// What is left of a word in a folder? Looked for in every file's bytes, in every form in which it may have been written.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })

const escaped = (word: string): string =>
  [...word].map((char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join('')

/**
 * Base64 depends on where the word stands among three bytes: of each of the three forms every letter that is the word's
 * alone. Fewer would be found by chance in what is sealed: four letters of it in one journal of fifty.
 */
const base64s = (word: string): string[] =>
  [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift, 0x20), Buffer.from(word)])
    const letters = bytes.toString('base64').replace(/=+$/, '')
    return letters.slice(Math.ceil((shift * 8) / 6), bytes.length % 3 === 0 ? undefined : -1)
  })

const formsOf = (word: string): Buffer[] => [
  Buffer.from(word),
  Buffer.from(word, 'utf16le'),
  Buffer.from(word, 'utf16le').swap16(),
  Buffer.from(escaped(word)),
  Buffer.from(escaped(word).toUpperCase().replaceAll('\\U', '\\u')),
  Buffer.from(encodeURIComponent(word)),
  ...base64s(word).map((part) => Buffer.from(part)),
]

/** The files that still hold one of these words, and the word. */
export const leftovers = (folder: string, words: readonly string[]): string[] =>
  filesIn(folder).flatMap((file) => {
    const bytes = readFileSync(file)
    return words
      .filter((word) => formsOf(word).some((form) => bytes.includes(form)))
      .map((word) => `${file}: ${word}`)
  })

// How does a part say what it does? Structured lines in pino's shape: an object without content, and a sentence.
type Say = (about: object, sentence: string) => void
export type Log = { info: Say; warn: Say; error: Say }

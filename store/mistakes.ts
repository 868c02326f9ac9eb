// What is wrong with a file that people keep? Everything at once, so that it can be mended in one go.

/** Thrown by the readers of the directory and of the rules. Each mistake names its place, what was found, what is expected. */
export class Mistakes extends Error {
  readonly mistakes: string[]

  constructor(mistakes: string[]) {
    super(mistakes.join('\n'))
    this.name = 'Mistakes'
    this.mistakes = mistakes
  }
}

/** More at once helps nobody: most of them have the same cause. */
const MOST_PRINTED = 50
const LONGEST_LINE = 240

const shortened = (text: string): string =>
  text.length > LONGEST_LINE ? `${[...text.slice(0, LONGEST_LINE)].slice(0, -1).join('')}…` : text

/** The first of them, each no longer than a person reads, and how many more there are. */
export const inPrint = (mistakes: readonly string[], most = MOST_PRINTED): string[] => [
  ...mistakes.slice(0, most).map(shortened),
  ...(mistakes.length > most ? [`……还有 ${mistakes.length - most} 处，共 ${mistakes.length} 处`] : []),
]

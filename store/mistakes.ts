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

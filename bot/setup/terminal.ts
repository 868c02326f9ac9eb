// How is somebody at a terminal spoken with? Lines out, lines in, secrets without an echo; a pipe will do as well.
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Nobody is there any more: the pipe has ended, or Ctrl-C or Ctrl-D was pressed. */
export class Left extends Error {}

export type Terminal = {
  say(text: string): void
  ask(prompt: string): Promise<string>
  /** What is typed is not shown. */
  askSecretly(prompt: string): Promise<string>
  /** A line, or what happens first; then nothing is asked any more. */
  askUnless<T>(prompt: string, other: Promise<T>): Promise<{ line: string } | { other: T }>
  /** Rejects with `Left` when Ctrl-C is pressed, whatever is under way. */
  left: Promise<never>
  close(): void
}

/** What a platform says, without anything that a terminal would obey. */
export const harmless = (text: string): string => text.replace(/[^\P{C}\n]/gu, '')

export const openTerminal = (): Terminal => {
  let hidden = false
  const echo = new Writable({
    write(chunk, _encoding, done) {
      if (!hidden) process.stdout.write(chunk)
      done()
    },
  })
  const input = createInterface({
    input: process.stdin,
    output: echo,
    terminal: process.stdin.isTTY === true,
  })
  const came: string[] = []
  let waiting: { take(line: string): void; leave(): void } | undefined
  let ended = false
  input.on('line', (line) => {
    if (waiting) waiting.take(line)
    else came.push(line)
  })
  let interrupt = (_: Left): void => {}
  const left = new Promise<never>((_, reject) => {
    interrupt = reject
  })
  left.catch(() => {}) // where nobody waits for it
  input.on('SIGINT', () => {
    interrupt(new Left())
    input.close()
  })
  input.on('close', () => {
    ended = true
    waiting?.leave()
  })

  const say = (text: string): void => {
    process.stdout.write(text)
  }
  const next = (): Promise<string> => {
    const line = came.shift()
    if (line !== undefined) return Promise.resolve(line.trim())
    if (ended) return Promise.reject(new Left())
    return new Promise((resolve, reject) => {
      waiting = {
        take(text) {
          waiting = undefined
          resolve(text.trim())
        },
        leave: () => reject(new Left()),
      }
    })
  }
  /** A terminal that is typed at draws the last line anew when something in it is taken back. */
  const show = (prompt: string): void => {
    const last = prompt.lastIndexOf('\n') + 1
    say(prompt.slice(0, last))
    input.setPrompt(prompt.slice(last))
    input.prompt()
  }
  const ask: Terminal['ask'] = (prompt) => {
    if (!ended) show(prompt)
    return next()
  }
  return {
    say,
    ask,
    async askSecretly(prompt) {
      if (!ended) show(prompt)
      hidden = true
      try {
        return await next()
      } finally {
        hidden = false
        say('\n')
      }
    },
    async askUnless(prompt, other) {
      const first = await Promise.race([
        ask(prompt).then((line) => ({ line })),
        other.then((value) => ({ other: value })),
      ])
      if ('other' in first) waiting = undefined
      return first
    },
    left,
    close: () => input.close(),
  }
}

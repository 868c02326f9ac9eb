// Who sits at the terminal of the set-up? Reads what it says, types the answers, and never sees what is not shown.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const running: ChildProcess[] = []
const folders: string[] = []

export const emptyFolder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-setup-'))
  folders.push(dir)
  return dir
}

export const leave = (): void => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
}

const WITHIN_MS = 30_000

export type Operator = {
  /** Everything that was printed so far, both streams. */
  printed(): string
  /** Waits until this is printed after what was waited for before; answers what stood from there to its end. */
  until(said: string | RegExp): Promise<string>
  type(line: string): void
  /** Once this was asked, types that. */
  answer(asked: string, line: string): Promise<void>
  /** Ctrl-D. */
  hangUp(): void
  stop(): void
  ended: Promise<number | null>
}

/** Starts `dist/bot/<program>.js` in this folder. */
export const sitDown = (program: 'setup' | 'main', cwd: string, env: Record<string, string>): Operator => {
  const child = spawn(process.execPath, [resolve(`dist/bot/${program}.js`)], {
    cwd,
    env: { PATH: process.env.PATH, LOG_LEVEL: 'info', ...env },
  })
  running.push(child)
  let all = ''
  let read = 0
  let wake = (): void => {}
  const hear = (chunk: unknown): void => {
    all += String(chunk)
    wake()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  let code: number | null | undefined
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (status) => {
      code = status
      wake()
      resolve(status)
    })
  })
  const operator: Operator = {
    printed: () => all,
    async until(said) {
      const late = setTimeout(() => wake(), WITHIN_MS)
      const untilMs = performance.now() + WITHIN_MS
      try {
        for (;;) {
          const rest = all.slice(read)
          const found = typeof said === 'string' ? rest.indexOf(said) : rest.search(said)
          if (found >= 0) {
            const length = typeof said === 'string' ? said.length : (said.exec(rest)?.[0].length ?? 0)
            read += found + length
            return rest.slice(0, found + length)
          }
          if (code !== undefined) throw new Error(`exit ${code}, without ${said}:\n${all}`)
          if (performance.now() >= untilMs) throw new Error(`never said ${said}:\n${all}`)
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      } finally {
        clearTimeout(late)
      }
    },
    type: (line) => child.stdin.write(`${line}\n`),
    async answer(asked, line) {
      await operator.until(asked)
      operator.type(line)
    },
    hangUp: () => child.stdin.end(),
    stop: () => child.kill('SIGTERM'),
    ended,
  }
  return operator
}

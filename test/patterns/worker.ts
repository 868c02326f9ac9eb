// How long does one reader take? Runs beside the test, so that one that never ends can be killed.
import { inputsFor } from './inputs.js'
import { readers } from './readers.js'

export type Task =
  | { kind: 'pattern'; source: string; flags: string }
  | { kind: 'reader'; name: string; likes: string; lists: readonly string[] }
/** `worst`: in ms of the machine of the yardstick. */
export type Done = { worst: number; input: string; tried: number }

const TRIES = 4
const ENOUGH_MS = 25
const HOPELESS_MS = 500
/** From here on it is asked how fast the machine is. */
const LOOK_AGAIN_MS = 40

/** What this process has worked, in ms: not what it waited while others had the machine. */
const worked = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The best of a few: nothing makes work shorter than it is. */
const shortest = (run: () => unknown): number => {
  let best = Number.POSITIVE_INFINITY
  for (let nth = 0; nth < TRIES; nth++) {
    const began = worked()
    run()
    best = Math.min(best, worked() - began)
    if (best < ENOUGH_MS || best > HOPELESS_MS) break
  }
  return best
}

/** Work of the kind that readers do, over a text that is as long: the yardstick, whose time is known. */
const YARD = '信息学院abc，１２３ '.repeat(10_000)
const YARD_MS = 8
const yard = (): number => {
  const seen = new Map<number, number>()
  for (const char of YARD.normalize('NFKC').toLowerCase()) {
    const code = char.codePointAt(0) ?? 0
    seen.set(code, (seen.get(code) ?? 0) + 1)
  }
  return seen.size + YARD.replace(/\s+/gu, '').split('，').length
}
/** Trying again and again within a bound is slower on some machines where all else is as fast: a yardstick of its own. */
const TRIED = 'a'.repeat(100_000)
const TRIED_MS = 15
const pattern = (): string => TRIED.replace(/(?:[a-z.]{1,48}@|院)/giu, '')
const best = (work: () => unknown): number => {
  let least = Number.POSITIVE_INFINITY
  for (let nth = 0; nth < TRIES; nth++) {
    const began = worked()
    work()
    least = Math.min(least, worked() - began)
  }
  return least
}
/** Other machines are slower, and this one is while others work on it: 50 ms are those of the machine of the yardsticks. */
const slowness = (): number => Math.max(1, best(yard) / YARD_MS, best(pattern) / TRIED_MS)

const runner = (task: Task): ((input: string) => unknown) => {
  if (task.kind === 'reader') {
    const reader = readers[task.name]
    if (!reader) throw new Error(`no reader ${task.name}`)
    return reader
  }
  const all = task.flags.includes('g')
  const pattern = new RegExp(task.source, task.flags)
  return (input) => {
    pattern.lastIndex = 0
    if (!all) return pattern.exec(input)
    return input.replace(pattern, '')
  }
}

process.on('message', (task: Task) => {
  const run = runner(task)
  const done: Done = { worst: 0, input: '', tried: 0 }
  const inputs = task.kind === 'pattern' ? inputsFor(task.source) : inputsFor(task.likes, task.lists)
  for (const input of inputs) {
    const taken = shortest(() => run(input))
    const ms = taken > LOOK_AGAIN_MS ? taken / slowness() : taken
    done.tried++
    if (ms <= done.worst) continue
    done.worst = ms
    done.input = `${input.slice(0, 12)}…${input.slice(-6)}`
    if (ms > HOPELESS_MS) break
  }
  process.send?.(done)
})

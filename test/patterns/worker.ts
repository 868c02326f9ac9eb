// How long does one reader take? Runs beside the test, so that one that never ends can be killed.
import { inputsFor } from './inputs.js'
import { readers } from './readers.js'

export type Task =
  | { kind: 'pattern'; source: string; flags: string }
  | { kind: 'reader'; name: string; likes: string; lists: readonly string[] }
export type Done = { worst: number; input: string; tried: number }

const TRIES = 4
const ENOUGH_MS = 25
const HOPELESS_MS = 500

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
    const ms = shortest(() => run(input))
    done.tried++
    if (ms <= done.worst) continue
    done.worst = ms
    done.input = `${input.slice(0, 12)}…${input.slice(-6)}`
    if (ms > HOPELESS_MS) break
  }
  process.send?.(done)
})

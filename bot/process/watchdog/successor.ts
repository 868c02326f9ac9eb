// Who comes after a process that its watchdog ended? Whoever started it, where that is their work; else it sees to its own successor.
import { setTimeout as sleep } from 'node:timers/promises'

/** `scripts/start.mjs` says so: it starts us again, and we stop when it is gone. */
export const watchedFlag = '--watched'
const replacesFlag = '--replaces='

const LONGEST_PAUSE_MS = 60_000
/** What has lived for so long began well: its end is not one in a row with those before. */
const LIVED_MS = 600_000
const GONE_WITHIN_MS = 10_000

/** Service managers and containers that start again what ended, by the signs that they give. */
export const isManaged = (env: NodeJS.ProcessEnv, pid: number, ppid: number): boolean =>
  pid === 1 || // the first process of a container
  env.SYSTEMD_EXEC_PID === String(pid) ||
  (env.INVOCATION_ID !== undefined && ppid === 1) ||
  env.KUBERNETES_SERVICE_HOST !== undefined ||
  env.SUPERVISOR_ENABLED !== undefined ||
  env.pm_id !== undefined

/** The first comes back at once, the next ones after growing pauses. */
export const pauseBefore = (nth: number): number =>
  nth <= 1 ? 0 : Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** Math.min(nth - 2, 10))

type Predecessor = { pid: number; nth: number }

export const predecessorIn = (argv: readonly string[]): Predecessor | undefined => {
  const [pid, nth] = (argv.find((one) => one.startsWith(replacesFlag)) ?? '')
    .slice(replacesFlag.length)
    .split(',')
  return pid && nth ? { pid: Number(pid), nth: Number(nth) } : undefined
}

/** `args` start this very program again; `nth`: how many were ended in a row, this process included. */
export type Successor = { args: string[]; nth: number; env: Record<string, string> }

/** How our own successor is started; nothing where somebody else will. */
export const successorOf = (
  argv: readonly string[],
  execArgv: readonly string[],
  env: Record<string, string>,
): Successor | undefined => {
  if (argv.includes(watchedFlag) || isManaged(process.env, process.pid, process.ppid)) return undefined
  const args = [...execArgv, ...argv.slice(1).filter((one) => !one.startsWith(replacesFlag))]
  return { args, nth: (predecessorIn(argv)?.nth ?? 0) + 1, env }
}

/** The whole command line of a successor, from the process that it replaces. */
export const argsToReplace = ({ args, nth }: Successor, livedMs: number): string[] => [
  ...args,
  `${replacesFlag}${process.pid},${livedMs > LIVED_MS ? 1 : nth}`,
]

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Waits until the one before is gone, and so long that a process that freezes again and again leaves the machine in peace. */
export const takeTurn = async (argv: readonly string[]): Promise<void> => {
  const before = predecessorIn(argv)
  if (!before) return
  await sleep(pauseBefore(before.nth))
  for (let waited = 0; lives(before.pid) && waited < GONE_WITHIN_MS; waited += 50) await sleep(50)
}

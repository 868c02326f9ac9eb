// Who ends a process that comes round no more? This thread: it notes the id that held the loop, sees to a successor, and kills.
import { spawn } from 'node:child_process'
import { Session } from 'node:inspector'
import { workerData } from 'node:worker_threads'
import { Frozen, noteFrozen } from '../../../store/frozen.js'
import { type Held, openWatchSide } from './shared.js'
import { argsToReplace, type Successor } from './successor.js'

export type ThreadData = {
  /** What each campus works on, and its DATA_DIR. */
  campuses: readonly { memory: SharedArrayBuffer; dir: string }[]
  /** How the successor is started, where nobody else would start one. */
  successor: Successor | undefined
}

const LOOK_EVERY_MS = 250

const { campuses, successor } = workerData as ThreadData // given by watchdog.ts, in the same release
const watched = campuses.map(({ memory, dir }) => ({ dir, ...openWatchSide(memory, LOOK_EVERY_MS) }))

/** The other side wrote JSON; what does not read is left out. */
const senderIn = (from: string | undefined): unknown => {
  try {
    return from === undefined ? undefined : JSON.parse(from)
  } catch {
    return undefined
  }
}

const note = (dir: string, { id, from }: Held): void => {
  const at = new Date().toISOString()
  const whole = Frozen.safeParse({ at, id, from: senderIn(from) })
  noteFrozen(dir, whole.success ? whole.data : { at, ...(id === undefined ? {} : { id }) })
}

const kill = (): void => {
  process.kill(process.pid, 'SIGKILL')
  // Only the first process of a container outlives that: the kernel does not let it be killed from inside.
  setTimeout(() => {
    const session = new Session()
    session.connectToMainThread()
    session.post('Runtime.evaluate', { expression: 'process.reallyExit(137)' })
  }, 500)
}

const timer = setInterval(() => {
  const held = watched.flatMap(({ dir, look }) => {
    const one = look()
    return one ? [{ dir, one }] : []
  })
  if (held.length === 0) return
  clearInterval(timer)
  try {
    // all stand still together: those that worked on something; else the first, that somebody hears of it
    const busy = held.filter(({ one }) => one.id !== undefined)
    for (const { dir, one } of busy.length > 0 ? busy : held.slice(0, 1)) note(dir, one)
  } catch {
    // a full disk: it is ended all the same, only nothing is set aside
  }
  try {
    if (successor && !watched.some(({ stopping }) => stopping()))
      spawn(process.execPath, argsToReplace(successor, process.uptime() * 1000), {
        detached: true,
        stdio: 'inherit',
        env: { ...process.env, ...successor.env },
      }).unref()
  } finally {
    kill()
  }
}, LOOK_EVERY_MS)

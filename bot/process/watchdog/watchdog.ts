// Is the loop still coming round? Says so to a thread beside it, with the id of what is worked on; that thread ends a frozen process.
import { url as inspectorUrl } from 'node:inspector'
import { Worker } from 'node:worker_threads'
import type { Log } from '../../../store/log.js'
import type { Speaker } from '../../channels/inbound.js'
import { newMemory, openLoopSide } from './shared.js'
import type { Successor } from './successor.js'
import type { ThreadData } from './thread.js'

/** What is worked on now: told to the watchdog, so that a thing that freezes the process is known afterwards. */
export type Watch = {
  /** A turn begins; the id is that of the inbound thing, where it has one. */
  turn(id: string | undefined): void
  /** Who sent what this turn is about. */
  from(by: Speaker): void
  over(): void
  /** Does this work, at one go, in the name of the inbound thing of this id: what is read before its turn. */
  parsing<A>(id: string, work: () => A): A
}

export type Watchdog = {
  /** Of one campus, by its DATA_DIR. */
  of(dir: string): Watch
  /** The start is over: from now on the loop comes round every ten seconds, or the process is ended. */
  arm(): void
  /** The process was told to stop: if that freezes, nothing comes after it. */
  stopping(): void
}

const BEAT_EVERY_MS = 250
const HELD_MS = 10_000
/** A long journal is replayed in pieces; no piece takes as long as this. */
const STARTING_MS = 120_000
/** Less than what an ordered stop may take. */
const STOPPING_MS = 8_000

type Loop = ReturnType<typeof openLoopSide>

const watchOf = (loop: Loop): Watch => ({
  turn: loop.turn,
  from: ({ channel, address }) => loop.from(JSON.stringify({ channel, address })),
  over: loop.over,
  parsing(id, work) {
    loop.parsing(id)
    try {
      return work()
    } finally {
      loop.parsing(undefined)
    }
  },
})

/** Starts the thread; `dirs`: DATA_DIR of each campus, where what froze it is noted. With `successor` a frozen process also starts its own replacement. */
export const openWatchdog = (options: {
  dirs: readonly string[]
  log: Log
  successor: Successor | undefined
}): Watchdog => {
  const { dirs, log, successor } = options
  const sides = dirs.map((dir) => {
    const memory = newMemory()
    return { dir, memory, loop: openLoopSide(memory) }
  })
  const all = (what: (loop: Loop) => void): void => {
    for (const { loop } of sides) what(loop)
  }
  const beat = (): void => {
    const exempt = inspectorUrl() !== undefined
    all((loop) => {
      loop.exempt(exempt)
      loop.beat()
    })
  }
  beat()
  all((loop) => loop.bound(STARTING_MS))
  setInterval(beat, BEAT_EVERY_MS).unref()
  const data: ThreadData = { campuses: sides.map(({ memory, dir }) => ({ memory, dir })), successor }
  const watchOver = (): void => {
    const thread = new Worker(new URL('./thread.js', import.meta.url), { workerData: data, execArgv: [] })
    thread.unref()
    thread.on('error', (error) => log.error({ reason: error.message }, 'the watchdog stumbled'))
    thread.on('exit', () => setTimeout(watchOver, 1000).unref())
  }
  watchOver()
  return {
    of(dir) {
      const side = sides.find((one) => one.dir === dir)
      if (!side) throw new Error(`${dir} is not watched`)
      return watchOf(side.loop)
    },
    arm: () => all((loop) => loop.bound(HELD_MS)),
    stopping: () =>
      all((loop) => {
        loop.stopping()
        loop.bound(STOPPING_MS)
      }),
  }
}

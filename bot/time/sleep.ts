// When does the ticker wake? At the next due instant, 15 s at most; sooner where something nearer came in.
import type { Clock } from './clock.js'

const LONGEST_SLEEP_MS = 15_000
const SHORTEST_SLEEP_MS = 50
/** After a tick that failed. */
const PAUSE_MS = 1_000

type Sleep = {
  /** Something may fall due sooner than the sleep ends, or the clock was moved past its end. */
  nearer(): void
  start(): void
  stop(): Promise<void>
}

/** `next`: when the next thing falls due. `tick`: does what is due, and answers whether all went well. */
export const openSleep = (clock: Clock, next: () => number, tick: () => Promise<boolean>): Sleep => {
  let cancel = () => {}
  let stopped = true
  let running: Promise<void> = Promise.resolve()
  /** In the clock's time; nothing while a tick runs, which sleeps anew at its end. */
  let wakesAt: number | undefined

  const sleep = (shortest: number): void => {
    cancel()
    if (stopped) return
    const nowMs = clock.now()
    const forMs = Math.min(LONGEST_SLEEP_MS, Math.max(shortest, next() - nowMs))
    wakesAt = nowMs + forMs
    cancel = clock.after(forMs, () => {
      wakesAt = undefined
      running = wake()
    })
  }
  const wake = (): Promise<void> => tick().then((well) => sleep(well ? SHORTEST_SLEEP_MS : PAUSE_MS))

  return {
    nearer() {
      if (wakesAt === undefined || stopped) return
      if (next() < wakesAt || wakesAt < clock.now()) sleep(SHORTEST_SLEEP_MS)
    },
    start() {
      stopped = false
      running = wake()
    },
    async stop() {
      stopped = true
      cancel()
      await running
    },
  }
}

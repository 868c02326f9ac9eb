// When is a thing tried again that the platform did not take? With growing pauses, for ever, until it works or we stop.
import type { Log } from '../../../store/log.js'
import type { Clock } from '../../time/clock.js'
import { DeliveryError } from '../channel.js'

export type Retry = { stop(): void }

/** 5 s, 10 s … at most 5 minutes; not before the moment that the platform, or the token, asks for. */
export const pauseMs = (failures: number): number =>
  Math.min(300_000, 5_000 * 2 ** Math.min(failures - 1, 10))

export const untilDone = (options: {
  work: () => Promise<void>
  what: string
  /** The house's time, in which `retryAt` is told, and the machine's, in which we wait. */
  clock: Clock
  wire: Clock
  log: Log
}): Retry => {
  const { work, what, clock, wire, log } = options
  let stopped = false
  let cancel = () => {}
  const go = (failures: number): void => {
    work().catch((error: unknown) => {
      if (stopped) return
      const until = error instanceof DeliveryError ? (error.retryAt ?? 0) - clock.now() : 0
      const inMs = Math.max(pauseMs(failures + 1), until)
      log.warn(
        { what, reason: error instanceof Error ? error.message : '', inMs },
        'Feishu is tried again later',
      )
      cancel = wire.after(inMs, () => go(failures + 1))
    })
  }
  go(0)
  return {
    stop() {
      stopped = true
      cancel()
    },
  }
}

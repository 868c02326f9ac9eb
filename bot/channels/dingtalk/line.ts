// Is a socket still alive? Pings while it is open: two without an answer, or one after the machine slept, and it is cut.
import type { WebSocket } from 'ws'
import type { Log } from '../../../store/log.js'
import type { Clock } from '../../time/clock.js'

export type Line = {
  socket: WebSocket
  openedAt: number
  draining: boolean
  missed: number
  heardAt: number
  pinged: boolean
}

/** The platform pings by itself; one that did and has stopped for so long is taken for dead. */
const quietMs = 10 * 60_000
const afterSleepMs = 6_000

/** Cuts a dead socket; its `close` is where the decision to open another one is made. */
export const watchLine = (
  line: Line,
  options: { clock: Clock; log: Log; everyMs: number; alive: () => boolean },
  waitMs = options.everyMs,
): void => {
  const { clock, log, everyMs, alive } = options
  const startedMs = clock.now()
  clock.after(waitMs, () => {
    if (!alive()) return
    const nowMs = clock.now()
    // The machine slept: the other side may have given up long ago. One ping, and little patience.
    const overslept = nowMs - startedMs > 3 * everyMs
    const silent = line.pinged && nowMs - line.heardAt > Math.max(quietMs, 4 * everyMs)
    if (line.missed >= 2 || silent) {
      log.warn({ missed: line.missed, silent }, 'the DingTalk socket is dead; opening another')
      line.socket.terminate()
      return
    }
    line.missed = overslept ? 2 : line.missed + 1
    line.socket.ping()
    watchLine(line, options, overslept ? Math.min(everyMs, afterSleepMs) : everyMs)
  })
}

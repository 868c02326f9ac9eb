// What time is it on the emulated platform? One virtual clock for the platform and the channel under test; short waits cost no real time.
import type { Clock } from '../../../../bot/time/clock.js'

export type VirtualClock = Clock & {
  /** The platform's own deadlines: they fall due when time comes to them, and never pull it forward. */
  at(ms: number, wake: () => void): () => void
  /**
   * Time goes after this other clock from now on, a scene's. When that is set on by no more than the patience, each wait on
   * the way ends at its own moment; by more, all that was due on the way is late together, as after a sleep.
   */
  follow(now: () => number): void
  /** How often the followed clock has left this one more than the patience behind: what was under way then is late through nobody's fault. */
  jumps(): number
  /** Moves on, letting everything that falls due on the way happen, and what it causes. */
  advance(ms: number): Promise<void>
  /** Waits until nothing is on the way: no call, no frame, no wait that is short enough to be skipped. */
  settle(): Promise<void>
  /** Something moved: whoever waits for rest goes on waiting. */
  stir(): void
  stop(): void
}

type Timer = { due: number; eager: boolean; wake: () => void; nth: number }

/** Turns of the event loop in which what is on the loopback arrives: a timer of a millisecond would be mostly idle. */
const TURNS = 6

const breath = async (): Promise<void> => {
  for (let nth = 0; nth < TURNS; nth++) await new Promise((resolve) => setImmediate(resolve))
}

/**
 * A wait of at most `patienceMs` (paced sends, quick retries, a first reconnect) is skipped as soon as nothing else is under way; time
 * jumps to its end. Longer ones (keep-alive, timeouts, long pauses) wait for `advance`, or for the clock that is followed:
 * otherwise a timeout of ten seconds would beat an answer that takes a millisecond.
 */
export const virtualClock = (options: {
  startMs: number
  patienceMs?: number
  busy?: () => boolean
}): VirtualClock => {
  const patience = options.patienceMs ?? 5000
  const busy = options.busy ?? (() => false)
  const timers = new Set<Timer>()
  let own = options.startMs
  let followed = () => Number.NEGATIVE_INFINITY
  let nth = 0
  let jumps = 0
  let stirred = 0
  let stopped = false
  /** Takes back the next look at what may go. */
  let pumping: (() => void) | undefined
  let held = 0

  /** A wait has just ended: what it leads to at once happens at that moment, whatever the followed clock says by now. */
  let standing = false
  const now = (): number => {
    if (standing) return own
    const ahead = followed()
    const first = earliest()?.due ?? Number.POSITIVE_INFINITY
    if (ahead - own > patience) jumps++
    own = Math.max(own, ahead - own > patience ? ahead : Math.min(ahead, first))
    return own
  }
  const earliest = (): Timer | undefined =>
    [...timers].reduce<Timer | undefined>(
      (best, one) =>
        !best || one.due < best.due || (one.due === best.due && one.nth < best.nth) ? one : best,
      undefined,
    )
  const fire = (timer: Timer): void => {
    timers.delete(timer)
    own = Math.max(own, timer.due)
    stirred++
    standing = true
    setImmediate(() => {
      standing = false
    })
    timer.wake()
  }
  /** The next timer that may go now: due, or on the way to one that need not be waited for. */
  const ready = (): Timer | undefined => {
    const first = earliest()
    if (!first) return undefined
    return first.due <= now() || [...timers].some(({ eager }) => eager) ? first : undefined
  }
  /** One timer at a time, with a breath between: what it causes (a ping's pong) comes before the next one. */
  const pump = (): void => {
    pumping = undefined
    if (stopped) return
    if (!busy() && held === 0) {
      const timer = ready()
      if (timer) fire(timer)
    }
    plan()
  }
  const plan = (): void => {
    if (stopped || pumping || timers.size === 0) return
    // Where another clock is followed nobody tells us that it moved: looking now and then is cheap.
    let taken = false
    if (ready())
      void breath().then(() => {
        if (!taken) pump()
      })
    else {
      const timer = setTimeout(pump, 10)
      timer.unref()
      pumping = () => clearTimeout(timer)
      return
    }
    pumping = () => {
      taken = true
    }
  }
  const put = (ms: number, eager: boolean, wake: () => void): (() => void) => {
    const timer = { due: now() + Math.max(0, ms), eager, wake, nth: nth++ }
    timers.add(timer)
    if (pumping && ready()) {
      pumping()
      pumping = undefined
    }
    plan()
    return () => timers.delete(timer)
  }
  const settle = async (): Promise<void> => {
    let seen = -1
    for (let quiet = 0; quiet < 3; ) {
      await breath()
      if (seen === stirred && !busy() && (held > 0 || !ready())) quiet++
      else quiet = 0
      seen = stirred
      plan()
    }
  }
  return {
    now,
    after: (ms, wake) => put(ms, ms <= patience, wake),
    at: (ms, wake) => put(ms, false, wake),
    follow(other) {
      followed = other
      plan()
    },
    async advance(ms) {
      const target = now() + ms
      held++
      try {
        for (;;) {
          await settle()
          const timer = earliest()
          if (!timer || timer.due > target) break
          fire(timer)
        }
        own = Math.max(now(), target)
      } finally {
        held--
      }
      await settle()
    },
    jumps: () => jumps,
    settle,
    stir() {
      stirred++
    },
    stop() {
      stopped = true
      pumping?.()
      timers.clear()
    },
  }
}

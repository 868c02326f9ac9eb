// What time is it, and who wakes us? The only place that reads the machine's clock.

export type Clock = {
  /** Epoch milliseconds. */
  now(): number
  /** Calls back once, after `ms` of real time or less; the answer takes it back. */
  after(ms: number, wake: () => void): () => void
}

const after: Clock['after'] = (ms, wake) => {
  const timer = setTimeout(wake, Math.max(0, Math.min(ms, 2_000_000_000)))
  return () => clearTimeout(timer)
}

export const machineClock: Clock = { now: () => Date.now(), after }

/** A clock that can be moved on: the machine's, plus an offset that only grows. */
export const movableClock = (offsetMs: () => number): Clock => ({ now: () => Date.now() + offsetMs(), after })

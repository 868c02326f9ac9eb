// How often may one session ask? So many times in a minute, whoever it is.
const MINUTE_MS = 60_000
const MOST_KEYS = 5_000

/** Answers whether this key may go on now. */
export const openLimit = (mostInAMinute: number, now: () => number): ((key: string) => boolean) => {
  const asked = new Map<string, { since: number; times: number }>()
  return (key) => {
    const nowMs = now()
    const known = asked.get(key)
    const mine = known && Math.abs(nowMs - known.since) < MINUTE_MS ? known : { since: nowMs, times: 0 }
    mine.times++
    asked.delete(key)
    asked.set(key, mine)
    const [oldest] = asked.keys()
    if (asked.size > MOST_KEYS && oldest !== undefined) asked.delete(oldest)
    return mine.times <= mostInAMinute
  }
}

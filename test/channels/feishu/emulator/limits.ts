// How often may one call? The documented windows, counted on the platform's clock, and who called again before the reset.

export type Limit = { retryAt: number; seconds: number; early: boolean }

export type Limits = {
  /** Counts one call of `key`; answers the limit that it ran into. `early`: it had been told to wait, and did not. */
  take(key: string, nowMs: number, windows: { most: number; ms: number }[]): Limit | undefined
  /** How often somebody was told to wait, by key. */
  readonly refused: Map<string, number>
}

export const startLimits = (): Limits => {
  const calls = new Map<string, number[]>()
  const told = new Map<string, { at: number; until: number }>()
  const refused = new Map<string, number>()
  return {
    refused,
    take(key, nowMs, windows) {
      const longest = Math.max(...windows.map(({ ms }) => ms))
      const times = (calls.get(key) ?? []).filter((at) => at > nowMs - longest)
      calls.set(key, times)
      let retryAt = 0
      for (const { most, ms } of windows) {
        const within = times.filter((at) => at > nowMs - ms)
        if (within.length >= most) retryAt = Math.max(retryAt, (within[within.length - most] ?? nowMs) + ms)
      }
      if (retryAt === 0) {
        times.push(nowMs)
        return undefined
      }
      refused.set(key, (refused.get(key) ?? 0) + 1)
      const before = told.get(key)
      // What was already on its way when the limit was said is not held against the caller.
      const early = before !== undefined && nowMs > before.at && nowMs < before.until
      if (!before || nowMs >= before.until) told.set(key, { at: nowMs, until: retryAt })
      return { retryAt, seconds: Math.max(1, Math.ceil((retryAt - nowMs) / 1000)), early }
    },
  }
}

export const PER_API = [
  { most: 50, ms: 1_000 },
  { most: 1_000, ms: 60_000 },
]
export const FIVE_A_SECOND = [{ most: 5, ms: 1_000 }]

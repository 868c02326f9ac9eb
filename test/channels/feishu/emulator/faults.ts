// What goes wrong on purpose? Scripted answers, slowness and refusals, by path.

export type Scripted = {
  status?: number
  body?: unknown
  headers?: Record<string, string>
  /** The connection is cut instead of answered. `after`: the effect has happened, only the answer is lost. */
  cut?: 'before' | 'after'
}
export type EndpointMode = 'ok' | 'busy' | 'forbidden' | 'auth' | 'internal' | 'limit' | 'no-data'

export type Faults = {
  /** The API does not answer, or answers only that; events still come. */
  down: false | 'refuse' | '503'
  /** Only these paths are down. */
  downFor: RegExp
  /** No event leaves the platform. */
  mute: boolean
  /**
   * Of the events other than presses this share never arrives, though the platform believes that it did: nothing is
   * pushed again.
   */
  loss: { share: number; random: () => number } | undefined
  endpoint: EndpointMode
  /** The path begins with this or, for a pattern, matches it. */
  failNext(path: string | RegExp, scripted: Scripted & { times?: number }): void
  latency(path: string | RegExp, ms: number): void
  /** The scripted answer for this call, used up once. */
  next(call: string): Scripted | undefined
  delay(call: string): number
  /** How events travel: in how many fragments, how often, in which order. */
  fragments: number
  /** Presses come as frames of the type `card`, as some have seen. */
  cardFrames: boolean
  reverseFragments: boolean
  duplicates: number
}

const fits = (path: string | RegExp, call: string): boolean =>
  typeof path === 'string' ? call.includes(path) : path.test(call)

export const startFaults = (): Faults => {
  const scripts: { path: string | RegExp; left: number; scripted: Scripted }[] = []
  const slow: { path: string | RegExp; ms: number }[] = []
  return {
    down: false,
    downFor: /^/,
    mute: false,
    loss: undefined,
    endpoint: 'ok',
    fragments: 1,
    cardFrames: false,
    reverseFragments: false,
    duplicates: 0,
    failNext(path, { times = 1, ...scripted }) {
      scripts.push({ path, left: times, scripted })
    },
    latency(path, ms) {
      const at = slow.findIndex((one) => String(one.path) === String(path))
      if (at >= 0) slow.splice(at, 1)
      if (ms > 0) slow.push({ path, ms })
    },
    next(call) {
      const found = scripts.find((one) => one.left > 0 && fits(one.path, call))
      if (!found) return undefined
      found.left--
      return found.scripted
    },
    delay: (call) => slow.find((one) => fits(one.path, call))?.ms ?? 0,
  }
}

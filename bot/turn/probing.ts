// Does the store take writes now? Asked at most every two seconds; a failed append counts until one succeeds or as long.

const PROBE_EVERY_MS = 2000

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export type Health = ReturnType<typeof probing>

export const probing = (probe: () => Promise<void>) => {
  let askedAt = Number.NEGATIVE_INFINITY
  let known: Promise<string | undefined> = Promise.resolve(undefined)
  const learn = (answer: Promise<string | undefined>): void => {
    askedAt = performance.now()
    known = answer
  }
  return {
    succeeded: () => learn(Promise.resolve(undefined)),
    failed: (reason: string) => learn(Promise.resolve(reason)),
    /** Why it takes none, or nothing. */
    ask: (): Promise<string | undefined> => {
      if (performance.now() - askedAt > PROBE_EVERY_MS) learn(probe().then(() => undefined, reasonOf))
      return known
    },
  }
}

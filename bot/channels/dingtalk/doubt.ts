// What may have gone out already? Messages without a key of their own, from before they are sent until they were answered; kept over a kill.
import type { Memory } from '../channel.js'
import { Refused } from './errors.js'

export type Doubt = {
  open(memory: Memory): void
  /**
   * Sends what has no key on the platform. `again`: it may have arrived before, and must say so. That it is about to
   * go is on disk first: after a kill nobody could tell it from what never went.
   */
  sending<A>(key: string, send: (again: boolean) => Promise<A>): Promise<A>
}

const NAME = 'sending'
/** As many as can be under way or unanswered at once, and to spare. */
const MOST = 200
/** Answered a moment ago: whoever sent them may not have recorded it yet. What was recorded is never sent again. */
const MOST_ANSWERED = 50

const keysIn = (kept: string | number | undefined): string[] =>
  typeof kept === 'string' ? kept.split('\n').filter(Boolean) : []

export const openDoubt = (): Doubt => {
  const doubtful = new Set<string>()
  const underWay = new Set<string>()
  const answered = new Set<string>()
  let memory: Memory | undefined
  let writing: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined

  /** Those that come while it is being written share the next writing. */
  const kept = (): Promise<void> => {
    next ??= writing.then(() => {
      next = undefined
      return memory?.put(NAME, [...answered, ...doubtful, ...underWay].slice(-MOST).join('\n'))
    })
    writing = next.catch(() => {}) // whoever sends hears of it
    return next
  }

  return {
    open(opened) {
      memory = opened
      for (const key of keysIn(opened.get(NAME))) doubtful.add(key)
    },
    async sending(key, send) {
      underWay.add(key)
      try {
        if (!doubtful.has(key)) await kept()
        const answer = await send(doubtful.has(key))
        doubtful.delete(key)
        answered.add(key)
        const [oldest] = answered
        if (answered.size > MOST_ANSWERED && oldest !== undefined) answered.delete(oldest)
        return answer
      } catch (error) {
        if (error instanceof Refused && error.about.sent) doubtful.add(key)
        throw error
      } finally {
        underWay.delete(key)
      }
    },
  }
}

// May this card be drawn anew now? Not while a press on it is being answered: Feishu refuses that, or shows the old card again.
import type { Clock } from '../../time/clock.js'

export type Answering = {
  /** A press on this card has come; what is returned is called when the answer has gone out. */
  begin(message: string): () => void
  /** Resolves when no press on this card is being answered. */
  over(message: string): Promise<void>
}

/** The platform itself waits no longer for an answer. */
const LONGEST_MS = 4_000

export const openAnswering = (wire: Clock): Answering => {
  const under = new Map<string, Set<Promise<void>>>()
  return {
    begin(message) {
      let finish = () => {}
      const over = new Promise<void>((resolve) => {
        finish = resolve
      })
      const here = under.get(message) ?? new Set()
      under.set(message, here.add(over))
      const end = (): void => {
        cancel()
        here.delete(over)
        if (here.size === 0 && under.get(message) === here) under.delete(message)
        finish()
      }
      const cancel = wire.after(LONGEST_MS, end)
      // One turn of the event loop later, so that the answer is on the wire before anything else is.
      return () => {
        cancel()
        wire.after(0, end)
      }
    },
    async over(message) {
      for (let here = under.get(message); here; here = under.get(message)) await Promise.all(here)
    },
  }
}

// How much time has passed? A count that never goes back, whatever becomes of the clock on the wall.
import type { Clock } from './clock.js'

/**
 * Epoch milliseconds are for moments; a pause, an age, a pace is measured with this. It goes on as the clock does, and
 * where the clock is set back it stays: set back by a day, a pause of a second is still one of a second. Where the
 * clock is set on, a pause is over sooner, which harms nobody.
 */
export const steady = ({ now }: Pick<Clock, 'now'>): (() => number) => {
  let seen = now()
  let passed = 0
  return () => {
    const present = now()
    passed += Math.max(0, present - seen)
    seen = present
    return passed
  }
}

/** A clock for pauses and ages alone: its `now` never goes back, and so is no moment that anybody else may hear of. */
export const steadyClock = (clock: Clock): Clock => {
  const passed = steady(clock)
  const begin = clock.now()
  return { now: () => begin + passed(), after: clock.after }
}

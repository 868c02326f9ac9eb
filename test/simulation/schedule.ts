// What happens next? Virtual time: one queue of everything that is still to come, played without sleeping.

import { seedOf } from './random.js'

type Planned = { at: number; lot: number; run: () => void; dead: boolean }
/** A nap that may be slept on: nothing is missed as long as nothing happens and nothing falls due. */
type Nap = { from: number; every: number; wake: () => void; dead: boolean }

/** Kept before anything is replaced: when it comes back, every promise that could go on has gone on. */
const { setImmediate } = globalThis
export const drained = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A process that sleeps for longer than this is woken in any case. */
const LONGEST_NAP_MS = 20 * 60_000

export type Schedule = ReturnType<typeof openSchedule>

export const openSchedule = (seed: number, startMs: number, dueAt: () => number) => {
  let now = startMs
  let nth = 0
  const heap: Planned[] = []
  let naps: Nap[] = []

  const before = (a: Planned, b: Planned): boolean => (a.at === b.at ? a.lot < b.lot : a.at < b.at)
  const push = (one: Planned): void => {
    let at = heap.length
    heap.push(one)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent] as Planned // within the heap
      if (!before(one, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = one
  }
  const shift = (): Planned | undefined => {
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || heap.length === 0) return first
    let at = 0
    for (;;) {
      const left = heap[2 * at + 1]
      const right = heap[2 * at + 2]
      const lower = right && left && before(right, left) ? right : left
      if (!lower || !before(lower, last)) break
      heap[at] = lower
      at = lower === left ? 2 * at + 1 : 2 * at + 2
    }
    heap[at] = last
    return first
  }

  const at = (ms: number, run: () => void): (() => void) => {
    // of what happens at one moment the lot says the order
    const one = { at: Math.max(now, ms), lot: seedOf(seed, nth++), run, dead: false }
    push(one)
    return () => {
      one.dead = true
    }
  }

  /** The moment at which a nap ends when nothing disturbs it before `until`. */
  const endOf = ({ from, every }: Nap, until: number): number => {
    const wanted = Math.max(from + every, Math.min(dueAt(), from + LONGEST_NAP_MS, until))
    return from + every * Math.ceil((wanted - from) / every)
  }

  return {
    now: () => now,
    at,
    after: (ms: number, run: () => void) => at(now + ms, run),
    /** Wakes after `every`, or after several times that when nothing happens meanwhile and nothing falls due. */
    nap(every: number, wake: () => void): () => void {
      const nap = { from: now, every, wake, dead: false }
      naps.push(nap)
      return () => {
        nap.dead = true
        naps = naps.filter((one) => one !== nap)
      }
    },
    /** The next thing up to `untilMs`: the clock stands at its moment. `false` when there is nothing more. */
    step(untilMs: number): boolean {
      while (heap[0]?.dead) shift()
      const hard = heap[0]
      const horizon = Math.min(hard?.at ?? untilMs, untilMs)
      const ends = naps.map((one) => ({ one, end: endOf(one, horizon) })).filter(({ end }) => end <= horizon)
      const nap = ends.sort((a, b) => a.end - b.end)[0]?.one
      if (nap) {
        now = Math.max(now, endOf(nap, horizon))
        naps = naps.filter((one) => one !== nap)
        nap.wake()
        return true
      }
      if (!hard || hard.at > untilMs) {
        now = Math.max(now, untilMs)
        return false
      }
      // something happens: whoever naps wakes at the next beat after it, as if nothing had been slept on
      for (const one of naps.splice(0)) {
        const beat = one.every * Math.max(1, Math.ceil((hard.at - one.from) / one.every))
        at(one.from + beat, () => {
          if (!one.dead) one.wake()
        })
      }
      shift()
      now = hard.at
      hard.run()
      return true
    },
  }
}

// What time is it on the platform? A clock that the channel under test shares: short pauses cost nothing, long ones wait to be told.
import type { Clock } from '../../../../bot/time/clock.js'

/**
 * The time shown is the later one of the emulator's own and the scene's, so neither can hold the other back:
 * a channel that paces itself runs ahead a little, a scene that jumps takes everybody along.
 * A pause that the channel asks for ends as soon as nothing more is on the way; while a person's press or message
 * is being answered it lasts as long as it says, so that a budget of 2.5 s is not over at once. Pauses longer than
 * `patienceMs` (watchdogs) end when time is moved on past them, and never later than they would on a wall clock.
 */
export type Time = Clock & {
  /** The scene's clock: never shown earlier than this. */
  follow(clock: Pick<Clock, 'now'> | undefined): void
  /** Moves time on, letting everything on the way happen in its order. */
  advance(ms: number): Promise<void>
  /** Calls back when time has been moved past it: never by itself. What the platform does late (a re-push) is of this kind. */
  later(ms: number, wake: () => void): () => void
  /** Like `after`, for the platform's own slowness. */
  soon(ms: number, wake: () => void): () => void
  /** Something is being answered: pauses last as long as they say until the returned function is called. */
  hold(): () => void
  /** Something happened on the wire: what is idle is judged anew. */
  stir(): void
  /** Counts something that is under way, for `settle`. */
  under<T>(work: Promise<T>): Promise<T>
  /** Resolves when nothing is under way and no short pause is pending. */
  settle(): Promise<void>
  close(): void
}

type Timer = { due: number; impatient: boolean; wake: () => void; real: NodeJS.Timeout | undefined }

const PATIENCE_MS = 5_000
/** How far pauses alone may run ahead of what the test or scene has set. */
const LEAD_MS = 120_000
/** Turns of the event loop without any traffic after which nothing is on the way any more: a loopback round trip takes fewer. */
const IDLE_TURNS = 24

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

export const startTime = (startMs: number, patienceMs = PATIENCE_MS): Time => {
  let own = startMs
  /** What the test or scene has set; pauses alone never lead time further than `LEAD_MS` beyond it. */
  let set = startMs
  let scene: Pick<Clock, 'now'> | undefined
  const timers = new Set<Timer>()
  let holds = 0
  let underWay = 0
  let stirred = 0
  let pumping = false
  let closed = false

  const catchUp = () => {
    const shown = scene?.now() ?? 0
    if (shown > set) set = shown
    if (shown <= own) return
    own = shown
    setImmediate(fireDue)
  }
  const now = () => {
    catchUp()
    return own
  }
  const first = (fits: (timer: Timer) => boolean) => {
    let best: Timer | undefined
    for (const timer of timers) if (fits(timer) && (!best || timer.due < best.due)) best = timer
    return best
  }
  const fire = (timer: Timer) => {
    if (!timers.delete(timer)) return
    clearTimeout(timer.real)
    own = Math.max(own, timer.due)
    stirred++
    timer.wake()
  }
  const fireDue = () => {
    if (closed) return
    for (let due = first((one) => one.due <= own); due; due = first((one) => one.due <= own)) fire(due)
  }
  const idle = async () => {
    let seen = -1
    for (let quiet = 0; quiet < IDLE_TURNS; quiet++) {
      if (seen !== stirred) quiet = 0
      seen = stirred
      await turn()
      if (closed) return
    }
  }
  const ready = () => first((one) => one.impatient && one.due <= set + LEAD_MS)
  const pump = async () => {
    if (pumping) return
    pumping = true
    try {
      while (!closed && ready() && holds === 0) {
        await idle()
        const next = ready()
        // What the platform does late falls due on the way too, in its order.
        if (next && holds === 0) fire(first((one) => one.due < next.due) ?? next)
      }
    } finally {
      pumping = false
    }
  }
  const keep = (ms: number, wake: () => void, impatient: boolean, bounded: boolean) => {
    stirred++
    const timer: Timer = { due: now() + Math.max(0, ms), impatient, wake, real: undefined }
    if (bounded) {
      timer.real = setTimeout(() => fire(timer), Math.max(0, Math.min(ms, 2_000_000_000)))
      timer.real.unref()
    }
    timers.add(timer)
    if (impatient) setImmediate(() => void pump())
    return () => {
      timers.delete(timer)
      clearTimeout(timer.real)
    }
  }

  return {
    now,
    after: (ms, wake) => keep(ms, wake, ms <= patienceMs, true),
    soon: (ms, wake) => keep(ms, wake, true, true),
    later: (ms, wake) => keep(ms, wake, false, false),
    follow(clock) {
      scene = clock
      catchUp()
    },
    async advance(ms) {
      const goal = now() + ms
      set = Math.max(set, goal)
      await idle()
      for (let due = first((one) => one.due <= goal); due; due = first((one) => one.due <= goal)) {
        fire(due)
        await idle()
      }
      own = Math.max(own, goal)
      await idle()
    },
    hold() {
      holds++
      let held = true
      return () => {
        if (!held) return
        held = false
        holds--
        stirred++
        if (holds === 0) void pump()
      }
    },
    stir() {
      stirred++
    },
    async under(work) {
      underWay++
      stirred++
      try {
        return await work
      } finally {
        underWay--
        stirred++
      }
    },
    async settle() {
      for (;;) {
        catchUp()
        fireDue()
        await idle()
        if (closed || (underWay === 0 && holds === 0 && !ready())) return
        void pump()
      }
    },
    close() {
      closed = true
      for (const timer of timers) clearTimeout(timer.real)
      timers.clear()
    },
  }
}

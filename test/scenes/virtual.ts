// How does a running process pass time in a test? The clock is set; the timers of ticker and courier ring in their order.
import { rmSync } from 'node:fs'
import { type Fenghuo, openFenghuo } from '../../bot/fenghuo.js'
import type { Clock } from '../../bot/time/clock.js'
import type { Rules } from '../../rules/rules.js'
import { scratch } from './scratch.js'
import { type MakeBelieve, makePlatform, shipped } from './stage.js'

export type Running = {
  fenghuo: Fenghuo
  platform: MakeBelieve
  now(): number
  /** Sets the clock without anything ringing, as the sandbox does. */
  set(ms: number): void
  /** Lets time go on to this moment: every timer on the way rings, and what it sets off is over before the next. */
  runTo(ms: number): Promise<void>
  /** How many timers were set in all. */
  timers(): number
  end(): Promise<void>
}

export const running = async (options: { at: string; rules?: Rules }): Promise<Running> => {
  const dir = scratch('virtual')
  const { directory, rules } = await shipped()
  let nowMs = Date.parse(options.at)
  let nth = 0
  const timers = new Map<number, { at: number; wake: () => void }>()
  const clock: Clock = {
    now: () => nowMs,
    after(ms, wake) {
      const id = ++nth
      timers.set(id, { at: nowMs + Math.max(0, ms), wake })
      return () => timers.delete(id)
    },
  }
  const log = { info() {}, warn() {}, error() {} }
  const platform = makePlatform()
  const fenghuo = await openFenghuo({
    dir,
    clock,
    log,
    campus: { directory, rules: options.rules ?? rules },
    channels: [platform.open({ clock, log })].flat(),
  })
  /** Until nothing is under way: the house has answered, the courier has sent, the ticker sleeps again. */
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 3; round++) {
      await fenghuo.turns.read(() => {})
      await fenghuo.courier.drain()
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return {
    fenghuo,
    platform,
    now: () => nowMs,
    set(ms) {
      nowMs = ms
    },
    async runTo(ms) {
      await settle()
      for (;;) {
        const [first] = [...timers].sort(([a, x], [b, y]) => x.at - y.at || a - b)
        if (!first || first[1].at > ms) break
        timers.delete(first[0])
        nowMs = Math.max(nowMs, first[1].at)
        first[1].wake()
        await settle()
      }
      nowMs = ms
    },
    timers: () => nth,
    async end() {
      await fenghuo.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

// What does a measurement stand on? A folder of its own on a real disk, a clock that stands still, a platform that takes its time.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFenghuo } from '../../dist/bot/fenghuo.js'

export const quiet = {
  info() {},
  warn() {},
  error(about, sentence) {
    process.stderr.write(`${sentence} ${JSON.stringify(about)}\n`)
  },
}

export const folder = () => mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'fenghuo-bench-'))
/** Another one that holds the same. */
export const copyOf = (dir) => {
  const copy = folder()
  cpSync(dir, copy, { recursive: true })
  return copy
}
export const remove = (dir) => rmSync(dir, { recursive: true, force: true })

export const standing = (startMs) => {
  let nowMs = startMs
  return {
    now: () => nowMs,
    after: () => () => {},
    moveTo(ms) {
      nowMs = ms
    },
  }
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** What a call to Feishu or DingTalk takes, in round numbers. It only paces the courier: nothing measured waits for it. */
export const PLATFORM_MS = 100

/** A platform that only takes: after `latencyMs`, or at once when that is 0. */
export const platform = () => {
  let nth = 0
  let latencyMs = PLATFORM_MS
  const take = () => (latencyMs === 0 ? Promise.resolve() : sleep(latencyMs))
  const counted = { delivered: 0, redrawn: 0 }
  const channel = {
    name: 'sandbox',
    hasGroup: true,
    toasts: true,
    addressOf: ({ id }) => id,
    personAt: (address) => address,
    async start() {},
    meet() {},
    async deliver() {
      await take()
      counted.delivered++
      return { message: `m${++nth}` }
    },
    async redraw({ message }) {
      await take()
      counted.redrawn++
      return { message }
    },
    async urge(_message, _to, level) {
      await take()
      return { level }
    },
    wrong: () => undefined,
    usage: () => ({ calls: 0 }),
    check: async () => [],
    async stop() {},
  }
  return {
    channel,
    counted,
    setLatency(ms) {
      latencyMs = ms
    },
  }
}

export const openAt = ({ dir, campus, clock, channel }) =>
  openFenghuo({ dir, clock, log: quiet, campus, channels: [channel] })

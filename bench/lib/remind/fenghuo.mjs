// How do we remind? Nothing is scheduled: what is owed is computed from the incidents, two duties of each, and a notice of each is committed.
import { campus as campusOf } from '../campus.mjs'
import { copyOf, folder, openAt, platform, remove } from '../ground.mjs'
import { lay } from '../lay.mjs'

const AT = Date.parse('2026-11-24T00:00:00.000Z')

/** A store in which `count` duties fall due in one moment, each another person's. */
export const prepare = async (count) => {
  const dir = folder()
  await lay({ dir, campus: await campusOf(count / 2), atMs: AT, count: count / 2 })
  return { dir, end: () => remove(dir) }
}

/** The machine's clock, moved on: it runs. */
const movedClock = () => {
  let aheadMs = AT - Date.now()
  return {
    now: () => Date.now() + aheadMs,
    after(ms, wake) {
      const timer = setTimeout(wake, ms)
      return () => clearTimeout(timer)
    },
    /** What would come at `thenMs` comes at `atMs` of the machine's clock. */
    moveTo(thenMs, atMs) {
      aheadMs = thenMs - atMs
    },
  }
}

/** With `sent` a reminder is over when a platform that answers at once has taken it and the receipt is on disk, too. */
export const open = async ({ at, count, deliver, committed }) => {
  const dir = copyOf(at.dir)
  const clock = movedClock()
  const { channel, setLatency } = platform()
  const reminders = new Set()
  if (at.sent) {
    setLatency(0)
    const taken = channel.deliver
    channel.deliver = async (message, ...rest) => {
      if (reminders.has(message.key)) deliver(message.key)
      return taken(message, ...rest)
    }
  }
  const fenghuo = await openAt({ dir, campus: await campusOf(count / 2), clock, channel })
  fenghuo.turns.watch('outbox', (key, notice) => {
    if (notice?.view.view === 'reminder' && !reminders.has(key)) {
      reminders.add(key)
      if (at.sent) return
      deliver(key)
      committed(1)
    } else if (at.sent && !notice && reminders.has(key)) committed(1)
  })
  return {
    schedule(_ids, dueMs) {
      clock.moveTo(fenghuo.ticker.next(), dueMs)
      fenghuo.ticker.start()
    },
    async close() {
      await fenghuo.ticker.stop()
      await fenghuo.courier.stop()
      await fenghuo.stop()
      remove(dir)
    },
  }
}

// Is evidence fetched after the store was away for a moment? Whoever could not even look comes back by itself.
import { expect, test } from 'vitest'
import { openCollector } from '../../bot/delivery/collector.js'
import { Unconfirmed } from '../../store/journal.js'

test('nobody could say what waits: it is asked again after a pause, without anybody waking it', async () => {
  let asked = 0
  const pauses: { ms: number; wake: () => void }[] = []
  const collector = openCollector({
    turns: {
      peek: () => ({ fetching: { one: {} } }),
      async read() {
        asked++
        if (asked === 1) throw new Unconfirmed('the database does not answer')
        return []
      },
    },
    clock: {
      now: () => 0,
      after: (ms: number, wake: () => void) => {
        pauses.push({ ms, wake })
        return () => {}
      },
    },
    log: { info() {}, warn() {}, error() {} },
  } as unknown as Parameters<typeof openCollector>[0]) // what a look asks for, and no more
  await collector.drain()
  expect(asked).toBe(1)
  expect(pauses.map(({ ms }) => ms)).toEqual([5000])
  pauses[0]?.wake()
  await collector.drain()
  expect(asked).toBeGreaterThan(1)
})

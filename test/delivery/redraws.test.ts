// Who waits while cards are looked at? Nobody: between two drawings everything goes on that has come in or come to disk.
import { expect, test } from 'vitest'
import { openRedraws } from '../../bot/delivery/redraws.js'
import { indexShown } from '../../bot/turn/shown.js'
import type { Turns } from '../../bot/turn/turns.js'

/** As many incidents are marked; a drawing that changes nothing waits for no disk. */
const marked = (count: number, urgent: () => boolean) => {
  let looked = 0
  const meta = Object.fromEntries(Array.from({ length: count }, (_, nth) => [`redraw/2026-${nth}`, true]))
  const turns = {
    peek: () => ({ incidents: {}, meta }),
    watch() {},
    turn: async () => void looked++,
  } as unknown as Turns // no drawing of these is played
  const redraws = openRedraws({
    turns,
    campus: () => expect.fail(),
    index: indexShown({ shown: {}, outbox: {}, incidents: {} }),
    channels: [],
    log: { info() {}, warn() {}, error() {} },
    passed: () => 0,
    urgent,
  })
  return { redraws, looked: () => looked }
}

test('启动时要看的卡片再多，进来的事也不等它们全看完', async () => {
  const { redraws, looked } = marked(50, () => false)
  let before = 50
  setImmediate(() => {
    before = looked()
  })
  while (redraws.ready()) await redraws.drawOne()
  expect(looked()).toBe(50)
  expect(before).toBeLessThan(3)
})

test('到时的催办还没写完，卡片先不看；写完接着看', async () => {
  let behind = true
  const { redraws } = marked(1, () => behind)
  expect([redraws.ready(), redraws.wait()]).toEqual([false, true])
  behind = false
  expect(redraws.ready()).toBe(true)
})

// Who waits while cards are looked at? Nobody: between two drawings everything goes on that has come in or come to disk.
import { expect, test } from 'vitest'
import { openRedraws } from '../../bot/delivery/redraws.js'
import { indexShown } from '../../bot/turn/shown.js'
import type { Turns } from '../../bot/turn/turns.js'

test('起动时要看的卡片再多，进来的事也不等它们全看完', async () => {
  const ids = Array.from({ length: 50 }, (_, nth) => `2026-${nth}`)
  const meta = Object.fromEntries(ids.map((id) => [`redraw/${id}`, true]))
  let looked = 0
  // a drawing that changes nothing waits for no disk
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
  })
  let before = ids.length
  setImmediate(() => {
    before = looked
  })
  while (redraws.ready()) await redraws.drawOne()
  expect(looked).toBe(ids.length)
  expect(before).toBeLessThan(3)
})

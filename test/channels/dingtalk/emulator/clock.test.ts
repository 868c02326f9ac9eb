// Does the emulator's clock wake everybody at the right moment, also when a scene sets its own clock on?
import { expect, it } from 'vitest'
import { virtualClock } from './clock.js'

it('a scene sets its clock on by a second: who waits for 300 and 600 ms is woken then, not both after the second', async () => {
  let scene = 0
  const clock = virtualClock({ startMs: 0, patienceMs: 1000 })
  clock.follow(() => scene)
  const woken: number[] = []
  for (const ms of [600, 300]) clock.at(ms, () => woken.push(clock.now()))
  scene = 1000
  await clock.settle()
  expect(woken).toEqual([300, 600])
  expect(clock.now()).toBe(1000)
  clock.stop()
})

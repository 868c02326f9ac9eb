// Is what may have gone out before a kill known after it, also what was answered and not yet recorded by whoever sent it?
import { expect, it } from 'vitest'
import { openDoubt } from '../../../bot/channels/dingtalk/doubt.js'

const memory = () => {
  const kept = new Map<string, string | number>()
  return {
    get: (name: string) => kept.get(name),
    put: async (name: string, value: string | number) => void kept.set(name, value),
  }
}
const wasSent = async (disk: ReturnType<typeof memory>, key: string): Promise<boolean> => {
  const doubt = openDoubt()
  doubt.open(disk)
  return doubt.sending(key, async (again) => again)
}

it('killed while it was under way', async () => {
  const disk = memory()
  const doubt = openDoubt()
  doubt.open(disk)
  void doubt.sending('a', () => new Promise(() => {}))
  await new Promise((done) => setImmediate(done))
  expect(await wasSent(disk, 'b')).toBe(false)
  expect(await wasSent(disk, 'a')).toBe(true)
})

it('killed after it was answered, and before that was recorded: the next one that goes does not make it forgotten', async () => {
  const disk = memory()
  const doubt = openDoubt()
  doubt.open(disk)
  await doubt.sending('a', async () => 'arrived')
  void doubt.sending('b', () => new Promise(() => {}))
  await new Promise((done) => setImmediate(done))
  expect(await wasSent(disk, 'a')).toBe(true)
})

it('of a thousand that were answered few are kept, and what is under way always', async () => {
  const disk = memory()
  const doubt = openDoubt()
  doubt.open(disk)
  for (let n = 0; n < 1000; n++) await doubt.sending(`answered${n}`, async () => 'arrived')
  void doubt.sending('last', () => new Promise(() => {}))
  await new Promise((done) => setImmediate(done))
  expect(String(disk.get('sending')).split('\n').length).toBeLessThanOrEqual(200)
  expect(await wasSent(disk, 'answered0')).toBe(false)
  expect(await wasSent(disk, 'last')).toBe(true)
})

// Do we stay below Feishu's limits, and keep for what is urgent what is left of the month?
import { afterEach, describe, expect, it } from 'vitest'
import { openMonth } from '../../../bot/channels/feishu/month.js'
import { openPace, perApi, perChat } from '../../../bot/channels/feishu/pace.js'
import type { Clock } from '../../../bot/time/clock.js'
import { type Ground, makeInside, makeLog, openGround, outgoing } from './ground.js'

/** Every pause is over at once, and the time has passed. */
const hasty = (startMs = Date.parse('2026-11-24T00:00:00.000Z')): Clock & { set(ms: number): void } => {
  let nowMs = startMs
  return {
    now: () => nowMs,
    after(ms, wake) {
      nowMs += ms
      wake()
      return () => {}
    },
    set: (ms) => {
      nowMs = ms
    },
  }
}

const busiest = (times: number[], withinMs: number): number =>
  Math.max(...times.map((at) => times.filter((one) => one >= at && one < at + withinMs).length))

describe('the pace', () => {
  it('is at most five a second to one chat', async () => {
    const clock = hasty()
    const pace = openPace(clock)
    const times: number[] = []
    for (let nth = 0; nth < 40; nth++) {
      await pace.wait([...perApi('send'), perChat('ou_a')])
      times.push(clock.now())
    }
    expect(busiest(times, 1000)).toBeLessThanOrEqual(5)
    expect(clock.now() - (times[0] ?? 0)).toBeLessThanOrEqual(11_000)
  })

  it('is at most fifty a second and a thousand a minute for one API; a long wait is the courier’s', async () => {
    const clock = hasty()
    const pace = openPace(clock)
    const times: number[] = []
    let limited = 0
    for (let nth = 0; nth < 3000; nth++) {
      try {
        await pace.wait([...perApi('send'), perChat(`ou_${nth}`)])
        times.push(clock.now())
      } catch (error) {
        limited++
        expect(error).toMatchObject({ failure: 'limited', retryAt: expect.any(Number) })
        clock.set((error as { retryAt: number }).retryAt)
      }
    }
    expect(limited).toBeGreaterThan(0)
    expect(busiest(times, 1000)).toBeLessThanOrEqual(50)
    expect(busiest(times, 60_000)).toBeLessThanOrEqual(1000)
  })

  it('keeps still until an announced reset, for this API only', async () => {
    const clock = hasty()
    const pace = openPace(clock)
    pace.hold('send', clock.now() + 30_000)
    await expect(pace.wait(perApi('send'))).rejects.toMatchObject({
      failure: 'limited',
      retryAt: clock.now() + 30_000,
    })
    await pace.wait(perApi('patch'))
    clock.set(clock.now() + 30_000)
    await pace.wait(perApi('send'))
  })

  it('holds for calls that start together', async () => {
    const clock = hasty()
    const pace = openPace(clock)
    const start = clock.now()
    await Promise.all(Array.from({ length: 12 }, () => pace.wait([perChat('ou_a')])))
    expect(clock.now()).toBeGreaterThanOrEqual(start + 2000)
  })

  it('of one chat that is full keeps nobody else waiting', async () => {
    const still: Clock = { now: () => 0, after: () => () => {} }
    const pace = openPace(still)
    for (let nth = 0; nth < 24; nth++) void pace.wait([...perApi('send'), perChat('ou_a')])
    await expect(pace.wait([...perApi('send'), perChat('ou_a')])).rejects.toMatchObject({
      failure: 'transient',
    })
    await pace.wait([...perApi('send'), perChat('ou_b')])
  })
})

describe('the month', () => {
  const open = (limit: number, clock = hasty()) => {
    const house = makeInside({ units: [], people: [] })
    return { clock, house, month: openMonth({ clock, log: makeLog(), limit, inside: () => house.inside }) }
  }

  it('counts, writes down now and then, and goes on after a restart', async () => {
    const { clock, house, month } = open(10_000)
    for (let nth = 0; nth < 60; nth++) month.count()
    expect(house.memory.get('calls/2026-11')).toBe(50)
    await month.keep()
    expect(house.memory.get('calls/2026-11')).toBe(60)
    const next = openMonth({ clock, log: makeLog(), limit: 10_000, inside: () => house.inside })
    next.count()
    expect(next.usage()).toEqual({ calls: 61, limit: 10_000 })
    clock.set(Date.parse('2026-12-01T00:00:00.000Z'))
    expect(next.usage()).toEqual({ calls: 0, limit: 10_000 })
  })

  it('keeps the last of it for first notices and statutory reminders, and warns before', () => {
    const { house, month } = open(100)
    for (let nth = 0; nth < 90; nth++) month.count()
    expect([...house.told.keys()]).toEqual(['feishu/month/2026-11/80', 'feishu/month/2026-11/90'])
    for (const rank of [0, 1, 2, 3]) month.allow(rank)
    expect(() => month.allow(4)).toThrow()
    for (let nth = 0; nth < 5; nth++) month.count()
    for (const rank of [0, 1]) month.allow(rank)
    for (const rank of [2, 3, 4])
      expect(() => month.allow(rank)).toThrow(expect.objectContaining({ failure: 'transient' }))
  })

  it('of a tenant that has bought calls without a limit holds nothing back', () => {
    const { house, month } = open(0)
    for (let nth = 0; nth < 20_000; nth++) month.count()
    month.allow(4)
    expect(month.usage()).toEqual({ calls: 20_000 })
    expect(house.told.size).toBe(0)
  })

  it('that is used up is over until the next one', () => {
    const { clock, month } = open(100)
    month.usedUp()
    expect(() => month.allow(0)).toThrow(expect.objectContaining({ failure: 'limited' }))
    clock.set(Date.parse('2026-11-30T16:00:00.000Z'))
    month.allow(0)
  })
})

describe('on the platform', () => {
  let ground: Ground
  afterEach(async () => {
    const violations = ground.feishu.violations()
    await ground.end()
    expect(violations).toEqual([])
  })

  it('fifteen messages to one person arrive, none of them too fast', async () => {
    ground = await openGround('webhook')
    const { feishu, channel } = ground
    await Promise.all(
      Array.from({ length: 15 }, (_, nth) => channel.deliver(outgoing(`k${nth}`, { text: `第 ${nth} 条` }))),
    )
    expect(feishu.inboxOf('ou_a')).toHaveLength(15)
    expect([...feishu.limits.refused.keys()]).toEqual([])
    expect(channel.usage()).toEqual({ calls: feishu.state.quota.used, limit: 10_000 })
  })
})

import { describe, expect, it } from 'vitest'
import { openPace } from '../../../bot/channels/dingtalk/pace.js'
import type { Clock } from '../../../bot/time/clock.js'
import { card, openBench, openInside } from './bench.js'

/** Time that passes only by being waited for: to the earliest wait, when nothing else is to do. */
const patient = (start = Date.parse('2026-11-24T00:00:00.000Z')) => {
  let now = start
  const waits: { until: number; wake: () => void }[] = []
  const pump = () => {
    const [first] = waits.sort((a, b) => a.until - b.until)
    if (!first) return
    waits.shift()
    now = Math.max(now, first.until)
    first.wake()
  }
  const clock: Clock = {
    now: () => now,
    after(ms, wake) {
      waits.push({ until: now + ms, wake })
      setImmediate(pump)
      return () => {}
    },
  }
  return {
    clock,
    set: (to: string) => {
      now = Date.parse(to)
    },
  }
}
const log = { info() {}, warn() {}, error() {} }

describe('how fast', () => {
  it('no more than twenty calls of one endpoint in any second, however many want to go at once', async () => {
    const { clock } = patient()
    const pace = openPace({ clock, log })
    const at: number[] = []
    await Promise.all(
      Array.from({ length: 60 }, async () => {
        await pace.turn('POST /a')
        at.push(clock.now())
      }),
    )
    for (const moment of at)
      expect(at.filter((other) => other > moment - 1000 && other <= moment).length).toBeLessThanOrEqual(20)
    expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(2_900)
  })

  it('nor over a restart in the middle of a second: who starts knows nothing of the calls before', async () => {
    const { clock } = patient()
    const at: number[] = []
    const calls = async (many: number) => {
      const pace = openPace({ clock, log })
      await Promise.all(
        Array.from({ length: many }, async () => {
          await pace.turn('PUT /a')
          at.push(clock.now())
        }),
      )
    }
    for (const many of [25, 12, 12, 30]) await calls(many)
    for (const moment of at)
      expect(at.filter((other) => other > moment - 1000 && other <= moment).length).toBeLessThanOrEqual(20)
  })

  it('one endpoint does not wait for another', async () => {
    const { clock, set } = patient()
    const pace = openPace({ clock, log })
    set('2026-11-24T00:00:01.000Z')
    const before = clock.now()
    for (let n = 0; n < 5; n++) for (const path of ['a', 'b', 'c']) await pace.turn(path)
    expect(clock.now()).toBe(before)
  })
})

describe('how much a month', () => {
  it('keeps the count over restarts, and begins anew with the month of Beijing', async () => {
    const house = openInside()
    const time = patient()
    const first = openPace({ clock: time.clock, log })
    first.open(house.inside)
    for (let n = 0; n < 25; n++) first.counted('calls')
    first.counted('pushes')
    await first.close()
    const second = openPace({ clock: time.clock, log })
    second.open(house.inside)
    expect(second.usage()).toEqual({ calls: 25, pushes: 1, limit: 5_000 })
    time.set('2026-11-30T15:59:59.000Z')
    expect(second.usage().calls).toBe(25)
    time.set('2026-11-30T16:00:00.000Z')
    expect(second.usage()).toEqual({ calls: 0, pushes: 0, limit: 5_000 })
    await second.close()
    const third = openPace({ clock: time.clock, log })
    third.open(house.inside)
    expect(third.usage().calls).toBe(0)
  })

  it('a crash forgets few: the count is on disk every tenth time', () => {
    const house = openInside()
    const pace = openPace({ clock: patient().clock, log })
    pace.open(house.inside)
    for (let n = 0; n < 19; n++) pace.counted('calls')
    return Promise.resolve().then(() => expect(house.memory.get('used')).toBe('2026-11 10 0'))
  })

  it('the last tenth is for what is urgent; the office hears once when it begins and once when it ends', () => {
    const house = openInside()
    const pace = openPace({ clock: patient().clock, log, quota: { calls: 100, pushes: 50 } })
    pace.open(house.inside)
    for (let n = 0; n < 89; n++) pace.counted('calls')
    expect([pace.holds(0), pace.holds(3)]).toEqual([undefined, undefined])
    expect(house.told).toEqual([])
    for (let n = 0; n < 40; n++) pace.counted('calls')
    expect([0, 1, 2, 4].map((rank) => pace.holds(rank)?.failure)).toEqual([
      undefined,
      undefined,
      'transient',
      'transient',
    ])
    for (let n = 0; n < 60; n++) pace.counted('pushes')
    expect(house.told.map(({ key }) => key)).toEqual([
      'dingtalk/2026-11/calls-low',
      'dingtalk/2026-11/calls-out',
      'dingtalk/2026-11/pushes-low',
      'dingtalk/2026-11/pushes-out',
    ])
    expect(house.told[0]?.text).toContain('已用 90 次')
  })

  it('when the platform says so, nothing goes until the next month', () => {
    const house = openInside()
    const time = patient()
    const pace = openPace({ clock: time.clock, log })
    pace.open(house.inside)
    pace.usedUp()
    pace.usedUp()
    expect(pace.holds(0)).toMatchObject({
      failure: 'limited',
      retryAt: Date.parse('2026-11-30T16:00:00.000Z'),
    })
    expect(house.told).toHaveLength(1)
    time.set('2026-12-01T00:00:00.000Z')
    expect(pace.holds(4)).toBeUndefined()
  })
})

describe('over the wire', () => {
  it('sixty cards at once: paced below what the platform takes', async () => {
    const bench = await openBench()
    const { channel } = await bench.begin()
    const sent = Promise.all(Array.from({ length: 60 }, () => channel.deliver(bench.out({ card: card() }))))
    await bench.emulator.advance(10_000)
    await sent
    expect(bench.emulator.violations).toEqual([])
    expect(channel.usage()).toEqual({ calls: 60, limit: 5_000 })
    await channel.stop()
    await bench.emulator.stop()
  })

  it('in the reserve a reply goes by the open session, and the urgent by a call', async () => {
    const bench = await openBench()
    const { channel } = await bench.begin({ quota: { calls: 10, pushes: 3_000 } })
    for (let n = 0; n < 9; n++) await channel.deliver(bench.out(`第${n}条`))
    await expect(channel.deliver(bench.out('回复', 'u2', { rank: 3 }))).rejects.toMatchObject({
      failure: 'transient',
    })
    await bench.emulator.userSays({ staffId: 'u2', text: '报告' })
    const question = card({ title: '是否涉密', lead: '请回答' })
    const { message } = await channel.deliver(bench.out({ card: question }, 'u2', { rank: 3 }))
    const [sent] = bench.emulator.inboxOf('u2')
    expect([sent?.way, sent?.msgKey]).toEqual(['session', 'actionCard'])
    const said = decodeURIComponent(sent?.param.actionURL1?.split('content=')[1] ?? '')
    await bench.emulator.userSays({ staffId: 'u2', text: said })
    expect(bench.house.pressed).toMatchObject([{ message, value: { action: 'acknowledge' } }])
    await channel.deliver(bench.out('首次通知', 'u2', { rank: 0 }))
    expect(bench.emulator.inboxOf('u2').map(({ way }) => way)).toEqual(['session', 'api'])
    expect(bench.house.told.map(({ key }) => key)).toEqual([
      'dingtalk/2026-11/calls-low',
      'dingtalk/2026-11/calls-out',
    ])
    expect(bench.emulator.violations).toEqual([])
    await channel.stop()
    await bench.emulator.stop()
  })
})

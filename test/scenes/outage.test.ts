// What happens in an hour without the platform, under load? Nothing is lost or doubled, little is called, the most urgent comes first.
import { describe, expect, it } from 'vitest'
import { DeliveryError, type Outgoing } from '../../bot/channels/channel.js'
import { inOutage, pass, ranksOf, type Wire, wires } from './outage.js'
import { play } from './scene.js'
import { makePlatform, openStage } from './stage.js'
import { reported } from './told.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Sends under way at once when the platform goes away: none of them can know it yet. */
const WIDTH = 8
/** Pauses of 2, 4, 8, 16 and 32 s, then a minute each: one probe after every pause. Measured: 71 and 71. */
const probes = (ms: number): number => 5 + Math.ceil((ms - 62_000) / MINUTE)

describe.each(wires)('$name', (wire) => {
  const during = async (one: Wire, work: () => Promise<void>): Promise<number> => {
    const before = one.calls()
    await work()
    return one.calls() - before
  }

  it('停一小时，十二起事件：一条不丢，各送一次，最急的先；其间的调用有限', async () => {
    await inOutage(wire, async ({ stage, wire: one, pass, report, waiting, told }) => {
      const { platform, fenghuo } = stage
      for (let nth = 0; nth < 4; nth++) await report(nth)
      await pass(5_000)
      expect([...waiting().keys()]).toEqual([])
      platform.setDown(true)
      const calls = await during(one, async () => {
        for (let nth = 4; nth < 12; nth++) {
          await report(nth)
          await pass(MINUTE)
        }
        await pass(HOUR - 8 * MINUTE)
      })
      expect(calls).toBeGreaterThan(50)
      expect(calls).toBeLessThanOrEqual(WIDTH + probes(HOUR))
      expect(fenghuo.courier.state().down).toEqual([one.channel])
      // eight bulletins and eight rounds of cards, and the reminders of an hour
      const waited = waiting()
      expect(waited.size).toBeGreaterThan(400)
      platform.deliveries.length = 0
      platform.setDown(false)
      await pass(3 * MINUTE)
      expect([...waiting().keys()]).toEqual([])
      expect(fenghuo.courier.state().down).toEqual([])

      const keys = platform.keys()
      expect(new Set(keys).size).toBe(keys.length)
      expect([...waited].filter(([key, rank]) => rank < 4 && !told().has(key))).toEqual([])
      for (const [to, ranks] of ranksOf(platform.deliveries, waited))
        expect(ranks, `what reached ${to}`).toEqual([...ranks].sort())
      const kinds = platform.deliveries.map((each) =>
        each.kind === 'message' && waited.get(each.key) === 0 ? 'first' : each.kind,
      )
      expect(kinds.lastIndexOf('first')).toBeLessThan(kinds.indexOf('redraw'))
    })
  })

  it('限流时，平台说的时刻以前一次也不叫；到了时刻最急的先', async () => {
    await inOutage(wire, async ({ stage, wire: one, pass, report, waiting, told }) => {
      await report(0)
      await pass(5_000)
      const reset = one.limit()
      await report(1)
      await pass(1_000)
      // those that were under way when the limit was said have arrived; from now on it is quiet
      const calls = await during(one, async () => {
        await report(2)
        await pass(reset - 2_000)
      })
      expect(calls).toBe(0)
      const waited = waiting()
      expect(waited.size).toBeGreaterThan(5)
      stage.platform.deliveries.length = 0
      await pass(5_000)
      expect([...waiting().keys()]).toEqual([])
      const keys = stage.platform.keys()
      expect([...waited.keys()].filter((key) => !told().has(key))).toEqual([])
      expect(new Set(keys).size).toBe(keys.length)
      for (const ranks of ranksOf(stage.platform.deliveries, waited).values())
        expect(ranks).toEqual([...ranks].sort())
    })
  })
})

it('平台只在一条消息上出错：别人照收，这一条自己等，调用有限；好了就到', async () => {
  const platform = makePlatform()
  const bad = '2026-0001/card/P014'
  let broken = true
  let tried = 0
  const open = (...given: Parameters<typeof platform.open>) => {
    const [channel] = [platform.open(...given)].flat()
    if (!channel) throw new Error('the platform has one channel')
    return {
      ...channel,
      async deliver(message: Outgoing) {
        if (message.key !== bad || !broken) return channel.deliver(message)
        tried++
        throw new DeliveryError('down', 'HTTP 500')
      },
    }
  }
  const stage = await openStage({ platform: () => ({ ...platform, open }) })
  try {
    await play(stage, `08:00\n${reported()}`)
    await pass(stage, 2 * MINUTE)
    expect(stage.platform.keys()).toContain(`2026-0001/card/${stage.id('副院长')}`)
    expect(Object.values(stage.fenghuo.turns.peek().outbox).filter(({ rank }) => rank === 0)).toHaveLength(1)
    await pass(stage, HOUR)
    expect(tried).toBeLessThanOrEqual(WIDTH + probes(HOUR))
    const { waiting } = stage.fenghuo.courier.state()
    expect(waiting).toBe(1)
    broken = false
    await pass(stage, 2 * MINUTE)
    expect(stage.platform.keys()).toContain(bad)
    expect(stage.fenghuo.courier.state()).toEqual({ waiting: 0, down: [] })
  } finally {
    await stage.end()
  }
})

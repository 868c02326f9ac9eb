// What happens in an hour without the platform, under load? Nothing is lost or doubled, little is called, the most urgent comes first.
import { describe, expect, it } from 'vitest'
import { inOutage, ranksOf, wires } from './outage.js'

describe.each(wires)('$name', (wire) => {
  it('停一小时，十二起事件：一条不丢，各送一次，最急的先；其间的调用有限', async () => {
    await inOutage(wire, async ({ stage, wire, pass, report, waiting }) => {
      for (let nth = 0; nth < 4; nth++) await report(nth)
      await pass(5_000)
      expect([...waiting().keys()]).toEqual([])
      wire.platform.setDown(true)
      const before = wire.calls()
      for (let nth = 4; nth < 12; nth++) {
        await report(nth)
        await pass(60_000)
      }
      const at: number[] = []
      for (let second = 0; second < 3600 - 8 * 60; second++) {
        const c = wire.calls()
        await pass(1000)
        if (wire.calls() !== c) at.push(second, wire.calls() - c)
      }
      const calls = wire.calls() - before
      console.log(wire.channel, 'calls', calls, at.join(' '))
      const waited = waiting()
      console.log('waiting', waited.size, stage.fenghuo.courier.state())
      stage.platform.deliveries.length = 0
      const b2 = wire.calls()
      wire.platform.setDown(false)
      await pass(3 * 60_000)
      console.log('after', wire.calls() - b2, waiting().size)
      const keys = stage.platform.keys()
      expect(new Set(keys).size).toBe(keys.length)
      const lost = [...waited].filter(([key, rank]) => rank < 4 && !keys.includes(key))
      expect(lost).toEqual([])
      for (const [to, ranks] of ranksOf(stage.platform.deliveries, waited)) console.log(to, ranks.join(''))
      console.log(
        stage.platform.deliveries
          .slice(0, 40)
          .map((d) => (d.kind === 'message' ? `${waited.get(d.key)}` : d.kind))
          .join(' '),
      )
    })
  })
})

import { describe, expect, it } from 'vitest'
import { RANK } from '../../handlers/tell.js'
import { inOutage, wires } from './outage.js'
import { play } from './scene.js'
import { openStage } from './stage.js'
import { reported } from './told.js'

const NOTES = 60

describe.each(wires)('$name', (wire) => {
  it('连着 60 条补充，别人这时发“帮助”：像没有那些补充一样回答；补充一字不少', async () => {
    await inOutage(wire, async ({ stage, wire: one, pass, report }) => {
      const { platform, fenghuo } = stage
      const say = (nth: string, as: string, text: string) =>
        fenghuo.reception.said({
          id: `said${nth}`,
          by: { channel: one.channel, address: one.address(as), name: '刘老师' },
          chat: 'dm',
          text,
        })
      await report(0)
      await pass(5_000)
      const asking = stage.id('文学院书记')
      /** How many messages and redraws leave between the question and its answer, and how long that takes the platform. */
      const answer = async (nth: string): Promise<{ before: number; ms: number }> => {
        const first = platform.deliveries.length
        await say(`help${nth}`, asking, '帮助')
        const from = { sent: platform.deliveries.length, ms: one.now() }
        const place = () =>
          platform.deliveries.findIndex(
            (each, at) => at >= first && each.kind === 'message' && each.to === asking,
          )
        for (let turns = 0; place() < 0 && turns < 5_000; turns++)
          await new Promise((resolve) => setTimeout(resolve, 1))
        expect(place()).toBeGreaterThanOrEqual(0)
        return { before: Math.max(0, place() - from.sent), ms: one.now() - from.ms }
      }
      const alone = await answer('0')
      await pass(5_000)
      platform.deliveries.length = 0
      for (let nth = 1; nth <= NOTES; nth++)
        await say(`note${nth}`, 'staff-1', `补充 2026-0001 第 ${nth} 条新情况`)
      const busy = await answer('1')
      // what was under way when it was asked may still arrive: never the whole heap
      expect(busy.before).toBeLessThanOrEqual(alone.before + 8)
      expect(busy.ms).toBeLessThanOrEqual(alone.ms + 1_000)
      await pass(120_000)
      expect(Object.keys(fenghuo.turns.peek().outbox)).toEqual([])
      const heard = platform.deliveries.flatMap((each) =>
        each.kind === 'message' && each.to === stage.id('常务甲') ? [JSON.stringify(each.content)] : [],
      )
      for (let nth = 1; nth <= NOTES; nth++)
        expect(
          heard.filter((text) => text.includes(`第 ${nth} 条新情况`)),
          `note ${nth}`,
        ).toHaveLength(1)
      expect(heard.length).toBeLessThan(NOTES / 2)
    })
  })
})

it('平台停着时攒下的进展，恢复后合成一条；先急的，后进展', async () => {
  const stage = await openStage()
  await play(stage, `08:00\n${reported()}`)
  stage.platform.setDown(true)
  await play(
    stage,
    `
    刘老师: 补充 2026-0001 第一条
    刘老师: 补充 2026-0001 第二条
    值班甲: 定级 2026-0001 重大
    刘老师: 补充 2026-0001 第三条
    值班甲: 帮助
  `,
  )
  const ranks = new Set(Object.values(stage.fenghuo.turns.peek().outbox).map(({ rank }) => rank))
  expect(ranks).toContain(RANK.news)
  stage.platform.setDown(false)
  stage.sleepThrough(120_000)
  stage.platform.deliveries.length = 0
  await stage.fenghuo.courier.drain()
  const to = (who: string) =>
    stage.platform.deliveries.flatMap((one) =>
      one.kind === 'message' && one.to === stage.id(who) && 'text' in one.content ? [one.content.text] : [],
    )
  const news = to('分管领导').concat(to('副院长'))
  expect(to('常务甲').filter((text) => text.includes('第一条'))).toHaveLength(1)
  const gathered = to('副院长').find((text) => text.includes('第一条')) ?? ''
  expect(gathered).toMatch(
    /^【2026-0001】信息学院：4 条新进展\n1\. 08:00 刘老师补充：第一条\n2\. 08:00 刘老师补充：第二条\n3\. 08:00 钱小雨定级：重大[\s\S]*\n4\. 08:00 刘老师补充：第三条$/,
  )
  expect(news.length).toBeGreaterThan(0)
  const record = stage.incident('2026-0001')?.record ?? []
  expect(record.some((event) => event.type === 'delivered' && event.what === '进展通知 4 条')).toBe(true)
  await stage.end()
})

it('重启时还在等的不合并：可能已经送出过；只有补充的写“新补充”', async () => {
  const stage = await openStage()
  await play(stage, `08:00\n${reported()}`)
  stage.platform.setDown(true)
  for (const nth of [1, 2, 3]) await stage.say(stage.id('刘老师'), `补充 2026-0001 早 ${nth}`)
  await stage.restart()
  for (const nth of [4, 5, 6]) await stage.say(stage.id('刘老师'), `补充 2026-0001 晚 ${nth}`)
  stage.platform.setDown(false)
  stage.sleepThrough(120_000)
  stage.platform.deliveries.length = 0
  await stage.fenghuo.courier.drain()
  const texts = stage.platform.deliveries.flatMap((one) =>
    one.kind === 'message' && one.to === stage.id('副院长') && 'text' in one.content
      ? [one.content.text]
      : [],
  )
  expect(texts).toEqual([
    expect.stringMatching(/：3 条新补充\n1\. 08:00 刘老师补充：早 1\n2\. .*早 2\n3\. .*早 3$/),
    expect.stringMatching(/：3 条新补充\n1\. 08:00 刘老师补充：晚 4\n2\. /),
  ])
  await stage.end()
})

it('攒得再多，一条最多 20 件、不超过几屏：分几条，一件不漏', async () => {
  const stage = await openStage()
  await play(stage, `08:00\n${reported()}`)
  stage.platform.setDown(true)
  const long = '长'.repeat(900)
  for (let nth = 1; nth <= 47; nth++)
    await stage.say(stage.id('刘老师'), `补充 2026-0001 〔${nth}〕${nth > 40 ? long : ''}`)
  stage.platform.setDown(false)
  stage.sleepThrough(120_000)
  stage.platform.deliveries.length = 0
  await stage.fenghuo.courier.drain()
  const texts = stage.platform.deliveries.flatMap((one) =>
    one.kind === 'message' && one.to === stage.id('副院长') && 'text' in one.content
      ? [one.content.text]
      : [],
  )
  expect(texts.length).toBeLessThanOrEqual(6)
  expect([...texts.join('\n').matchAll(/〔(\d+)〕/g)].map(([, nth]) => Number(nth))).toEqual(
    Array.from({ length: 47 }, (_, at) => at + 1),
  )
  for (const text of texts) expect(text.length).toBeLessThan(4_500)
  expect(Object.keys(stage.fenghuo.turns.peek().outbox)).toEqual([])
  await stage.end()
})

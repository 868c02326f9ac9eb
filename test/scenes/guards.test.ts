// Do the guards hold that nothing else would miss? A notice that has grown stale, a secret in a pressed form, a card that is owed already.
import { expect, it } from 'vitest'
import { everywhere } from './everywhere.js'
import { leftovers } from './leftovers.js'
import { play } from './scene.js'
import { makePlatform, openStage } from './stage.js'
import { graded, reported } from './told.js'

const MINUTE = 60_000

everywhere('平台不通时到期的催办，办完才恢复：不再送来', async (stage) => {
  const { platform, fenghuo } = stage
  await play(stage, `08:00\n${reported()}`)
  const secretary = stage.id('书记')
  const waiting = () =>
    Object.values(fenghuo.house.peek().outbox).filter(
      ({ to, duties }) => 'person' in to && to.person === secretary && duties,
    )
  platform.setDown(true)
  await stage.moveTo(stage.now() + 20 * MINUTE)
  const stale = waiting().map(({ key }) => key)
  expect(stale.length).toBeGreaterThan(0)
  await play(stage, '书记 按 [确认收到]\n…')
  expect(waiting().length).toBeGreaterThan(0)
  platform.setDown(false)
  for (let nth = 0; nth < 5; nth++) await stage.moveTo(stage.now() + MINUTE)
  expect(fenghuo.courier.state()).toEqual({ waiting: 0, down: [] })
  expect(platform.keys().filter((key) => stale.includes(key))).toEqual([])
})

everywhere(
  '填好的表里有一项可能涉密：整张表都不收，也不留',
  async (stage) => {
    await play(
      stage,
      `
    08:00
    ${reported()}
    ${graded()}
    值班甲: 报送 2026-0001 自治区党委网信办
    …
    值班甲 按 [提交] {报送渠道=电话; 报送时间=刚刚; 接报人=寅卯辰科长; 受理编号=机密文件另寄}
    机器人 → 值班甲: …可能涉及国家秘密…保密办…
    …
    `,
    )
    expect(stage.incident('2026-0001')?.record.filter(({ type }) => type === 'submitted')).toEqual([])
    expect(leftovers(stage.dir, ['寅卯辰科长', '机密文件另寄'])).toEqual([])
  },
  () => ({ needs: ['forms'] }),
)

it('一张卡只发一次：级别降了又升，主任手里的还是原来那张', async () => {
  const platform = makePlatform()
  const sent: string[] = []
  const open = (...given: Parameters<typeof platform.open>) => {
    const [channel] = [platform.open(...given)].flat()
    if (!channel) throw new Error('the platform has one channel')
    return {
      ...channel,
      async deliver(message: Parameters<typeof channel.deliver>[0]) {
        sent.push(message.key)
        return channel.deliver(message)
      },
    }
  }
  const stage = await openStage({ platform: () => ({ ...platform, open }) })
  try {
    await play(
      stage,
      `
    08:00
    ${reported()}
    ${graded()}
    值班甲: 定级 2026-0001 一般 影响没有原来以为的大
    …
    值班甲: 定级 2026-0001 较大 又有新的情况
    …
    `,
    )
    expect(stage.incident('2026-0001')?.grading?.level).toBe(3)
    const card = `2026-0001/card/${stage.id('主任')}`
    expect(sent.filter((key) => key === card)).toEqual([card])
  } finally {
    await stage.end()
  }
})

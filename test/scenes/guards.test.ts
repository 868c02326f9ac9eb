// Do the guards hold that nothing else would miss? A notice that has grown stale, a secret in a pressed form, a card that is owed already.
import { expect, it } from 'vitest'
import { worldOf } from '../../bot/turn/world.js'
import { openDuties } from '../../rules/duties.js'
import { napOf } from '../../store/common.js'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { makePlatform, openStage } from './stage.js'
import { acknowledged, graded, reported, submitted } from './told.js'

const MINUTE = 60_000

everywhere('平台不通时到期的催办，办完才恢复：不再送来', async (stage) => {
  const { platform, fenghuo } = stage
  await play(stage, `08:00\n${reported()}`)
  const deputy = stage.id('副院长')
  const waiting = () =>
    Object.values(fenghuo.turns.peek().outbox).filter(
      ({ to, duties }) => 'person' in to && to.person === deputy && duties,
    )
  platform.setDown(true)
  await stage.moveTo(stage.now() + 20 * MINUTE)
  const stale = waiting().map(({ key }) => key)
  expect(stale.length).toBeGreaterThan(0)
  await play(stage, '副院长 按 [确认收到]\n…')
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
    expect(await stage.leftovers(['寅卯辰科长', '机密文件另寄'])).toEqual([])
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
    ${graded('一般')}
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

everywhere('误报：网信办的人自己报告、自己申请的，也要另一位同志认定', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported('值班甲')}
    值班甲: 误报 2026-0001 看错了
    …
    `,
  )
  expect(stage.incident('2026-0001')?.status).toBe('open')
  await play(stage, '值班乙: 误报 2026-0001 核实过，是看错了\n…')
  expect(stage.incident('2026-0001')?.status).toBe('withdrawn')
})

it('稍后提醒：法定时限只推到时限为止', async () => {
  const stage = await openStage()
  try {
    await play(stage, `08:00\n${reported()}\n${acknowledged}\n${graded('重大')}`)
    const id = '2026-0001'
    const now = () => new Date(stage.now()).toISOString()
    const world = worldOf(
      { at: now(), rows: (table) => stage.fenghuo.turns.peek()[table], incident: stage.incident },
      stage.fenghuo.campus(),
    )
    const incident = stage.incident(id)
    const duty = incident && openDuties(incident, world).find((one) => one.statutory && one.kind === 'report')
    const due = Date.parse(duty?.due ?? '')
    await stage.moveTo(due - 5 * MINUTE)
    const officer = stage.id('值班甲')
    const [message] = stage.platform.latest(officer, (content) => 'card' in content) ?? []
    await stage.press(officer, message ?? '', { action: 'snooze', incident: id, duty: duty?.id ?? '' })
    expect(stage.incident(id)?.snoozed[napOf(duty?.id ?? '', { id: officer })]?.until).toBe(duty?.due)
  } finally {
    await stage.end()
  }
})

scene(
  '报送时间不会早于事件发现：不收，说明原因',
  `
  08:00
  ${reported()}
  ${graded()}
  值班甲: 报送 2026-0001 自治区党委网信办
  …
  值班甲: 电话
  …
  值班甲: 昨天 10:00
  机器人 → 值班甲: …早于…请重新回复报送时间。
  `,
)

it('还有消息等着送出的，不进归档', async () => {
  const stage = await openStage()
  try {
    await play(stage, `08:00\n${reported()}\n刘老师: 误报 2026-0001 看错了\n…`)
    stage.platform.setDown(true)
    await play(stage, '值班乙: 误报 2026-0001 是看错了\n…')
    const { fenghuo } = stage
    const later = async (ms: number) => {
      stage.sleepThrough(ms)
      await fenghuo.ticker.tick()
    }
    await later(26 * 60 * MINUTE)
    expect(Object.values(fenghuo.turns.peek().outbox).length).toBeGreaterThan(0)
    expect(Object.keys(fenghuo.turns.peek().incidents)).toEqual(['2026-0001'])
    stage.platform.setDown(false)
    for (let nth = 0; nth < 5; nth++) await stage.moveTo(stage.now() + MINUTE)
    await later(26 * 60 * MINUTE)
    expect(Object.keys(fenghuo.turns.peek().incidents)).toEqual([])
  } finally {
    await stage.end()
  }
})

scene(
  '核实回执只有网信办，转办只有在链条上的人：别人做不了，记录里也没有',
  `
  08:00
  ${reported()}
  ${graded()}
  ${submitted}
  书记: 核实 2026-0001
  机器人 → 书记: 这一项只有网信办可以办理…
  刘老师: 转办 2026-0001 杨书言
  机器人 → 刘老师: 只有…可以办理…
`,
)

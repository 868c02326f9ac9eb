// Is it one incident when the campus is on two platforms? Reported on one, acknowledged on the other, true on both.
import { expect, it } from 'vitest'
import { type Campus, type OnBoth, onBoth } from './campus-on-both.js'
import { play } from './scene.js'
import { reported } from './told.js'

const scene = (title: string, campus: Campus, body: (on: OnBoth) => Promise<void>): void =>
  it(title, () => onBoth(campus, body, (violations) => expect(violations).toEqual([])))

const acknowledge = { action: 'acknowledge', incident: '2026-0001' }

scene('钉钉上报告，飞书上确认：一起事件，两边都更新', { home: { 刘老师: 'dingtalk' } }, async (on) => {
  const { stage, heard, both } = on
  await play(stage, `08:00\n${reported()}`)
  expect(heard('刘老师').every((one) => one.startsWith('钉钉'))).toBe(true)
  expect(heard('书记')).toEqual([`飞书 2026-0001/card/${stage.id('书记')}`])
  await play(stage, '书记 按 [确认收到]\n提示 书记: 已确认收到…\n…')
  await play(stage, '副院长 按 [确认收到]\n提示 副院长: 已确认收到…\n更新 刘老师: …\n…')
  expect(both.deliveries.some((one) => one.to === stage.id('刘老师') && one.kind === 'redraw')).toBe(true)
  expect(stage.incident('2026-0001')?.acknowledged).toHaveLength(2)
})

scene('在两边的人：最后在哪边说话，事就到哪边；那边不通，当次改走另一边', {}, async (on) => {
  const { stage, heard, goesTo, dingtalk, feishu } = on
  goesTo('副院长', 'dingtalk')
  await play(stage, `08:00\n副院长: 帮助\n…\n${reported()}`)
  expect(heard('副院长')).toEqual([`钉钉 2026-0001/card/${stage.id('副院长')}`])
  expect(heard('书记')).toEqual([`飞书 2026-0001/card/${stage.id('书记')}`])
  dingtalk.setDown(true)
  await play(stage, `${reported('陈老师', { category: '网络数据安全', summary: '名单被公开' })}`)
  expect(heard('副院长')).toEqual([`飞书 2026-0002/card/${stage.id('副院长')}`])
  dingtalk.setDown(false)
  await stage.moveTo(stage.now() + 60_000)
  feishu.setDown(true)
  goesTo('值班甲', 'dingtalk')
  await play(stage, '值班甲: 补充 2026-0002 已撤下\n…')
  expect(heard('书记')).toEqual([`钉钉 2026-0002/noted1/${stage.id('书记')}`])
  feishu.setDown(false)
})

scene('飞书在半途断了：钉钉照办；通了以后飞书上的卡片更新一次，没有按钮', {}, async (on) => {
  const { stage, both, feishu, goesTo, withButton } = on
  await play(stage, `08:00\n${reported()}`)
  const card = withButton('书记', 'feishu', 'acknowledge')
  feishu.setDown(true)
  goesTo('书记', 'dingtalk')
  await play(stage, '书记: 待办\n…\n书记 按 [确认收到 2026-0001]\n机器人 → 书记: 已确认收到…\n…')
  expect(withButton('书记', 'feishu', 'acknowledge')).toBe(card)
  both.deliveries.length = 0
  feishu.setDown(false)
  await stage.moveTo(stage.now() + 3 * 60_000)
  const redrawn = both.deliveries.filter((one) => one.kind === 'redraw' && one.id === card)
  expect(redrawn).toHaveLength(1)
  expect(withButton('书记', 'feishu', 'acknowledge')).toBeUndefined()
  expect(Object.keys(stage.fenghuo.turns.peek().outbox)).toEqual([])
  expect(stage.fenghuo.courier.state().down).toEqual([])
})

scene('催到短信和电话，另一边也听到；确认一次，处处没有按钮，旧按钮答复谁、何时', {}, async (on) => {
  const { stage, both, feishu, dingtalk, withButton, goesTo } = on
  await play(stage, `08:00\n${reported()}\n书记 按 [确认收到]\n…`)
  await stage.moveTo(stage.now() + 50 * 60_000)
  const who = stage.id('副院长')
  const louder = (levels: string[]) => levels.filter((level) => level !== 'app')
  const onFeishu = louder(
    feishu.feishu.urgencies().flatMap(({ openId, level }) => (openId === `ou_${who}` ? [level] : [])),
  )
  const dings = dingtalk.dingtalk
    .dingsOf(`dt_${who}`)
    .map(({ type }) => ({ 1: 'app', 2: 'sms', 3: 'phone' })[type])
  expect(onFeishu).toContain('sms')
  expect(louder(dings)).toEqual(onFeishu)
  const there = withButton('副院长', 'feishu', 'acknowledge')
  const here = withButton('副院长', 'dingtalk', 'acknowledge')
  goesTo('副院长', 'dingtalk')
  await stage.press(who, here ?? '', acknowledge)
  expect(withButton('副院长', 'feishu', 'acknowledge')).toBeUndefined()
  expect(withButton('副院长', 'dingtalk', 'acknowledge')).toBeUndefined()
  both.deliveries.length = 0
  const toast = await stage.press(who, there ?? '', acknowledge)
  expect(toast?.text).toMatch(/李建国已于 08:50 确认收到，无需再次办理/)
  // DingTalk has no private toasts: the same words come as a message
  await stage.press(who, here ?? '', acknowledge)
  expect(
    stage.platform.latest(who, (one) => 'text' in one && /李建国已于 08:50/.test(one.text)),
  ).toBeDefined()
  expect(stage.incident('2026-0001')?.acknowledged).toHaveLength(2)
})

scene(
  '两位值班员各在一边定级：先到的算，后到的得知谁、何时',
  { home: { 值班乙: 'dingtalk' } },
  async ({ stage }) => {
    await play(
      stage,
      `
    08:00
    ${reported()}
    值班甲: 定级 2026-0001 较大
    …
    值班乙: 定级 2026-0001 较大
    机器人 → 值班乙: …钱小雨已于 08:00 定为这一级别，无需再次办理。
    …
    `,
    )
    expect(stage.incident('2026-0001')?.record.filter(({ type }) => type === 'graded')).toHaveLength(1)
  },
)

scene('两个群，各一条通报，就地更新；群里问的只在那个群里答', {}, async (on) => {
  const { stage, both, goesTo, heard } = on
  await play(stage, `08:00\n${reported()}`)
  expect(heard('群').sort()).toEqual(['钉钉 2026-0001/bulletin@dingtalk', '飞书 2026-0001/bulletin'])
  const standing = both.deliveries.flatMap((one) =>
    one.kind === 'message' && one.to === '群' ? [one.id] : [],
  )
  await play(stage, '值班甲: 定级 2026-0001 较大\n…')
  const updated = both.deliveries.flatMap((one) => (one.kind === 'redraw' && one.to === '群' ? [one.id] : []))
  expect(updated.sort()).toEqual(standing.sort())
  expect(heard('群')).toEqual([])
  goesTo('书记', 'dingtalk')
  await play(stage, '书记@群: @烽火 帮助\n…')
  expect(heard('群').map((one) => one.slice(0, 2))).toEqual(['钉钉'])
  goesTo('书记', 'feishu')
  await play(stage, '书记@群: @烽火 帮助\n…')
  expect(heard('群').map((one) => one.slice(0, 2))).toEqual(['飞书'])
})

scene(
  '报告人只在钉钉，书记只在飞书，副院长两边都在',
  { home: { 刘老师: 'dingtalk' }, only: { 书记: 'feishu', 副院长代理: 'feishu', 分管领导: 'dingtalk' } },
  async (on) => {
    const { stage, both, feishu, heard } = on
    await play(stage, `08:00\n${reported()}`)
    expect(heard('书记')).toEqual([`飞书 2026-0001/card/${stage.id('书记')}`])
    expect(heard('分管领导')).toEqual([`钉钉 2026-0001/card/${stage.id('分管领导')}`])
    feishu.setDown(true)
    await play(stage, '值班甲: 补充 2026-0001 已断网\n…')
    expect(heard('书记')).toEqual([])
    expect(heard('副院长')).toEqual([`钉钉 2026-0001/noted1/${stage.id('副院长')}`])
    feishu.setDown(false)
    both.deliveries.length = 0
    await stage.moveTo(stage.now() + 3 * 60_000)
    expect(heard('书记')).toEqual([`飞书 2026-0001/noted1/${stage.id('书记')}`])
    expect(heard('副院长')).toEqual([])
    const reached = stage.incident('2026-0001')?.record.filter(({ type }) => type === 'undeliverable')
    expect(reached).toEqual([])
  },
)

scene(
  '通讯录里没有账号，只有手机号：两边都找得到，是同一个人',
  { byMobile: ['书记', '副院长'] },
  async (on) => {
    const { stage, heard, goesTo, withButton } = on
    goesTo('副院长', 'dingtalk')
    await play(stage, `08:00\n副院长: 帮助\n…\n${reported()}`)
    expect(heard('书记')).toEqual([`飞书 2026-0001/card/${stage.id('书记')}`])
    expect(heard('副院长')).toEqual([`钉钉 2026-0001/card/${stage.id('副院长')}`])
    await stage.press(stage.id('书记'), withButton('书记', 'feishu', 'acknowledge') ?? '', acknowledge)
    goesTo('书记', 'dingtalk')
    await play(stage, '书记: 列表\n机器人 → 书记: …2026-0001…\n…')
    await stage.press(stage.id('副院长'), withButton('副院长', 'dingtalk', 'acknowledge') ?? '', acknowledge)
    const by = stage.incident('2026-0001')?.acknowledged.map((one) => one.by?.id ?? '')
    expect(by?.sort()).toEqual([stage.id('书记'), stage.id('副院长')].sort())
  },
)

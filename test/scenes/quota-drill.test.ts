// 每年至少演练一次 (细则 第十一条（四）): is 信息中心 asked from September on where the year lacks its drill, and does a drill that has ended settle it?
import { expect } from 'vitest'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'

const drillOf = (unit: string): string => `
  值班甲: 演练 挖矿 ${unit}
  …
  值班甲 按 [现在开始]
  …
`
const ended = (number: string): string => `
  值班甲: 演练结束 ${number} 问题：值班电话没有人接；改进措施：手机也登记到通讯录
  …
  值班甲: 确认提交
  …
`

everywhere(
  '年度演练：九月起督办信息中心，自己的提醒；演练结束就办结，大家都知道是哪一次',
  async (stage) => {
    await stage.moveTo(Date.parse('2027-09-01T00:59:00Z'))
    await play(
      stage,
      `
      …
      09:00
      机器人 → 中心副主任: 【督办事项 督办2027-0001】信息中心 · 年度应急演练，12月31日 23:59 前办结…每年至少组织 1 次网络安全应急预案演练（实施细则 第十一条（四）），2027 年已完成 0 次。…演练结束，这件督办自动办结。… [确认收到] [已办理] [转办]
      …
      中心副主任 按 [确认收到]
      …
      值班甲: 演练
      机器人 → 值班甲: …2027 年已完成 0 次，每年至少 1 次…
      💥
      12:00
      …
      `,
    )
    // 0.25 of the time until New Year's Eve
    await stage.moveTo(Date.parse('2027-10-01T12:00:00Z'))
    await play(
      stage,
      `
      …
      ${drillOf('信息学院')}
      书记 按 [确认收到]
      …
      值班甲: 状态 督办2027-0001
      机器人 → 值班甲: …【督办事项 督办2027-0001】…
      ${ended('演练2027-0001')}
      值班甲: 状态 督办2027-0001
      机器人 → 值班甲: …已办结…
      值班甲: 记录 督办2027-0001
      机器人 → 值班甲: …第 1 次催办“办理”…演练2027-0001 已结束，今年的演练次数已够…
      值班甲: 演练
      机器人 → 值班甲: …2027 年已完成 1 次，每年至少 1 次…
      …
      `,
    )
    expect(stage.fenghuo.turns.find('督办2027-0001')?.status).toBe('closed')
    // it is the office's, which is no person that could be missed
    expect(stage.fenghuo.turns.find('督办2027-0001')?.unreachable).toEqual([])
  },
  () => ({ at: '2027-08-31T00:00:00.000Z' }),
)

scene(
  '已经够了的不督办；没有人确认收到的演练不算；线下演练过的由网信办审核',
  `
  08:00
  ${drillOf('信息学院')}
  ${ended('演练2027-0001')}
  值班甲: 演练
  机器人 → 值班甲: …2027 年已完成 0 次，每年至少 1 次…
  +25h
  机器人 → 中心副主任: 【督办事项 督办2027-0001】…
  …
  中心副主任 按 [确认收到]
  …
  郑国栋 按 [确认收到]
  …
  中心副主任: 已办理 督办2027-0001 6月5日机房断电桌面推演，12 人参加
  …
  值班甲: 审核通过 督办2027-0001 有签到表
  机器人 → 值班甲: 已审核通过并办结…
  …
  `,
  { at: '2027-08-31T00:00:00.000Z' },
)

scene(
  '八月已演练的，九月不督办',
  `
  08:00
  ${drillOf('信息学院')}
  书记 按 [确认收到]
  …
  ${ended('演练2027-0001')}
  +26h
  …
  值班甲: 列表 督办
  机器人 → 值班甲: …没有符合条件的…
  `,
  { at: '2027-08-31T00:00:00.000Z' },
)

// Does every answer say what is true for the one who reads it? Small words that were wrong once.
import { expect, it } from 'vitest'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { openStage } from './stage.js'
import { acknowledged, graded, reported, submitted } from './told.js'

scene(
  '关过一会儿机的人：下一次超时再试一次，通了以后照常催他',
  `
  08:00
  关机 副院长
  ${reported()}
  开机 副院长
  +15m
  机器人 → 副院长: 【网络安全事件 2026-0001】…请您确认收到… [确认收到] [转办]
  …
  +10m
  机器人 → 副院长: ⚠ …
  …
  副院长 按 [确认收到]
  提示 副院长: 已确认收到…
  …
`,
)

everywhere('一直关机：每次超时悄悄再试，不多一条记录，也不多一条“未送达”', async (stage) => {
  const failed = () =>
    stage.incident('2026-0001')?.record.filter(({ type }) => type === 'undeliverable').length
  await play(stage, `08:00\n关机 副院长\n${reported()}`)
  const before = failed()
  expect(before).toBe(1)
  await play(stage, '+50m\n…')
  expect(failed()).toBe(before)
  expect(stage.incident('2026-0001')?.unreachable).toEqual([stage.id('副院长')])
})

everywhere('平台停着的时候，再试的那一条只等一条', async (stage) => {
  await play(stage, `08:00\n关机 副院长\n${reported()}`)
  stage.platform.setDown(true)
  await play(stage, '+50m\n…')
  const waiting = Object.values(stage.fenghuo.turns.peek().outbox).filter(({ quiet }) => quiet)
  expect(waiting).toHaveLength(1)
})

scene(
  '列表按单位：简称也认；没有这个单位就直说',
  `
  08:00
  ${reported()}
  值班甲: 列表 信院
  机器人 → 值班甲: 列表 · 信院（1 起）…2026-0001…
  值班甲: 列表 计算机学院
  机器人 → 值班甲: 列表 · 计算机学院（1 起）…2026-0001…
  值班甲: 列表 文学院
  机器人 → 值班甲: 列表 · 文学院 没有符合条件的事件
  值班甲: 列表 胡说
  机器人 → 值班甲: 列表 没有“胡说”这个单位 请写单位名称、简称或编号…
  路人: 列表 信院
  机器人 → 路人: 列表 · 信院 没有与您有关的事件
`,
)

scene(
  '代别人办的，待办里写明代谁；第一项不说两遍',
  `
  08:00
  关机 书记
  ${reported()}
  副院长: 待办
  机器人 → 副院长: 待办 3 项 2026-0001 信息学院（代 张伟）：请您确认收到 — 11月24日 08:15 前（截至 08:00 还剩 15 分钟）（校内时限，非法定） 2026-0001 信息学院：确认收到 — 11月24日 08:15 前（截至 08:00 还剩 15 分钟）（校内时限，非法定） 2026-0001 信息学院（代 张伟）：启动应急预案 — 11月24日 08:30 前（截至 08:00 还剩 30 分钟）（校内时限，非法定，原文“立即”：实施细则 第十三条） [确认收到 2026-0001（代 张伟）] [确认收到 2026-0001] [已启动预案 2026-0001（代 张伟）]
  …
`,
)

scene(
  '代别人办的，提醒里也写明代谁',
  `
  08:00
  关机 副院长
  ${reported()}
  +8m
  机器人 → 书记: 提醒 · 2026-0001 信息学院 请您确认收到 — 11月24日 08:15 前（截至 08:07 还剩 8 分钟） 校内时限，非法定 请您确认收到（代 李建国） — 11月24日 08:15 前（截至 08:07 还剩 8 分钟）（校内时限，非法定）… [确认收到] [转办] [稍后提醒]
`,
)

scene(
  '只写一个字的转办：先问清是谁',
  `
  08:00
  ${reported()}
  书记: 转办 2026-0001 陈
  机器人 → 书记: 您是指 P009 陈思齐（…）吗？请写全名或人员编号。
  书记: 转办 2026-0001 思齐
  机器人 → 书记: 已转给陈思齐（…）办理…
  …
`,
)

/** Feishu keeps a form with an empty required field to itself, and DingTalk has no forms: only the sandbox sends one. */
it('退回和误报没有写原因：请说明原因，表还在', async () => {
  const stage = await openStage()
  try {
    await play(
      stage,
      `
      08:00
      ${reported()}
      ${acknowledged}
      ${graded()}
      ${submitted}
      值班乙 按 [退回]
      机器人 → 值班乙: 退回回执 · 2026-0001… [退回]
      提示 值班乙: 请填写刚刚发给您的表。
      值班乙 按 [退回] {原因=}
      提示 值班乙: 请说明原因…
      书记: 误报 2026-0001
      机器人 → 书记: 误报 · 2026-0001…
      书记 按 [提交] {原因=}
      提示 书记: 请说明原因…
    `,
    )
  } finally {
    await stage.end()
  }
})

scene(
  '不归您办：说全谁可以办，网信办也在内',
  `
  08:00
  ${reported()}
  刘老师: 处置结束 2026-0001
  机器人 → 刘老师: 只有张伟（…）、李建国（…）、网信办可以办理…
  书记: 更正 2026-0001
  机器人 → 书记: 只有刘老师、网信办可以办理…
  分管领导: 误报 2026-0001 看错了
  机器人 → 分管领导: 只有张伟（…）、李建国（…）、刘老师、网信办可以办理…
`,
)

scene(
  '第一个问题只写走得通的路',
  `
  08:00
  刘老师: 报告
  机器人 → 刘老师: 是否可能涉及国家秘密或涉密网络…第 1 步，共约 … 步 取消 [是] [否] [取消]
  刘老师: 否
  …
  刘老师: 否
  机器人 → 刘老师: 是否出现违法有害信息：否
  机器人 → 刘老师: 事发单位…第 3 步，共约 … 步 上一步 · 取消
`,
)

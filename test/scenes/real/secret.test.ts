// What is kept where a state secret may be about? That somebody was sent to 保密办, and until when it must have reported (保密法实施条例 第六十一条).
import { expect, it } from 'vitest'
import { play } from '../scene.js'
import { openStage } from '../stage.js'

it('疑似涉密：转保密办，24 小时；没有事件、没有文书、没有内容', async () => {
  const stage = await openStage()
  await play(
    stage,
    `
    08:00
    刘老师: 报告
    …
    刘老师: 是
    机器人 → 刘老师: 您描述的情况可能涉及国家秘密。请立即停止…用电话或当面联系学校保密办（100-0000-0094）…本平台不记录内容。
    机器人 → 保密办主任: 08:00，刘老师的报告疑似涉及国家秘密…
    …
    # 还在写的，一个字也不留
    刘老师: 档案室的机密文件被拍照发到了网上
    机器人 → 刘老师: …（100-0000-0094）…
    …
    值班甲: 文书 2026-0001 首报
    机器人 → 值班甲: 没有您可以查看的这起事件…
    …
    值班甲: 列表
    …
    +20h
    机器人 → 保密办主任: 保密提醒 请保密办确认是否已依规报告 — 11月25日 08:00 前…法定时限：保守国家秘密法实施条例（2024） 第六十一条… [已依规办理]
    …
    保密办主任 按 [已依规办理]
    …
  `,
  )
  const state = stage.fenghuo.turns.peek()
  expect(state.incidents).toEqual({})
  expect(JSON.stringify(state)).not.toMatch(/机密|档案室|拍照/u)
  expect(stage.platform.deliveries.filter(({ kind }) => kind === 'file')).toEqual([])
  await stage.end()
})

// Is what somebody types in a hurry kept, shown whole, and recorded only at their yes?
import { expect } from 'vitest'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { graded, reported } from './told.js'

const NAT = 'NAT-OTHER-4H/office'

everywhere('一句话的回执：读得出的都填好，先核对，确认提交才记录', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    ${graded()}
    +20m
    …
    值班甲: 报送 2026-0001 自治区党委网信办 电话，10分钟前，王科长接的，受理编号NM-7
    机器人 → 值班甲: 填写回执…自治区党委网信办首报的回执：请核对，确认提交之后才记录…报送渠道…报送时间…接报人…
  `,
  )
  expect(stage.incident('2026-0001')?.submissions[NAT]).toBeUndefined()
  // what was said relative to then stays what it meant, however late the yes comes
  await play(stage, '+1m\n…')
  await play(
    stage,
    `
    值班甲: 接报人：李科长
    机器人 → 值班甲: 填写回执…请核对，确认提交之后才记录…
    值班甲: 修改
    机器人 → 值班甲: 要改哪一项…
    值班甲: 受理编号
    机器人 → 值班甲: 请回复受理编号…
    值班甲: NM-8
    机器人 → 值班甲: 填写回执…请核对，确认提交之后才记录…
  `,
  )
  expect(stage.incident('2026-0001')?.submissions[NAT]).toBeUndefined()
  await play(stage, '值班甲: 确认提交\n机器人 → 值班甲: 已登记向自治区党委网信办报送的回执…\n…')
  const { receipt } = stage.incident('2026-0001')?.submissions[NAT] ?? {}
  expect(receipt).toMatchObject({ channel: '电话', received_by: '李科长', ref_no: 'NM-8' })
  expect(receipt?.sent_at).toBe(new Date(stage.now() - 11 * 60_000).toISOString())
})

scene(
  '回执只缺一项：只问这一项，看不懂的说出来，取消就什么也没有',
  `
  08:00
  ${reported()}
  ${graded()}
  +20m
  …
  值班甲: 报送 2026-0001 自治区党委网信办 电话 10分钟前 稍后再联系
  机器人 → 值班甲: 填写回执…已识别 2 项，还缺接报人…没有看懂、没有记入的：稍后再联系…
  机器人 → 值班甲: 请回复接报人…
  值班甲: 王科长
  机器人 → 值班甲: 填写回执…请核对，确认提交之后才记录…
  值班甲: 今天天气不错
  机器人 → 值班甲: 还没有记录…
  值班甲: 取消
  机器人 → 值班甲: 已取消，没有改动…
  值班甲: 确认提交
  …
`,
)

scene(
  '一句话的更正：哪一项、改成什么、为什么，先给看，确认提交才记录',
  `
  08:00
  ${reported()}
  刘老师: 更正 2026-0001 影响人数 5000 数错了
  机器人 → 刘老师: 更正 · 2026-0001…请核对，确认提交之后才记录…现在的内容：—…
  刘老师: 更正为：6000人
  机器人 → 刘老师: 更正 · 2026-0001…请核对，确认提交之后才记录…
  刘老师: 确认提交
  机器人 → 刘老师: 已追加更正…
  …
  刘老师: 更正 2026-0001 发现时间 5分钟前
  机器人 → 刘老师: 更正 · 2026-0001…还缺原因…
  机器人 → 刘老师: 请回复原因…
  刘老师: 取消
  …
  刘老师: 更正 2026-0001 天气 不错
  机器人 → 刘老师: 更正 · 2026-0001…没有看懂、没有记入的：天气 不错…
  机器人 → 刘老师: 请回复更正哪一项：…
  刘老师: 取消
  …
`,
)

everywhere('一项一项打字填的回执，记录之前也先给看；按钮只管自己那张表', async (stage) => {
  await play(
    stage,
    `
      08:00
      ${reported()}
      ${graded()}
      值班甲: 报送 2026-0001 自治区党委网信办
      …
      值班甲: 电话
      …
      值班甲: 刚刚
      …
      值班甲: 王科长
      …
      值班甲: 跳过
      …
      值班甲: 跳过
      …
      值班甲: 跳过
      机器人 → 值班甲: 填写回执…请核对，确认提交之后才记录…
    `,
  )
  expect(stage.incident('2026-0001')?.submissions[NAT]).toBeUndefined()
  await play(stage, '值班甲: 确认提交\n…')
  expect(stage.incident('2026-0001')?.submissions[NAT]?.receipt.received_by).toBe('王科长')
})

everywhere('没有表的地方：点“修改接报人”只改这一项，点“确认提交”才记录，再点说明已经办过', async (stage) => {
  if (!stage.lacks.includes('forms')) return
  await play(
    stage,
    `
    08:00
    ${reported()}
    ${graded()}
    +20m
    …
    值班甲: 报送 2026-0001 自治区党委网信办 电话 10分钟前 王科长
    …
    值班甲 按 [修改接报人]
    机器人 → 值班甲: 请回复接报人…
    值班甲: 李科长
    …
    值班甲 按 [确认提交]
    机器人 → 值班甲: 已登记向自治区党委网信办报送的回执…
    …
    值班甲 再按 [确认提交]
    提示 值班甲: …08:20…
  `,
  )
  expect(stage.incident('2026-0001')?.submissions[NAT]?.receipt.received_by).toBe('李科长')
})

const looked = `
  08:00
  ${reported()}
  ${graded()}
  +20m
  …
  值班甲: 报送 2026-0001 自治区党委网信办 电话 10分钟前 王科长
  …
`

everywhere('“好的”“收到”也可能是说别的：不算确认，再问一次；“是”“对”“确认”才算', async (stage) => {
  await play(stage, looked)
  for (const said of ['好的', '收到', '收到，谢谢', '知道了', '👌', '嗯', '可以', 'OK'])
    await play(stage, `值班甲: ${said}\n机器人 → 值班甲: 还没有记录。…`)
  expect(stage.incident('2026-0001')?.submissions[NAT]).toBeUndefined()
  await play(stage, '值班甲: 对的\n机器人 → 值班甲: 已登记向自治区党委网信办报送的回执…\n…')
  await play(
    stage,
    `
    刘老师: 更正 2026-0001 影响人数 5000 数错了
    机器人 → 刘老师: 更正 · 2026-0001…请核对，确认提交之后才记录…
    刘老师: 收到
    机器人 → 刘老师: 还没有记录。…
    刘老师: 好的
    机器人 → 刘老师: 还没有记录。…
    刘老师: 好的，提交吧
    机器人 → 刘老师: 已追加更正…
    …
  `,
  )
})

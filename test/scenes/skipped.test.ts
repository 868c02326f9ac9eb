// Is 跳过 ever taken for what a field should hold? It passes the field over, or the field is asked for again.

import { scene } from './scene.js'
import { acknowledged, graded, reported } from './told.js'

const atTheReceiver = (channel: string, then: string): string => `
  08:00
  ${reported()}
  ${acknowledged}
  ${graded()}
  值班甲: 报送 2026-0001 自治区党委网信办
  …
  值班甲: ${channel}
  …
  值班甲: 刚刚
  ${then}
`

scene(
  '报送：网站没有接报人，可以跳过',
  atTheReceiver(
    '12387网站',
    `
  机器人 → 值班甲: 报送时间：2026-11-24 08:00 请回复接报人（可回复“跳过”）。
  值班甲: 跳过
  机器人 → 值班甲: …接报人：— 请回复接收时间（可回复“跳过”）。
  值班甲: 跳过
  机器人 → 值班甲: 接收时间：— 请回复受理编号（可回复“跳过”）。
  值班甲: 跳过
  …
  值班甲: 跳过
  机器人 → 值班甲: …请核对，确认提交之后才记录…
  值班甲: 确认提交
  机器人 → 值班甲: 已登记向自治区党委网信办报送的回执…
  机器人 → 值班乙: …接报人：—… [核实回执] [退回]
  …
`,
  ),
)

scene(
  '报送：电话要写明是谁，“跳过”不会成为人名',
  atTheReceiver(
    '电话',
    `
  机器人 → 值班甲: 报送时间：2026-11-24 08:00 请回复接报人。
  值班甲: 跳过
  机器人 → 值班甲: …接报人…请重新回复接报人。
  值班甲: 王科长
  机器人 → 值班甲: …接报人：王科长 请回复接收时间（可回复“跳过”）。
`,
  ),
)

scene(
  '更正：没有写更正为什么，不会把这一项清空',
  `
  08:00
  ${reported()}
  刘老师: 更正 2026-0001
  …
  刘老师: 系统名称
  …
  刘老师: 跳过
  机器人 → 刘老师: …请写明更正后的内容…请重新回复更正为。
`,
)

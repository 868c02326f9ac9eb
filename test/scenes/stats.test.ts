// 统计: what does the office, and a leader, see of a year? The same figures as somebody counts by hand from the record.
import { expect } from 'vitest'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { confirmed, graded, reported, submitted } from './told.js'

scene(
  '统计给网信办和校领导；没有事件、年份写错，说清楚',
  `
  08:00
  刘老师: 统计
  机器人 → 刘老师: 统计只有网信办和校领导可以查看。
  值班甲: 统计
  机器人 → 值班甲: 还没有事件。
  ${reported()}
  主任: 统计 前年吧
  机器人 → 主任: 年份没有看懂…
  主任: 统计
  机器人 → 主任: 统计 · 2026 年（1 起）…还没有到期的报送；确认收到用时中位数 —…按牵头单位计，含误报，不含演练…
  …
`,
)

everywhere('报送按时几份、确认用了多久，和从记录里数的一样', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    +10m
    …
    书记 按 [确认收到]
    …
    +20m
    …
    副院长 按 [确认收到]
    …
    ${graded()}
    ${submitted}
    ${confirmed}
    +1d
    …
    值班甲: 统计 2026
    机器人 → 值班甲: 统计 · 2026 年（1 起）…确认收到用时中位数 20 分钟…
    …
  `,
  )
  const record = stage.incident('2026-0001')?.record ?? []
  const since = (at: string) => (Date.parse(at) - Date.parse(record[0]?.at ?? '')) / 60_000
  const acks = record.flatMap((event) => (event.type === 'acknowledged' ? [since(event.at)] : []))
  expect(acks).toEqual([10, 30])
  const shown = stage.platform.deliveries
    .flatMap((one) => (one.kind === 'message' ? [JSON.stringify(one)] : []))
    .findLast((text) => text.includes('统计 · 2026'))
  const sent = record.filter(({ type }) => type === 'confirmed').length
  expect(sent).toBe(1)
  // one report went out in time; what else was owed by then and is not there is in the second figure
  expect(shown).toMatch(/报送按时 1\/[2-9]/u)
})

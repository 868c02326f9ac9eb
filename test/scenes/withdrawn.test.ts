// What does the card of an incident say that was none? Who withdrew it and why, and that nobody need do anything.
import { expect } from 'vitest'
import { textOf } from './chat.js'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { reported } from './told.js'

const withdrawn = `
  08:00
  ${reported()}
  刘老师: 误报 2026-0001 是我看错了
  …
  值班甲: 误报 2026-0001 测试页面
  …
`

scene(
  '误报撤销以后的卡片：谁撤销的、为什么、不用再办；不再写谁没有确认、级别待定',
  `
  ${withdrawn}
  书记: 状态 2026-0001
  机器人 → 书记: 【网络安全事件 2026-0001】信息学院 · 网络攻击 钱小雨已于 11月24日 08:00 按误报撤销，原因：测试页面；无需您办理…
  主任: 状态 2026-0001
  机器人 → 主任: …钱小雨已于 11月24日 08:00 按误报撤销，原因：测试页面；无需您办理…
  书记: 待办
  机器人 → 书记: 待办 您现在没有待办事项
`,
)

everywhere('撤销以后谁看都一样：没有“尚未确认”，没有“待定”', async (stage) => {
  await play(stage, withdrawn)
  for (const who of ['刘老师', '书记', '主任', '值班乙', '中心副主任', '分管领导']) {
    await play(stage, `${who}: 状态 2026-0001\n…`)
    const card = stage.platform.latest(stage.id(who), () => true)
    const text = card ? textOf(card[1].content) : ''
    expect(text).toContain('按误报撤销，原因：测试页面')
    expect(text).not.toMatch(/尚未确认|待定/u)
  }
})

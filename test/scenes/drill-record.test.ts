// 演练记录: does the paper of a drill say when each step was due and done, who was late, and who planned it; and does nothing of a drill reach an authority or a figure?
import { expect } from 'vitest'
import { textOf, unzipped } from '../documents/unzip.js'
import { textOf as shown } from './chat.js'
import { everywhere } from './everywhere.js'
import type { Delivery } from './platform.js'
import { play } from './scene.js'
import { filesIn, reported } from './told.js'

everywhere('演练记录：每一步的时限和实际、谁没有按时、谁定的、问题和改进', async (stage) => {
  await play(
    stage,
    `
    08:00
    值班甲: 演练 挖矿 信息学院 今天 10:00 不预告
    …
    10:00
    …
    10:05
    …
    书记 按 [确认收到]
    …
    10:50
    …
    副院长 按 [确认收到]
    …
    值班甲: 定级 演练2026-0001 较大
    …
    值班甲: 演练结束 演练2026-0001 问题：值班电话没有人接；改进措施：手机也登记到通讯录
    …
    值班甲: 确认提交
    …
    值班甲: 文书 演练2026-0001 记录
    …
    `,
  )
  const file = filesIn(stage).find(({ name }) => name === '【演练】2026-0001_记录.docx')
  const text = textOf(unzipped(file?.bytes ?? new Uint8Array()).get('word/document.xml') ?? '')
  expect(text).toMatch(/演练场景[\s\S]*挖矿[\s\S]*定在 2026年11月24日10时00分，不预告事发单位/u)
  expect(text).toMatch(/起止时间[\s\S]*历时 50 分钟/u)
  expect(text).toMatch(/未按时[\s\S]*确认收到：李建国，晚 35 分钟/u)
  expect(text).toMatch(/没有完成，结束时未到期/u)
  expect(text).toContain('值班电话没有人接')
  expect(text).toContain('手机也登记到通讯录')
})

everywhere(
  '演练不到任何机关，不进任何数：台账、统计、考核表、列表都只数真的；每一条都注明演练',
  async (stage) => {
    const came: Delivery[] = []
    const steps = [
      '值班甲: 演练 勒索 图书馆',
      '值班甲 按 [现在开始]',
      '+3h',
      '值班甲: 报送 演练2026-0001 自治区党委网信办 电话 刚刚 王科长接的',
      '值班甲: 取消',
      '值班甲: 导出',
      '值班甲: 统计 考核表',
      '值班甲: 统计',
      '值班甲: 列表',
    ]
    await play(stage, `08:00\n${reported()}\n…`)
    for (const step of steps) {
      await play(stage, `${step}\n…`)
      came.push(...stage.platform.deliveries)
    }
    // whoever is written to is of the campus: an authority has no address, and none is made up for a drill
    const campus = new Set([
      ...stage.directory.people.map(({ id }) => id),
      stage.id('刘老师'),
      stage.id('群'),
    ])
    expect(came.filter(({ to }) => !campus.has(to))).toEqual([])
    const about = came.filter(
      (one) => one.kind === 'message' && JSON.stringify(one).includes('演练2026-0001'),
    )
    expect(about.length).toBeGreaterThan(20)
    const named = came.filter((one) => one.kind === 'message' && JSON.stringify(one).includes('图书馆'))
    expect(named.filter((one) => !JSON.stringify(one).includes('演练'))).toEqual([])
    const files = came.flatMap((one) => (one.kind === 'file' && one.name.endsWith('.xlsx') ? [one] : []))
    expect(files).toHaveLength(2)
    for (const { name, bytes } of files) {
      const words = [...unzipped(bytes).values()].map((part) => textOf(part)).join('\n')
      expect(words, name).not.toContain('演练2026-0001')
    }
    const card = (title: string): string => {
      const found = stage.platform.latest(
        stage.id('值班甲'),
        (content) => 'card' in content && content.card.title.startsWith(title),
      )
      return found ? shown(found[1].content) : ''
    }
    expect(card('统计')).toMatch(/统计 · 2026 年/u)
    expect(card('统计')).not.toContain('图书馆')
    expect(card('列表')).toMatch(/列表 · 未结（1 起）/u)
    expect(card('列表')).not.toContain('演练')
  },
  () => ({ needs: ['cards', 'forms'] }),
)

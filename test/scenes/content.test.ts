// Does harmful content go the way of 宣传部: no paper of 教技厅函〔2014〕75号, and confirmed by them that it is dealt with? And who told us?
import { expect } from 'vitest'
import { textOf, unzipped } from '../documents/unzip.js'
import { everywhere } from './everywhere.js'
import { play } from './scene.js'
import { acknowledged, graded, reported } from './told.js'

everywhere('信息内容安全事件：不走 75 号文，由宣传部确认已处置，到点催办', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported('刘老师', { category: '谣言', summary: '公众号留言区有人造谣' })}
    ${acknowledged}
    ${graded()}
    10:00
    机器人 → 宣传副部长: …请确认违法有害信息已处置… [已处置] [稍后提醒]
    …
    宣传副部长 按 [已处置]
    提示 宣传副部长: 已登记“确认违法有害信息已处置”已办，这一项不再催办。
    …
    宣传副部长 再按 [已处置]
    提示 宣传副部长: 卫佳宁已于 10:00 登记已办，无需再次办理。
    …
    值班甲: 处置结束 2026-0001
    …
    值班甲: 待办
    …
  `,
  )
  const reminded = stage.incident('2026-0001')?.record.filter(({ type }) => type === 'reminded') ?? []
  expect(JSON.stringify(reminded)).not.toContain('EDU-')
  const todo = stage.platform.latest(
    stage.id('值班甲'),
    (content) => 'card' in content && content.card.title.startsWith('待办'),
  )
  expect(JSON.stringify(todo)).toContain('自治区党委网信办')
  expect(JSON.stringify(todo)).not.toMatch(/教育厅|事中情况|事后整改/u)
  await play(
    stage,
    `
    值班甲: 记录 2026-0001
    机器人 → 值班甲: …卫佳宁登记“确认违法有害信息已处置”已办…
    …
  `,
  )
})

everywhere(
  '谁告诉我们的：网信办研判时答，印在卡片和文书上',
  async (stage) => {
    await play(
      stage,
      `
    08:00
    ${reported()}
    值班甲: 研判 2026-0001
    …
    值班甲 按 [提交研判] {谁告诉我们的=公安}
    …
    值班甲: 状态 2026-0001
    机器人 → 值班甲: …获知途径：公安…
    …
    值班甲: 文书 2026-0001 首报
    …
  `,
    )
    const papers = stage.platform.deliveries.flatMap((one) =>
      one.kind === 'file' ? [textOf(unzipped(one.bytes).get('word/document.xml') ?? '')] : [],
    )
    expect(papers.length).toBeGreaterThan(0)
    for (const text of papers) expect(text).toContain('（获知途径：公安）')
  },
  () => ({ needs: ['forms'] }),
)

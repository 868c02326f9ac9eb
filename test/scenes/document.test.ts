// 文书: who gets which paper, and what is on it when it arrives.
import { expect, it } from 'vitest'
import { textOf, unzipped } from '../documents/unzip.js'
import { play, scene } from './scene.js'
import { openStage } from './stage.js'
import { acknowledged, filesIn, graded, reported } from './told.js'

it('首报的文书发到私聊里，是一份能打开的 .docx', async () => {
  const stage = await openStage()
  await play(
    stage,
    `
    08:00
    ${reported()}
    ${graded()}
    值班甲: 文书 2026-0001 首报 党委网信办
    机器人 → 值班甲: 正在生成文书…
    …
  `,
  )
  const files = filesIn(stage)
  expect(files).toHaveLength(1)
  expect(files[0]).toMatchObject({ to: stage.id('值班甲') })
  expect(files[0]?.name).toMatch(/2026-0001.*首报.*\.docx$/)
  const xml = unzipped(files[0]?.bytes ?? new Uint8Array()).get('word/document.xml') ?? ''
  expect(textOf(xml)).toContain('首页出现陌生图片')
  await stage.end()
})

it('没写哪一种：按进展给下一份；记录末尾是哈希链', async () => {
  const stage = await openStage()
  await play(stage, `08:00\n${reported()}\n${acknowledged}\n值班甲: 文书\n…\n值班甲: 文书 记录\n…`)
  const names = filesIn(stage).map(({ name }) => name)
  expect(names[0]).toMatch(/记录/)
  await stage.end()
})

scene(
  '无关的人要文书：不说有没有',
  `
  08:00
  ${reported()}
  路人: 文书 2026-0001 首报
  机器人 → 路人: 没有您可以查看的这起事件…
  刘老师: 文书 2026-0001
  机器人 → 刘老师: 只有张伟（…）…可以办理…
  书记: 文书 2026-0001
  机器人 → 书记: 正在生成文书…
  …
`,
)

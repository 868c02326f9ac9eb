// Is what stands in a chat over a night still true in the morning? Deadlines bear their date, and how late it is says of when.
import { expect } from 'vitest'
import { textOf } from './chat.js'
import { everywhere } from './everywhere.js'
import { play } from './scene.js'
import { reported } from './told.js'

/** All that was said in the private chats, and how the cards were drawn anew. */
const said = (stage: Parameters<Parameters<typeof everywhere>[1]>[0]): string[] =>
  stage.platform.deliveries.flatMap((one) =>
    one.kind === 'message'
      ? [textOf(one.content)]
      : one.kind === 'redraw'
        ? [textOf({ card: one.card })]
        : [],
  )

everywhere('隔夜的卡片、催办和汇总：时限写日期，超时和还剩写截至什么时候', async (stage) => {
  const read: string[] = []
  const go = async (transcript: string): Promise<void> => {
    await play(stage, transcript)
    read.push(...said(stage))
  }
  await go(`21:00\n${reported()}\n21:40\n…`)
  expect(read.join('\n')).toContain('应于 11月24日 21:15 前完成，截至 11月24日 21:40 已超时 25 分钟')
  await go(`${reported('陈老师', { unit: '文学院' })}\n22:30\n…`)
  await go('09:00\n…')
  await go('值班甲: 待办\n…')
  await go('值班甲: 列表\n…')
  await go('值班甲: 状态 2026-0001\n…')
  const all = read.join('\n')
  expect(all).toContain('催办汇总')
  expect(all.match(/.{0,8}\d\d:\d\d 前/gu)?.filter((one) => !/月\d+日 \d\d:\d\d 前/u.test(one))).toEqual([])
  expect(
    all
      .match(/.{0,24}(?:已超时|还剩|，超时|已过) ?\d/gu)
      ?.filter((one) => !/截至 (?:\d+月\d+日 )?\d\d:\d\d (?:已?超时|还剩|已过)/u.test(one)),
  ).toEqual([])
})

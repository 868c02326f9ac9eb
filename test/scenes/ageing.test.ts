// Can a card still be pressed on the day that counts? A final report has thirty days, a card on Feishu fourteen: it is sent anew before.
import { describe, expect, it } from 'vitest'
import { feishuPlatform } from '../channels/feishu/platform.js'
import { play } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { acknowledged, graded, reported, sent, toldEducation, toldLocal } from './told.js'

const DAY = 86_400_000

const onFeishu = async (body: (stage: Stage) => Promise<void>): Promise<void> => {
  const stage = await openStage({ platform: () => feishuPlatform('webhook') })
  try {
    await body(stage)
    expect(stage.platform.violations()).toEqual([])
  } finally {
    await stage.end()
  }
}

/** Everything is done but the final reports, which have thirty days. */
const onlyFinal = `
  08:00
  ${reported()}
  ${acknowledged}
  ${graded()}
  ${sent('自治区党委网信办')}
  ${toldLocal}
  ${toldEducation}
  值班甲: 已办 2026-0001 报分管校领导
  …
  副院长: 处置结束 2026-0001
  …
  ${sent('自治区教育厅')}
`

describe('三十天的终报', () => {
  it('第十四天以后，值班员手里仍有一张能按的卡片；没有要办的人不再收到', () =>
    onFeishu(async (stage) => {
      await play(stage, onlyFinal)
      const open = stage.now()
      await stage.moveTo(open + 12 * DAY)
      stage.platform.deliveries.length = 0
      await stage.moveTo(open + 14 * DAY + 3_600_000)
      const anew = stage.platform.deliveries.filter((one) => one.kind === 'message')
      expect(new Set(anew.map(({ to }) => to))).toContain(stage.id('值班甲'))
      expect(anew.map(({ to }) => to)).not.toContain(stage.id('书记'))
      // one card for each of them, not one for each that they had
      expect(new Set(anew.map(({ to }) => to)).size).toBe(anew.length)
      await play(stage, '值班甲 按 [填写回执]\n…')
      // the next minutes bring no further one
      stage.platform.deliveries.length = 0
      await stage.moveTo(stage.now() + 5 * 60_000)
      expect(stage.platform.deliveries.filter((one) => one.kind === 'message')).toEqual([])
    }))
})

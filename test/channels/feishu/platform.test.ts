// Can a scene be played over Feishu's wire? One whole story, by both doors.
import { describe, expect, it } from 'vitest'
import { play } from '../../scenes/scene.js'
import { openStage, type Stage } from '../../scenes/stage.js'
import { graded, reported, submitted } from '../../scenes/told.js'
import { type FeishuPlatform, feishuPlatform } from './platform.js'

describe.each(['webhook', 'websocket'] as const)('%s', (mode) => {
  const on = async (body: (stage: Stage, platform: FeishuPlatform) => Promise<void>) => {
    const platform = await feishuPlatform(mode)
    const stage = await openStage({ platform: () => platform })
    try {
      await body(stage, platform)
      expect(platform.violations()).toEqual([])
    } finally {
      await stage.end()
    }
  }

  it('报告、确认、定级、报送、核实，中间被杀一次', () =>
    on((stage) =>
      play(
        stage,
        `
        08:00
        ${reported()}
        路人 按书记的 [确认收到]
        提示 路人: …
        …
        书记 按 [确认收到]
        提示 书记: …
        …
        💥
        …
        副院长 按 [确认收到]
        提示 副院长: …
        …
        ${graded()}
        ${submitted}
        值班乙 按 [核实回执]
        …
        `,
      ),
    ))
})

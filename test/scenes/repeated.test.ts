// Has a thing one effect, however often and in whatever order it comes? The same message, press and bytes, at once and again.
import { describe, expect, it } from 'vitest'
import { feishuPlatform } from '../channels/feishu/platform.js'
import { inOutage, type Outage, wires } from './outage.js'
import { play } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { reported } from './told.js'

const acknowledge = { action: 'acknowledge', incident: '2026-0001' }

const cardOf = (stage: Stage, name: string): string =>
  stage.platform.latest(
    stage.id(name),
    (one) => 'card' in one && one.card.actions.some(({ action }) => action === 'acknowledge'),
  )?.[0] ?? ''

const settled = async ({ stage, pass }: Pick<Outage, 'stage' | 'pass'>): Promise<void> => {
  await stage.platform.settle()
  await pass(2_000)
  const keys = stage.platform.keys()
  expect(new Set(keys).size).toBe(keys.length)
}

describe.each(wires)('$name', (wire) => {
  it('同一条消息两次同时到：一次效果', async () => {
    await inOutage(wire, async (outage) => {
      const { stage } = outage
      await play(stage, `08:00\n${reported()}`)
      const { platform } = stage
      const note = () => platform.say(stage.id('书记'), '补充 2026-0001 已断网', 'dm', 'same-message')
      await Promise.all([note(), note()])
      await settled(outage)
      await note()
      await settled(outage)
      expect(stage.incident('2026-0001')?.record.filter(({ type }) => type === 'noted')).toHaveLength(1)
    })
  })

  it('两下同时按；两位同时按：各一次效果', async () => {
    await inOutage(wire, async (outage) => {
      const { stage } = outage
      await play(stage, `08:00\n${reported()}`)
      const press = (name: string, id?: string) =>
        stage.platform.press(stage.id(name), cardOf(stage, name), acknowledge, undefined, id)
      await Promise.all([press('书记', 'same-press'), press('书记', 'same-press'), press('书记')])
      await settled(outage)
      const by = () => stage.incident('2026-0001')?.record.filter(({ type }) => type === 'acknowledged')
      expect(by()).toHaveLength(1)
      await Promise.all([press('副院长'), press('副院长')])
      await settled(outage)
      expect(by()).toHaveLength(2)
    })
  })

  it('几句话同时到：一句不少', async () => {
    await inOutage(wire, async (outage) => {
      const { stage } = outage
      await play(stage, `08:00\n${reported()}`)
      await Promise.all(
        ['书记', '副院长', '值班甲', '值班乙'].map((name, nth) =>
          stage.platform.say(stage.id(name), `补充 2026-0001 第${nth + 1}件`, 'dm'),
        ),
      )
      await settled(outage)
      const notes = stage
        .incident('2026-0001')
        ?.record.flatMap((event) => (event.type === 'noted' ? [event.text] : []))
      expect(notes?.sort()).toEqual(['第1件', '第2件', '第3件', '第4件'])
    })
  })
})

describe('飞书 webhook', () => {
  const on = async (
    body: (stage: Stage, feishu: Awaited<ReturnType<typeof feishuPlatform>>) => Promise<void>,
  ) => {
    const platform = await feishuPlatform('webhook')
    const stage = await openStage({ platform: () => platform })
    try {
      await platform.settle()
      await play(stage, `08:00\n${reported()}`)
      await body(stage, platform)
      expect(platform.violations()).toEqual([])
    } finally {
      await stage.end()
    }
  }

  it('逐字节再来一遍，同时两遍：200，一次效果', () =>
    on(async (stage, { feishu, webhook }) => {
      const before = feishu.events.posted.length
      await play(stage, '书记: 补充 2026-0001 已断网\n…\n书记 按 [确认收到]\n…')
      const { seq } = stage.fenghuo.turns.head()
      const keys = stage.platform.keys()
      const posted = feishu.events.posted.slice(before)
      expect(posted).toHaveLength(2)
      for (const { body, headers } of posted) {
        const again = () => fetch(webhook() ?? '', { method: 'POST', headers, body })
        expect((await Promise.all([again(), again()])).map(({ status }) => status)).toEqual([200, 200])
      }
      await stage.platform.settle()
      await stage.fenghuo.courier.drain()
      expect(stage.fenghuo.turns.head().seq).toBe(seq)
      expect(stage.platform.keys()).toEqual(keys)
    }))

  it('颠倒了次序，各来两遍：每一件都算，各一次', () =>
    on(async (stage, { feishu }) => {
      feishu.events.reorderNext(3)
      feishu.faults.duplicates = 2
      await Promise.all(
        ['甲', '乙', '丙'].map((what) =>
          stage.platform.say(stage.id('书记'), `补充 2026-0001 ${what}`, 'dm'),
        ),
      )
      await stage.platform.settle()
      await stage.fenghuo.courier.drain()
      const notes = stage
        .incident('2026-0001')
        ?.record.flatMap((event) => (event.type === 'noted' ? [event.text] : []))
      expect(notes).toEqual(['丙', '乙', '甲'])
    }))

  it('没收下的，平台过后再推：算一次', () =>
    on(async (stage, { feishu }) => {
      feishu.faults.mute = true
      await expect(stage.platform.say(stage.id('书记'), '补充 2026-0001 已断网', 'dm')).rejects.toThrow()
      feishu.faults.mute = false
      await stage.moveTo(stage.now() + 10 * 60_000)
      await stage.platform.settle()
      expect(stage.incident('2026-0001')?.record.filter(({ type }) => type === 'noted')).toHaveLength(1)
    }))
})

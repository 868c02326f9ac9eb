// Does what a platform plays again under a new id have one effect, and what a person says twice two?
import { describe, expect, it } from 'vitest'
import { feishuPlatform } from '../channels/feishu/platform.js'
import { play } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { reported } from './told.js'

const on = async (
  body: (stage: Stage, hear: (id: string, text: string, saidMs: number) => Promise<void>) => Promise<void>,
) => {
  const stage = await openStage()
  try {
    await play(stage, `08:00\n${reported()}`)
    await body(stage, async (id, text, saidMs) => {
      const by = { channel: 'sandbox', address: stage.id('书记') } as const
      await stage.fenghuo.reception.said({ id, by, chat: 'dm', text }, saidMs)
      await stage.fenghuo.courier.drain()
    })
  } finally {
    await stage.end()
  }
}
const notes = (stage: Stage) =>
  stage.incident('2026-0001')?.record.filter(({ type }) => type === 'noted').length

describe('换了编号再来一遍', () => {
  it('同一个人、同一秒、同样的话，晚到而编号不同：一次效果，重启以后也是', () =>
    on(async (stage, hear) => {
      const saidMs = stage.now()
      await hear('x:1', '补充 2026-0001 已断网', saidMs)
      await stage.moveTo(saidMs + 15_000)
      await hear('x:2', '补充 2026-0001 已断网', saidMs + 300)
      await stage.restart()
      await hear('x:3', '补充 2026-0001 已断网', saidMs)
      expect(notes(stage)).toBe(1)
    }))

  it('几秒之后又说一遍的，是两件；同一秒里的另一句话也是', () =>
    on(async (stage, hear) => {
      const saidMs = stage.now()
      await hear('x:1', '补充 2026-0001 已断网', saidMs)
      await stage.moveTo(saidMs + 15_000)
      await hear('x:2', '补充 2026-0001 已断网', saidMs + 4_000)
      await hear('x:3', '补充 2026-0001 已报警', saidMs)
      expect(notes(stage)).toBe(3)
    }))

  it('当时就到的是头一回说：同一秒里两次“否”回答两个问题', () =>
    on(async (stage, hear) => {
      const saidMs = stage.now()
      for (const [nth, text] of ['报告', '否', '否'].entries()) await hear(`x:${nth}`, text, saidMs)
      const draft = stage.fenghuo.turns.peek().drafts[stage.id('书记')]
      expect(draft?.answers).toMatchObject({ harmful_content: false })
    }))
})

describe('飞书每十件事漏推一件', () => {
  it.each([1, 3, 5])('一份报告照常填完：三分钟内补读，一件不少，一件不重（种子 %i）', async (seed) => {
    let next = seed
    const random = () => {
      next = (Math.imul(next, 1664525) + 1013904223) >>> 0
      return next / 2 ** 32
    }
    const platform = await feishuPlatform('websocket', { virtual: true })
    const stage = await openStage({ platform: () => platform })
    const { feishu } = platform
    try {
      await play(stage, '08:00\n刘老师: 帮助\n…')
      feishu.faults.loss = { share: 0.1, random }
      const who = stage.id('刘老师')
      const draft = () => Object.values(stage.fenghuo.turns.peek().drafts)[0]
      const place = () => `${draft()?.state}/${draft()?.question}`
      const answers = ['报告', '否', '否', '信息学院', '学院网站', '跳过', '首页被改', '刚刚']
      for (let nth = 0; nth < 60 && stage.incident('2026-0001') === undefined; nth++) {
        const before = place()
        await stage.say(who, answers[nth] ?? (draft()?.state === 'preview' ? '提交' : '跳过'))
        // whoever gets no answer waits for it
        for (let waited = 0; waited < 18 && place() === before; waited++)
          await stage.moveTo(stage.now() + 10_000)
        expect(place()).not.toBe(before)
        await stage.moveTo(stage.now() + 7_000)
      }
      await stage.moveTo(stage.now() + 180_000)
      expect(feishu.events.dropped.length).toBeGreaterThan(0)
      expect(Object.keys(stage.fenghuo.turns.peek().incidents)).toEqual(['2026-0001'])
      const keys = stage.platform.keys()
      expect(new Set(keys).size).toBe(keys.length)
      expect(platform.violations()).toEqual([])
    } finally {
      await stage.end()
    }
  })
})

// Does what a platform plays again under a new id have one effect, and what a person says twice two?
import { describe, expect, it } from 'vitest'
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
      const draft = stage.fenghuo.house.peek().drafts[stage.id('书记')]
      expect(draft?.answers).toMatchObject({ harmful_content: false })
    }))
})

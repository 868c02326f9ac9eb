// Does a message that waited say nothing of an incident to whoever may not see it any more? A digest, a reminder, what is asked.
import { expect, it } from 'vitest'
import { drawFor } from '../../bot/turn/drawing.js'
import { worldIn } from '../../bot/turn/world.js'
import type { View } from '../../store/schema.js'
import { play } from '../scenes/scene.js'
import { openStage } from '../scenes/stage.js'
import { reported } from '../scenes/told.js'

it('不在链条上的人：汇总里没有这一起，排着队的催办和应办事项也不写内容', async () => {
  const stage = await openStage()
  try {
    await play(stage, `08:00\n${reported()}\n${reported('陈老师', { unit: '文学院' })}`)
    const { turns, campus } = stage.fenghuo
    const world = worldIn(turns.peek(), stage.now(), campus(), turns.find)
    const drawn = (view: View) =>
      JSON.stringify(drawFor({ to: { person: stage.id('文学院书记') }, view }, world))
    const digest = drawn({ view: 'digest', incidents: ['2026-0001', '2026-0002'] })
    expect(digest).toContain('2026-0002')
    expect(digest).not.toContain('2026-0001')
    const of = { incident: '2026-0001', duties: ['ack/first'] }
    expect(drawn({ view: 'reminder', ...of, nth: 1, role: 'owner' })).toContain('不再由您办理')
    expect(drawn({ view: 'duty', ...of })).toContain('不再由您办理')
  } finally {
    await stage.end()
  }
})

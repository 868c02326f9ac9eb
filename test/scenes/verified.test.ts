// Does verify count what was said? Two reports, one of them withdrawn: one is under way, and not two.
import { expect, it } from 'vitest'
import { examine } from '../../store/examine.js'
import { play } from './scene.js'
import { openStage } from './stage.js'
import { reported } from './told.js'

it('在办的只数在办的：误报以后还没有归档的另数', async () => {
  const stage = await openStage()
  try {
    const counted = async (): Promise<string> =>
      (await examine(stage.dir, { nowMs: stage.now() })).map(({ what }) => what).join('\n')
    await play(
      stage,
      `08:00\n${reported()}\n${reported('陈老师', { unit: '图书馆', summary: '检索页打不开' })}`,
    )
    expect(await counted()).toContain('立案 2 起：在办 2 起，已办结或误报 0 起，已归档 0 起')
    await play(stage, '刘老师: 误报 2026-0001 是测试页面\n…\n值班甲: 误报 2026-0001 核实为测试页面\n…')
    expect(await counted()).toContain('立案 2 起：在办 1 起，已办结或误报 1 起，已归档 0 起')
  } finally {
    await stage.end()
  }
})

// Does a monitor see each kind of matter by itself? Nothing that is no incident counts as one, and no drill counts at all.
import { expect, it } from 'vitest'
import { openMetrics } from '../../bot/process/metrics.js'
import { play } from '../scenes/scene.js'
import { openStage } from '../scenes/stage.js'
import { reported } from '../scenes/told.js'

it('incidents, notices and drills are told apart', async () => {
  const stage = await openStage()
  await play(
    stage,
    `
    08:00
    ${reported()}
    值班甲: 通报 文学院、音乐学院 后台存在弱口令，11月27日前整改
    …
    值班甲: 本校自查
    …
    值班甲: 下发
    …
    值班甲: 演练 挖矿 文学院
    …
    值班甲 按 [现在开始]
    …
  `,
  )
  const { turns, courier, ticker, auditor, campus } = stage.fenghuo
  const metrics = openMetrics({ turns, courier, ticker, auditor, channels: [], campus, now: stage.now })
  const lines = (await metrics.metrics()).split('\n').filter((line) => /^fenghuo_\w+_open/u.test(line))
  expect(lines).toEqual([
    'fenghuo_incidents_open 1',
    'fenghuo_matters_open{kind="incident"} 1',
    'fenghuo_matters_open{kind="rectification"} 2',
    'fenghuo_matters_open{kind="assignment"} 0',
    'fenghuo_matters_open{kind="zero"} 0',
    expect.stringMatching(/^fenghuo_duties_open \d+$/u),
  ])
  await stage.end()
})

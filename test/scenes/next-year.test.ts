// Does a deadline that reaches into a year without announced holidays say so, on the card and by doctor?
import { expect, it } from 'vitest'
import { holidayFindings } from '../../bot/time/holidays.js'
import { play } from './scene.js'
import { openStage, shipped } from './stage.js'
import { acknowledged, graded, reported } from './told.js'

const said = '2027 年节假日安排尚未收录，按周一至周五计算'

it('5 个工作日自 2026-12-30：元旦不算，到 1月7日，卡片上写明', async () => {
  const stage = await openStage({ at: '2026-12-30T00:00:00.000Z' })
  try {
    await play(stage, `08:00\n${reported()}\n${acknowledged}\n${graded()}\n值班甲: 处置结束 2026-0001\n…`)
    const [, told] =
      stage.platform.latest(
        stage.id('值班甲'),
        (content) => 'card' in content && JSON.stringify(content.card).includes('事后整改报告'),
      ) ?? []
    const card = JSON.stringify(told?.content)
    expect(card).toContain('事后整改报告 — 2027年1月7日 08:00 前')
    expect(card).toContain(said)
  } finally {
    await stage.end()
  }
})

it('doctor 说出还没有收录的年份：来年是提示，今年是要办的事', async () => {
  const { rules } = await shipped()
  const on = (day: string) => holidayFindings(rules, Date.parse(`${day}T00:00:00Z`))
  expect(on('2026-11-24')).toEqual([{ good: true, what: expect.stringContaining(said) }])
  expect(on('2027-01-04')[0]).toMatchObject({ good: false, what: expect.stringContaining(said) })
  expect(on('2025-06-01')).toEqual([])
  expect(holidayFindings({ ...rules, clocks: [] }, Date.parse('2027-01-04T00:00:00Z'))).toEqual([])
})

// Does a deadline that reaches into a year without announced holidays say so, on the card and by doctor?
import { expect, it } from 'vitest'
import { holidayFindings } from '../../bot/time/holidays.js'
import { rulesFrom } from '../../bot/turn/rules.js'
import { readRulesFile } from '../../store/rules-yaml.js'
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

it('doctor 说出还没有收录的年份：来年是提示，12月1日起和今年一样是要办的事，只在沙盒里仍是提示；填写以后不再说', async () => {
  const { rules } = await shipped()
  const on = (day: string, more = {}, live = true) =>
    holidayFindings({ ...rules, ...more }, Date.parse(`${day}T00:00:00+08:00`), live)
  const [hint, todo] = [true, false].map((good) => [
    expect.objectContaining({ good, what: expect.stringContaining(said) }),
  ])
  expect(on('2026-11-24')).toEqual(hint)
  expect(on('2026-11-30')).toEqual(hint)
  expect(on('2026-12-01')).toEqual(todo)
  expect(on('2026-12-01')[0]).toMatchObject({ mend: expect.stringContaining('calendar: {2027: {holidays: ') })
  expect(on('2027-01-04')[0]).toEqual(todo?.[0])
  expect(on('2027-01-04', {}, false)[0]).toEqual(hint?.[0])
  expect(on('2025-06-01')).toEqual([])
  expect(on('2027-01-04', { clocks: [] })).toEqual([])
  expect(on('2026-12-01', { calendar })).toEqual([])
})

const calendar = {
  2027: {
    holidays: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04'],
    workdays: ['2027-01-09'],
  },
}

it('网信办填写来年的放假安排：两人核定以前按原来的算，核定以后卡片改期，不再注明', async () => {
  const stage = await openStage({ at: '2026-12-30T00:00:00.000Z' })
  try {
    await play(
      stage,
      `
      08:00
      ${reported()}
      ${acknowledged}
      ${graded()}
      值班甲: 处置结束 2026-0001
      …`,
    )
    stage.layRules(
      rulesFrom({ ...(readRulesFile('rules/rules.yaml') as Record<string, unknown>), calendar }), // the shipped file is a table
    )
    await play(
      stage,
      `
      💥
      机器人 → 值班甲: 规则 … calendar：（无） → … [提请生效]
      …
      值班甲 按 [提请生效]
      …
      值班甲: 状态 2026-0001
      机器人 → 值班甲: …请向自治区教育厅报送事后整改报告 — 2027年1月7日…
      …
      # 已经发出去的卡片也改期，不等下一次有事
      值班乙 按 [核定生效]
      更新 值班甲: …请向自治区教育厅报送事后整改报告 — 2027年1月8日…
      …
      +1m
      …
      值班甲: 状态 2026-0001
      机器人 → 值班甲: …请向自治区教育厅报送事后整改报告 — 2027年1月8日…
      …`,
    )
  } finally {
    await stage.end()
  }
})

// Does whatever is drawn of a drill say so?
import { expect, it } from 'vitest'
import { marked } from '../../templates/drill.js'

it('a text and a card that do not say so get the mark; what says so stays, and an entry of a task list, too', () => {
  const card = { title: '确认收到', tone: 'orange' as const, fields: [], actions: [] }
  expect(marked({ text: '信息学院：已结束' })).toEqual({ text: '【演练】信息学院：已结束' })
  expect(marked({ card })).toEqual({ card: { ...card, title: '【演练】确认收到' } })
  const said = [{ text: '【演练 2026-0001】信息学院' }, { card: { ...card, title: '【演练】确认收到' } }]
  for (const one of said) expect(marked(one)).toBe(one)
  const task = { task: { title: '【演练】填写回执', done: false } }
  expect(marked(task)).toBe(task)
})

// Is a time written as its reader would reckon it? What is left is rounded up, what is late is rounded down.
import { expect, it } from 'vitest'
import { duration, lateness, remaining } from '../../templates/plain.js'

const DUE = '2026-11-24T08:30:00.000Z'
/** 16:30 on the campus. */
const left = (seconds: number): string => remaining(DUE, from(seconds), 'Asia/Shanghai')
const from = (seconds: number): string => new Date(Date.parse(DUE) + seconds * 1000).toISOString()

it('rounds what is left up, so that a card that came a second ago still says what was given', () => {
  expect(left(-29 * 60 - 57)).toBe('截至 16:00 还剩 30 分钟')
  expect(left(-30 * 60)).toBe('截至 16:00 还剩 30 分钟')
  expect(left(-1)).toBe('截至 16:29 还剩 1 分钟')
  expect(left(-(3 * 3600 + 59 * 60 + 1))).toBe('截至 12:30 还剩 4 小时')
  expect(left(-(30 * 86_400 - 1))).toBe('截至 10月25日 16:30 还剩 30 天')
})

it('says within the first minute that the time has just come, then rounds what is late down', () => {
  expect(left(0)).toBe('截至 11月24日 16:30 刚到时限')
  expect(left(59)).toBe('截至 11月24日 16:30 刚到时限')
  expect(left(60)).toBe('截至 11月24日 16:31 已超时 1 分钟')
  expect(left(119)).toBe('截至 11月24日 16:31 已超时 1 分钟')
  expect(left(17 * 3600)).toBe('截至 11月25日 09:30 已超时 17 小时')
  expect(lateness(0)).toBe('刚到时限')
  expect(lateness(125 * 60_000 + 59_000)).toBe('超时 2 小时 5 分')
})

it('rounds down what is simply a length of time', () => {
  expect(duration(59_000)).toBe('不到 1 分钟')
  expect(duration(51 * 3_600_000 + 59 * 60_000)).toBe('2 天 3 小时')
})

// Which figures does a text say that a level may hang on, and which does its own clause deny?
import { describe, expect, it } from 'vitest'
import { figuresIn } from '../../../handlers/understand/figures.js'

describe('a figure of what did not happen is none', () => {
  it.each([
    '论坛没有人出售5万人',
    '论坛没有人出售5万人的身份证号',
    '并未泄露5万人的信息',
    '没有发现泄露 5 万人信息',
    '无人转发1万次',
    '5万人的身份证号没有被泄露',
    '没有影响3000人',
  ])('%s', (text) => expect(figuresIn(text)).toEqual({}))
})

describe('a figure that only stands near a no counts', () => {
  it.each([
    ['论坛有人出售5万人的身份证号', { pi_persons: 50_000 }],
    ['没有发现异常，论坛出售5万人的身份证号', { pi_persons: 50_000 }],
    ['没有及时发现5万人信息泄露', { pi_persons: 50_000 }],
    ['不是没有泄露5万人的信息', { pi_persons: 50_000 }],
    ['有没有泄露5万人的信息', { pi_persons: 50_000 }],
    ['没有人出售5万人的信息，但泄露了8万人的信息', { pi_persons: 80_000 }],
    ['没有阻止对方出售5万人的身份证号', { pi_persons: 50_000 }],
    ['5万人的信息没有泄露完', { pi_persons: 50_000 }],
    ['约3000人受影响，没有恢复', { people_affected: 3_000 }],
  ])('%s', (text, facts) => expect(figuresIn(text)).toEqual({ facts }))
})

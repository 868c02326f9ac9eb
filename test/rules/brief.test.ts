// Is a text that is too long for its place shortened between words, and never inside one, a number or an address?
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clip } from '../../bot/channels/feishu/form.js'
import { brief } from '../../rules/brief.js'
import { abridged } from '../../templates/abridged.js'

it('before a number, a word, an address', () => {
  expect(brief('首页出现陌生图片，已影响 120000 人', 16)).toBe('首页出现陌生图片，已影响 …')
  expect(brief('网址 https://www.example.edu.cn/a 打不开', 12)).toBe('网址 https://…') // longer than its place
  expect(brief('学院网站首页打不开，网址是 www.example.edu.cn', 20)).toBe('学院网站首页打不开，网址是 …')
  expect(clip('服务器 server01 被入侵', 8)).toBe('服务器 …')
  expect(abridged('服务器在夜里被人入侵，名字是 server01', 18)).toMatch(/^服务器在夜里被人入侵，名字是 〔…/u)
})

it('never longer than its place, and never in the middle of a sign made of two', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.integer({ min: 2, max: 40 }),
      (text, most) => {
        const short = brief(text, most)
        expect(short.length).toBeLessThanOrEqual(most)
        if (!/\p{Cs}/u.test(text)) expect(short).not.toMatch(/\p{Cs}/u)
        if (text.length <= most) expect(short).toBe(text)
      },
    ),
  )
})

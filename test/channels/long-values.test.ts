// Does one long answer leave the others on the card, on DingTalk and on Feishu, and is no sign cut in half?
import { describe, expect, it } from 'vitest'
import { actionCard, markdownOf, numberedText, publicParams } from '../../bot/channels/dingtalk/cards.js'
import { draw, fits } from '../../bot/channels/feishu/cards.js'
import { abridged } from '../../templates/abridged.js'
import type { Card } from '../../templates/card.js'

const family = '👩‍👩‍👧‍👦'
const cardWith = (system: string, more: Partial<Card> = {}): Card => ({
  title: '【网络安全事件 2026-0001】信息学院 · 网页篡改',
  tone: 'orange',
  lead: '请您确认收到 — 14:45 前（还剩 12 分钟）',
  fields: [
    { label: '单位', value: '信息学院' },
    { label: '系统', value: system },
    { label: '报告人', value: '刘老师' },
  ],
  details: [
    { label: '简要经过', value: '首页被改成陌生图片' },
    { label: '影响和危害', value: '师生无法访问' },
    { label: '联系电话', value: '0471-2856001' },
  ],
  foot: '同时通知：网信办',
  actions: [],
  ...more,
})
const both = { table: true, foot: true }
const halves = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/u
const shown = {
  钉钉卡片: (card: Card) => publicParams(card).markdown ?? '',
  钉钉消息: (card: Card) => actionCard(card, []).msgParam.text ?? '',
  钉钉文字: (card: Card) => numberedText(card, []),
  飞书: (card: Card) => {
    const drawn = draw(card)
    expect(fits(drawn)).toBe(true)
    return JSON.stringify(drawn)
  },
}

describe.each(Object.entries(shown))('%s', (_, show) => {
  it.each([
    ['2000 emoji', '😀'.repeat(2000)],
    ['2000 families', family.repeat(600)],
    ['6000 characters', '很长'.repeat(3000)],
    ['one character more, so that a cut would halve one', `a${'😀'.repeat(2000)}`],
  ])('a system of %s: summary, impact and phone are there', (_what, system) => {
    const text = show(cardWith(system))
    for (const value of ['首页被改成陌生图片', '师生无法访问', '0471-2856001', '刘老师'])
      expect(text).toContain(value)
    expect(text).toContain(`共 ${[...system].length} 字，见记录`)
    expect(text).not.toMatch(halves)
  })
})

describe('several long ones', () => {
  it('give way to each other', () => {
    const long = (sign: string) => sign.repeat(2000)
    const card = cardWith(long('甲'), {
      details: [
        { label: '简要经过', value: long('乙') },
        { label: '影响和危害', value: long('丙') },
        { label: '联系电话', value: '0471-2856001' },
      ],
    })
    const text = markdownOf(card, both)
    expect(text.length).toBeLessThanOrEqual(3800)
    for (const sign of ['甲', '乙', '丙']) expect(text).toContain(sign.repeat(300))
    expect(text).toContain('0471-2856001')
    expect(text).toContain('同时通知')
  })

  it('what fits stays as it is', () => {
    expect(markdownOf(cardWith('学院网站'), both)).not.toMatch(/见记录|……/)
    expect(abridged('学院网站', 4)).toBe('学院网站')
    expect(abridged(family.repeat(3), family.length + 3)).toBe(
      `${family}〔…共 ${[...family].length * 3} 字，见记录〕`,
    )
  })
})

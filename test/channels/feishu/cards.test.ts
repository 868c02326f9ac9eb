// Does Feishu take every card that we draw, and does nothing that people wrote come alive in it?
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asText, draw, drawWhole, fits, lean } from '../../../bot/channels/feishu/cards.js'
import { muteText } from '../../../bot/channels/feishu/send.js'
import { refilled } from '../../../bot/channels/refilled.js'
import type { Field } from '../../../store/schema.js'
import type { Card } from '../../../templates/card.js'
import { faultsOf } from './emulator/card-rules.js'
import { readCard } from './emulator/read-card.js'
import { type JsonObject, parsed } from './emulator/state.js'
import { card } from './ground.js'

const faults = (one: Card) => faultsOf(JSON.stringify(draw(one)))
const elements = (one: Card) => draw(one).body.elements
const field = (more: Partial<Field>): Field => ({
  name: 'f',
  label: '项',
  type: 'text',
  required: false,
  ...more,
})

const everyField: Field[] = [
  field({ name: 'classified', label: '是否涉密', type: 'yesno', required: true }),
  field({
    name: 'unit',
    label: '单位',
    type: 'select',
    required: true,
    options: Array.from({ length: 60 }, (_, nth) => ({ label: `单位${nth}`, value: `U${nth}` })),
  }),
  field({ name: 'system', label: '系统' }),
  field({
    name: 'category',
    label: '类型',
    type: 'select',
    options: [{ label: '网页篡改', value: 'web' }],
    value: 'web',
  }),
  field({ name: 'summary', label: '简要经过', type: 'longtext', required: true, value: '已经写了一点' }),
  field({ name: 'discovered_at', label: '发现时间', type: 'time', value: '2026-11-23 14:30' }),
  field({ name: 'people_affected', label: '人数', type: 'number' }),
  field({ name: 'contact_phone', label: '电话', type: 'phone', value: '13800000000' }),
]

describe('a card', () => {
  it('has its colour, the lead in bold, facts in two columns, one primary button over the whole width', () => {
    const drawn = draw(
      card({
        fields: [
          ...card().fields,
          { label: '级别', value: '较大（III 级）' },
          { label: '状态', value: '待定级' },
        ],
        foot: '同时通知：网信办',
      }),
    )
    expect(drawn.header).toMatchObject({
      template: 'orange',
      text_tag_list: [{ text: { content: '较大' } }, { text: { content: '待定级' } }],
    })
    expect(drawn.config).toMatchObject({ update_multi: true, enable_forward: false })
    const [lead, first, second, , primary, quiet, foot] = drawn.body.elements
    expect(lead).toMatchObject({
      tag: 'markdown',
      content: expect.stringMatching(/^\*\*请您确认收到.*\*\*$/),
    })
    expect(first).toMatchObject({ tag: 'column_set', columns: [{}, {}] })
    expect(second).toMatchObject({ tag: 'column_set', columns: [{}, {}] })
    expect(primary).toMatchObject({
      tag: 'button',
      type: 'primary_filled',
      width: 'fill',
      text: { content: '确认收到' },
    })
    expect(quiet).toMatchObject({ tag: 'column_set', flex_mode: 'flow' })
    expect(foot).toMatchObject({ tag: 'div', text: { text_size: 'notation' } })
    expect(faultsOf(JSON.stringify(drawn))).toEqual([])
  })

  it('folds its details away', () => {
    expect(elements(card({ details: [{ label: '经过', value: '首页被改' }] }))).toContainEqual(
      expect.objectContaining({ tag: 'collapsible_panel', expanded: false }),
    )
  })

  it('asks once more before what can’t be taken back', () => {
    const drawn = JSON.stringify(
      elements(card({ actions: [{ label: '办结', action: 'close', value: { action: 'close' } }] })),
    )
    expect(drawn).toContain('"confirm"')
    expect(drawn).toContain('确定办结？')
  })

  it('turns the pages of a long table, ten rows each; a row is never lost silently', () => {
    const rows = Array.from({ length: 25 }, (_, nth) => [`2026-${nth}`, '信息学院'])
    const drawn = elements(card({ table: [['编号', '单位'], ...rows] }))
    expect(drawn.find(({ tag }) => tag === 'table')).toMatchObject({
      page_size: 10,
      rows: { length: 25 },
      columns: { length: 2 },
    })
    expect(faults(card({ table: [['编号', '单位'], ...rows] }))).toEqual([])
    const endless = Array.from({ length: 900 }, (_, nth) => [`2026-${nth}`, '信息学院'.repeat(20)])
    expect(JSON.stringify(elements(card({ table: [['编号', '单位'], ...endless] })))).toMatch(/还有 \d+ 行/)
  })

  it('with a form has every kind of field, and typed words beside a picker and a long list', () => {
    const one = card({
      actions: [],
      form: {
        fields: everyField,
        submit: { label: '提交', value: { action: 'submit_report', form: 'report' } },
      },
    })
    expect(faults(one)).toEqual([])
    const form = elements(one).find(({ tag }) => tag === 'form')
    const names = JSON.stringify(form)
    for (const { name } of everyField) expect(names).toContain(`"name":"${name}"`)
    expect(names).toContain('discovered_at__typed')
    expect(names).toContain('unit__typed')
    expect(names).toContain('"initial_datetime":"2026-11-23 14:30"')
    expect(names).toContain('"initial_option":"web"')
  })

  it('with a form that was not taken shows what was typed, and in red what is wrong, also where it was folded away', () => {
    const submit = { label: '提交', value: { action: 'submit_report', form: 'report' } }
    const fields = everyField.map((one) =>
      one.name === 'people_affected' ? { ...one, more: true as const } : one,
    )
    const typed = { unit: '没有的单位', category: 'web', discovered_at: '那时候', people_affected: '很多' }
    const wrong = { unit: '没有这个单位。', discovered_at: '没有看懂时间。', people_affected: '请写数字。' }
    const one = refilled(card({ actions: [], form: { fields, submit, more: '更多' } }), typed, wrong)
    expect(faults(one)).toEqual([])
    const shown = readCard(parsed(JSON.stringify(draw(one))) as JsonObject).form?.fields // what we draw is an object
    expect(
      shown?.flatMap(({ name, value, wrong }) => (value || wrong ? [[name, value, wrong]] : [])),
    ).toEqual([
      ['unit', '没有的单位', '没有这个单位。'],
      ['category', 'web', undefined],
      ['discovered_at', '那时候', '没有看懂时间。'],
      ['people_affected', '很多', '请写数字。'],
    ])
    const drawn = JSON.stringify(draw(one))
    expect(drawn).toContain('"expanded":true')
    expect(drawn).toContain('discovered_at__again')
    // what can't be shown whole is not shown without its form
    const many = Array.from({ length: 12 }, (_, nth) =>
      field({ name: `t${nth}`, type: 'longtext', value: '字'.repeat(1000) }),
    )
    expect(drawWhole(card({ actions: [], form: { fields: many, submit } }))).toBeUndefined()
  })

  it('with something to pick has a picker or a list outside of any form; a list too long for a card is typed', () => {
    const value = { action: 'answer', question: 'd1/unit' }
    const time = card({ pick: { label: '发现时间', type: 'time', value } })
    expect(faults(time)).toEqual([])
    expect(elements(time)).toContainEqual({
      tag: 'picker_datetime',
      placeholder: { tag: 'plain_text', content: '请选择发现时间' },
      width: 'fill',
      behaviors: [{ type: 'callback', value }],
    })
    const units = (count: number) =>
      card({
        pick: {
          label: '单位',
          type: 'select',
          options: Array.from({ length: count }, (_, nth) => `单位${nth}`),
          value,
        },
      })
    expect(faults(units(100))).toEqual([])
    expect(JSON.stringify(draw(units(100)))).toContain('select_static')
    expect(faults(units(300))).toEqual([])
    expect(JSON.stringify(draw(units(300)))).not.toContain('select_static')
    expect(JSON.stringify(draw(units(300)))).toContain('确认收到')
  })

  it('that is far too large loses its details first and stays below the limits', () => {
    const long = '很长的经过。'.repeat(500)
    const one = card({
      body: long,
      details: Array.from({ length: 80 }, (_, nth) => ({ label: `第 ${nth} 项`, value: long })),
    })
    const drawn = draw(one)
    expect(fits(drawn)).toBe(true)
    expect(faults(one)).toEqual([])
    expect(JSON.stringify(drawn)).toContain('还有')
    expect(JSON.stringify(drawn)).toContain('确认收到')
  })

  it('in its leaner shapes still says what to do', () => {
    expect(faults(lean(card()))).toEqual([])
    expect(JSON.stringify(draw(lean(card())))).toContain('确认收到')
    expect(asText(card())).toContain('请您确认收到')
  })
})

const hostile = [
  '<at id=all></at>',
  '<at user_id="all">所有人</at>',
  '[点我](https://evil.example)',
  '**粗** ~~删~~ `code` # 标题',
  '<font color=red>红</font>',
  '</div><img src=x>',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '![图](img_v3_x)',
  ':OK: &#60;at&#62;',
]

describe('what people wrote', () => {
  it.each(hostile)('stays text in every place of a card: %s', (text) => {
    const one = card({
      title: text,
      lead: text,
      fields: [{ label: text, value: text }],
      body: text,
      details: [{ label: text, value: text }],
      table: [[text], [text]],
      foot: text,
      form: {
        fields: [field({ label: text, placeholder: text, value: text })],
        submit: { label: text, value: { action: 'x' } },
      },
    })
    expect(faults(one)).toEqual([])
    const walk = (node: unknown): string[] => {
      if (Array.isArray(node)) return node.flatMap(walk)
      if (typeof node !== 'object' || node === null) return []
      const own =
        'tag' in node && (node.tag === 'markdown' || node.tag === 'lark_md') && 'content' in node
          ? [String(node.content)]
          : []
      return [...own, ...Object.values(node).flatMap(walk)]
    }
    for (const markdown of walk(draw(one)))
      expect(markdown.slice(2, -2)).not.toMatch(/[<>*[\]()`~|!]|^#(?!\d)/)
  })

  it.each(hostile)('stays text in a text: %s', (text) => {
    const muted = muteText(text)
    expect(muted).not.toMatch(/<[a-z/!]/i)
    expect(muted).not.toMatch(/\]\(/)
    expect(muted.replaceAll('\u200B', '')).toBe(text)
  })

  it('of any kind and length gives a card that Feishu takes', () => {
    const line = fc.record({
      label: fc.string({ maxLength: 80, unit: 'grapheme' }),
      value: fc.string({ maxLength: 3000, unit: 'grapheme' }),
    })
    fc.assert(
      fc.property(
        fc.record({
          title: fc.string({ maxLength: 400, unit: 'grapheme' }),
          lead: fc.string({ maxLength: 600, unit: 'grapheme' }),
          fields: fc.array(line, { maxLength: 40 }),
          body: fc.string({ maxLength: 6000, unit: 'grapheme' }),
          details: fc.array(line, { maxLength: 60 }),
          foot: fc.string({ maxLength: 600 }),
        }),
        (more) => {
          const one = card(more)
          expect(fits(draw(one))).toBe(true)
          expect(faults(one)).toEqual([])
        },
      ),
      { numRuns: 60, seed: 20261124 },
    )
  })
})

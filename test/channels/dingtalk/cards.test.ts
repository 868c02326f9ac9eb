import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  actionCard,
  markdownOf,
  menuOf,
  numberedText,
  ownParams,
  publicParams,
  settled,
  withoutForm,
} from '../../../bot/channels/dingtalk/cards.js'
import { escapeLine, escapeText, plainText } from '../../../bot/channels/dingtalk/markdown.js'
import { openMenus } from '../../../bot/channels/dingtalk/menus.js'
import type { Card } from '../../../templates/card.js'
import { card } from './bench.js'

const values = (one: Card) => menuOf(one).map(({ value }) => value)
const both = { table: true, foot: true }

describe('what people type stays what they typed', () => {
  it.each([
    ['[点这里](http://evil.example/x)', '［点这里］(http：//evil.example/x)'],
    ['![](http://evil.com/p.png)', '!［］(http：//evil．com/p.png)'],
    ['<a atId="manager01">@张书记</a>', '＜a atId="manager01"＞＠张书记＜/a＞'],
    ['<font colorTokenV2=red>急</font>', '＜font colorTokenV2=red＞急＜/font＞'],
    ['**粗** _斜_ `码` ~~删~~', '＊＊粗＊＊ ＿斜＿ ｀码｀ ～～删～～'],
    ['# 标题', '＃ 标题'],
    ['- 项', '－ 项'],
    ['1. 项', '1． 项'],
    ['---', '－－－'],
    ['> 引', '＞ 引'],
    ['a | b', 'a ｜ b'],
    ['\\[x]', '＼［x］'],
    ['@所有人 &#64;', '＠所有人 ＆#64;'],
    ['www.evil.top 和 jw.imnu.edu.cn', 'www．evil．top 和 jw．imnu．edu．cn'],
    ['dtmd://dingtalkclient/sendMessage?content=x', 'dtmd：//dingtalkclient/sendMessage?content=x'],
    ['版本 1.2.3，报告.docx', '版本 1.2.3，报告.docx'],
    ['a\u202eb\u200bc\u0007', 'abc'],
  ])('%s', (typed, shown) => {
    expect(escapeLine(typed)).toBe(shown)
  })

  it('lines are kept apart, blank ones fall away, and none becomes markup', () => {
    expect(escapeText('一\r\n\n    二\n# 三')).toBe('一  \n二  \n＃ 三')
    expect(plainText('看 https://a.com/x @all\n二')).toBe('看 https：//a．com/x ＠all\n二')
  })
})

describe('the public template', () => {
  it('title, markdown and buttons, all strings', () => {
    const params = publicParams(
      card({ body: '法定时限', foot: '同时通知：网信办', details: [{ label: '经过', value: '首页被改' }] }),
    )
    expect(params).toEqual({
      title: '【网络安全事件 2026-0001】信息学院 · 网页篡改',
      markdown:
        '**请您确认收到 — 14:45 前（还剩 12 分钟）**\n\n**单位**：信息学院\n\n法定时限\n\n***  \n**经过**：首页被改',
      tips: '同时通知：网信办',
      sys_full_json_obj: JSON.stringify({
        msgButtons: [
          {
            text: '确认收到',
            color: 'blue',
            id: 'fh|acknowledge|incident=2026-0001|duty=ack/first|',
            request: true,
            params: { id: 'fh|acknowledge|incident=2026-0001|duty=ack/first|' },
          },
          {
            text: '转办',
            color: 'gray',
            id: 'fh|delegate|incident=2026-0001|',
            request: true,
            params: { id: 'fh|delegate|incident=2026-0001|' },
          },
        ],
      }),
    })
  })

  it('more buttons than fit are named in the text, disabled ones are not shown', () => {
    const actions = Array.from({ length: 11 }, (_, n) => ({
      label: `选项${n}`,
      action: 'answer',
      value: { action: 'answer', text: `选项${n}` },
      ...(n === 0 ? { disabled: true } : {}),
    }))
    const params = publicParams(card({ actions }))
    expect(JSON.parse(params.sys_full_json_obj ?? '').msgButtons).toHaveLength(8)
    expect(params.markdown).toContain('也可以直接回复：选项9、选项10')
    expect(params.markdown).not.toContain('选项0')
  })

  it('the ways out of a question are among the buttons that are shown, also where there are too many', () => {
    const say = (text: string, wayOut?: true) => ({
      label: text,
      action: 'answer',
      value: { action: 'answer', text },
      ...(wayOut ? { wayOut } : {}),
    })
    const kinds = Array.from({ length: 10 }, (_, n) => say(`类型${n}`))
    const asked = card({ actions: [...kinds, say('上一步', true), say('跳过', true), say('取消', true)] })
    const shown = JSON.parse(publicParams(asked).sys_full_json_obj ?? '').msgButtons
    expect(shown.map(({ text }: { text: string }) => text).slice(5)).toEqual(['上一步', '跳过', '取消'])
    const codes = menuOf(asked).map((_, at) => `AB${at + 1}`)
    const { msgParam } = actionCard(asked, codes)
    expect([1, 2, 3, 4, 5].map((at) => msgParam[`actionTitle${at}`])).toEqual([
      '类型0',
      '类型1',
      '上一步',
      '跳过',
      '取消',
    ])
    expect(msgParam.text).toContain('AB6 类型2')
    expect(menuOf(asked)[4]?.value).toEqual({ action: 'answer', text: '取消' })
  })

  it('a table in a card, a list in a message; the newest rows of a long one', () => {
    const table = [['时间', '事项'], ...Array.from({ length: 50 }, (_, n) => [`${n}日`, `a|b\nc${n}`])]
    const drawn = markdownOf(card({ table }), both)
    expect(drawn).toContain('| 时间 | 事项 |\n| --- | --- |\n| 10日 | a｜b c10 |')
    expect(drawn).toContain('只显示最近 40 行，共 50 行。')
    expect(markdownOf(card({ table: table.slice(0, 2) }), { table: false, foot: false })).toContain(
      '- 0日 · a｜b c0',
    )
  })

  it('is cut at its end, never in what must be done', () => {
    const text = markdownOf(card({ details: [{ label: '经过', value: '很长'.repeat(3000) }] }), both)
    expect(text.length).toBeLessThan(3_900)
    expect(text).toMatch(/^\*\*请您确认收到/)
    expect(text).toMatch(/……$/)
  })
})

const receipt = card({
  title: '填写回执 · 2026-0001',
  actions: [],
  body: '请在实际报送之后填写。也可以直接按顺序回复每一项。',
  form: {
    fields: [
      {
        name: 'level',
        label: '级别',
        type: 'select',
        required: true,
        options: [
          { label: '较大', value: '3' },
          { label: '一般', value: '4' },
        ],
      },
      { name: 'sent_at', label: '报送时间', type: 'time', required: true, placeholder: '例如：刚刚' },
      { name: 'ok', label: '是否', type: 'yesno', required: false, value: '否' },
      { name: 'instructions', label: '上级要求', type: 'longtext', required: false },
    ],
    submit: { label: '提交', value: { action: 'submit_receipt', incident: '2026-0001', duty: 'd' } },
  },
})

describe('forms', () => {
  it('without one: the labels to answer by typing, the first choice as buttons', () => {
    const plain = withoutForm(receipt)
    expect(plain.form).toBeUndefined()
    expect(plain.body).toBe(
      '请在实际报送之后填写。\n请直接回复级别，一次一项：\n（1）级别 *（较大、一般）\n（2）报送时间 *（例如：刚刚）\n（3）上级要求\n带 * 的必填；选填项可回复“跳过”，不办了可回复“取消”。',
    )
    expect(plain.actions.map(({ value }) => value)).toEqual([
      { action: 'word', text: '较大' },
      { action: 'word', text: '一般' },
    ])
  })

  it('the report form points to the dialog', () => {
    const form = { fields: [], submit: { label: '提交', value: { action: 'submit_report', form: 'report' } } }
    const plain = withoutForm(card({ actions: [], form }))
    expect(plain.lead).toContain('“报告”')
    expect(plain.actions.map(({ value }) => value)).toEqual([{ action: 'word', text: '报告' }])
  })

  it('our own template has the fields of the platform’s form, as a string', () => {
    const params = ownParams(receipt)
    expect(JSON.parse(params.form ?? '')).toEqual({
      fields: [
        {
          name: 'level',
          label: '级别',
          required: true,
          requiredMsg: '请填写级别',
          type: 'SELECT',
          options: [
            { value: '3', text: '较大' },
            { value: '4', text: '一般' },
          ],
        },
        {
          name: 'sent_at',
          label: '报送时间',
          required: true,
          requiredMsg: '请填写报送时间',
          placeholder: '例如：刚刚',
          type: 'TEXT',
        },
        {
          name: 'ok',
          label: '是否',
          required: false,
          type: 'SELECT',
          options: [
            { value: '是', text: '是' },
            { value: '否', text: '否' },
          ],
          defaultValue: { index: 1, value: '否' },
        },
        { name: 'instructions', label: '上级要求', required: false, type: 'TEXT_AREA' },
      ],
    })
    expect(params.form_status).toBe('normal')
    expect(ownParams(card()).form_status).toBe('hidden')
    for (const value of Object.values(params)) expect(typeof value).toBe('string')
  })
})

it('the plan of our own template names every parameter that is sent to it', () => {
  const plan = z
    .object({ variables: z.array(z.object({ name: z.string() })), mock: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync('bot/channels/dingtalk/template.json', 'utf8')))
  const sent = Object.keys(ownParams(card())).sort()
  expect(plan.variables.map(({ name }) => name).sort()).toEqual(sent)
  expect(Object.keys(plan.mock).sort()).toEqual(sent)
})

describe('the lower rungs', () => {
  it('a message with buttons that make the reader say a code', () => {
    const { msgKey, msgParam } = actionCard(card(), ['AB1', 'AB2'])
    expect(msgKey).toBe('sampleActionCard2')
    expect(msgParam.actionTitle1).toBe('确认收到')
    expect(msgParam.actionURL1).toBe(
      `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent('确认收到 AB1')}`,
    )
    expect(msgParam.text).toMatch(/^#### 【网络安全事件 2026-0001】/)
    expect(actionCard(card({ actions: [] }), []).msgKey).toBe('sampleMarkdown')
    const [only] = card().actions
    expect(actionCard(card({ actions: only ? [only] : [] }), ['AB1']).msgParam).toMatchObject({
      singleTitle: '确认收到',
    })
  })

  it('more than five: the rest by their codes', () => {
    const actions = Array.from({ length: 7 }, (_, n) => ({
      label: `选${n}`,
      action: 'a',
      value: { action: 'a', n: `${n}` },
    }))
    const codes = actions.map((_, n) => `AB${n + 1}`)
    const { msgKey, msgParam } = actionCard(card({ actions }), codes)
    expect(msgKey).toBe('sampleActionCard5')
    expect(msgParam.text).toContain('也可以回复：AB6 选5；AB7 选6')
  })

  it('plain text with codes to type', () => {
    expect(numberedText(card({ foot: '脚注' }), ['AB1', 'AB2'])).toBe(
      '【网络安全事件 2026-0001】信息学院 · 网页篡改\n请您确认收到 — 14:45 前（还剩 12 分钟）\n单位：信息学院\n请直接回复编号办理：\nAB1 确认收到\nAB2 转办\n脚注',
    )
  })

  it('settled is green or grey, and asks for nothing', () => {
    expect(settled(card())).toBe(false)
    expect(settled(card({ tone: 'green', actions: [] }))).toBe(true)
    expect(settled(card({ tone: 'blue', actions: [] }))).toBe(false)
  })
})

describe('codes', () => {
  const memoryOf = (kept = new Map<string, string | number>()) => ({
    get: (name: string) => kept.get(name),
    put: async (name: string, value: string | number) => void kept.set(name, value),
  })

  it('lead back to the very value, also after a restart, however they are typed', async () => {
    const memory = memoryOf()
    const menus = openMenus()
    menus.open(memory)
    const codes = await menus.offer('m:1', 'u1', values(card()))
    const [code = ''] = codes
    expect(code).toMatch(/^[A-Z]{2}1$/)
    expect(await menus.offer('m:1', 'u1', values(card()))).toEqual(codes)
    const again = openMenus()
    again.open(memory)
    const wide = [...code].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join('')
    for (const text of [code, code.toLowerCase(), ` 确认收到 ${code} `, wide, `确认收到(${code})`])
      expect(again.read('u1', text)).toEqual({ message: 'm:1', value: card().actions[0]?.value })
    expect(again.read('u2', code)).toBeUndefined()
    expect(again.read('u1', `${code}9`)).toBeUndefined()
    expect(again.read('u1', '状态 2026-0001')).toBeUndefined()
  })

  it('a bare number means the newest message’s menu, and nothing once another message followed', async () => {
    const menus = openMenus()
    menus.open(memoryOf())
    await menus.offer('m:1', 'u1', values(card()))
    expect(menus.read('u1', '２')?.value.action).toBe('delegate')
    menus.followed('u1')
    expect(menus.read('u1', '2')).toBeUndefined()
  })

  it('what is kept never grows', async () => {
    const kept = new Map<string, string | number>()
    const menus = openMenus()
    menus.open(memoryOf(kept))
    for (let n = 0; n < 600; n++) await menus.offer(`m:${n}`, 'u1', values(card()))
    expect(kept.size).toBe(513)
    expect(menus.held('m:0')).toBeUndefined()
    expect(menus.held('m:599')).toBeDefined()
  })
})

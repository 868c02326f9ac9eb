// Does the emulator catch a card that the platform does not take? Each rule broken once.
import { afterEach, describe, expect, it } from 'vitest'
import { faultsOf } from './card-rules.js'
import { button, card, close, open, outcome, sendCard } from './ground.js'

afterEach(close)

const plain = (content: string) => ({ tag: 'plain_text', content })
const withBody = (...elements: object[]) => ({ schema: '2.0', body: { elements } })
const submit = button('提交', { action: 'a' }, { name: 'submit', form_action_type: 'submit' })
const form = (...elements: object[]) => ({ tag: 'form', name: 'form', elements: [...elements, submit] })
const table = { tag: 'table', columns: [{ name: 'a' }], rows: [{ a: '1' }] }
const option = (value: string) => ({ text: plain(value), value })
const nested = (depth: number): object => ({
  tag: 'collapsible_panel',
  header: { title: plain('x') },
  elements: depth > 1 ? [nested(depth - 1)] : [{ tag: 'hr' }],
})

describe('cards', () => {
  const wrong: [what: string, card: object | string, code: number][] = [
    ['not JSON', '{', 200621],
    ['the old schema', { schema: '1.0', body: { elements: [] } }, 200621],
    ['an unknown attribute', { ...withBody(), i18n_elements: {} }, 200621],
    ['an unknown attribute of a component', withBody({ tag: 'hr', color: 'red' }), 200621],
    ['a tag of 1.0', withBody({ tag: 'action', actions: [] }), 200861],
    ['a note', withBody({ tag: 'note', elements: [] }), 200861],
    ['more than 200 elements', withBody(...Array.from({ length: 201 }, () => ({ tag: 'hr' }))), 11310],
    ['more than 30 KB', withBody({ tag: 'markdown', content: '字'.repeat(11_000) }), 230025],
    ['more than 3 tables', withBody(table, table, table, table), 11310],
    [
      'tables in markdown count too',
      withBody(table, table, table, { tag: 'markdown', content: '|a|b|\n|---|---|\n|1|2|' }),
      11310,
    ],
    ['a table in a panel', withBody({ ...nested(1), elements: [table] }), 200621],
    ['a form in a panel', withBody({ ...nested(1), elements: [form()] }), 200621],
    ['six levels', withBody(nested(5)), 200621],
    ['a form without a submit button', withBody({ tag: 'form', name: 'f', elements: [] }), 200621],
    ['a form without a name', withBody({ tag: 'form', elements: [submit] }), 200530],
    ['a nameless field in a form', withBody(form({ tag: 'input' })), 200530],
    ['a name of 101 characters', withBody(form({ tag: 'input', name: 'n'.repeat(101) })), 200530],
    ['one name twice', withBody(form({ tag: 'input', name: 'a' }, { tag: 'input', name: 'a' })), 300301],
    [
      'one element_id twice',
      withBody({ tag: 'hr', element_id: 'a' }, { tag: 'hr', element_id: 'a' }),
      300301,
    ],
    ['an element_id of 21 characters', withBody({ tag: 'hr', element_id: 'a'.repeat(21) }), 200621],
    ['a button without behaviors', withBody({ tag: 'button', text: plain('x') }), 200340],
    [
      'a button with only the old value',
      withBody({ tag: 'button', text: plain('x'), value: { a: '1' } }),
      200340,
    ],
    [
      'a value that is no object',
      withBody({ tag: 'button', text: plain('x'), behaviors: [{ type: 'callback', value: 'a' }] }),
      200671,
    ],
    ['a button of 101 characters', withBody(button('字'.repeat(101), { a: '1' })), 200621],
    ['a submit button outside a form', withBody(submit), 200621],
    ['confirm without a title', withBody(button('x', { a: '1' }, { confirm: { text: plain('x') } })), 200621],
    [
      'the same option twice',
      withBody({ tag: 'select_static', options: [option('a'), option('a')] }),
      200621,
    ],
    [
      'an initial option that is not there',
      withBody({ tag: 'select_static', initial_option: 'b', options: [option('a')] }),
      200621,
    ],
    [
      'a multi select outside a form',
      withBody({ tag: 'multi_select_static', options: [option('a')] }),
      200621,
    ],
    ['a picker outside a form that tells nobody', withBody({ tag: 'picker_datetime' }), 200340],
    [
      'a list outside a form that tells nobody',
      withBody({ tag: 'select_static', options: [option('a')] }),
      200340,
    ],
    [
      'a picker that must be used, outside a form',
      withBody({ tag: 'picker_datetime', required: true, behaviors: [{ type: 'callback', value: {} }] }),
      200621,
    ],
    [
      'a moment that is not written as one',
      withBody({
        tag: 'picker_datetime',
        initial_datetime: '2026-11-24T08:00',
        behaviors: [{ type: 'callback', value: {} }],
      }),
      200621,
    ],
    ['max_length over 1000', withBody({ tag: 'input', max_length: 1001 }), 200621],
    ['an invalid person', withBody({ tag: 'markdown', content: '<at id=P001></at>' }), 100290],
    ['an invalid picture', withBody({ tag: 'img', img_key: 'x', alt: plain('') }), 200570],
    ['a row that is no object', withBody({ ...table, rows: ['a'] }), 200914],
    ['a row with an undeclared key', withBody({ ...table, rows: [{ b: '1' }] }), 200915],
    [
      'four tags in the header',
      {
        ...card('x'),
        header: {
          title: plain('x'),
          text_tag_list: [1, 2, 3, 4].map((n) => ({ tag: 'text_tag', text: plain(`${n}`) })),
        },
      },
      200621,
    ],
    [
      'an unknown colour of the header',
      { ...card('x'), header: { title: plain('x'), template: 'pink' } },
      200621,
    ],
    ['a card for one person only', { ...card('x'), config: { update_multi: false } }, 300302],
  ]
  it.each(wrong)('%s', (_, given, code) => {
    const source = typeof given === 'string' ? given : JSON.stringify(given)
    expect(faultsOf(source).map((one) => one.code)).toContain(code)
  })

  it('what is documented passes', () => {
    const good = [
      {},
      card('x', { a: '1' }),
      withBody(
        form(
          {
            tag: 'input',
            name: 'note',
            input_type: 'multiline_text',
            rows: 3,
            max_length: 1000,
            width: 'fill',
            label: plain('说明'),
            placeholder: plain('做了什么'),
          },
          { tag: 'select_static', name: 'prio', required: true, options: [option('高'), option('低')] },
          { tag: 'picker_datetime', name: 'due', initial_datetime: '2026-01-01 11:30' },
          { tag: 'checker', name: 'ack', checked: false, text: plain('我已确认') },
        ),
        {
          tag: 'column_set',
          flex_mode: 'flow',
          columns: [{ tag: 'column', width: 'auto', elements: [button('x', { a: '1' })] }],
        },
        nested(4),
        table,
        { tag: 'markdown', content: '<at id=ou_a></at> **x**', text_size: 'heading' },
      ),
    ]
    expect(good.map((one) => faultsOf(JSON.stringify(one)))).toEqual([[], [], []])
  })

  it('is answered in the platform’s words, and nothing is sent', async () => {
    const { feishu, client } = await open('webhook')
    expect(await outcome(() => sendCard(client, 'ou_a', withBody({ tag: 'note', elements: [] })))).toBe(
      230099,
    )
    expect(feishu.inboxOf('ou_a')).toEqual([])
    expect(feishu.violations()[0]).toContain('200861 ROOT -> body -> elements -> [0](tag: note)')
  })
})

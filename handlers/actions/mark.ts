// 标注: which item of 细则 第十四条 does the office see touched? With its reason, neutral; and taken back (取消标注).
import { itemsOf } from '../../rules/article14.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { itemIn } from '../understand/item.js'
import { type Action, type Item, reason, reasonWrong, type Wanted } from './action.js'

export const item = (options: readonly string[]): Item => ({
  name: 'item',
  label: '第十四条哪一项',
  type: 'select',
  required: true,
  options: options.map((one) => ({ label: one, value: one })),
  check: (text) => (itemIn(text, options) ? undefined : { why: 'which-item', items: [...options] }),
})

/** `六 拒不提供日志`: the item, and why. */
export const readItem = (rest: string): Wanted => {
  const [item = '', reason] = rest.trim().split(/\s+(.*)/su)
  return item ? { answers: { item, ...(reason ? { reason } : {}) } } : {}
}

export const mark: Action<'mark'> = {
  name: 'mark',
  label: '标注',
  typed: { words: ['标注'], slash: ['mark'], free: true, long: true, rare: true, read: readItem },
  help: { rest: '编号 项 原因', does: '标注可能涉及的第十四条情形', for: 'office' },
  form: {
    ask: '请写明细则第十四条的哪一项和事实依据；只作提示，不作责任认定',
    submit: '标注',
    items: ({ world }) => [item(itemsOf(world.rules)), reason('事实依据')],
  },

  decide({ by, incident, world, answers }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    if (!answers) return { kind: 'form' }
    const items = itemsOf(world.rules)
    const named = itemIn(answers.item ?? '', items)
    if (!named) return refuse({ why: 'which-item', items })
    const known = incident.marks?.find((one) => one.item === named)
    if (known) return refuse({ why: 'already', what: 'marked', by: known.by, at: known.at })
    const text = answers.reason?.trim() ?? ''
    const wrong = reasonWrong(text)
    if (wrong) return refuse(wrong)
    return record(
      { did: 'marked', item: named },
      { type: 'marked', at: world.now, by: refOf(by), item: named, reason: text },
    )
  },
}

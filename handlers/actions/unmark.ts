// 取消标注: how is what the office named of 细则 第十四条 taken back? With a reason; the record keeps both.
import { itemsOf } from '../../rules/article14.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { itemIn } from '../understand/item.js'
import { type Action, reason, reasonWrong } from './action.js'
import { item, readItem } from './mark.js'

export const unmark: Action<'unmark'> = {
  name: 'unmark',
  label: '取消标注',
  typed: { words: ['取消标注'], slash: ['unmark'], free: true, long: true, rare: true, read: readItem },
  help: { rest: '编号 项 原因', does: '取消第十四条的标注', for: 'office' },
  form: {
    ask: '请写明取消哪一项和原因；原来的标注留在记录里',
    submit: '取消标注',
    items: ({ incident }) => [item((incident.marks ?? []).map((one) => one.item)), reason()],
  },

  decide({ by, incident, world, answers }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    const marked = (incident.marks ?? []).map((one) => one.item)
    if (!answers && marked.length > 0) return { kind: 'form' }
    const items = [...new Set([...itemsOf(world.rules), ...marked])]
    const named = itemIn(answers?.item ?? '', items)
    if (!named && marked.length > 0) return refuse({ why: 'which-item', items: marked })
    if (!named || !marked.includes(named)) return refuse({ why: 'not-marked', item: named ?? '任何一项' })
    const text = answers?.reason?.trim() ?? ''
    const wrong = reasonWrong(text)
    if (wrong) return refuse(wrong)
    return record(
      { did: 'unmarked', item: named },
      { type: 'unmarked', at: world.now, by: refOf(by), item: named, reason: text },
    )
  },
}

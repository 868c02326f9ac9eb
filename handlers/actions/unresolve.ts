// 撤回处置结束: who may say that the handling has not ended after all? Whoever may say that it has, within a day, with the reason (报告管理办法 第八条 counts from the true end).
import { isLiaison, isResponsible } from '../../rules/chain.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { officeRef, responsibleOf } from '../see.js'
import { type Action, oneAnswer, reason, reasonWrong } from './action.js'

/** After that the deadlines of the final reports are relied upon. */
const WITHIN_MS = 24 * 3_600_000

export const unresolve: Action<'unresolve'> = {
  name: 'unresolve',
  label: '撤回处置结束',
  typed: {
    words: ['撤回处置结束', '收回处置结束', '取消处置结束'],
    slash: ['unresolve'],
    free: true,
    long: true,
    rare: true,
    read: oneAnswer('reason'),
  },
  help: { rest: '编号 原因', does: '处置结束登记错了，24 小时内收回', for: 'unit' },
  form: { ask: '请说明为什么撤回处置结束；处置继续', submit: '撤回处置结束', items: [reason()] },

  decide({ by, incident, world, answers }) {
    const over = settled(incident)
    if (over) return refuse(over)
    if (!by.office && !isResponsible(by, incident, world) && !isLiaison(by, incident, world))
      return refuse({ why: 'not-yours', may: [...responsibleOf(incident), ...officeRef(world)] })
    const end = incident.record.findLast((event) => event.type === 'resolved')
    if (!incident.resolvedAt || end?.type !== 'resolved') return refuse({ why: 'not-ended' })
    // a false alarm that was none goes on from its end, which may be long ago
    const since = Math.max(Date.parse(end.at), Date.parse(incident.reopenedAt ?? end.at))
    if (Date.parse(world.now) - since >= WITHIN_MS)
      return refuse({ why: 'ended-long-ago', by: end.by, at: end.at })
    if (!answers) return { kind: 'form' }
    const text = answers.reason?.trim() ?? ''
    const wrong = reasonWrong(text)
    if (wrong) return refuse(wrong)
    return record({ did: 'unresolved' }, { type: 'unresolved', at: world.now, by: refOf(by), reason: text })
  },
}

// 退回重办: is it not good yet? It is sent back with the reason; the term stays what it was.

import { mayNotCheck, roundsOf } from '../checking.js'
import { record, refOf, refuse } from '../decision.js'
import { type Action, oneAnswer, reason, reasonWrong } from './action.js'

export const sendBack: Action<'send_back'> = {
  name: 'send_back',
  label: '退回重办',
  of: ['assignment'],
  typed: {
    words: ['退回重办'],
    slash: ['sendback'],
    free: true,
    long: true,
    rare: true,
    read: oneAnswer('reason'),
  },
  help: { rest: '编号 原因', does: '督办的事还不合格，退回', for: 'office' },
  form: { ask: '请说明还差什么', submit: '退回重办', items: [reason()] },
  round: roundsOf,

  decide(asked) {
    const no = mayNotCheck(asked)
    if (no) return refuse(no)
    const { by, world, answers } = asked
    if (!answers) return { kind: 'form' }
    const text = answers.reason?.trim() ?? ''
    const wrong = reasonWrong(text)
    if (wrong) return refuse(wrong)
    return record({ did: 'sent-back' }, { type: 'sent-back', at: world.now, by: refOf(by), reason: text })
  },
}

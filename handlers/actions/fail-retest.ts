// 复测退回: is it not good yet? It is sent back with the reason; the term stays what it was.

import { mayNotRetest, roundsOf } from '../checking.js'
import { record, refOf, refuse } from '../decision.js'
import { type Action, oneAnswer, reason, reasonWrong } from './action.js'

export const failRetest: Action<'fail_retest'> = {
  name: 'fail_retest',
  label: '复测退回',
  of: ['rectification'],
  typed: {
    words: ['复测退回', '复测不通过', '复测未通过'],
    slash: ['fail'],
    free: true,
    long: true,
    rare: true,
    read: oneAnswer('reason'),
  },
  help: { rest: '编号 原因', does: '复测没有通过，退回整改', for: 'office' },
  form: { ask: '请说明还差什么', submit: '复测退回', items: [reason()] },
  round: roundsOf,

  decide(asked) {
    const refusal = mayNotRetest(asked)
    if (refusal) return refuse(refusal)
    const { by, world, answers } = asked
    if (!answers) return { kind: 'form' }
    const text = answers.reason?.trim() ?? ''
    const wrong = reasonWrong(text)
    if (wrong) return refuse(wrong)
    return record(
      { did: 'retested', passed: false },
      { type: 'retest-failed', at: world.now, by: refOf(by), reason: text },
    )
  },
}

// 复测通过: is what was put right good? Another person than who registered it has looked.

import { mayNotRetest, roundsOf } from '../checking.js'
import { record, refOf, refuse } from '../decision.js'
import { tooLong } from '../limits.js'
import { type Action, oneAnswer, remark } from './action.js'

const HOW = '复测情况'

export const passRetest: Action<'pass_retest'> = {
  name: 'pass_retest',
  label: '复测通过',
  of: ['rectification'],
  typed: {
    words: ['复测通过'],
    slash: ['pass'],
    free: true,
    long: true,
    rare: true,
    read: oneAnswer('remark'),
  },
  help: { rest: '编号', does: '登记复测通过', for: 'office' },
  form: {
    ask: '请写明怎样复测的；没有要写的，直接按“复测通过”',
    submit: '复测通过',
    items: [remark(HOW)],
  },
  round: roundsOf,

  decide(asked) {
    const refusal = mayNotRetest(asked)
    if (refusal) return refuse(refusal)
    const { by, world, answers } = asked
    if (!answers) return { kind: 'form' }
    const said = answers.remark?.trim()
    const long = tooLong('note', said ?? '', HOW)
    if (long) return refuse(long)
    return record(
      { did: 'retested', passed: true },
      { type: 'retest-passed', at: world.now, by: refOf(by), ...(said ? { remark: said } : {}) },
    )
  },
}

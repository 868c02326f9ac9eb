// 已办理: who says that an assignment is done? The unit, its 联络员 too, or the office for it; the office looks (细则 第十条（一）).

import { mayNotAnswer } from '../checking.js'
import { record, refOf, refuse } from '../decision.js'
import { type Action, measures, measuresWrong, oneAnswer } from './action.js'

const HOW = '办理情况'

export const carryOut: Action<'carry_out'> = {
  name: 'carry_out',
  label: '已办理',
  of: ['assignment'],
  typed: {
    words: ['已办理', '办理完成'],
    slash: ['carryout'],
    free: true,
    long: true,
    rare: true,
    read: oneAnswer('measures'),
  },
  help: { rest: '编号 办理情况', does: '登记督办的事已办理', for: 'unit' },
  form: {
    ask: '请写明做了什么、结果怎样；佐证材料可以直接发给我',
    submit: '已办理',
    preview: true,
    items: [measures(HOW)],
  },

  decide(asked) {
    const no = mayNotAnswer(asked, 'carried-out')
    if (no) return refuse(no)
    if (asked.incident.subject?.people) return refuse({ why: 'about-people' })
    const { by, world, answers } = asked
    if (!answers) return { kind: 'form' }
    const text = answers.measures?.trim() ?? ''
    const wrong = measuresWrong(text, HOW)
    if (wrong) return refuse(wrong)
    return record({ did: 'carried-out' }, { type: 'carried-out', at: world.now, by: refOf(by), text })
  },
}

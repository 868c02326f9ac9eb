// 已整改: who says that what a notice asks for has been put right? The unit, its 联络员 too, or the office for it; the retest looks (细则 第十一条（二）).
import { mayNotAnswer } from '../checking.js'
import { record, refOf, refuse } from '../decision.js'
import { type Action, measures, measuresWrong, oneAnswer } from './action.js'

const HOW = '整改情况'

export const rectify: Action<'rectify'> = {
  name: 'rectify',
  label: '已整改',
  of: ['rectification'],
  typed: {
    words: ['已整改', '整改完成'],
    slash: ['fixed'],
    free: true,
    long: true,
    rare: true,
    read: oneAnswer('measures'),
  },
  help: { rest: '编号 整改情况', does: '登记通报的问题已整改', for: 'unit' },
  form: {
    ask: '请写明做了什么、结果怎样；截图可以直接发给我',
    submit: '已整改',
    preview: true,
    items: [measures(HOW)],
  },

  decide(asked) {
    const no = mayNotAnswer(asked, 'fixed')
    if (no) return refuse(no)
    const { by, world, answers } = asked
    if (!answers) return { kind: 'form' }
    const text = answers.measures?.trim() ?? ''
    const wrong = measuresWrong(text, HOW)
    if (wrong) return refuse(wrong)
    return record({ did: 'fixed' }, { type: 'fixed', at: world.now, by: refOf(by), text })
  },
}

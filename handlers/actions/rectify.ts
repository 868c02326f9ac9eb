// 已整改: who says that what a notice asks for has been put right? The unit, its 联络员 too, or the office for it; the retest looks (细则 第十一条（二）).
import { isLiaison, isResponsible } from '../../rules/chain.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { tooLong } from '../limits.js'
import { officeRef, responsibleOf } from '../see.js'
import { type Action, oneAnswer } from './action.js'

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
    items: [
      {
        name: 'measures',
        label: HOW,
        type: 'longtext',
        required: true,
        check: (text) => (text.trim() ? tooLong('note', text, HOW) : { why: 'text-needed' }),
      },
    ],
  },

  decide({ by, incident, world, answers }) {
    const over = settled(incident)
    if (over) return refuse(over)
    if (!by.office && !isResponsible(by, incident, world) && !isLiaison(by, incident, world))
      return refuse({ why: 'not-yours', may: [...responsibleOf(incident), ...officeRef(world)] })
    const { fixed } = incident
    if (fixed) return refuse({ why: 'already', what: 'fixed', by: fixed.by, at: fixed.at })
    if (!answers) return { kind: 'form' }
    const text = answers.measures?.trim() ?? ''
    if (!text) return refuse({ why: 'text-needed' })
    const long = tooLong('note', text, HOW)
    if (long) return refuse(long)
    return record({ did: 'fixed' }, { type: 'fixed', at: world.now, by: refOf(by), text })
  },
}

// 退回更正: is a correction that takes away what the law asks for not right? The office sends it back with a reason.
import { timesOf } from '../../rules/rounds.js'
import { correctionMeant } from '../correction.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { type Action, oneAnswer, reason, reasonWrong } from './action.js'

export const returnCorrection: Action<'return_correction'> = {
  name: 'return_correction',
  label: '退回更正',
  typed: {
    words: ['退回更正'],
    slash: ['returnfix'],
    free: true,
    long: true,
    rare: true,
    read: oneAnswer('reason'),
  },
  help: { rest: '编号 原因', does: '退回他人会减少法定事项的更正', for: 'office' },
  form: { ask: '请说明退回原因', submit: '退回', items: [reason()] },
  round: (incident) => timesOf('correction-asked', incident),

  decide({ by, incident, world, nth, answers }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    const asked = correctionMeant(incident, nth)
    if ('why' in asked) return refuse(asked)
    if (!answers) return { kind: 'form' }
    const text = answers.reason?.trim() ?? ''
    const wrong = reasonWrong(text)
    if (wrong) return refuse(wrong)
    return record(
      { did: 'correction-returned' },
      { type: 'correction-returned', at: world.now, by: refOf(by), reason: text },
    )
  },
}

// 退回定级: is a lower level not good enough? The office sends it back with a reason; the clocks run as before.

import { timesOf } from '../../rules/rounds.js'
import { levelOf } from '../../store/incident.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { gradeMeant } from '../grading.js'
import { type Action, oneAnswer, reason, reasonWrong } from './action.js'

export const returnGrade: Action<'return_grade'> = {
  name: 'return_grade',
  label: '退回定级',
  typed: {
    words: ['退回定级'],
    slash: ['returngrade'],
    free: true,
    long: true,
    rare: true,
    read: oneAnswer('reason'),
  },
  help: { rest: '编号 原因', does: '退回他人调低的级别', for: 'office' },
  form: { ask: '请说明退回原因', submit: '退回', items: [reason()] },
  round: (incident) => timesOf('graded', incident),

  decide({ by, incident, world, nth, duty, answers }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    const asked = gradeMeant(incident, { nth, duty })
    if ('why' in asked) return refuse(asked)
    if (!answers) return { kind: 'form' }
    const text = answers.reason?.trim() ?? ''
    const wrong = reasonWrong(text)
    if (wrong) return refuse(wrong)
    return record(
      { did: 'grade-returned', running: levelOf(incident) },
      { type: 'grade-returned', at: world.now, by: refOf(by), level: asked.level, reason: text },
    )
  },
}

// 无变化: are the people of this unit in the directory still the right ones? Whoever of the unit says so first, says it for the unit; nothing is left to look at.
import { mayNotAnswer } from '../checking.js'
import { record, refOf, refuse } from '../decision.js'
import type { Action } from './action.js'

const SAME = '无变化'

export const confirmPeople: Action<'confirm_people'> = {
  name: 'confirm_people',
  label: SAME,
  of: ['assignment'],
  typed: { words: [SAME, '没有变化'], slash: ['unchanged'], short: true, rare: true },
  help: { rest: '编号', does: '年度核对：通讯录里本单位的人都对', for: 'unit' },

  decide(asked) {
    if (!asked.incident.subject?.people) return refuse({ why: 'not-about-people' })
    const no = mayNotAnswer(asked, 'people-answered')
    if (no) return refuse(no)
    const done = { at: asked.world.now, by: refOf(asked.by) }
    return record(
      { did: 'people-confirmed' },
      { type: 'carried-out', ...done, text: SAME },
      { type: 'closed', ...done },
    )
  },
}

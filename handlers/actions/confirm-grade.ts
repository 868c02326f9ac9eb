// 核定定级: may the level be lower? Another person of the office than the one who graded it says so; until then the higher clocks run.
import { timesOf } from '../../rules/rounds.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { gradeMeant, othersOfTheOffice } from '../grading.js'
import type { Action } from './action.js'

export const confirmGrade: Action<'confirm_grade'> = {
  name: 'confirm_grade',
  label: '核定定级',
  typed: { words: ['核定定级', '核定'], slash: ['confirmgrade'], short: true },
  help: { rest: '编号', does: '核定他人调低的级别', for: 'office' },
  round: (incident) => timesOf('graded', incident),

  decide({ by, incident, world, nth, duty }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    const asked = gradeMeant(incident, { nth, duty })
    if ('why' in asked) return refuse(asked)
    const maker = asked.by
    if (maker.id === by.id || maker.for?.id === by.id)
      return refuse({ why: 'grade-same-person', by: maker, may: othersOfTheOffice(incident, maker) })
    const { level, overtaken } = asked
    if (overtaken) return refuse({ why: 'grade-overtaken', level, by: maker, at: overtaken })
    return record(
      { did: 'grade-confirmed', level },
      {
        type: 'grade-confirmed',
        at: world.now,
        by: refOf(by),
        level,
        ...(incident.grading && incident.grading.level !== level ? { previous: incident.grading.level } : {}),
      },
    )
  },
}

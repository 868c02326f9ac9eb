// 核定更正: may a correction take away what the law asks for? Another person of the office than the one who asked says so.
import { timesOf } from '../../rules/rounds.js'
import { correctionMeant, overtakenAt } from '../correction.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { othersOfTheOffice } from '../grading.js'
import type { Action } from './action.js'
import { handsIn } from './correct.js'

export const confirmCorrection: Action<'confirm_correction'> = {
  name: 'confirm_correction',
  label: '核定更正',
  typed: { words: ['核定更正'], slash: ['confirmfix'], short: true, rare: true },
  help: { rest: '编号', does: '核定他人会减少法定事项的更正', for: 'office' },
  round: (incident) => timesOf('correction-asked', incident),

  decide({ by, incident, world, nth }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    const asked = correctionMeant(incident, nth)
    if ('why' in asked) return refuse(asked)
    const maker = asked.by
    if (maker.id === by.id || maker.for?.id === by.id)
      return refuse({ why: 'correction-same-person', by: maker, may: othersOfTheOffice(incident, maker) })
    const at = overtakenAt(incident, asked)
    if (at) return refuse({ why: 'correction-overtaken', by: maker, at })
    // who answers now, as the chain stands now
    const hands =
      asked.type === 'corrected' ? handsIn(asked.field, asked.value, asked.system, incident, world) : {}
    return record(
      { did: 'correction-confirmed' },
      { ...asked, ...hands, at: world.now, confirmed: refOf(by) },
    )
  },
}

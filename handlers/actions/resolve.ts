// 处置结束: who says that the handling has ended? The unit, its 联络员 too, or the office; it starts the clocks of the final reports (报告管理办法 第八条).
import { isLiaison, isResponsible } from '../../rules/chain.js'
import { finalPapers } from '../../rules/duties.js'
import { kept } from '../../rules/kept.js'
import type { World } from '../../rules/world.js'
import { evolve } from '../../store/matter.js'
import type { Event } from '../../store/schema.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { officeRef, responsibleOf } from '../see.js'
import { MENDED } from '../understand/meant.js'
import type { Action } from './action.js'

/** Which final reports are owed then: the same whoever says it, and every card with this button asks. */
const papersAfter = kept((incident, world: World) =>
  finalPapers(evolve(incident, { type: 'resolved', at: world.now, by: { id: '', name: '' } }), world),
)

export const resolve: Action<'resolve'> = {
  name: 'resolve',
  label: '处置结束',
  typed: { words: ['处置结束', '处置完毕', '处置完成'], slash: ['resolve'], short: true, meant: MENDED },
  help: { rest: '编号', does: '登记处置结束', for: 'unit' },

  decide({ by, incident, world }) {
    const over = settled(incident)
    if (over) return refuse(over)
    if (!by.office && !isResponsible(by, incident, world) && !isLiaison(by, incident, world))
      return refuse({ why: 'not-yours', may: [...responsibleOf(incident), ...officeRef(world)] })
    const before = incident.record.findLast((event) => event.type === 'resolved')
    if (incident.resolvedAt && before?.type === 'resolved')
      return refuse({ why: 'already', what: 'resolved', by: before.by, at: before.at })
    const event: Event = { type: 'resolved', at: world.now, by: refOf(by) }
    return record({ did: 'resolved', papers: papersAfter(incident, world), incident: incident.id }, event)
  },
}

// 误报: who may say that it was nothing? The unit or the reporter asks, with a reason; then the office may end all duties. The record stays.
import { isResponsible } from '../../rules/chain.js'
import { openDuties } from '../../rules/duties.js'
import { firstReporters } from '../../rules/joins.js'
import { timesOf } from '../../rules/rounds.js'
import { evolve } from '../../store/matter.js'
import type { Event } from '../../store/schema.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { isReporter, officeRef, responsibleOf } from '../see.js'
import { type Action, oneAnswer, reason, reasonWrong } from './action.js'

export const withdraw: Action<'withdraw'> = {
  name: 'withdraw',
  label: '误报',
  of: ['incident', 'rectification', 'assignment'],
  typed: { words: ['误报'], slash: ['withdraw'], free: true, long: true, read: oneAnswer('reason') },
  help: { rest: '编号 原因', does: '申请按误报撤销', for: 'everyone' },
  form: { ask: '请说明为什么是误报', submit: '提交', items: [reason()] },
  round: (incident) => timesOf('withdrawal-asked', incident),

  decide({ by, incident, world, nth, answers }) {
    const over = settled(incident)
    if (over) return refuse(over)
    const asks = isResponsible(by, incident, world) || isReporter(by, incident)
    if (!by.office && !asks) {
      const may = [...responsibleOf(incident), ...firstReporters(incident).map(refOf), ...officeRef(world)]
      return refuse({ why: 'not-yours', may })
    }
    // asked once is enough; and a form that was opened to ask does not become the office's decision
    const asked = incident.record.findLast((event) => event.type === 'withdrawal-asked')
    const late = nth !== undefined && nth < timesOf('withdrawal-asked', incident)
    if (
      incident.withdrawalAsked &&
      asked?.type === 'withdrawal-asked' &&
      (late || !by.office || asked.by.id === by.id)
    )
      return refuse({ why: 'already', what: 'withdrawal-asked', by: asked.by, at: asked.at })
    if (by.office && !incident.withdrawalAsked && !asks) return refuse({ why: 'withdrawal-not-asked' })
    if (!answers) return { kind: 'form' }
    const text = answers.reason?.trim() ?? ''
    const wrong = reasonWrong(text)
    if (wrong) return refuse(wrong)
    const said = { at: world.now, by: refOf(by), reason: text }
    if (!by.office || !incident.withdrawalAsked || incident.withdrawalAsked.by.id === by.id)
      return record({ did: 'withdrawal-asked' }, { type: 'withdrawal-asked', ...said })
    const event: Event = { type: 'withdrawn', ...said }
    const told = openDuties(evolve(incident, event), world).flatMap(({ authority }) => authority?.name ?? [])
    return record({ did: 'withdrawn', to: told }, event)
  },
}

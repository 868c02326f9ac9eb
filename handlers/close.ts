// 处置结束, 办结, 误报: how does an incident end? Never while somebody still owes something.
import { openDuties } from '../rules/duties.js'
import { roundOf } from '../rules/rounds.js'
import type { World } from '../rules/world.js'
import type { Incident, Party } from '../store/schema.js'
import { type Decision, record, refOf, refuse, settled } from './decision.js'
import { tooLong } from './limits.js'
import { isReporter, isResponsible, officeRef, responsibleOf } from './see.js'

/** 处置结束: starts the clocks of the final reports (报告管理办法 第八条). */
export const resolve = (by: Party, incident: Incident, world: World): Decision => {
  const over = settled(incident)
  if (over) return refuse(over)
  if (!by.office && !isResponsible(by, incident, world)) {
    return refuse({ why: 'not-yours', may: [...responsibleOf(incident), ...officeRef(world)] })
  }
  const before = incident.record.findLast((event) => event.type === 'resolved')
  if (incident.resolvedAt && before?.type === 'resolved')
    return refuse({ why: 'already', what: 'resolved', by: before.by, at: before.at })
  return record({ did: 'resolved' }, { type: 'resolved', at: world.now, by: refOf(by) })
}

/** 办结: refused, with the list, while a duty is open. */
export const close = (by: Party, incident: Incident, world: World): Decision => {
  if (!by.office) return refuse({ why: 'office-only' })
  const over = settled(incident)
  if (over) return refuse(over)
  const open = openDuties(incident, world)
  if (open.length > 0) return refuse({ why: 'duties-open', duties: open })
  if (incident.status !== 'resolved') return refuse({ why: 'not-resolved' })
  return record({ did: 'closed' }, { type: 'closed', at: world.now, by: refOf(by) })
}

/** 误报: the unit or the reporter asks, with a reason; then the office may end all duties. The record stays. Without a reason it opens the form. */
export const withdraw = (
  by: Party,
  incident: Incident,
  reason: string | undefined,
  world: World,
  nth?: number,
): Decision => {
  const over = settled(incident)
  if (over) return refuse(over)
  const asks = isResponsible(by, incident, world) || isReporter(by, incident)
  if (!by.office && !asks) {
    const may = [...responsibleOf(incident), ...incident.reporters.map(refOf), ...officeRef(world)]
    return refuse({ why: 'not-yours', may })
  }
  const text = reason?.trim()
  // asked once is enough; and a form that was opened to ask does not become the office's decision
  const asked = incident.record.findLast((event) => event.type === 'withdrawal-asked')
  const late = nth !== undefined && nth < (roundOf('withdraw', incident) ?? 0)
  if (
    incident.withdrawalAsked &&
    asked?.type === 'withdrawal-asked' &&
    (late || !by.office || asked.by.id === by.id)
  )
    return refuse({ why: 'already', what: 'withdrawal-asked', by: asked.by, at: asked.at })
  if (by.office && !incident.withdrawalAsked && !asks) return refuse({ why: 'withdrawal-not-asked' })
  if (reason === undefined) return { kind: 'form', form: 'withdraw' }
  if (!text) return refuse({ why: 'reason-needed' })
  const long = tooLong('reason', text)
  if (long) return refuse(long)
  return by.office && incident.withdrawalAsked && incident.withdrawalAsked.by.id !== by.id
    ? record({ did: 'withdrawn' }, { type: 'withdrawn', at: world.now, by: refOf(by), reason: text })
    : record(
        { did: 'withdrawal-asked' },
        { type: 'withdrawal-asked', at: world.now, by: refOf(by), reason: text },
      )
}

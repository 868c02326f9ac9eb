// 重开: may what was settled go on? Only the office says so, with its reason; the number and the clocks stay what they were.
import { chainToday } from '../../rules/chain.js'
import { duties } from '../../rules/duties.js'
import { evolve } from '../../store/matter.js'
import type { Event } from '../../store/schema.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { successions } from '../succession.js'
import { type Action, oneAnswer, reason, reasonWrong } from './action.js'

export const reopen: Action<'reopen'> = {
  name: 'reopen',
  label: '重开',
  of: ['incident', 'rectification', 'assignment'],
  typed: {
    words: ['重开', '重新开启'],
    slash: ['reopen'],
    free: true,
    long: true,
    rare: true,
    read: oneAnswer('reason'),
  },
  help: { rest: '编号 原因', does: '已办结或撤销的继续办理', for: 'office' },
  form: { ask: '请说明为什么重开；编号和起算时间不变', submit: '重开', items: [reason()] },
  ofSettled: true,

  /** Who left the directory while it was settled is succeeded at once: a chain of yesterday would call nobody. */
  decide({ by, incident, world, answers }) {
    if (!by.office) return refuse({ why: 'office-only' })
    if (!settled(incident)) return refuse({ why: 'not-settled' })
    if (!answers) return { kind: 'form' }
    const text = answers.reason?.trim() ?? ''
    const wrong = reasonWrong(text)
    if (wrong) return refuse(wrong)
    const revoked = duties(incident, world).some(
      ({ clock, submission }) => clock.from === 'withdrawn' && submission && !submission.returned,
    )
    const reopened: Event = {
      type: 'reopened',
      at: world.now,
      by: refOf(by),
      reason: text,
      ...(revoked ? { revoked } : {}),
    }
    const fresh = chainToday(incident, world.directory)
    const again = evolve(incident, reopened)
    const did = {
      did: 'reopened' as const,
      incident: incident.id,
      ...(again.resolvedAt ? { ended: again.resolvedAt } : {}),
    }
    return record(did, reopened, ...successions(again, world.directory, world, fresh))
  },
}

// 办结: how does an incident end? Never while somebody still owes something.
import { openDuties } from '../../rules/duties.js'
import { byKind, type Refusal } from '../../store/schema.js'
import { record, refOf, refuse, settled } from '../decision.js'
import type { Action } from './action.js'

/** Its work has not ended. */
const unended = byKind<[], Refusal | undefined>({
  incident: ({ status }) => (status === 'resolved' ? undefined : { why: 'not-resolved' }),
  rectification: ({ passed }) => (passed ? undefined : { why: 'not-passed' }),
  zero: () => ({ why: 'not-resolved' }), // a day ends of itself
  assignment: ({ passed }) => (passed ? undefined : { why: 'not-accepted' }),
})

export const close: Action<'close'> = {
  name: 'close',
  label: '办结',
  of: ['incident', 'rectification', 'assignment'],
  typed: { words: ['办结', '结案'], slash: ['close'], short: true },
  help: { rest: '编号', does: '全部办完后归档', for: 'office' },

  decide({ by, incident, world }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    const open = openDuties(incident, world)
    if (open.length > 0) return refuse({ why: 'duties-open', duties: open, drill: incident.drill === true })
    const early = unended(incident)
    if (early) return refuse(early)
    return record({ did: 'closed' }, { type: 'closed', at: world.now, by: refOf(by) })
  },
}

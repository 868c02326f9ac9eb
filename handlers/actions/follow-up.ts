// 续报: is something important new? The office says so; where a first report went, a follow-up is owed (报告管理办法 第七条).
import { openDuties } from '../../rules/duties.js'
import { evolve } from '../../store/matter.js'
import type { Event } from '../../store/schema.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { tooLong } from '../limits.js'
import { figuresIn } from '../understand/figures.js'
import { type Action, oneAnswer, reason } from './action.js'

const NEWS = '新情况'

export const followUp: Action<'follow_up'> = {
  name: 'follow_up',
  label: '登记续报',
  typed: {
    words: ['续报'],
    slash: ['followup'],
    free: true,
    recorded: true,
    long: true,
    rare: true,
    read: oneAnswer('reason'),
  },
  help: { rest: '编号 新情况', does: '登记新的重要情况', for: 'office' },
  form: {
    title: '续报',
    ask: '请写明出现了什么新的重要情况，或调查取得了什么进展',
    submit: '登记续报',
    items: [reason(NEWS)],
  },

  decide({ by, incident, world, answers }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    if (Object.keys(incident.submissions).length === 0) return refuse({ why: 'no-first-report' })
    const long = tooLong('reason', answers?.reason, NEWS)
    if (long) return refuse(long)
    const text = answers?.reason?.trim()
    if (!text) return { kind: 'form' }
    const event: Event = {
      type: 'follow-up-called',
      at: world.now,
      by: refOf(by),
      reason: text,
      ...figuresIn(text),
    }
    const owed = openDuties(evolve(incident, event), world).filter(({ clock }) => clock.from === 'news')
    const to = [...new Set(owed.map(({ authority }) => authority?.name ?? ''))]
    return record({ did: 'follow-up-called', to }, event)
  },
}

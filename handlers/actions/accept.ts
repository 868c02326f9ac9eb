// 审核通过: is what was done good? Somebody of the office who did not register it has looked; where nothing else is owed, it is over.
import { openDuties } from '../../rules/duties.js'
import { mayNotCheck, roundsOf } from '../checking.js'
import { record, refOf, refuse } from '../decision.js'
import { tooLong } from '../limits.js'
import { type Action, oneAnswer, remark } from './action.js'

const HOW = '审核意见'

export const accept: Action<'accept'> = {
  name: 'accept',
  label: '审核通过',
  of: ['assignment'],
  typed: {
    words: ['审核通过'],
    slash: ['accept'],
    free: true,
    long: true,
    rare: true,
    read: oneAnswer('remark'),
  },
  help: { rest: '编号', does: '督办的事办得合格，办结', for: 'office' },
  form: {
    ask: '请写明审核意见；没有要写的，直接按“审核通过”',
    submit: '审核通过',
    items: [remark(HOW)],
  },
  round: roundsOf,

  decide(asked) {
    const no = mayNotCheck(asked)
    if (no) return refuse(no)
    const { by, incident, world, answers } = asked
    if (!answers) return { kind: 'form' }
    const said = answers.remark?.trim()
    const long = tooLong('note', said ?? '', HOW)
    if (long) return refuse(long)
    const closed = openDuties(incident, world).every(({ clock }) => clock.endedBy === 'passed')
    const done = { at: world.now, by: refOf(by) }
    return record(
      { did: 'accepted', closed },
      { type: 'accepted', ...done, ...(said ? { remark: said } : {}) },
      ...(closed ? [{ type: 'closed' as const, ...done }] : []),
    )
  },
}

// 撤回转办: when does somebody act again for themselves? Whoever handed it on takes it back, or the office; 转办 back to the owner means the same.
import { refuse, settled } from '../decision.js'
import { officeRef } from '../see.js'
import { takeBack, whom } from '../standin.js'
import { type Action, oneAnswer } from './action.js'

export const undelegate: Action<'undelegate'> = {
  name: 'undelegate',
  label: '撤回转办',
  of: ['incident', 'rectification', 'assignment'],
  typed: {
    words: ['撤回转办', '收回转办', '取消转办'],
    slash: ['undelegate'],
    short: true,
    rare: true,
    read: oneAnswer('whose'),
  },
  help: { rest: '编号', does: '收回转给他人的办理', for: 'unit' },

  decide({ by, incident, world, answers }) {
    const over = settled(incident)
    if (over) return refuse(over)
    const person = answers?.whose ? whom(answers.whose, world) : undefined
    if (person && 'why' in person) return refuse(person)
    const mine = incident.delegations.filter(({ from }) => by.office || from.id === by.id)
    const meant = person ? mine.filter(({ from, to }) => from.id === person.id || to.id === person.id) : mine
    const [only] = meant
    if (only && meant.length === 1) return takeBack(by, incident, only.from, world)
    if (only) return refuse({ why: 'which-person', people: meant.map(({ from }) => from) })
    return incident.delegations.length > 0 && mine.length === 0
      ? refuse({
          why: 'not-yours',
          may: [...incident.delegations.map(({ from }) => from), ...officeRef(world)],
        })
      : refuse({ why: 'not-delegated' })
  },
}

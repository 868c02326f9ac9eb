// 上报责任人: who reports upwards in this incident? One named person and one deputy, never «the office» (细则 第九条、第十条、第十一条、第十三条).
import { reportingOf } from '../../rules/owners.js'
import { timesOf } from '../../rules/rounds.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { whom, whomWrong } from '../standin.js'
import { type Action, person } from './action.js'

export const appoint: Action<'appoint'> = {
  name: 'appoint',
  label: '指定上报责任人',
  of: ['incident', 'rectification', 'assignment'],
  typed: {
    words: ['上报责任人'],
    slash: ['appoint'],
    rare: true,
    read(rest) {
      const [officer, deputy = ''] = rest.split(/[\s,，、]+|副手?/u).filter(Boolean)
      return officer ? { answers: { officer, deputy } } : {}
    },
  },
  help: { rest: '编号 人 副手', does: '指定谁负责报送', for: 'office' },
  form: {
    title: '上报责任人',
    ask: '请指定一名上报责任人和一名副手，报送的催办只找这两位',
    submit: '指定',
    items({ incident, world }) {
      const now = reportingOf(incident, world)
      const officer = person('officer', '上报责任人', whomWrong)
      const deputy = person('deputy', '副手', whomWrong)
      return now
        ? [
            { ...officer, value: now.officer.name },
            { ...deputy, value: now.deputy.name },
          ]
        : [officer, deputy]
    },
  },
  round: (incident) => timesOf('appointed', incident),

  decide({ by, incident, world, nth, answers }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    const last = incident.record.findLast((event) => event.type === 'appointed')
    if (last?.type === 'appointed' && nth !== undefined && nth < timesOf('appointed', incident))
      return refuse({ why: 'already', what: 'appointed', by: last.by, at: last.at })
    if (!answers) return { kind: 'form' }
    const officer = whom(answers.officer, world)
    if ('why' in officer) return refuse(officer)
    const deputy = whom(answers.deputy, world)
    if ('why' in deputy) return refuse(deputy)
    if (officer.id === deputy.id) return refuse({ why: 'two-people' })
    return record(
      { did: 'appointed', to: officer },
      { type: 'appointed', at: world.now, by: refOf(by), officer, deputy },
    )
  },
}

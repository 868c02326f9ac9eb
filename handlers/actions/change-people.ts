// 有变化: what is not right any more of the people of this unit? It goes to the office, which changes the directory and says that it has.
import { mayNotAnswer } from '../checking.js'
import { record, refOf, refuse } from '../decision.js'
import { tooLong } from '../limits.js'
import { type Action, oneAnswer } from './action.js'

const WHAT = '变化情况'

export const changePeople: Action<'change_people'> = {
  name: 'change_people',
  label: '有变化',
  of: ['assignment'],
  typed: {
    words: ['有变化'],
    slash: ['changed'],
    free: true,
    long: true,
    rare: true,
    read: oneAnswer('changes'),
  },
  help: { rest: '编号 变化情况', does: '年度核对：本单位的人有变化', for: 'unit' },
  form: {
    ask: '请写明谁离任、谁接任、什么岗位，以及新的联系方式和代理人；网信办据此更新通讯录',
    submit: '有变化',
    preview: true,
    items: [
      {
        name: 'changes',
        label: WHAT,
        type: 'longtext',
        required: true,
        check: (text) => (text.trim() ? tooLong('note', text, WHAT) : { why: 'text-needed', label: WHAT }),
      },
    ],
  },

  decide(asked) {
    if (!asked.incident.subject?.people) return refuse({ why: 'not-about-people' })
    const no = mayNotAnswer(asked, 'people-answered')
    if (no) return refuse(no)
    const { by, world, answers } = asked
    if (!answers) return { kind: 'form' }
    const text = answers.changes?.trim() ?? ''
    if (!text) return refuse({ why: 'text-needed', label: WHAT })
    const long = tooLong('note', text, WHAT)
    if (long) return refuse(long)
    return record({ did: 'people-changed' }, { type: 'carried-out', at: world.now, by: refOf(by), text })
  },
}

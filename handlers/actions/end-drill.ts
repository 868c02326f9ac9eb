// 演练结束: how does a drill end? By a word of its own, whatever is still open in it, with what was wrong and what will be better (细则 第十一条（四）).
import type { Event, Matter } from '../../store/schema.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { tooLong } from '../limits.js'
import { drillEnding } from '../understand/drill.js'
import type { Action, Item } from './action.js'

/** As the record of a drill is read: “问题：…” and “改进：…” are notes like any other. */
const heads = { problems: '问题', better: '改进' } as const
type Head = keyof typeof heads

const isNoted = ({ record }: Matter, head: Head): boolean =>
  record.some((event) => event.type === 'noted' && event.text.includes(heads[head]))

const item = (name: Head, label: string, incident: Matter): Item => ({
  name,
  label,
  type: 'longtext',
  required: !isNoted(incident, name),
  placeholder: '没有的写“没有”',
  check: (text) => tooLong('note', text, label),
})

export const endDrill: Action<'end_drill'> = {
  name: 'end_drill',
  label: '演练结束',
  typed: {
    words: ['演练结束', '结束演练', '演练 结束'],
    slash: ['enddrill'],
    short: true,
    long: true,
    rare: true,
    read: (rest) => (rest.trim() ? { given: { answers: drillEnding(rest), unread: '' } } : {}),
  },
  help: { rest: '编号', does: '结束一次演练，写下问题和改进', for: 'office' },
  form: {
    ask: '演练到此结束：没有办的都不用再办。请写下发现的问题和改进措施，写进演练记录',
    submit: '结束演练',
    items: ({ incident }) => [item('problems', '存在问题', incident), item('better', '改进措施', incident)],
  },
  ofDrill: true,

  decide({ by, incident, world, answers }) {
    if (!by.office) return refuse({ why: 'office-only' })
    if (!incident.drill) return refuse({ why: 'no-drill', id: incident.id })
    const over = settled(incident)
    if (over) return refuse(over)
    if (!answers) return { kind: 'form' }
    const done = { at: world.now, by: refOf(by) }
    const notes: Event[] = []
    for (const head of ['problems', 'better'] as const) {
      const text = answers[head]?.trim() ?? ''
      const long = tooLong('note', text)
      if (long) return refuse(long)
      if (text) notes.push({ type: 'noted', ...done, text: `${heads[head]}：${text}` })
      else if (!isNoted(incident, head)) return refuse({ why: 'text-needed' })
    }
    return record({ did: 'drill-ended', incident: incident.id }, ...notes, { type: 'closed', ...done })
  },
}

// How is a later report written? Part by part; what is left empty stays as it was (forms.yaml; 报告管理办法 第七条、第八条).
import { parts } from '../../rules/series.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { tooLongIn } from '../limits.js'
import { doneBefore, named } from '../named.js'
import { figuresIn } from '../understand/figures.js'
import type { Action, Item } from './action.js'

export const writing = (stage: 'follow-up' | 'final'): Pick<Action, 'form' | 'ofDuty' | 'decide'> => ({
  form: {
    ask: '暂时不清楚的可以留空，文书上写“不详”',
    submit: '保存',
    items: ({ incident }) =>
      parts[stage].map(({ id, label }): Item => {
        const value = incident.parts?.[id]
        return { name: id, label, type: 'longtext', required: false, ...(value ? { value } : {}) }
      }),
  },
  ofDuty: true,

  decide({ by, incident, world, duty: id, answers }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    const duty = id === undefined ? undefined : named(incident, id, world)
    if (duty && 'why' in duty) return refuse(duty)
    const done = duty && doneBefore(duty)
    if (done) return refuse(done)
    if (!answers) return { kind: 'form', ...(id ? { duty: id } : {}) }
    const long = tooLongIn(answers)
    if (long) return refuse(long)
    const written = Object.fromEntries(
      parts[stage].flatMap((part) => {
        const text = Object.hasOwn(answers, part.id) ? answers[part.id]?.trim() : undefined
        return text ? [[part.id, text]] : []
      }),
    )
    if (Object.keys(written).length === 0) return refuse({ why: 'nothing-answered' })
    return record(
      { did: 'written' },
      {
        type: 'written',
        at: world.now,
        by: refOf(by),
        parts: written,
        ...figuresIn(Object.values(written).join('\n')),
      },
    )
  },
})

// 研判: what else must be known for the level? The office answers only what this class of incident makes matter; 不详 is an answer.
import { levelQuestions, suggestLevel } from '../../rules/level.js'
import type { LevelQuestion } from '../../rules/rules.js'
import { rulesOf } from '../../rules/world.js'
import { evolve } from '../../store/matter.js'
import type { EventOf, Fact } from '../../store/schema.js'
import { bySecond } from '../correction.js'
import { refOf, refuse, settled } from '../decision.js'
import { parseMinutes, parseNumber } from '../understand/counts.js'
import { isWayOut, parseYesNo } from '../understand/replies.js'
import type { Action, Item } from './action.js'

const UNKNOWN = new Set(['不详', '不清楚', '未知'])

/** One typed or chosen answer as a fact; `undefined` when it is none. */
const factOf = ({ id, kind, options }: LevelQuestion, text: string): Fact | undefined => {
  if (UNKNOWN.has(text)) return 'unknown'
  switch (kind) {
    case 'yesno':
      return parseYesNo(text)
    case 'number':
      return id.endsWith('minutes') ? parseMinutes(text) : parseNumber(text.replace(/元$/u, ''))
    case 'choice':
      return options?.[text] ?? Object.values(options ?? {}).find((value) => String(value) === text)
  }
}

/** The choices of one question, 不详 always among them. */
const item = ({ id, ask, kind, options }: LevelQuestion): Item => {
  const field = { name: id, label: ask, required: false }
  if (kind === 'number') return { ...field, type: 'text', placeholder: '一个数，或“不详”' }
  const choices = [...(kind === 'yesno' ? ['是', '否'] : Object.keys(options ?? {})), '不详']
  return { ...field, type: 'select', options: choices.map((label) => ({ label, value: label })) }
}

export const assess: Action<'assess'> = {
  name: 'assess',
  label: '研判',
  typed: { words: ['研判'], slash: ['assess'], short: true, rare: true, read: () => ({}) },
  help: { rest: '编号', does: '补充定级用得上的情况', for: 'office' },
  form: {
    ask: '只问这一类事件定级用得上的；不清楚的请选“不详”，不详不等于零',
    submit: '提交研判',
    items: ({ incident, world }) => levelQuestions(incident, rulesOf(incident, world)).map(item),
  },

  /** Records what was found out, and answers with the level it suggests. Left empty: still open. */
  decide({ by, incident, world, answers }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    if (!answers) return { kind: 'form' }
    const rules = rulesOf(incident, world)
    const facts: Record<string, Fact> = {}
    for (const question of rules.levels.questions) {
      const text = (Object.hasOwn(answers, question.id) ? answers[question.id] : undefined)?.trim() ?? ''
      if (!text || isWayOut(text) === 'skip') continue
      const fact = factOf(question, text)
      if (fact === undefined) return refuse({ why: 'fact-wrong', ask: question.ask })
      facts[question.id] = fact
    }
    if (Object.keys(facts).length === 0) return refuse({ why: 'nothing-answered' })
    const event: EventOf<'assessed'> = { type: 'assessed', at: world.now, by: refOf(by), facts }
    const { level, pending, held } = suggestLevel(evolve(incident, event), rules)
    return bySecond(event, { did: 'assessed', level, pending, judged: held.length > 0 }, incident, world)
  },
}

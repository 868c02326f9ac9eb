// 研判: what else must be known for the level? The office answers only what this class of incident makes matter; 不详 is an answer.
import { levelQuestions, suggestLevel } from '../rules/level.js'
import type { LevelQuestion } from '../rules/rules.js'
import { rulesOf, type World } from '../rules/world.js'
import { evolve } from '../store/incident.js'
import type { Event, Fact, Incident, Party } from '../store/schema.js'
import { type Decision, record, refOf, refuse, settled } from './decision.js'
import { parseMinutes, parseNumber } from './time.js'
import { isWayOut, parseYesNo } from './words.js'

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

/** Records what was found out, and answers with the level it suggests. Left empty: still open. */
export const assess = (
  by: Party,
  incident: Incident,
  form: Record<string, string> | undefined,
  world: World,
): Decision => {
  if (!by.office) return refuse({ why: 'office-only' })
  const over = settled(incident)
  if (over) return refuse(over)
  if (!form) return { kind: 'form', form: 'assess' }
  const rules = rulesOf(incident, world)
  const facts: Record<string, Fact> = {}
  for (const question of rules.levels.questions) {
    const text = (Object.hasOwn(form, question.id) ? form[question.id] : undefined)?.trim() ?? ''
    if (!text || isWayOut(text) === 'skip') continue
    const fact = factOf(question, text)
    if (fact === undefined) return refuse({ why: 'fact-wrong', ask: question.ask })
    facts[question.id] = fact
  }
  if (Object.keys(facts).length === 0) return refuse({ why: 'nothing-answered' })
  const event: Event = { type: 'assessed', at: world.now, by: refOf(by), facts }
  const { level, pending } = suggestLevel(evolve(incident, event), rules)
  return record({ did: 'assessed', level, pending }, event)
}

export const openLevelQuestions = (incident: Incident, world: World): LevelQuestion[] =>
  levelQuestions(incident, rulesOf(incident, world))

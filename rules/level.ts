// Which level do the facts suggest? The predicates of the 分级指南, three-valued; a named person of the office decides.

import { levelOf } from '../store/incident.js'
import type { Level, Matter } from '../store/schema.js'
import { factsOf } from './facts.js'
import { type Facts, judge, judgeAny, type LevelQuestion, type Predicate, type Rules } from './rules.js'

export type Suggestion = {
  /** The highest level that a predicate reaches (就高不就低); 较大 while something decisive is unknown. */
  level: Level
  /** 级别待定，按较大计时: nothing reaches 较大; what is unknown might, or people must judge first. */
  pending: boolean
  /** What was met, the gravest first. */
  hits: Predicate[]
  /** What hangs on an unknown fact and might lift the level. */
  open: Predicate[]
  /** What only people can judge, where data are touched. */
  human: Predicate[]
  /** Of these: what the facts make them judge before the level may be less. */
  held: Predicate[]
  /** Why 一般 needs a reason here. */
  reasons: string[]
}

/** Was there reason to ask for this? The class of the incident decides (levels.matters); an unknown class makes all matter. */
const askedOf = (facts: Facts, { levels }: Rules): ((field: string) => boolean) => {
  const matters = levels.matters as Record<string, string[] | undefined> // by class; others are looked up in vain
  const list = typeof facts.category === 'string' ? matters[facts.category] : undefined
  const asked = new Set(list ?? levels.questions.map(({ id }) => id))
  const questions = new Map(levels.questions.map((one) => [one.id, one]))
  return (field) => {
    if (!asked.has(field)) return false
    const { when } = questions.get(field) ?? {}
    return !when || judge(when, facts) !== 'no'
  }
}

const sorted = new WeakMap<Rules['levels'], Predicate[]>()

/** The gravest first. Sorted once for each version of the rules. */
const byGravity = ({ levels }: Rules): Predicate[] => {
  const known = sorted.get(levels) ?? [...levels.predicates].sort((a, b) => a.level - b.level)
  sorted.set(levels, known)
  return known
}

/**
 * 网络安全事件分级指南 (办法附件), 就高不就低. Unknown is not zero: what hangs on it is `open`. What the incident's class gives
 * no reason to ask for is no unknown.
 */
export const suggestLevel = (incident: Matter, rules: Rules): Suggestion => {
  const facts = { ...factsOf(incident, rules), ...graver(incident, rules) }
  const asked = askedOf(facts, rules)
  const hits: Predicate[] = []
  const open: Predicate[] = []
  const human: Predicate[] = []
  for (const predicate of byGravity(rules)) {
    if (!predicate.any) {
      if (facts.data_event === true) human.push(predicate)
      continue
    }
    const judged = judgeAny(predicate.any, facts, asked)
    if (judged === 'yes') (predicate.human ? human : hits).push(predicate)
    else if (judged === 'open' && predicate.applies !== 'na') open.push(predicate)
  }
  const reached = hits[0]?.level ?? 4
  const higher = open.filter(({ level }) => level < reached)
  const held = human.filter(({ any, level }) => any !== undefined && level < reached)
  const pending = reached === 4 && higher.length + held.length > 0
  const level = Math.min(pending ? 3 : reached, ...held.map((one) => one.level)) as Level // the lowest of several levels
  return {
    level,
    pending: pending || level < reached,
    hits: hits.filter(({ level }) => level === reached || level < 4),
    open: higher,
    human,
    held,
    reasons: rules.levels.below_major_needs_reason
      .filter(({ when }) => judge(when, facts) === 'yes')
      .map(({ text }) => text),
  }
}

/** What was said in passing and is more than what is known: it counts for the level until the office has looked. */
const graver = (incident: Matter, rules: Rules): Facts => {
  const facts = factsOf(incident, rules)
  return Object.fromEntries(
    Object.entries(incident.heard ?? {}).filter(([field, figure]) => {
      const known = facts[field]
      return typeof figure === 'number' && (typeof known !== 'number' || known < figure)
    }),
  )
}

/** On what a suggestion rests: what is met with the facts it asks for, and what hangs on something unknown. */
const groundsOf = (incident: Matter, { hits, held, open }: Suggestion, rules: Rules): Map<string, string> => {
  const facts = { ...factsOf(incident, rules), ...graver(incident, rules) }
  const asks = ({ any = [] }: Predicate) =>
    any.flatMap((when) => Object.keys(when)).map((field) => facts[field])
  return new Map([
    ...open.map(({ id }) => [id, 'open'] as const),
    ...[...hits, ...held].map((met) => [met.id, JSON.stringify(asks(met))] as const),
  ])
}

/**
 * Does what became known between `before` and `after` suggest a higher level than the clocks run under? What the office
 * has looked at already does not: only what is met, or open, anew.
 */
export const raisedBy = (
  before: Matter | undefined,
  after: Matter,
  rules: Rules,
): { level: Level; basis: string[] } | undefined => {
  const suggestion = suggestLevel(after, rules)
  if (suggestion.level >= levelOf(after)) return undefined
  const known = before ? groundsOf(before, suggestLevel(before, rules), rules) : new Map()
  const basis = [...groundsOf(after, suggestion, rules)].flatMap(([id, ground]) =>
    known.get(id) === ground ||
    rules.levels.predicates.some((one) => one.id === id && one.level >= levelOf(after))
      ? []
      : [id],
  )
  return basis.length > 0 ? { level: suggestion.level, basis } : undefined
}

/** What is worth asking for the level: only what its class makes matter, what is not known, and what can still lift it. */
export const levelQuestions = (incident: Matter, rules: Rules): LevelQuestion[] => {
  const facts = factsOf(incident, rules)
  const asked = askedOf(facts, rules)
  return rules.levels.questions.filter(
    ({ id }) => asked(id) && (facts[id] === undefined || facts[id] === 'unknown'),
  )
}

/** 校内处置优先级: for the campus only, never in what goes up. */
export const priorityOf = (incident: Matter, rules: Rules): string | undefined => {
  const facts = factsOf(incident, rules)
  return rules.levels.priorities.find(({ any }) => judgeAny(any, facts) === 'yes')?.id
}

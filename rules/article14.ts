// Which items of 细则 第十四条 may an incident touch? Neutral flags from what is recorded; whether somebody is to blame is never decided here.
import type { Event, Matter } from '../store/schema.js'
import { HIDING } from '../store/schema.js'
import { factsOf } from './facts.js'
import { clockOfDuty, judgeAny, type Rules } from './rules.js'

type Item = Rules['accountability'][number]

/** Somebody asked to delay, hide or rewrite: that stands in the record, and nothing is inferred from lateness. */
const hidingAsked = ({ record }: Matter): boolean =>
  record.some((event) => event.type === 'turned-away' && event.action === HIDING.action)

const isFigure = (value: unknown): boolean => typeof value === 'boolean' || typeof value === 'number'

/**
 * Two recorded statements contradict each other: another reporter said otherwise, or a figure that stood in a report that
 * had gone out was changed afterwards.
 */
const contradicted = ({ record }: Matter): boolean => {
  let said: Record<string, unknown> = {}
  let told = false
  const differs = (field: string, value: unknown) =>
    isFigure(value) && isFigure(said[field]) && said[field] !== value
  return record.some((event: Event) => {
    switch (event.type) {
      case 'reported':
        said = { ...event.report }
        return false
      case 'submitted':
        told = true
        return false
      case 'joined':
        return Object.entries(event.report).some(([field, value]) => differs(field, value))
      case 'corrected': {
        const other = told && differs(event.field, event.value)
        said = { ...said, [event.field]: event.value }
        return other
      }
      default:
        return false
    }
  })
}

/** `late`: a report that the law asks for did not go out in time. */
export const accountabilityOf = (incident: Matter, rules: Rules, { late }: { late: boolean }): Item[] => {
  const facts = {
    ...factsOf(incident, rules),
    overdue_report: late,
    hiding_asked: hidingAsked(incident),
    contradicted: contradicted(incident),
  }
  return rules.accountability.filter(({ any }) => any && judgeAny(any, facts, () => false) === 'yes')
}

/** The items as they are named, each once. */
export const itemsOf = ({ accountability }: Pick<Rules, 'accountability'>): string[] => [
  ...new Set(accountability.map(({ item }) => item)),
]

/** Decided in the name of a body, done by a person, or by the program: side by side in the time line (细则 第十五条). */
export const capacityOf = (event: Event, rules: Rules): '集体' | '个人' | '系统' => {
  if (!('by' in event)) return '系统'
  switch (event.type) {
    case 'graded':
    case 'grade-confirmed':
    case 'grade-returned':
    case 'appointed':
    case 'resolved':
    case 'unresolved':
    case 'withdrawn':
    case 'closed':
    case 'reopened':
    case 'marked':
    case 'unmarked':
      return '集体'
    case 'performed': // 启动预案 is the body's, what is ticked with it
      return clockOfDuty(event.duty, rules)?.steps ? '集体' : '个人'
    default:
      return '个人'
  }
}

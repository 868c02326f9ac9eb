// How is a suggested level told? What was met and on which source, what is still unknown, what only people can judge.

import type { Suggestion } from '../rules/level.js'
import { type Incident, levelNames } from '../store/schema.js'
import { inBrackets } from './brackets.js'
import { sourced } from './plain.js'

/** The level that the clocks run under, and what waits for the second person. */
export const levelShown = ({
  grading,
  raised,
  gradeAsked,
}: Pick<Incident, 'grading' | 'raised' | 'gradeAsked'>): string =>
  `${grading ? levelNames[grading.level] : raised ? '待定' : '待定，按较大计时'}${raised ? `；有新情况，暂按${levelNames[raised.level]}计时` : ''}${gradeAsked ? `；拟定为${levelNames[gradeAsked.level]}，待核定` : ''}`

/** `建议级别：较大（III 级）`, or that it is open; never more than a suggestion. */
export const suggestedLevel = ({
  level,
  pending,
  judged,
}: Pick<Suggestion, 'level' | 'pending'> & {
  /** People must judge before it may be less. */
  judged: boolean
}): string =>
  pending
    ? `级别待定，按${level === 3 ? '较大' : levelNames[level]}计时（${judged ? '须先由网信办判断' : '有关键项未知，不详不等于零'}）`
    : `建议级别：${levelNames[level]}，由网信办确认`

/** Why the level must be looked at again, and under which one the clocks run until then. */
export const raisedLines = (
  { grading, raised, gradeAsked }: Pick<Incident, 'grading' | 'raised' | 'gradeAsked'>,
  time: (at: string) => string,
): string[] => [
  ...(raised
    ? [
        `${time(raised.at)} 有新情况，建议级别高于${grading ? `现定的${levelNames[grading.level]}` : '较大'}，暂按${levelNames[raised.level]}计时${inBrackets(raised.basis.join('、'))}，重新定级以后按所定级别计时。`,
      ]
    : []),
  ...(gradeAsked?.overtaken ? [`拟定之后 ${time(gradeAsked.overtaken)} 又有新情况，须重新拟定。`] : []),
]

/** Line by line, each predicate with its source and mark. */
export const suggestionLines = (suggestion: Suggestion): string[] => [
  suggestedLevel({ ...suggestion, judged: suggestion.held.length > 0 }),
  ...suggestion.hits
    .filter(({ level }) => level < 4)
    .map((hit) => `命中 ${levelNames[hit.level]}：${hit.text}——${sourced(hit)}`),
  ...suggestion.open.map((one) => `尚不能判断 ${levelNames[one.level]}：${one.text}——${sourced(one)}`),
  ...suggestion.human.map(
    (one) =>
      `${suggestion.held.includes(one) ? '定级前须' : '须'}人工判断 ${levelNames[one.level]}：${one.text}——${sourced(one)}`,
  ),
  ...suggestion.reasons.map((text) => `定为一般须写明理由：${text}（建议值，待网信办核定）`),
]

// Which lower level waits for its second person, and who may confirm it? The same two pairs of eyes as for a receipt.

import { timesOf } from '../rules/rounds.js'
import { levelOf } from '../store/incident.js'
import type { Actor, Level, Matter, PersonRef, Refusal } from '../store/schema.js'

/** Does this level lower what the clocks run under? Then it takes two persons of the office (细则 第十条). */
export const lowers = (level: Level, incident: Matter): boolean => level > levelOf(incident)

/** The level that waits, as typed words mean it, or a button: that of the `nth` grading, which names its duty. */
export const gradeMeant = (
  incident: Matter,
  { nth, duty }: { nth?: number | undefined; duty?: string | undefined },
): NonNullable<Matter['gradeAsked']> | Refusal => {
  if (nth !== undefined && duty === undefined) return { why: 'button-dead' }
  const { gradeAsked, grading } = incident
  if (gradeAsked && (nth === undefined || nth === timesOf('graded', incident))) return gradeAsked
  const end = incident.record.findLast(
    ({ type }) => type === 'graded' || type === 'grade-confirmed' || type === 'grade-returned',
  )
  if (end?.type === 'grade-confirmed' || end?.type === 'grade-returned')
    return { why: 'already', what: end.type, by: end.by, at: end.at }
  if (nth === undefined || !end || end.type !== 'graded') return { why: 'grade-not-asked' }
  return end.waits || !grading
    ? { why: 'grade-waits', level: end.level, by: end.by, at: end.at }
    : { why: 'graded-meanwhile', level: end.level, by: end.by, at: end.at }
}

/** The people of the office but whoever graded, and whom they graded for. */
export const othersOfTheOffice = ({ chain }: Matter, maker: Actor): PersonRef[] =>
  (['office', 'office_deputy', 'office_director'] as const)
    .flatMap((post) => chain.filter((held) => held.post === post).map(({ person }) => person))
    .filter(({ id }) => id !== maker.id && id !== maker.for?.id)

// 定级: who may say how grave it is? A named person of the office; a change, or less than the facts say, needs a reason. The clock never starts anew.
import { type Suggestion, suggestLevel } from '../rules/level.js'
import { roundOf } from '../rules/rounds.js'
import { rulesOf, type World } from '../rules/world.js'
import type { Incident, Level, Party } from '../store/schema.js'
import { type Decision, record, refOf, refuse, settled, type Which } from './decision.js'
import { tooLong } from './limits.js'

/**
 * Must somebody say why? When a level is changed, when it is below what a predicate of the 分级指南 reaches, and for 一般
 * where the rules ask people to look twice (`below_major_needs_reason`).
 */
export const needsReason = (
  level: Level,
  before: Level | undefined,
  { hits, reasons }: Pick<Suggestion, 'hits' | 'reasons'>,
): boolean => {
  const reached = hits[0]?.level ?? 4
  return before !== undefined || level > reached || (level === 4 && reasons.length > 0)
}

/** Level is a human act (报告管理办法 第四条, 细则 第十三条): the rules suggest, this records who decided what, and on which basis. */
export const grade = (
  by: Party,
  incident: Incident,
  wanted: { level: Level | undefined; reason?: string | undefined } & Which,
  world: World,
): Decision => {
  if (!by.office) return refuse({ why: 'office-only' })
  const over = settled(incident)
  if (over) return refuse(over)
  const { level, duty, nth } = wanted
  const before = incident.grading
  // a button that asks for the first level, or a form that was opened before this one was given
  const late =
    (duty !== undefined && before !== undefined) ||
    (nth !== undefined && nth < (roundOf('grade', incident) ?? 0))
  if (late && before)
    return refuse({ why: 'graded-meanwhile', level: before.level, by: before.by, at: before.at })
  if (level === undefined) return { kind: 'form', form: 'grade' }
  const long = tooLong('reason', wanted.reason)
  if (long) return refuse(long)
  if (before?.level === level) return refuse({ why: 'already', what: 'graded', by: before.by, at: before.at })
  const suggestion = suggestLevel(incident, rulesOf(incident, world))
  const reason = wanted.reason?.trim()
  if (!reason && needsReason(level, before?.level, suggestion)) return { kind: 'form', form: 'grade', level }
  return record(
    { did: 'graded', level },
    {
      type: 'graded',
      at: world.now,
      by: refOf(by),
      level,
      ...(before ? { previous: before.level } : {}),
      ...(reason ? { reason } : {}),
      suggested: suggestion.level,
      basis: suggestion.hits.filter((hit) => hit.level < 4).map(({ id }) => id),
    },
  )
}

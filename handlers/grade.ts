// 定级: who may say how grave it is? A named person of the office confirms or changes the level; a change needs a reason. The clock never starts anew.
import type { World } from '../rules/world.js'
import type { Incident, Level } from '../store/schema.js'
import { type Decision, type Party, record, refOf, refuse, settled } from './decision.js'

export const grade = (
  by: Party,
  incident: Incident,
  wanted: { level: Level | undefined; reason?: string | undefined },
  world: World,
): Decision => {
  if (!by.office) return refuse({ why: 'office-only' })
  const over = settled(incident)
  if (over) return refuse(over)
  const { level } = wanted
  if (level === undefined) return { kind: 'form', form: 'grade' }
  const before = incident.grading
  if (before?.level === level) return refuse({ why: 'already', what: 'graded', by: before.by, at: before.at })
  const reason = wanted.reason?.trim()
  if (before && !reason) return { kind: 'form', form: 'grade', level }
  return record(
    { did: 'graded', level },
    {
      type: 'graded',
      at: world.now,
      by: refOf(by),
      level,
      ...(before ? { previous: before.level } : {}),
      ...(reason ? { reason } : {}),
    },
  )
}

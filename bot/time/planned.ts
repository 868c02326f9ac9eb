// What happens when the moment of a planned drill has come? The day before it is told; at its hour it begins, once, late after a standstill.
import { concernedBy, stepOf } from '../../handlers/planned.js'
import { reported } from '../../handlers/report.js'
import { RANK } from '../../handlers/tell.js'
import { nextPlannedMs } from '../../rules/planned.js'
import type { PersonRef } from '../../store/schema.js'
import { drillTomorrow, planCalledOff } from '../../templates/drill.js'
import { nextNumber } from '../reception/file.js'
import { type Bench, happen, owe } from '../turn/happen.js'
import { worldOf } from '../turn/world.js'

const send = (bench: Bench, key: string, people: readonly PersonRef[], text: string): void => {
  for (const { id } of people)
    owe(bench, {
      key: `planned/${key}/${id}`,
      to: { person: id },
      rank: RANK.reminder,
      view: { view: 'text', text },
    })
}

export const passPlanned = (bench: Bench, key: string): void => {
  const { turn, campus } = bench
  const planned = turn.row('planned', key)
  if (!planned || nextPlannedMs(planned, campus.rules) > Date.parse(turn.at)) return
  const world = worldOf(turn, campus)
  const step = stepOf(planned, world)
  switch (step.step) {
    case 'tell':
      turn.put('planned', key, step.planned)
      return send(bench, `${key}/eve`, step.to, drillTomorrow(planned, world))
    case 'wait':
      return turn.put('planned', key, step.planned)
    case 'off':
      turn.drop('planned', key)
      return send(bench, `${key}/off`, concernedBy(planned, world), planCalledOff(planned, step.off, world))
    case 'begin': {
      turn.drop('planned', key)
      const number = nextNumber(turn, true, world)
      const how = { number, drill: true, planned: step.planned }
      happen(bench, number, [reported(planned.by, step.report, how, world)])
    }
  }
}

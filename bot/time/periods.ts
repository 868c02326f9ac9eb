// What happens when the moment of a key period has come? The card of its day goes out, the cut-off passes, the day ends.
import { stepOf } from '../../handlers/zero.js'
import { nextPeriodMs } from '../../rules/zero.js'
import { type Bench, happen } from '../turn/happen.js'
import { worldOf } from '../turn/world.js'

/** All that was missed meanwhile is made up for, step by step: a period has few days. */
const MOST_STEPS = 500

export const passPeriod = (bench: Bench, key: string): void => {
  const { turn, campus } = bench
  for (let step = 0; step < MOST_STEPS; step++) {
    const period = turn.row('periods', key)
    const at = period && nextPeriodMs(period, campus.rules)
    if (!period || at === undefined || at > Date.parse(turn.at)) return
    for (const { period: next, id, events } of stepOf(period, worldOf(turn, campus))) {
      turn.put('periods', key, next)
      if (id && events.length > 0) happen(bench, id, events)
    }
  }
}

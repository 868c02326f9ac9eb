// Is it the day on which every unit is asked about its own people? What was asked last is kept, so that a restart neither doubles nor swallows it.
import { countedAs } from '../../handlers/notice.js'
import { peopleAsked } from '../../handlers/reconfirm.js'
import { nextReconfirmMs } from '../../rules/reconfirm.js'
import { reconfirmText } from '../../templates/reconfirm.js'
import { type Bench, happen } from '../turn/happen.js'
import type { Turns } from '../turn/turns.js'
import { type Campus, worldOf } from '../turn/world.js'
import type { Clock } from './clock.js'

type Reconfirm = {
  /** In epoch ms. */
  next(): number
  ask(bench: Bench): void
}

const MARK = 'reconfirmed'

export const openReconfirm = (turns: Turns, campus: () => Campus, clock: Clock): Reconfirm => {
  const opened = clock.now()
  /** Since when there is a record: whoever begins after this year's day is first asked the next year. */
  const sinceMs = (): number =>
    Math.min(opened, ...Object.values(turns.peek().rulebooks).map(({ at }) => Date.parse(at)))
  return {
    next() {
      const last = turns.peek().meta[MARK]
      const lastMs = typeof last === 'string' ? Date.parse(last) : sinceMs()
      return nextReconfirmMs(lastMs, clock.now(), campus().rules)
    },
    ask(bench) {
      const { turn } = bench
      const world = worldOf(turn, bench.campus)
      turn.put('meta', MARK, turn.at)
      const next = () => turn.next(countedAs('assignment', world))
      for (const event of peopleAsked(world, (unit) => reconfirmText(unit, world), next))
        happen(bench, event.number, [event])
    },
  }
}

// What is due once a year? What came last is kept, so that a restart neither doubles nor swallows it.
import { countedAs } from '../../handlers/notice.js'
import { drillsLacking } from '../../handlers/quota.js'
import { peopleAsked } from '../../handlers/reconfirm.js'
import type { World } from '../../rules/world.js'
import { nextYearlyMs, type Yearly } from '../../rules/yearly.js'
import type { EventOf } from '../../store/schema.js'
import { quotaText } from '../../templates/drill.js'
import { reconfirmText } from '../../templates/reconfirm.js'
import { type Bench, happen } from '../turn/happen.js'
import type { Turns } from '../turn/turns.js'
import { type Campus, worldOf } from '../turn/world.js'
import type { Clock } from './clock.js'

type Openly = {
  /** In epoch ms. */
  next(): number
  due(): Yearly[]
  ask(bench: Bench, of: Yearly): void
}

/** Under which name it is kept when it came last. */
const marks: Record<Yearly, string> = { reconfirm: 'reconfirmed', yearlyDrills: 'drills-asked' }
const all = Object.keys(marks) as Yearly[] // its own keys

const asked: Record<Yearly, (world: World, next: () => number) => EventOf<'issued'>[]> = {
  reconfirm: (world, next) => peopleAsked(world, (unit) => reconfirmText(unit, world), next),
  yearlyDrills: (world, next) => drillsLacking(world, (done) => quotaText(done, world), next),
}

export const openYearly = (turns: Turns, campus: () => Campus, clock: Clock): Openly => {
  const opened = clock.now()
  /** Since when there is a record: whoever begins after this year's day is first asked the next year. */
  const sinceMs = (): number =>
    Math.min(opened, ...Object.values(turns.peek().rulebooks).map(({ at }) => Date.parse(at)))
  const nextOf = (of: Yearly): number => {
    const last = turns.peek().meta[marks[of]]
    const lastMs = typeof last === 'string' ? Date.parse(last) : sinceMs()
    return nextYearlyMs(of, lastMs, clock.now(), campus().rules)
  }
  return {
    next: () => Math.min(...all.map(nextOf)),
    due: () => all.filter((of) => nextOf(of) <= clock.now()),
    ask(bench, of) {
      const { turn } = bench
      const world = worldOf(turn, bench.campus)
      turn.put('meta', marks[of], turn.at)
      const next = () => turn.next(countedAs('assignment', world))
      for (const event of asked[of](world, next)) happen(bench, event.number, [event])
    },
  }
}

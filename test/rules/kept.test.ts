// What follows from an incident is not worked out anew with each second, but is whenever something changes that it hangs on?
import { describe, expect, it } from 'vitest'
import { holding } from '../../rules/chain.js'
import { duties } from '../../rules/duties.js'
import { factsOf } from '../../rules/facts.js'
import type { World } from '../../rules/world.js'
import { evolve } from '../../store/matter.js'
import { at, directory, HOUR, incidentOf, rules, T0, worldAt } from './ground.js'

const incident = incidentOf()
const first = holding(incident.chain, 'first')[0]
const who = first?.id ?? ''
const owners = (world: World): string[] =>
  duties(incident, world).flatMap((duty) => (duty.post === 'first' ? duty.owners.map(({ id }) => id) : []))

describe('应办事项只算一次', () => {
  const before = duties(incident, worldAt(T0))

  it('an hour later nothing has changed: the very same duties', () => {
    expect(duties(incident, worldAt(T0 + HOUR))).toBe(before)
    expect(factsOf(incident, rules)).toBe(factsOf(incident, rules))
  })

  it('whoever is away owes nothing, from the second in which it begins to the one in which it ends', () => {
    const away = { [who]: [{ person: who, from: at(T0 + HOUR), to: at(T0 + 2 * HOUR) }] }
    const then = (ms: number) => owners({ ...worldAt(ms), away } as World) // of a time away only who and when count here
    expect(then(T0 + HOUR - 1)).toContain(who)
    expect(then(T0 + HOUR)).not.toContain(who)
    expect(then(T0 + 2 * HOUR)).not.toContain(who)
    expect(then(T0 + 2 * HOUR + 1)).toContain(who)
  })

  it('another event, another directory, other rules, another calendar: worked out anew', () => {
    const world = worldAt(T0)
    const heard = evolve(incident, {
      type: 'graded',
      at: at(T0),
      by: { id: 'P007', name: '钱小雨' },
      level: 4,
    })
    expect(duties(heard, world)).not.toEqual(before)
    const fewer = { ...directory, people: directory.people.filter(({ id }) => id !== who) }
    for (const changed of [
      { ...world, directory: fewer },
      { ...world, rules: { ...rules } },
      { ...world, rules: { ...rules, calendar: { ...rules.calendar } } },
    ]) {
      expect(duties(incident, changed)).not.toBe(before)
      duties(incident, world)
    }
    expect(duties(incident, { ...world, rules: { ...rules, clocks: [] } })).toEqual([])
  })
})

// 到达测试: who is called by night and who by day, and who has answered? It never touches an incident.
import { isAway } from '../rules/away.js'
import { chainOf, refOf } from '../rules/chain.js'
import { personOf, type World } from '../rules/world.js'
import { isLeader, isOffice } from '../store/campus.js'
import type { Party, PersonRef, ReachTest } from '../store/schema.js'

const onRoster = ({ directory }: World): string[] => (directory.roster ?? []).map(({ person }) => person)

/** Whoever answers for something on this campus, whatever happens: every chain, and who is on the roster. */
const concerned = (world: World): PersonRef[] => {
  const chains = world.directory.units.flatMap((unit) =>
    chainOf(world.directory, unit).map(({ person }) => person),
  )
  const turns = onRoster(world).flatMap((id) => {
    const person = personOf(world, id)
    return person ? [refOf(person)] : []
  })
  return [...chains, ...turns].filter(({ id }, at, all) => all.findIndex((one) => one.id === id) === at)
}

/** By night the office and the people of the roster; everybody else by day, the school's leaders too. Nobody who is away. */
export const callsFor = (part: 'night' | 'daytime', world: World): PersonRef[] => {
  const turns = new Set(onRoster(world))
  const byNight = ({ id }: PersonRef) =>
    turns.has(id) || (isOffice(world.directory, id) && !isLeader(world.directory, id))
  return concerned(world).filter(
    (person) => !isAway(person.id, world) && byNight(person) === (part === 'night'),
  )
}

/** The test that waits for an answer of this person: the last one that called them, while it is answered late at most. */
export const testOf = (
  { id }: Pick<Party, 'id'>,
  { reach = {} }: Pick<World, 'reach'>,
): ReachTest | undefined =>
  Object.values(reach)
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .find(({ calls, closedAt }) => calls[id] && !calls[id].answeredAt && !closedAt)

/** As it is once this person has answered; a second answer changes nothing. */
export const answeredReach = (
  by: Pick<Party, 'id'>,
  test: ReachTest,
  { now }: Pick<World, 'now'>,
): ReachTest => {
  const own = test.calls[by.id]
  return own && !own.answeredAt
    ? { ...test, calls: { ...test.calls, [by.id]: { ...own, answeredAt: now } } }
    : test
}

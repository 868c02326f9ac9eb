// Which matters can concern this person at all? Whoever decides looks at these alone; what of them is theirs, each says itself.
import { mattersOf, type Name } from '../store/concerned.js'
import type { Directory, Matter, Party } from '../store/schema.js'
import { turnsOf } from './roster.js'
import { personOf, type World } from './world.js'

/** Whose stand-in somebody is. */
const standsInFor = new WeakMap<Directory, ReadonlyMap<string, readonly string[]>>()
const principalsOf = (directory: Directory): ReadonlyMap<string, readonly string[]> => {
  const known = standsInFor.get(directory)
  if (known) return known
  const found = new Map<string, string[]>()
  for (const { id, standIn } of directory.people)
    if (standIn) found.set(standIn, [...(found.get(standIn) ?? []), id])
  standsInFor.set(directory, found)
  return found
}

/** This person, and everybody for whom they may come to act: for whom they stand in, and those for whom these do. */
const actsAs = (person: string, { directory }: Pick<World, 'directory'>): Set<string> => {
  const principals = principalsOf(directory)
  const found = new Set([person])
  for (const one of found) for (const other of principals.get(one) ?? []) found.add(other)
  return found
}

type Here = Pick<World, 'incidents' | 'directory'>

/** Those that name them, or the unit whose 联络员 they are: it may be too many, never too few. */
export const involving = (person: string, world: Here): Matter[] => {
  const people = [...actsAs(person, world)].map((id): Name => `person ${id}`)
  const posts = personOf(world, person)?.posts ?? []
  const units = posts.flatMap(({ unit, role }): Name[] => (role === '联络员' ? [`unit ${unit}`] : []))
  return mattersOf([...people, ...units], world.incidents)
}

/** All of them for whoever sees all, and for whoever has a turn at a desk: that owes what no chain names them for. */
export const concerning = (party: Party, world: World): Matter[] => {
  const people = actsAs(party.id, world)
  return party.office || party.leader || turnsOf(world).some(({ person }) => people.has(person.id))
    ? Object.values(world.incidents)
    : involving(party.id, world)
}

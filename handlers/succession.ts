// What changes for an incident when the directory was read anew? Who left hands over to who holds the post now, or acts in their place.
import { acting, isHere } from '../rules/chain.js'
import { ownersOf } from '../rules/duties.js'
import { personOf, type World } from '../rules/world.js'
import type { Directory, Event, Incident } from '../store/schema.js'
import { refOf } from './decision.js'

/** `was` is the directory before. */
export const successions = (
  incident: Incident,
  was: Directory,
  world: World,
  fresh: Incident['chain'],
): Event[] => {
  const left = ({ id }: { id: string }): boolean => !personOf(world, id)
  return incident.chain.flatMap(({ post, person }): Event[] => {
    if (left(person)) {
      const to =
        fresh.find(
          (held) =>
            held.post === post &&
            !incident.chain.some((old) => old.post === post && old.person.id === held.person.id),
        ) ?? fresh.find((held) => held.post === post)
      return [{ type: 'succeeded', at: world.now, post, from: person, ...(to ? { to: to.person } : {}) }]
    }
    const before = acting(person, incident, { ...world, directory: was })
    if (!left(before)) return []
    const [only, ...more] = ownersOf(post, incident, world)
    const to = only && more.length === 0 && isHere(only, incident, world) ? { to: refOf(only) } : {}
    return [{ type: 'succeeded', at: world.now, post, from: refOf(before), standIn: true, ...to }]
  })
}

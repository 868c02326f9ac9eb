// What changes for an incident when the directory was read anew? Who left hands over to who holds the post now, or acts in their place.
import { acting, isHere } from '../rules/chain.js'
import { ownersOf } from '../rules/owners.js'
import { personOf, type World } from '../rules/world.js'
import type { Directory, Event, Matter, Post } from '../store/schema.js'
import { refOf } from './decision.js'

/** `was` is the directory before. */
export const successions = (
  incident: Matter,
  was: Directory,
  world: World,
  fresh: Matter['chain'],
): Event[] => {
  const left = ({ id }: { id: string }): boolean => !personOf(world, id)
  return incident.chain.flatMap(({ post, person, unit }): Event[] => {
    const of = { type: 'succeeded' as const, at: world.now, post, ...(unit ? { unit } : {}) }
    if (left(person)) {
      const same = (held: Post) => held.post === post && held.unit?.id === unit?.id
      const to =
        fresh.find(
          (held) =>
            same(held) && !incident.chain.some((old) => same(old) && old.person.id === held.person.id),
        ) ?? fresh.find(same)
      return [{ ...of, from: person, ...(to ? { to: to.person } : {}) }]
    }
    const before = acting(person, incident, { ...world, directory: was })
    if (!left(before)) return []
    const [only, ...more] = ownersOf(post, incident, world, unit?.id)
    const to = only && more.length === 0 && isHere(only, incident, world) ? { to: refOf(only) } : {}
    return [{ ...of, from: refOf(before), standIn: true, ...to }]
  })
}

// What changes for an incident when the directory was read anew? Who left hands over to who holds the post now.
import type { World } from '../rules/world.js'
import type { Event, Incident, Post } from '../store/schema.js'

export const successions = (incident: Incident, world: World, fresh: Incident['chain']): Event[] =>
  incident.chain
    .filter(({ person }) => !world.directory.people.some(({ id }) => id === person.id))
    .map(({ post, person, unit }) => {
      const same = (held: Post) => held.post === post && held.unit?.id === unit?.id
      const to =
        fresh.find(
          (held) =>
            same(held) && !incident.chain.some((old) => same(old) && old.person.id === held.person.id),
        ) ?? fresh.find(same)
      return {
        type: 'succeeded',
        at: world.now,
        post,
        ...(unit ? { unit } : {}),
        from: person,
        ...(to ? { to: to.person } : {}),
      }
    })

// What changes for an incident when the directory was read anew? Who left hands over to who holds the post now.
import type { World } from '../rules/world.js'
import type { Event, Incident } from '../store/schema.js'

export const successions = (incident: Incident, world: World, fresh: Incident['chain']): Event[] =>
  incident.chain
    .filter(({ person }) => !world.directory.people.some(({ id }) => id === person.id))
    .map(({ post, person }) => {
      const to =
        fresh.find(
          (held) =>
            held.post === post &&
            !incident.chain.some((old) => old.post === post && old.person.id === held.person.id),
        ) ?? fresh.find((held) => held.post === post)
      return { type: 'succeeded', at: world.now, post, from: person, ...(to ? { to: to.person } : {}) }
    })

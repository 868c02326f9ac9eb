// Whom do a name or a number mean, and how does somebody act again who handed it on?
import { ownersOf } from '../rules/owners.js'
import type { World } from '../rules/world.js'
import { findPeople, folded } from '../store/campus.js'
import { evolve } from '../store/matter.js'
import type { Event, Matter, Party, PersonRef, Refusal } from '../store/schema.js'
import { type Decision, record, refOf, refuse } from './decision.js'

/**
 * The one person of the directory that a name or number means. A single character of a name is a slip more often than
 * a name: it is asked back, even where it fits only one.
 */
export const whom = (text: string | undefined, world: Pick<World, 'directory'>): PersonRef | Refusal => {
  const wanted = text?.trim()
  if (!wanted) return { why: 'person-needed' }
  const found = findPeople(world.directory, wanted)
  const [only] = found
  if (!only) return { why: 'no-such-person' }
  const exact = [only.id, only.name].some((word) => folded(word) === folded(wanted))
  const guessed = !exact && [...folded(wanted)].length < 2
  return found.length > 1 || guessed ? { why: 'which-person', people: found.map(refOf) } : refOf(only)
}

/** Why these words mean nobody. */
export const whomWrong = (text: string, { world }: { world: World }): Refusal | undefined => {
  const found = whom(text, world)
  return 'why' in found ? found : undefined
}

/** 撤回转办: whoever handed it on acts again; `to` are those who do instead, where they are not there. */
export const takeBack = (by: Party, incident: Matter, from: PersonRef, world: World): Decision => {
  const known = incident.delegations.find((one) => one.from.id === from.id)
  if (!known) return refuse({ why: 'not-delegated' })
  const back: Event = { type: 'undelegated', at: world.now, by: refOf(by), from: known.from, to: known.to }
  const after = evolve(incident, back)
  const held = after.chain.filter(({ person }) => person.id === from.id)
  const to = held.flatMap(({ post, unit }) => ownersOf(post, after, world, unit?.id))
  // who is away does not act again: whoever stands in for them does
  return record(
    { did: 'undelegated', from: known.from, to: to.some(({ id }) => id === from.id) ? [] : to },
    back,
  )
}

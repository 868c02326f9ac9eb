// 重开: may what was settled go on? Only the office says so, with its reason; the number and the clocks stay what they were.
import { chainOf } from '../rules/chain.js'
import type { World } from '../rules/world.js'
import { evolve } from '../store/incident.js'
import type { Event, Incident, Party } from '../store/schema.js'
import { type Decision, record, refOf, refuse, settled } from './decision.js'
import { successions } from './tell.js'

/** Who left the directory while it was settled is succeeded at once: a chain of yesterday would call nobody. */
export const reopen = (by: Party, incident: Incident, reason: string | undefined, world: World): Decision => {
  if (!by.office) return refuse({ why: 'office-only' })
  if (!settled(incident)) return refuse({ why: 'not-settled' })
  if (reason === undefined) return { kind: 'form', form: 'reopen' }
  const text = reason.trim()
  if (!text) return refuse({ why: 'reason-needed' })
  const reopened: Event = { type: 'reopened', at: world.now, by: refOf(by), reason: text }
  const unit = world.directory.units.find(({ id }) => id === incident.unit.id)
  const fresh = unit ? chainOf(world.directory, unit) : []
  return record({ did: 'reopened' }, reopened, ...successions(evolve(incident, reopened), world, fresh))
}

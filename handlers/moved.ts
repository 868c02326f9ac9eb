// A platform says that somebody left, is on leave or is back: which times away begin by that, and which are over?
import { LONGEST_AWAY_MS } from '../rules/away.js'
import { personOf, type World } from '../rules/world.js'
import type { Away, PersonRef } from '../store/schema.js'
import type { Leave } from './away.js'
import { refOf } from './decision.js'

/** Nobody is registered to stand in: then nobody is meant by this. */
const nobody: PersonRef = { id: '', name: '' }

/** Until when somebody is not there who left: as long as anybody may be away by one word. The directory says the rest. */
const forLong = ({ now }: Pick<World, 'now'>): string =>
  new Date(Date.parse(now) + LONGEST_AWAY_MS).toISOString()

/** Not there from `from` to `to`, as `source` says; nothing where that is known, or over. */
export const absent = (
  person: PersonRef,
  source: string,
  by: PersonRef,
  world: World,
  { from = world.now, to = forLong(world) }: { from?: string; to?: string } = {},
): Leave | undefined => {
  const periods = world.away[person.id] ?? []
  if (to <= world.now || periods.some((one) => one.source === source)) return undefined
  const standIn = personOf(world, personOf(world, person.id)?.standIn ?? '')
  const period: Away = { person: person.id, from, to, by, source }
  return {
    person,
    standIn: standIn && standIn.id !== person.id ? refOf(standIn) : nobody,
    period,
    // none is joined with another: each ends by what began it
    periods: [...periods, period],
  }
}

/** What is over by that: those times away of which `source` was the reason. */
export const present = (
  person: string,
  source: string,
  world: Pick<World, 'away'>,
): { ended: Away[]; left: Away[] } | undefined => {
  const periods = world.away[person] ?? []
  const ended = periods.filter((one) => one.source === source)
  return ended.length > 0 ? { ended, left: periods.filter((one) => !ended.includes(one)) } : undefined
}

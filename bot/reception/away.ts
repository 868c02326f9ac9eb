// 外出: who stands in, from when to when? What waits for the person goes to the stand-in at once.
import { away } from '../../handlers/standin.js'
import { duties } from '../../rules/duties.js'
import { clockTime } from '../../templates/plain.js'
import { owe, redrawAll, worldOf } from '../happen.js'
import { type Desk, refuse, say } from './desk.js'

export const goAway = (desk: Desk, rest: string): void => {
  const wanted = away(desk.party, rest, desk.world)
  if ('why' in wanted) {
    refuse(desk, wanted)
    return
  }
  const { turn, world } = desk
  const { person, standIn } = wanted
  turn.put('away', person.id, [
    ...(turn.row('away', person.id) ?? []).filter(({ to }) => to >= world.now),
    wanted.away,
  ])
  const zone = world.rules.timezone
  say(
    desk,
    `已登记：${person.name}外出，${clockTime(wanted.away.from, world.now, zone)} 至 ${clockTime(wanted.away.to, world.now, zone)}，由${standIn.name}代为办理。`,
  )
  if (wanted.away.from > world.now) return
  const after = worldOf(turn, desk.campus)
  for (const incident of Object.values(world.incidents)) {
    const waits = duties(incident, after).some(
      (duty) =>
        !duty.done && duty.owners.some(({ id, for: whom }) => id === standIn.id && whom?.id === person.id),
    )
    if (!waits) continue
    owe(desk, {
      key: `${incident.id}/card/${standIn.id}/away${wanted.away.from}`,
      to: { person: standIn.id },
      rank: 0,
      view: { view: 'incident', incident: incident.id },
      incident: incident.id,
    })
    redrawAll(desk, incident.id)
  }
}

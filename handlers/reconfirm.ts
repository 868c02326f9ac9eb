// 年度核对: what is every unit asked once a year about its own people? One assignment each, all of one batch.

import type { World } from '../rules/world.js'
import { unitOfKind } from '../store/campus.js'
import type { EventOf, Unit } from '../store/schema.js'
import { issued } from './notice.js'
import { officeRef, partyOf } from './see.js'

/** Every unit but the school itself, whose people are the leaders, and the office, which keeps the directory. */
const askedOf = ({ directory }: World): Unit[] =>
  directory.units.filter(({ kind }) => kind !== '学校' && kind !== '网信办')

/** `textOf`: what a unit is asked, in words; `next`: the numbers of this year. Nobody but the calendar asks for it: it is the office's. */
export const peopleAsked = (
  world: World,
  textOf: (unit: Unit) => string,
  next: () => number,
): EventOf<'issued'>[] => {
  const units = askedOf(world)
  const [office] = officeRef(world)
  if (!office || !unitOfKind(world.directory, '网信办')) return []
  const term = new Date(Date.parse(world.now) + world.rules.reconfirm.withinMs).toISOString()
  const issuing = {
    id: '',
    kind: 'assignment' as const,
    units,
    text: '',
    term,
    own: true as const,
    touchedAt: world.now,
  }
  return issued(partyOf(office, world), issuing, next, world).map((event) => {
    const unit = units.find(({ id }) => id === event.unit.id)
    return {
      ...event,
      subject: {
        ...event.subject,
        source: office.name,
        people: true as const,
        text: unit ? textOf(unit) : '',
      },
    }
  })
}

// 每年至少演练一次 (细则 第十一条（四）): what is asked of 信息中心 where this year's drills are lacking, and what ends it?
import { localParts } from '../rules/calendar.js'
import type { World } from '../rules/world.js'
import { drillsOf, endOfYear } from '../rules/yearly.js'
import { unitOfKind } from '../store/campus.js'
import { mattersOf } from '../store/concerned.js'
import type { Event, EventOf, Matter } from '../store/schema.js'
import { overNow } from './decision.js'
import { issued } from './notice.js'
import { officeRef, partyOf } from './see.js'

const yearOf = (at: string, { rules }: World): number => localParts(Date.parse(at), rules.timezone).y

/** One assignment, where there are too few. `textOf`: what is asked, in words; `next`: the numbers of this year. */
export const drillsLacking = (
  world: World,
  textOf: (done: number) => string,
  next: () => number,
): EventOf<'issued'>[] => {
  const { least } = world.rules.yearlyDrills
  const done = drillsOf(yearOf(world.now, world), world).length
  const [office] = officeRef(world)
  const center = unitOfKind(world.directory, '信息中心')
  if (done >= least || !office || !center) return []
  const issuing = {
    id: '',
    kind: 'assignment' as const,
    units: [center],
    text: textOf(done),
    term: endOfYear(world.now, world.rules),
    own: true as const,
    source: office.name,
    touchedAt: world.now,
  }
  return issued(partyOf(office, world), issuing, next, world).map((event) => ({
    ...event,
    subject: { ...event.subject, drills: least },
  }))
}

/** A drill has ended: what was asked for is done where the year has enough of them. */
export const metByDrill = (drill: Matter, world: World): { id: string; events: Event[] }[] => {
  const end = drill.record.findLast((event) => event.type === 'closed')
  if (!drill.drill || end?.type !== 'closed') return []
  return mattersOf(['kind assignment'], world.incidents).flatMap((one) => {
    const least = one.subject?.drills
    if (least === undefined || overNow(one)) return []
    if (drillsOf(yearOf(one.reportedAt, world), world).length < least) return []
    const done = { at: world.now, by: end.by }
    return [
      {
        id: one.id,
        events: [
          { type: 'carried-out', ...done, text: drill.id, drill: drill.id },
          { type: 'closed', ...done },
        ],
      },
    ]
  })
}

// 确认收到: may this person acknowledge, and what does it record? Each of the two responsible people of each unit separately (细则 第七条).
import { mayActAs, seenFrom } from '../../rules/chain.js'
import { type Duty, duties } from '../../rules/duties.js'
import type { World } from '../../rules/world.js'
import type { Actor, Event, Incident, Party } from '../../store/schema.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { named } from '../named.js'
import type { Action } from './action.js'

const asWhom = (
  by: Party,
  { post, unit, owners }: Duty,
  whole: Incident,
  world: World,
): Actor | undefined => {
  const incident = seenFrom(whole, unit?.id)
  const actor = mayActAs(refOf(by), [post], incident, world)
  if (actor) return actor
  // an empty or unreachable post falls to the next, who then acts for it
  const owner = owners.find(({ id }) => id === by.id)
  const holder = incident.chain.find((held) => held.post === post)?.person
  return owner && { ...refOf(by), ...(holder ? { for: holder } : {}) }
}

export const acknowledge: Action<'acknowledge'> = {
  name: 'acknowledge',
  label: '确认收到',

  /**
   * The acknowledgement that a button names, and with it whatever else the same person owes here (one person may hold posts
   * of several units); where it names none, every one that this person owes or may give for another.
   */
  decide({ by, incident, world, duty: wanted }) {
    const over = settled(incident)
    if (over) return refuse(over)
    const meant = wanted === undefined ? undefined : named(incident, wanted, world)
    if (meant && 'why' in meant) return refuse(meant)
    const all = duties(incident, world).filter(({ kind }) => kind === 'acknowledge')
    const giving = all.flatMap((duty) => {
      const actor = asWhom(by, duty, incident, world)
      return actor ? [{ duty, actor }] : []
    })
    const isMeant = (duty: Duty) => !meant || (duty.post === meant.post && duty.unit?.id === meant.unit?.id)
    const mine = giving.filter(({ duty }) => isMeant(duty))
    const owed = all.filter(isMeant)
    const holder = ({ id, for: other }: Actor): string => other?.id ?? id
    const open = giving.filter(
      ({ duty, actor }) =>
        !duty.done && mine.some((one) => !one.duty.done && holder(one.actor) === holder(actor)),
    )
    const events = open
      .filter(
        ({ duty: { post, unit } }, at) =>
          open.findIndex(({ duty }) => duty.post === post && duty.unit?.id === unit?.id) === at,
      )
      .map(
        ({ duty: { post, unit }, actor }): Event => ({
          type: 'acknowledged',
          at: world.now,
          by: actor,
          post,
          ...(unit ? { unit } : {}),
        }),
      )
    if (events.length > 0) return record({ did: 'acknowledged' }, ...events)
    const done =
      mine.find(({ duty }) => duty.done)?.duty.done ?? owed.find(({ done }) => done?.by.id === by.id)?.done
    if (done) return refuse({ why: 'already', what: 'acknowledged', ...done })
    return refuse({ why: 'not-yours', may: all.flatMap(({ owners }) => owners) })
  },
}

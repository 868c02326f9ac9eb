// 确认收到: may this person acknowledge, and what does it record? Each of the two responsible people of each unit separately (细则 第七条).
import { mayActAs, seenFrom } from '../../rules/chain.js'
import { type Duty, duties, openDuties } from '../../rules/duties.js'
import type { World } from '../../rules/world.js'
import type { Actor, Event, Matter, Party, PostName } from '../../store/schema.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { named } from '../named.js'
import type { Action } from './action.js'

/** The post whose acknowledgement is asked for: the one that owes it, or the one that must have opened the incident. */
const postOf = ({ clock, post }: Duty): PostName => clock.openedBy ?? post

/** What is met when this person has opened the incident: nobody else can do it for them (校领导已知悉). */
export const openedBy = (by: Party, incident: Matter, world: World): Event[] => {
  const posts = openDuties(incident, world).flatMap(({ clock }) => clock.openedBy ?? [])
  return [...new Set(posts)].flatMap((post): Event[] => {
    const actor = mayActAs(refOf(by), [post], incident, world)
    return actor ? [{ type: 'acknowledged', at: world.now, by: actor, post, opened: true }] : []
  })
}

const asWhom = (by: Party, duty: Duty, whole: Matter, world: World): Actor | undefined => {
  const { post, unit, owners, readers } = duty
  if (readers) return mayActAs(refOf(by), [postOf(duty)], whole, world)
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
  of: ['incident', 'rectification', 'assignment'],

  /**
   * The acknowledgement that a button names, and with it whatever else the same person owes here (one person may hold posts
   * of several units); where it names none, every one that this person owes or may give for another.
   */
  decide({ by, incident, world, duty: wanted }) {
    const over = settled(incident)
    if (over) return refuse(over)
    const meant = wanted === undefined ? undefined : named(incident, wanted, world)
    if (meant && 'why' in meant) return refuse(meant)
    const all = duties(incident, world).filter(({ kind, readers }) => kind === 'acknowledge' || readers)
    const giving = all.flatMap((duty) => {
      const actor = asWhom(by, duty, incident, world)
      return actor ? [{ duty, actor }] : []
    })
    const isMeant = (duty: Duty) =>
      !meant || (postOf(duty) === postOf(meant) && duty.unit?.id === meant.unit?.id)
    const mine = giving.filter(({ duty }) => isMeant(duty))
    const owed = all.filter(isMeant)
    const holder = ({ id, for: other }: Actor): string => other?.id ?? id
    const open = giving.filter(
      ({ duty, actor }) =>
        !duty.done && mine.some((one) => !one.duty.done && holder(one.actor) === holder(actor)),
    )
    const events = open
      .filter(
        ({ duty: one }, at) =>
          open.findIndex(({ duty }) => postOf(duty) === postOf(one) && duty.unit?.id === one.unit?.id) === at,
      )
      .map(
        ({ duty, actor }): Event => ({
          type: 'acknowledged',
          at: world.now,
          by: actor,
          post: postOf(duty),
          ...(duty.unit ? { unit: duty.unit } : {}),
        }),
      )
    if (events.length > 0) return record({ did: 'acknowledged' }, ...events)
    const done =
      mine.find(({ duty }) => duty.done)?.duty.done ?? owed.find(({ done }) => done?.by.id === by.id)?.done
    if (done) return refuse({ why: 'already', what: 'acknowledged', ...done })
    const asked = meant?.readers ? owed : all.filter(({ readers }) => !readers)
    return refuse({ why: 'not-yours', may: asked.flatMap(({ readers, owners }) => readers ?? owners) })
  },
}

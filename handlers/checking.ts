// May this person say that what a unit was asked for is done, and may this one say whether it is good? Never both the same (细则 第十条（一）、第十一条（二）).

import { isLiaison, isResponsible } from '../rules/chain.js'
import { openDuties } from '../rules/duties.js'
import { isMaker } from '../rules/owners.js'
import type { Done, Matter, Refusal } from '../store/schema.js'
import type { Asked, Case } from './actions/action.js'
import { settled } from './decision.js'
import { officeRef, responsibleOf } from './see.js'

/** 已整改, 已办理: the unit, its 联络员 too, or the office for it. Nothing: they may. */
export const mayNotAnswer = ({ by, incident, world }: Case, what: Done): Refusal | undefined => {
  const over = settled(incident)
  if (over) return over
  if (!by.office && !isResponsible(by, incident, world) && !isLiaison(by, incident, world))
    return { why: 'not-yours', may: [...responsibleOf(incident), ...officeRef(world)] }
  const { fixed } = incident
  return fixed && { why: 'already', what, by: fixed.by, at: fixed.at }
}

/** 复测: 信息中心, or the office where nobody of it is there; never who registered the fix. */
export const mayNotRetest = (one: Asked): Refusal | undefined =>
  mayNotLook(one, { what: 'retested', early: 'not-fixed', same: 'retest-same-person' })

/** 审核: the office; never who registered what was done. */
export const mayNotCheck = (one: Asked): Refusal | undefined =>
  mayNotLook(one, { what: 'accepted', early: 'not-carried-out', same: 'check-same-person' })

type Words = {
  what: Done
  early: 'not-fixed' | 'not-carried-out'
  same: 'retest-same-person' | 'check-same-person'
}

const mayNotLook = (
  { by, incident, world, nth }: Asked,
  { what, early, same }: Words,
): Refusal | undefined => {
  const over = settled(incident)
  if (over) return over
  const { fixed, passed } = incident
  if (passed) return { why: 'already', what, by: passed.by, at: passed.at }
  if (!fixed) return { why: early }
  const owners = openDuties(incident, world).flatMap(({ clock, owners }) =>
    clock.endedBy === 'passed' ? owners : [],
  )
  const others = owners.filter((one) => !isMaker(one, fixed.by))
  const may = [...others, ...officeRef(world)].filter(
    ({ id }, at, all) => all.findIndex((one) => one.id === id) === at,
  )
  const owner = owners.find(({ id }) => id === by.id)
  if (!owner && !by.office) return { why: 'not-yours', may }
  if (isMaker(owner ?? by, fixed.by)) return { why: same, by: fixed.by, may }
  // a card of an earlier round speaks of what was sent back since
  return nth !== undefined && nth !== roundsOf(incident) ? { why: 'button-dead' } : undefined
}

/** How often it was sent back by now. */
export const roundsOf = ({ sentBack = [] }: Pick<Matter, 'sentBack'>): number => sentBack.length

// 复测: may this person say how the retest ended? 信息中心, or the office where nobody of it is there; never who registered the fix (细则 第十一条（二）).
import { openDuties } from '../rules/duties.js'
import { isMaker } from '../rules/owners.js'
import type { Refusal } from '../store/schema.js'
import type { Case } from './actions/action.js'
import { settled } from './decision.js'
import { officeRef } from './see.js'

/** Nothing: they may. */
export const mayNotRetest = ({ by, incident, world }: Case): Refusal | undefined => {
  const over = settled(incident)
  if (over) return over
  const { fixed, passed } = incident
  if (passed) return { why: 'already', what: 'retested', by: passed.by, at: passed.at }
  if (!fixed) return { why: 'not-fixed' }
  const owners = openDuties(incident, world).flatMap(({ clock, owners }) =>
    clock.endedBy === 'passed' ? owners : [],
  )
  const may = [...owners, ...officeRef(world)]
  const owner = owners.find(({ id }) => id === by.id)
  if (!owner && !by.office) return { why: 'not-yours', may }
  return isMaker(owner ?? by, fixed.by) ? { why: 'retest-same-person', by: fixed.by, may } : undefined
}

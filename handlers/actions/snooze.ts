// 稍后提醒: how long may one person wait? Whoever else owes it hears as before. Bounded in length and number, recorded, and never past a statutory deadline.
import { type Duty, openDuties } from '../../rules/duties.js'
import { lastSnooze } from '../../rules/rounds.js'
import { rulesOf } from '../../rules/world.js'
import { napOf } from '../../store/common.js'
import type { Refusal } from '../../store/schema.js'
import { record, refuse, settled } from '../decision.js'
import { doneBefore, named } from '../named.js'
import type { Action, Case } from './action.js'

/** Where none is named: the one that this person owes, when it is only one. */
const onlyOwed = ({ by, incident, world }: Case): Duty | Refusal => {
  const owed = openDuties(incident, world)
  const mine = owed.filter(({ owners }) => owners.some(({ id }) => id === by.id))
  const [only] = mine
  if (!only) return { why: 'not-yours', may: owed.flatMap(({ owners }) => owners) }
  return mine.length === 1 ? only : { why: 'button-dead' }
}

export const snooze: Action<'snooze'> = {
  name: 'snooze',
  label: '稍后提醒',
  of: ['incident', 'rectification', 'assignment', 'zero'],
  ofDuty: true,
  staysFor: 'snoozed-enough',

  /** One reminder is put off once by one person: `nth` is the reminder that the button stands on. */
  decide({ by, incident, world, duty: wanted, nth }) {
    const over = settled(incident)
    if (over) return refuse(over)
    const duty = wanted === undefined ? onlyOwed({ by, incident, world }) : named(incident, wanted, world)
    if ('why' in duty) return refuse(duty)
    const done = doneBefore(duty)
    if (done) return refuse(done)
    const owner = duty.owners.find(({ id }) => id === by.id)
    if (!owner) return refuse({ why: 'not-yours', may: duty.owners })
    const last = lastSnooze(incident, duty.id, by)
    if (last && (last.until > world.now || (nth !== undefined && nth <= last.nth)))
      return refuse({ why: 'snoozed-already', by: last.by, at: last.at, until: last.until })
    const { forMs, times } = rulesOf(incident, world).remind.snooze
    if ((incident.snoozed[napOf(duty.id, by)]?.count ?? 0) >= times)
      return refuse({ why: 'snoozed-enough', times })
    const nowMs = Date.parse(world.now)
    const untilMs = duty.statutory ? Math.min(nowMs + forMs, Date.parse(duty.due)) : nowMs + forMs
    if (untilMs <= nowMs) return refuse({ why: 'overdue' })
    const until = new Date(untilMs).toISOString()
    return record(
      { did: 'snoozed', until },
      { type: 'snoozed', at: world.now, by: owner, duty: duty.id, until },
    )
  },
}

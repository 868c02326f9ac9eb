// 今日无事件: who may say for a unit that a day had nothing to report? Whichever of its two people, or who acts for them; the office, where it was rung up.
import { mayActAs, seenFrom, unitPosts } from '../../rules/chain.js'
import { type Duty, duties } from '../../rules/duties.js'
import { incidentsOn, isLateTold } from '../../rules/zero.js'
import type { Actor, EventOf } from '../../store/schema.js'
import { overNow, record, refOf, refuse } from '../decision.js'
import { named } from '../named.js'
import type { Action, Case } from './action.js'

const actorFor = ({ by, incident, world }: Case, { unit, owners }: Duty): Actor | undefined =>
  mayActAs(refOf(by), unitPosts, seenFrom(incident, unit?.id), world) ??
  owners.find(({ id }) => id === by.id) ??
  (by.office ? refOf(by) : undefined)

export const tellZero: Action<'tell_zero'> = {
  name: 'tell_zero',
  label: '今日无事件',
  of: ['zero'],
  ofDuty: true,

  /** What the unit has reported that day is said with it: nobody claims that there was nothing where there was something. */
  labelNow({ incident, world }, duty) {
    const unit = duty?.split('@')[1]
    const had = incident.zero && unit ? incidentsOn(incident.zero.date, unit, world) : []
    return had.length > 0 ? '今日有事件，已报告' : undefined
  },

  /** For the unit of the duty; typed, for every unit that is this person's. */
  decide(asked) {
    const { by, incident, world, duty: wanted } = asked
    const { zero, closedAt } = incident
    if (!zero) return refuse({ why: 'no-zero-today' })
    const over = overNow(incident) && closedAt
    const meant = wanted === undefined ? undefined : named(incident, wanted, world)
    if (meant && 'why' in meant)
      return refuse(over ? { why: 'day-over', date: zero.date, at: closedAt } : meant)
    const all = meant ? [meant] : duties(incident, world).filter(({ clock }) => clock.each)
    const mine = all.flatMap((duty) => {
      const actor = actorFor(asked, duty)
      return actor && (meant || actor.id !== by.id || !by.office || owns(duty, by.id))
        ? [{ duty, actor }]
        : []
    })
    const open = mine.filter(({ duty }) => !duty.done)
    const done = mine.find(({ duty }) => duty.done)?.duty.done
    if (open.length === 0 && done) return refuse({ why: 'already', what: 'zero-told', ...done })
    if (over) return refuse({ why: 'day-over', date: zero.date, at: closedAt })
    if (open.length === 0)
      return refuse(meant ? { why: 'not-yours', may: meant.owners } : { why: 'no-zero-today' })
    const events = open.flatMap(({ duty: { unit }, actor }): EventOf<'zero-told'>[] =>
      unit
        ? [
            {
              type: 'zero-told',
              at: world.now,
              by: actor,
              unit,
              incidents: incidentsOn(zero.date, unit.id, world),
            },
          ]
        : [],
    )
    return record(
      {
        did: 'zero-told',
        date: zero.date,
        units: events.map(({ unit }) => unit.name),
        incidents: events.flatMap((one) => one.incidents),
        late: isLateTold(zero, { at: world.now }),
      },
      ...events,
    )
  },
}

const owns = ({ owners }: Duty, id: string): boolean => owners.some((one) => one.id === id)

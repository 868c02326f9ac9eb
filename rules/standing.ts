// How do things stand now: what is open, overdue, due today, not acknowledged, and who can't be reached? No drill is in it.
import type { Matter, PersonRef } from '../store/schema.js'
import { localDate } from './calendar.js'
import { byUrgency, type Duty, isLate, openDuties } from './duties.js'
import { personOf, type World } from './world.js'

export type Standing = {
  /** That go on, or still owe something (撤销报告 after 误报). */
  open: Matter[]
  /** The most urgent first. */
  late: Owing[]
  /** Due on this day of the campus, and not late yet. */
  today: Owing[]
  unacknowledged: Owing[]
  unreachable: { person: PersonRef; matters: string[] }[]
}
type Owing = { matter: Matter; duty: Duty }

export const standingOf = (world: World): Standing => {
  const { now, rules } = world
  const day = (at: string): string => localDate(Date.parse(at), rules.timezone)
  const goesOn = ({ status }: Matter): boolean => status === 'open' || status === 'resolved'
  const owing = Object.values(world.incidents)
    .filter(({ drill }) => !drill)
    .map((matter) => ({ matter, duties: openDuties(matter, world) }))
    .filter(({ matter, duties }) => goesOn(matter) || duties.length > 0)
  const open = owing.map(({ matter }) => matter)
  const owed = owing
    .flatMap(({ matter, duties }) => duties.map((duty) => ({ matter, duty })))
    .sort((a, b) => byUrgency(a.duty, b.duty))
  const late = owed.filter(({ duty }) => isLate(duty, now, world))
  const lost = new Set(open.flatMap(({ unreachable }) => unreachable))
  return {
    open,
    late,
    today: owed.filter((one) => !late.includes(one) && day(one.duty.due) === day(now)),
    unacknowledged: owed.filter(({ duty }) => duty.kind === 'acknowledge'),
    unreachable: [...lost].map((id) => ({
      person: { id, name: personOf(world, id)?.name ?? id },
      matters: open.filter(({ unreachable }) => unreachable.includes(id)).map((one) => one.id),
    })),
  }
}

/** Brought since then, archived ones too: neither drills nor what was withdrawn. */
export const broughtSince = (
  since: string,
  { incidents, ledger }: Pick<World, 'incidents' | 'ledger'>,
): Pick<Matter, 'kind'>[] =>
  [...Object.values(incidents), ...Object.values(ledger).filter(({ id }) => !(id in incidents))].filter(
    ({ drill, status, reportedAt }) => !drill && status !== 'withdrawn' && reportedAt >= since,
  )

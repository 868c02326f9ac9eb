// What of all matters waits for this reader, what is theirs to press for, and what is theirs to close? In the order in which it is shown.
import { type Duty, isLate, lawFirst, openDuties } from '../../rules/duties.js'
import { type Line, type List, listing } from '../../rules/listed.js'
import { urgedFor, urgingTurnsMs } from '../../rules/reminders.js'
import { placeOf } from '../../store/concerned.js'
import type { Matter, Party } from '../../store/schema.js'
import { type Here, mustOpen, offer, shortFromMs, waitingFor, waitsForOthers } from './parts.js'

export type Listed = { incident: Matter; duty: Duty }
type Waiting = { duty: Duty; rests: boolean }

/** The real ones before drills; what is law first, then by deadline; what belongs to one incident together where it is as urgent. */
const byLaw = (a: Line<{ duty: Duty }>, b: Line<{ duty: Duty }>): number =>
  Number(a.incident.drill) - Number(b.incident.drill) ||
  lawFirst(a.duty, b.duty) ||
  (a.incident.id === b.incident.id ? a.nth - b.nth : a.incident.id < b.incident.id ? -1 : 1)

/** What waits for somebody else by now comes last: the first line is what the first button does. */
export const byTurn = (a: Line<Waiting>, b: Line<Waiting>): number =>
  Number(a.rests) - Number(b.rests) || byLaw(a, b)

/** The first of these moments that is still to come. */
const next = (moments: readonly number[], { now }: Pick<Here, 'now'>): number =>
  Math.min(...moments.filter((ms) => ms > Date.parse(now)), Number.POSITIVE_INFINITY)

/** What waits for this reader in one matter. */
export const waitingIn = (incident: Matter, reader: Party, here: Here): Line<Waiting>[] =>
  waitingFor(reader, incident, here).map((duty, nth) => ({
    incident,
    duty,
    nth,
    rests: waitsForOthers(duty, incident, reader),
  }))

export const waitingOn = listing<Waiting, Here>({
  lines: waitingIn,
  untilMs: (incident, _reader, here) =>
    next(
      openDuties(incident, here).flatMap((duty) => shortFromMs(duty, incident, here)),
      here,
    ),
  order: byTurn,
})

/** What others did not do in time, where this reader has been told of it: it is theirs to ring them up. */
export const lateUnder = listing<{ duty: Duty }, Here>({
  lines: (incident, reader, here) =>
    here.maySee(reader, incident)
      ? urgedFor(incident, reader.id, here).filter(
          ({ owns, duty }) => !owns && !mustOpen(duty, reader) && isLate(duty, here.now, here),
        )
      : [],
  untilMs: (incident, _reader, here) => next(urgingTurnsMs(incident, here), here),
  order: byLaw,
})

/** Nobody owes anything to it any more, and this reader may close it: no clock asks for that. */
export const mayEnd = (matter: Matter, reader: Party, here: Here): boolean =>
  offer('close', matter, reader, here).length > 0

export const endedFor = listing<{ place: number }, Here>({
  lines: (matter, reader, here) =>
    mayEnd(matter, reader, here) ? [{ place: placeOf(matter.id, here.incidents) }] : [],
  untilMs: () => Number.POSITIVE_INFINITY,
  order: (a, b) => a.place - b.place,
})

/** What of it is meant by a word. */
export const narrowed = <R>(list: List<R>, means: ((line: Line<R>) => boolean) | undefined): List<R> => {
  if (!means) return list
  const lines = list.lines.filter(means)
  const real = lines.filter(({ incident }) => !incident.drill)
  return {
    lines,
    drills: lines.length - real.length,
    matters: new Set(real.map(({ incident }) => incident.id)).size,
  }
}

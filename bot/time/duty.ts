// How ready is the roster? How far it goes, where it has holes, who on it may not act for the office, who answered the last test.
import { desksIn, gaps, type RosterWorld, turnsOf } from '../../rules/roster.js'
import { isOffice } from '../../store/campus.js'
import type { Tables } from '../../store/schema.js'
import { rosterFinding } from '../../templates/operator/doctor.js'
import type { Finding } from '../../templates/operator/finding.js'
import { dateTime } from '../../templates/plain.js'
import { turnTime } from '../../templates/roster.js'

const WEEK_MS = 7 * 86_400_000

export const rosterFindings = (world: RosterWorld): Finding[] => {
  const nowMs = Date.parse(world.now)
  const turns = turnsOf(world)
  const last = new Date(Math.max(0, ...turns.map(({ to }) => to))).toISOString()
  const until = dateTime(last, world.rules.timezone)
  const left = turns.filter(({ to }) => to > nowMs)
  if (left.length === 0) return [rosterFinding.over(until)]
  const holes = desksIn(world).flatMap((desk) =>
    gaps(desk, nowMs, nowMs + WEEK_MS, world).map((gap) => `${desk} ${turnTime(gap, world)}`),
  )
  const others = left.filter(({ person }) => !isOffice(world.directory, person.id))
  const strangers = [...new Set(others.map(({ person }) => person.name))]
  return [
    rosterFinding.until(left.length, until),
    ...(holes.length > 0 ? [rosterFinding.holes(holes)] : []),
    ...(strangers.length > 0 ? [rosterFinding.notOffice(strangers)] : []),
  ]
}

/** The last one that is over. */
export const reachFindings = (reach: Tables['reach'], { rules }: Pick<RosterWorld, 'rules'>): Finding[] => {
  const over = Object.values(reach).filter(({ closedAt }) => closedAt !== undefined)
  const last = over.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0]
  if (!last) return [rosterFinding.neverTested]
  const calls = Object.values(last.calls)
  const missing = calls.filter(({ answeredAt }) => !answeredAt).map(({ person }) => person.name)
  return [rosterFinding.reached({ when: dateTime(last.at, rules.timezone), called: calls.length, missing })]
}

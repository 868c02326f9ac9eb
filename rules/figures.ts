// How did each unit keep its terms in a year? Counts and medians from the records alone (细则 第十六条); no drill is in them.
import type { Matter, UnitRef } from '../store/schema.js'
import { metBy } from './missed.js'
import { isMissed, type Term, termsOf } from './terms.js'
import { rulesOf, type World } from './world.js'

/** Of one unit, or of all. `numbers`: the incidents behind it. */
export type Figures = {
  incidents: number
  /** 误报, among them. */
  withdrawn: number
  /** Reports to an authority, and of them those in time and not; what is not due yet is in neither. */
  reported: number
  late: number
  /** 确认收到 that were given, and that are overdue. */
  acknowledged: number
  unacknowledged: number
  /** Minutes, of those that were given or sent; nothing where none was. */
  medianAcknowledge?: number
  medianReport?: number
  numbers: string[]
}

type UnitFigures = Figures & { unit: UnitRef }

/** The middle one; of an even number, the mean of the two in the middle. */
export const median = (values: readonly number[]): number | undefined => {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}

const minutes = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000

const tookMinutes = ({ owed }: Term): number[] => {
  const { from } = owed
  const at = metBy(owed)?.at
  return from !== undefined && at !== undefined ? [minutes(from, at)] : []
}

const figuresIn = (incidents: readonly Matter[], world: World): Figures => {
  const terms = incidents.flatMap((incident) =>
    termsOf(incident, { ...world, rules: rulesOf(incident, world) }),
  )
  const outward = terms.filter(({ owed: { clock } }) => clock.kind === 'report' || clock.kind === 'final')
  const acknowledgements = terms.filter(({ owed: { clock } }) => clock.kind === 'acknowledge')
  const given = acknowledgements.filter(({ owed }) => owed.done)
  const medianAcknowledge = median(given.flatMap(tookMinutes))
  const medianReport = median(
    outward.filter(({ owed: { clock } }) => clock.stage === 'first').flatMap(tookMinutes),
  )
  return {
    incidents: incidents.length,
    withdrawn: incidents.filter(({ status }) => status === 'withdrawn').length,
    reported: outward.filter(({ kept }) => kept === 'in-time').length,
    late: outward.filter(isMissed).length,
    acknowledged: given.length,
    unacknowledged: acknowledgements.filter(({ owed, kept }) => !owed.done && kept !== 'open').length,
    ...(medianAcknowledge === undefined ? {} : { medianAcknowledge }),
    ...(medianReport === undefined ? {} : { medianReport }),
    numbers: incidents.map(({ id }) => id),
  }
}

/** By the unit that leads, the one with the most incidents first; and of all together. */
export const figuresOf = (
  incidents: readonly Matter[],
  world: World,
): { units: UnitFigures[]; all: Figures } => {
  const by = new Map<string, { unit: UnitRef; own: Matter[] }>()
  for (const incident of incidents) {
    const known = by.get(incident.unit.id) ?? { unit: incident.unit, own: [] }
    by.set(incident.unit.id, { ...known, own: [...known.own, incident] })
  }
  const units = [...by.values()].map(({ unit, own }) => ({ unit, ...figuresIn(own, world) }))
  return {
    units: units.sort((a, b) => b.incidents - a.incidents || (a.unit.id < b.unit.id ? -1 : 1)),
    all: figuresIn(incidents, world),
  }
}

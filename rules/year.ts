// Which matters belong to a year? By the day on which they were brought, on the campus.

import { isOf, type Matter } from '../store/schema.js'
import { localParts } from './calendar.js'
import type { World } from './world.js'

type Here = Pick<World, 'incidents' | 'ledger' | 'rules'>
type Line = Pick<Matter, 'id' | 'kind' | 'drill' | 'reportedAt'>

const lines = ({ incidents, ledger }: Here): Line[] => [
  ...Object.values(incidents),
  // an incident that came back from the archive has its line there still
  ...Object.values(ledger).filter(({ id }) => !(id in incidents)),
]

const yearOf = ({ reportedAt }: Line, { rules }: Here): number =>
  localParts(Date.parse(reportedAt), rules.timezone).y

/** A drill, and what is no incident, is not in the ledger. */
const isListed = (line: Line): boolean => !line.drill && isOf(line)

const ids = (year: number, here: Here, wanted: (line: Line) => boolean): string[] =>
  lines(here).flatMap((line) => (wanted(line) && yearOf(line, here) === year ? [line.id] : []))

/** The incidents, without drills. */
export const idsOf = (year: number, here: Here): string[] => ids(year, here, isListed)

/** Of every kind, drills too: whoever counts them tells them apart. */
export const allIdsOf = (year: number, here: Here): string[] => ids(year, here, () => true)

/** Every year that has an incident, the last first. */
export const yearsOf = (here: Here): number[] =>
  [
    ...new Set(
      lines(here)
        .filter(isListed)
        .map((line) => yearOf(line, here)),
    ),
  ].sort((a, b) => b - a)

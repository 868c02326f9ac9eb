// Which incidents belong to a year? By the day of their report on the campus; a drill, and what is no incident, belongs to none.

import { isOf } from '../store/schema.js'
import { localParts } from './calendar.js'
import type { World } from './world.js'

type Here = Pick<World, 'incidents' | 'ledger' | 'rules'>

const dated = ({ incidents, ledger, rules }: Here): { id: string; year: number }[] =>
  [
    ...Object.values(incidents),
    // an incident that came back from the archive has its line there still
    ...Object.values(ledger).filter(({ id }) => !(id in incidents)),
  ]
    .filter((one) => !one.drill && isOf(one))
    .map(({ id, reportedAt }) => ({ id, year: localParts(Date.parse(reportedAt), rules.timezone).y }))

export const idsOf = (year: number, here: Here): string[] =>
  dated(here).flatMap((one) => (one.year === year ? [one.id] : []))

/** Every year that has one, the last first. */
export const yearsOf = (here: Here): number[] =>
  [...new Set(dated(here).map(({ year }) => year))].sort((a, b) => b - a)

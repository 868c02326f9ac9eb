// On what does the house work? A matter of one of these kinds (docs/adr/0030).
import { z } from 'zod'
import { Assignment } from './assignment.js'
import { Incident } from './incident.js'
import { Rectification } from './rectification.js'
import type { Kind } from './word.js'
import { Zero } from './zero.js'

export const Matter = z.union([Incident, Rectification, Assignment, Zero])
export type Matter = z.infer<typeof Matter>

/** The kinds, and the shape of each. A row without one is an incident. */
export type Kinds = { incident: Incident; rectification: Rectification; assignment: Assignment; zero: Zero }

export const kindOf = ({ kind }: Pick<Matter, 'kind'>): Kind => kind ?? 'incident'

/** Is it of one of these kinds? Left out: an incident. */
export const isOf = (matter: Pick<Matter, 'kind'>, kinds: readonly Kind[] = ['incident']): boolean =>
  kinds.includes(kindOf(matter))

export const isIncident = (matter: Matter): matter is Incident => kindOf(matter) === 'incident'

/** One answer for each kind; a kind without one does not compile. */
export const byKind = <A extends readonly unknown[], R>(
  table: {
    readonly [K in Kind]: (matter: Kinds[K], ...beside: A) => R
  },
): ((matter: Matter, ...beside: A) => R) => {
  const rows: Record<Kind, (matter: never, ...beside: A) => R> = table
  return (matter, ...beside) => rows[kindOf(matter)](matter as never, ...beside) // the row of its own kind
}

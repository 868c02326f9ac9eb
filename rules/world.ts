// What does a decision look at? The present as the pure rooms see it: read only, with the time as a value.
import type { Away, Directory, Incident, Instant, LedgerLine, Person, Stranger } from '../store/schema.js'
import type { Rules } from './rules.js'

export type World = {
  now: Instant
  rules: Rules
  directory: Directory
  away: Readonly<Record<string, Away[]>>
  strangers: Readonly<Record<string, Stranger>>
  /** Every incident that is not archived. */
  incidents: Readonly<Record<string, Incident>>
  ledger: Readonly<Record<string, LedgerLine>>
  /** Live, else from the archive. */
  find(id: string): Incident | undefined
}

export const personOf = (world: Pick<World, 'directory'>, id: string): Person | undefined =>
  world.directory.people.find((person) => person.id === id)

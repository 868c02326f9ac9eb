// What does whoever decides in this turn look at? The campus in force and the tables as the turn sees them, as one world.
import type { Rules } from '../../rules/rules.js'
import { personOf, type World } from '../../rules/world.js'
import type { Directory, Matter, PersonRef, Row, TableName, Tables } from '../../store/schema.js'
import { readBook } from './rules.js'

/** The campus as it is in force now: replaced as a whole when the office saves a better one. */
export type Campus = { directory: Directory; rules: Rules }

type Source = {
  at: string
  rows: <T extends TableName>(table: T) => Readonly<Record<string, Row<T>>>
  incident(id: string): Matter | undefined
}

/** Frozen. What is computed of a world is kept with it (rules/duties.ts, drawing.ts): whoever has changed a table takes a new one. */
export const worldOf = (turn: Source, campus: Campus): World =>
  Object.freeze<World>({
    now: turn.at,
    rules: campus.rules,
    directory: campus.directory,
    away: turn.rows('away'),
    covers: turn.rows('covers'),
    reach: turn.rows('reach'),
    strangers: turn.rows('strangers'),
    incidents: turn.rows('incidents'),
    ledger: turn.rows('ledger'),
    find: (id) => turn.incident(id),
    stubs: turn.rows('stubs'),
    asking: turn.rows('asking'),
    used: turn.rows('used'),
    rulebooks: turn.rows('rulebooks'),
    proposals: turn.rows('proposals'),
    incoming: turn.rows('incoming'),
    periods: turn.rows('periods'),
    rulebook: (version) => readBook(turn.rows('rulebooks')[version]),
  })

/** The same beside a turn: of these tables, at a moment of the clock. */
export const worldIn = (
  tables: Readonly<Tables>,
  nowMs: number,
  campus: Campus,
  incident: Source['incident'] = (id) => tables.incidents[id],
): World => worldOf({ at: new Date(nowMs).toISOString(), rows: (table) => tables[table], incident }, campus)

export const refById = (id: string, world: World): PersonRef => {
  const person = personOf(world, id)
  if (person) return { id, name: person.name, ...(person.title ? { title: person.title } : {}) }
  return { id, name: world.strangers[id]?.name ?? id }
}

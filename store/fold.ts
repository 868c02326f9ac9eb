// What do changes make of the present? The fold of the journal, each step of which can be taken back.
import { noteChanged, watched } from './concerned.js'
import { begin, evolve, isBeginning } from './matter.js'
import { type Change, emptyTables, type Matter, type TableName, type Tables } from './schema.js'

type Previous = { table: TableName; key: string; had: boolean; value: unknown }
export type Undo = Previous[]

/** The same rows in new tables, whose rows may have any name, `__proto__` too. A table that is missing is empty. */
export const copyOf = (tables: Partial<Tables>): Tables => {
  const all = emptyTables()
  for (const name of Object.keys(all) as TableName[]) {
    // the names of a Tables are the table names
    Object.defineProperty(all, name, {
      value: Object.assign(Object.create(null), tables[name]),
      enumerable: true,
      writable: true,
    })
  }
  watched(all.incidents)
  return all
}

/** As `copyOf`, of tables that nobody else holds: their rows stay where they are, which matters when there are many. */
export const adopted = (tables: Partial<Tables>): Tables => {
  const all = copyOf({})
  for (const name of Object.keys(all) as TableName[]) {
    const rows = tables[name]
    // `all` is of our own making, and these rows are of this table
    if (rows) (all as Record<TableName, unknown>)[name] = Object.setPrototypeOf(rows, null)
  }
  watched(all.incidents)
  return all
}

export const takeBack = (tables: Tables, undo: Undo): void => {
  for (const { table, key, had, value } of undo.toReversed()) {
    const rows: Record<string, unknown> = tables[table]
    if (had) rows[key] = value
    else delete rows[key]
    if (table === 'incidents') noteChanged(tables.incidents, key)
  }
}

/** Changes the tables; throws at an event of an incident that is not there. */
export const apply = (tables: Tables, changes: readonly Change[]): Undo => {
  const undo: Undo = []
  const rowsOf = (table: TableName): Record<string, unknown> => tables[table]
  const remember = (table: TableName, key: string): void => {
    const rows = rowsOf(table)
    undo.push({ table, key, had: key in rows, value: rows[key] })
  }
  for (const change of changes) {
    if ('event' in change) {
      const { incident, event } = change
      remember('incidents', incident)
      const before: Matter | undefined = tables.incidents[incident]
      if (before) tables.incidents[incident] = evolve(before, event)
      else if (isBeginning(event)) tables.incidents[incident] = begin(event)
      else throw new Error(`an event of an incident that is not there: ${incident}`)
      noteChanged(tables.incidents, incident)
    } else if ('put' in change) {
      remember(change.put, change.key)
      rowsOf(change.put)[change.key] = change.value
      if (change.put === 'incidents') noteChanged(tables.incidents, change.key)
    } else {
      remember(change.drop, change.key)
      delete rowsOf(change.drop)[change.key]
      if (change.drop === 'incidents') noteChanged(tables.incidents, change.key)
    }
  }
  return undo
}

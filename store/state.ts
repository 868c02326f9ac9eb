// What is true now? The tables in memory, changed only by applying changes, each of which can be taken back.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openCheckpoint } from './checkpoint.js'
import { begin, evolve } from './incident.js'
import { type Head, type Journal, START } from './journal.js'
import { type Change, emptyTables, type Incident, type TableName, type Tables } from './schema.js'
import type { Seal } from './seal.js'

type Previous = { table: TableName; key: string; had: boolean; value: unknown }
export type Undo = Previous[]

/** The same rows in new tables, whose rows may have any name, `__proto__` too. A table that is missing is empty. */
const copyOf = (tables: Partial<Tables>): Tables => {
  const all = emptyTables()
  for (const name of Object.keys(all) as TableName[]) {
    // the names of a Tables are the table names
    Object.defineProperty(all, name, {
      value: Object.assign(Object.create(null), tables[name]),
      enumerable: true,
      writable: true,
    })
  }
  return all
}

/** As `copyOf`, of tables that nobody else holds: their rows stay where they are, which matters when there are many. */
const adopted = (tables: Partial<Tables>): Tables => {
  const all = copyOf({})
  for (const name of Object.keys(all) as TableName[]) {
    const rows = tables[name]
    // `all` is of our own making, and these rows are of this table
    if (rows) (all as Record<TableName, unknown>)[name] = Object.setPrototypeOf(rows, null)
  }
  return all
}

const takeBack = (tables: Tables, undo: Undo): void => {
  for (const { table, key, had, value } of undo.toReversed()) {
    const rows: Record<string, unknown> = tables[table]
    if (had) rows[key] = value
    else delete rows[key]
  }
}

export type State = {
  readonly tables: Tables
  apply(changes: readonly Change[]): Undo
  undo(undo: Undo): void
  /**
   * Writes the tables as they were at `head`: as they are now, without what is `staged` on top (oldest first). They
   * are looked at before this returns its promise; turns may go on while it writes.
   */
  checkpoint(head: Head, staged?: readonly Undo[]): Promise<void>
  /** Reads the checkpoint and replays what came after it. */
  recover(journal: Journal): Promise<void>
}

export const openState = async (dir: string, seal?: Pick<Seal, 'tables' | 'read'>): Promise<State> => {
  await mkdir(dir, { recursive: true })
  const low = openCheckpoint(join(dir, 'state.json'))
  let tables = copyOf({})

  const rowsOf = (table: TableName): Record<string, unknown> => tables[table]
  const remember = (undo: Undo, table: TableName, key: string): void => {
    const rows = rowsOf(table)
    undo.push({ table, key, had: key in rows, value: rows[key] })
  }
  const apply = (changes: readonly Change[]): Undo => {
    const undo: Undo = []
    for (const change of changes) {
      if ('event' in change) {
        const { incident, event } = change
        remember(undo, 'incidents', incident)
        const before: Incident | undefined = tables.incidents[incident]
        if (before) tables.incidents[incident] = evolve(before, event)
        else if (event.type === 'reported') tables.incidents[incident] = begin(event)
        else throw new Error(`an event of an incident that is not there: ${incident}`)
      } else if ('put' in change) {
        remember(undo, change.put, change.key)
        rowsOf(change.put)[change.key] = change.value
      } else {
        remember(undo, change.drop, change.key)
        delete rowsOf(change.drop)[change.key]
      }
    }
    return undo
  }

  return {
    get tables() {
      return tables
    },
    apply,
    undo: (undo) => takeBack(tables, undo),
    async checkpoint(head, staged = []) {
      const then = copyOf(tables) // rows are values that are never changed in place, so their references are enough
      for (const undo of staged.toReversed()) takeBack(then, undo)
      low.data = { version: 1, head, tables: seal ? seal.tables(then) : then }
      try {
        await low.write()
      } finally {
        low.data = null
      }
    },
    async recover(journal) {
      await low.read()
      const { data } = low
      low.data = null
      if (data && data.version !== 1) {
        throw new Error(
          `检查点的格式是第 ${String((data as { version: unknown }).version)} 版，本程序只认识第 1 版。请用较新的程序`,
        )
      }
      const from = data?.head ?? START
      if (from.seq > journal.head().seq) {
        throw new Error(
          `检查点（第 ${from.seq} 行）比日志（第 ${journal.head().seq} 行）新：日志丢失，或恢复了旧的备份。请恢复完整的 journal 目录`,
        )
      }
      tables = adopted(seal ? seal.read(data?.tables ?? {}) : (data?.tables ?? {}))
      await journal.replay(from, ({ changes }) => {
        apply(changes)
      })
    },
  }
}

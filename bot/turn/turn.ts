// What may be read and changed within one turn?
import type { Event, Instant, Matter, Row, TableName } from '../../store/schema.js'

export type Turn = {
  /** The moment of this turn: one for all of it. */
  readonly at: Instant
  row<T extends TableName>(table: T, key: string): Row<T> | undefined
  rows<T extends TableName>(table: T): Readonly<Record<string, Row<T>>>
  put<T extends Exclude<TableName, 'incidents'>>(table: T, key: string, value: Row<T>): void
  drop(table: TableName, key: string): void
  /** Records what happened to an incident, which comes back from the archive for it; answers the incident after it. */
  record(incident: string, event: Event): Matter
  /** Live, else from the archive. */
  incident(id: string): Matter | undefined
  /** A number that rises by one with every call, for ever. */
  next(counter: string): number
  /** Moves a settled incident out of memory; its line in the ledger is there already, and gets the proof of the file. */
  archive(id: string): void
  /** Runs once the turn is on disk. */
  afterCommit(effect: () => void): void
  /** Who speaks in this turn: while a dialog with them is open, what it leaves is sealed with the dialog's key. */
  belongsTo(person: string): void
  /** What is answered in this turn may repeat words that are kept nowhere else: sealed, too, though no dialog is open. */
  repeatsWords(): void
  /** Nothing that was said in the dialog with this person goes out any more, nor is answered again. */
  forgetAnswers(person: string): void
}

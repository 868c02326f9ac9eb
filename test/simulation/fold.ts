// What does the record say? Follows the journal on the simulated disk line by line, checks its chain, and folds it anew.
import { createHash } from 'node:crypto'
import { begin, evolve } from '../../store/matter.js'
import {
  type Answered,
  type Change,
  type Entry,
  emptyTables,
  type Notice,
  type TableName,
  type Tables,
} from '../../store/schema.js'
import type { Disk } from './disk.js'
import { type Envelope, isEnvelope, unsealed } from './unseal.js'

export type Line = { seq: number; file: string; end: number; hash: string; at: number }

export type Fold = ReturnType<typeof openFold>

export const openFold = (options: {
  disk: Disk
  now: () => number
  /** Before a change is folded in. */
  each: (change: Change, entry: Entry, fold: Readonly<Tables>) => void
  after: (change: Change) => void
  wrong: (sentence: string) => void
}) => {
  const { disk, now, each, after, wrong } = options
  const tables: Tables = emptyTables()
  const lines: Line[] = []
  const touched = new Set<string>()
  /** The line that put it. */
  const inbox = new Map<string, Line>()
  const inboxAt = new Map<string, string>()
  const notices = new Map<string, { notice: Notice; at: number }>()
  /** Incidents that left memory, as they were. */
  const archived = new Map<string, string>()
  /** Where the reading of each file has come to. */
  const read = new Map<string, number>()
  const digest = createHash('sha256')

  /** Every row that was ever sealed. */
  const sealed: { slot: string; envelope: Envelope }[] = []
  const keysOnDisk = (): Buffer | undefined => {
    const node = disk.walk('data/keys')
    return node && !disk.isFolder(node) ? node.data : undefined
  }
  /** The change with its row as it is inside; a row whose key is gone stays as it is. */
  const opened = (change: Change): Change => {
    if (!('put' in change) || !isEnvelope(change.value)) return change
    const slot = `${change.put}/${change.key}`
    sealed.push({ slot, envelope: change.value })
    return { ...change, value: unsealed(keysOnDisk(), change.value, slot) ?? change.value }
  }

  const rowsOf = (table: TableName): Record<string, unknown> => tables[table]
  const apply = (change: Change, line: Line, entry: Entry): void => {
    each(change, entry, tables)
    if ('event' in change) {
      const { incident: id, event } = change
      const before = tables.incidents[id]
      if (before) tables.incidents[id] = evolve(before, event)
      else if (event.type === 'reported') tables.incidents[id] = begin(event)
      else wrong(`line ${line.seq} tells an event of ${id}, which is not there`)
      touched.add(`incidents\n${id}`)
    } else if ('put' in change) {
      rowsOf(change.put)[change.key] = change.value
      if (change.put === 'inbox') {
        if (!inbox.has(change.key)) inbox.set(change.key, line)
        inboxAt.set(change.key, (change.value as Answered).at) // a row of the inbox
      }
      if (change.put === 'outbox') notices.set(change.key, { notice: change.value as Notice, at: now() }) // a row of the outbox
      touched.add(`${change.put}\n${change.key}`)
    } else {
      if (change.drop === 'incidents') archived.set(change.key, JSON.stringify(tables.incidents[change.key]))
      delete rowsOf(change.drop)[change.key]
      touched.add(`${change.drop}\n${change.key}`)
    }
    after(change)
  }

  const take = (file: string, raw: Buffer, end: number): void => {
    const hash = createHash('sha256').update(raw).digest('hex')
    let entry: Entry
    try {
      entry = JSON.parse(raw.toString('utf8')) as Entry // what the program wrote; its chain is checked here
    } catch {
      return wrong(
        `a line of ${file} that ends in a newline can't be read: ${raw.toString('utf8').slice(0, 80)}`,
      )
    }
    const last = lines.at(-1)
    if (entry.seq !== (last?.seq ?? 0) + 1) wrong(`line ${entry.seq} follows line ${last?.seq ?? 0}`)
    if (last && entry.prev !== last.hash)
      wrong(`line ${entry.seq} does not hold the hash of the line before it`)
    const line = { seq: entry.seq, file, end, hash, at: now() }
    lines.push(line)
    digest.update(raw)
    for (const change of entry.changes) apply(opened(change), line, entry)
  }

  const follow = (path: string, data: Buffer): void => {
    let from = read.get(path) ?? 0
    for (let at = data.indexOf(10, from); at >= 0; at = data.indexOf(10, from)) {
      take(path, data.subarray(from, at), at + 1)
      from = at + 1
    }
    read.set(path, from)
  }
  const isSegment = (path: string): boolean => /^data\/journal\/[^/]*\.ndjson$/.test(path)
  const segments = () =>
    disk
      .files()
      .filter(({ path }) => isSegment(path))
      .sort((a, b) => (a.path < b.path ? -1 : 1))

  return {
    tables: tables as Readonly<Tables>,
    lines,
    touched,
    inbox,
    inboxAt,
    notices,
    archived,
    /** What can still be read of all that was ever sealed. */
    readable: (): string[] =>
      sealed.flatMap(({ slot, envelope }) => {
        const row = unsealed(keysOnDisk(), envelope, slot)
        return row === undefined ? [] : [JSON.stringify(row)]
      }),
    digest: () => digest.copy().digest('hex'),
    /** What became durable is followed at once. */
    heard(path: string, call: string, file: { data: Buffer; synced: Buffer }): void {
      if (!isSegment(path)) return
      if (call === 'sync') follow(path, file.synced)
      else if (call === 'truncate' && file.data.length < (read.get(path) ?? 0))
        wrong(`${path} was cut in the middle of what was durable`)
    },
    /** After a crash: what was followed must be there still; what is there besides now counts, too. */
    review(): void {
      const there = new Map(segments().map(({ path, data }) => [path, data]))
      for (const line of lines) {
        const data = there.get(line.file)
        if (!data || data.length < line.end) {
          wrong(`line ${line.seq} was durable and is gone`)
          break
        }
      }
      const last = lines.at(-1)
      const data = last && there.get(last.file)
      if (last && data) {
        const start = data.lastIndexOf(10, last.end - 2) + 1
        const hash = createHash('sha256')
          .update(data.subarray(start, last.end - 1))
          .digest('hex')
        if (hash !== last.hash) wrong(`line ${last.seq} is not what it was`)
      }
    },
    /** Once a process has started: whole lines that it found and kept, though they had not been synced. */
    catchUp(): void {
      for (const { path, data } of segments()) follow(path, data)
    },
    durable({ file, end }: Line): boolean {
      const node = disk.walk(file)
      return node !== undefined && !disk.isFolder(node) && node.synced.length >= end
    },
  }
}

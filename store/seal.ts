// How are the answers of an unfinished report kept, so that they can be forgotten in a record that forgets nothing? Sealed with a key that is thrown away.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Journal } from './journal.js'
import type { Key, Keys } from './keys.js'
import { answerTables, type Change, type TableName, type Tables } from './schema.js'

/** The rows that may hold an answer or repeat it: what is said while a dialog is open. And a directory that waits to be approved. */
const SEALED_TABLES = [
  ...answerTables,
  'dialogs',
  'inbox',
  'outbox',
  'incoming',
] as const satisfies TableName[]

/** What stands in journal and checkpoint instead of a row: whose dialog it belongs to, the key's name, and the row. */
type Envelope = { sealed: string; of: string; data: string }

export const isEnvelope = (value: unknown): value is Envelope =>
  typeof value === 'object' &&
  value !== null &&
  'sealed' in value &&
  typeof value.sealed === 'string' &&
  'of' in value &&
  typeof value.of === 'string' &&
  'data' in value &&
  typeof value.data === 'string'

const NONCE = 12
const TAG = 16

const close = (value: unknown, of: string, key: Key, slot: string): Envelope => {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce)
  cipher.setAAD(Buffer.from(`${slot}\n${of}`))
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
  return { sealed: key.id, of, data: Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64') }
}

const open = ({ of, data }: Envelope, key: Key, slot: string): unknown => {
  const bytes = Buffer.from(data, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, NONCE))
  decipher.setAAD(Buffer.from(`${slot}\n${of}`))
  decipher.setAuthTag(bytes.subarray(-TAG))
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()])
  return JSON.parse(text.toString('utf8'))
}

const sealable = (table: string): table is (typeof SEALED_TABLES)[number] =>
  (SEALED_TABLES as readonly string[]).includes(table)
const slotOf = (table: string, key: string): string => `${table}/${key}`

export type Seal = {
  /** What this row holds belongs to the open dialog of this person: it is kept under the dialog's key. */
  mark(row: object, owner: string): void
  /** Whose dialog this row belongs to. */
  ownerOf(row: unknown): string | undefined
  /** The dialog of this person is over: another one has another key. */
  end(owner: string): void
  /** The change as it goes to disk. */
  change(change: Change): Change
  /** The tables as they go into a checkpoint: the very rows that stand in the journal. */
  tables(tables: Tables): Tables
  /** The tables of a checkpoint, read. A row whose key is gone stays as it is. */
  read(tables: Partial<Tables>): Partial<Tables>
  /** One row, read. */
  row(table: TableName, key: string, value: unknown): unknown
  /** A journal that seals what is marked, and throws a key away with the last row that it sealed, before a turn counts as stored. */
  over(journal: Journal, log: (reason: string) => void): Journal
  /** The rows of the present that nobody can read any more: their key was thrown away. */
  unreadable(tables: Tables): { table: TableName; key: string }[]
  /** After the journal was read: keys without a row are thrown away. What a crash left is forgotten now. */
  tidy(tables: Tables): Promise<void>
  close(): void
}

export const openSeal = (keys: Keys): Seal => {
  const current = new Map<string, Key>()
  const marked = new WeakMap<object, { owner: string; key: Key }>()
  const envelopes = new WeakMap<object, Envelope>()
  const changes = new WeakMap<Change, Change>()
  /** The sealed rows on disk, and how many there are of each key. */
  const rows = new Map<string, string>()
  const count = new Map<string, number>()
  const idle = new Set<string>()

  const note = (slot: string, id: string | undefined): void => {
    const before = rows.get(slot)
    if (before === id) return
    if (before !== undefined) {
      const left = (count.get(before) ?? 1) - 1
      count.set(before, left)
      if (left === 0) idle.add(before)
    }
    if (id === undefined) rows.delete(slot)
    else {
      rows.set(slot, id)
      count.set(id, (count.get(id) ?? 0) + 1)
      idle.delete(id)
    }
  }
  const noteChange = (change: Change): void => {
    if ('event' in change) return
    const table = 'put' in change ? change.put : change.drop
    if (!sealable(table)) return
    const value = 'put' in change ? change.value : undefined
    note(slotOf(table, change.key), isEnvelope(value) ? value.sealed : undefined)
  }
  const forgetIdle = async (): Promise<void> => {
    const used = new Set([...current.values()].map(({ id }) => id))
    const gone = [...idle].filter((id) => !used.has(id))
    if (gone.length === 0) return
    await keys.destroy(gone)
    for (const id of gone) {
      idle.delete(id)
      count.delete(id)
    }
  }

  const envelopeOf = (row: unknown, slot: string): Envelope | undefined => {
    if (typeof row !== 'object' || row === null) return undefined
    const known = envelopes.get(row)
    if (known) return known
    let mark = marked.get(row)
    if (mark && !keys.find(mark.key.id)) {
      seal.mark(row, mark.owner)
      mark = marked.get(row)
    }
    if (!mark) return undefined
    const envelope = close(row, mark.owner, mark.key, slot)
    envelopes.set(row, envelope)
    return envelope
  }

  /** The row inside; what can't be opened is handed back as it is. */
  const opened = (value: unknown, slot: string): unknown => {
    const key = isEnvelope(value) ? keys.find(value.sealed) : undefined
    if (!key || !isEnvelope(value)) return value
    try {
      const row = open(value, key, slot)
      if (typeof row === 'object' && row !== null) {
        marked.set(row, { owner: value.of, key })
        envelopes.set(row, value)
        if (slot.startsWith('drafts/') || slot.startsWith('asking/')) current.set(value.of, key)
      }
      return row
    } catch {
      return value
    }
  }

  const seal: Seal = {
    mark(row, owner) {
      const known = current.get(owner)
      const key = known && keys.find(known.id) ? known : keys.take()
      current.set(owner, key)
      marked.set(row, { owner, key })
    },
    ownerOf: (row) => (typeof row === 'object' && row !== null ? marked.get(row)?.owner : undefined),
    end: (owner) => {
      current.delete(owner)
    },
    change(change) {
      if (!('put' in change) || !sealable(change.put)) return change
      const known = changes.get(change)
      if (known) return known
      const envelope = envelopeOf(change.value, slotOf(change.put, change.key))
      const kept = envelope ? { ...change, value: envelope } : change
      changes.set(change, kept)
      return kept
    },
    tables(tables) {
      const kept: Record<string, unknown> = { ...tables }
      for (const table of SEALED_TABLES) {
        const all: Record<string, unknown> = Object.create(null)
        for (const key in tables[table]) {
          const row: unknown = tables[table][key]
          all[key] = envelopeOf(row, slotOf(table, key)) ?? row
        }
        kept[table] = all
      }
      return kept as Tables // an envelope stands for the row inside; only `read` looks at it
    },
    read(tables) {
      for (const table of SEALED_TABLES) {
        const all: Record<string, unknown> = Object.setPrototypeOf(tables[table] ?? {}, null) // a row may have any name
        for (const key in all) {
          if (!isEnvelope(all[key])) continue
          noteChange({ put: table, key, value: all[key] })
          all[key] = opened(all[key], slotOf(table, key))
        }
      }
      return tables
    },
    row: (table, key, value) => opened(value, slotOf(table, key)),
    over: (journal, log) => ({
      ...journal,
      async append(at, all) {
        const kept = all.map(seal.change)
        const head = await journal.append(at, kept)
        for (const change of kept) noteChange(change)
        try {
          await forgetIdle()
        } catch (error) {
          log(error instanceof Error ? error.message : String(error)) // tried again with the next line, and at the next start
        }
        return head
      },
      replay: (after, each) =>
        journal.replay(after, (entry) =>
          each({
            ...entry,
            changes: entry.changes.map((change) => {
              noteChange(change)
              return 'put' in change && sealable(change.put)
                ? { ...change, value: opened(change.value, slotOf(change.put, change.key)) }
                : change
            }),
          }),
        ),
    }),
    unreadable: (tables) =>
      SEALED_TABLES.flatMap((table) =>
        Object.entries(tables[table]).flatMap(([key, row]) => (isEnvelope(row) ? [{ table, key }] : [])),
      ),
    async tidy(tables) {
      for (const owner of current.keys())
        if (!(owner in tables.drafts) && !(owner in tables.asking)) current.delete(owner)
      await keys.keepOnly(new Set(rows.values()))
      idle.clear()
    },
    close: () => keys.close(),
  }
  return seal
}

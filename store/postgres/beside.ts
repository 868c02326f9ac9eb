// What is stored with a line, and fetched with it? The keys it is sealed with, and the matters that it says are archived, which every process keeps as files too.
import { randomBytes } from 'node:crypto'
import { type Archive, filesIn, openArchive } from '../archive.js'
import { KEY, type Key, type Keys, nameOf, placeOf } from '../keys.js'
import type { Change, Matter, Tables } from '../schema.js'
import type { Session } from './session.js'

const FETCHED_AT_ONCE = 200
/** Deleted keys leave their bytes in the table's pages until they are swept. */
const SWEEP_AFTER = 20

/** What goes into the database together with a line. */
export type More = { keys: readonly Key[]; matters: readonly { id: string; text: string }[]; stored(): void }

export type Beside = {
  more(changes: readonly Change[]): More
  /** Before lines are read: the keys that they may be sealed with. */
  before(session: Session, lines: readonly string[]): Promise<void>
  /** What lines say was archived elsewhere: the file here is another one, or none. */
  heard(changes: readonly Change[]): void
  keys: Keys
  archive: Archive
  /** Brings every archived matter here that is not, or is another one. */
  bring(session: Session, ledger: Tables['ledger']): Promise<void>
}

/** All keys that there are, by name. */
export const readKeys = async (session: Session): Promise<Map<string, Key>> =>
  new Map(
    (await session.ask('SELECT id, bytes FROM keys')).flatMap(({ id, bytes }) =>
      typeof id === 'string' && Buffer.isBuffer(bytes) ? [[id, { id, bytes }] as const] : [],
    ),
  )

/** Keys to look with, not to take. */
export const keysToRead = (known: ReadonlyMap<string, Key>): Keys => ({
  take() {
    throw new Error('the keys are only read')
  },
  find: (id) => known.get(id),
  destroy() {},
  keepOnly() {},
  close() {
    for (const { bytes } of known.values()) bytes.fill(0)
  },
})

const openTableKeys = (session: () => Promise<Session>) => {
  const known = new Map<string, Key>()
  const unsaved = new Set<string>()
  let unswept = 0
  const forget = (ids: readonly string[]): void => {
    for (const id of ids) {
      known.get(id)?.bytes.fill(0)
      known.delete(id)
      unsaved.delete(id)
    }
  }
  const remove = async (ids: readonly string[]): Promise<void> => {
    const saved = ids.filter((id) => !unsaved.has(id))
    const through = saved.length > 0 ? await session() : undefined
    if (through) {
      await through.ask('DELETE FROM keys WHERE id = ANY ($1)', [saved])
      unswept += saved.length
    }
    forget(ids)
    if (through && unswept >= SWEEP_AFTER) {
      unswept = 0
      await through.ask('VACUUM keys').catch(() => {}) // the database's own sweeper comes, only later
    }
  }
  const keys: Keys = {
    take() {
      const places = new Set([...known.keys()].map(placeOf))
      let place = 0
      while (places.has(place)) place++
      const bytes = randomBytes(KEY)
      const key = { id: nameOf(place, bytes), bytes }
      known.set(key.id, key)
      unsaved.add(key.id)
      return key
    },
    find: (id) => known.get(id),
    destroy: (ids) => remove(ids.filter((id) => known.has(id))),
    async keepOnly(ids) {
      await (await session()).ask('DELETE FROM keys WHERE NOT id = ANY ($1)', [[...ids]])
      forget([...known.keys()].filter((id) => !ids.has(id)))
    },
    close: () => forget([...known.keys()]),
  }
  return {
    keys,
    unsaved: (): Key[] => [...unsaved].flatMap((id) => known.get(id) ?? []),
    saved(stored: readonly Key[]): void {
      for (const { id } of stored) unsaved.delete(id)
    },
    async load(through: Session): Promise<void> {
      const all = await readKeys(through)
      forget([...known.keys()].filter((id) => !all.has(id) && !unsaved.has(id)))
      for (const [id, key] of all) if (!known.has(id)) known.set(id, key)
    },
  }
}

/** `dir`: where archived matters are kept as files. `reading`: a session for what is not a line. */
export const openBeside = (dir: string, reading: () => Promise<Session>): Beside => {
  const files = openArchive(dir)
  /** Written here, and not yet in the database. */
  const waiting = new Map<string, string>()
  /** Archived by another process since these files were whole. */
  const others = new Set<string>()
  const { keys, unsaved, saved, load } = openTableKeys(reading)
  return {
    keys,
    archive: {
      ...files,
      write(matter) {
        waiting.set(matter.id, JSON.stringify(matter))
        return files.write(matter)
      },
    },
    more(changes) {
      const fresh = unsaved()
      const matters = changes.flatMap((change) => {
        const id = 'put' in change && change.put === 'ledger' ? change.key : undefined
        const text = id === undefined ? undefined : waiting.get(id)
        return id === undefined || text === undefined ? [] : [{ id, text }]
      })
      return {
        keys: fresh,
        matters,
        stored() {
          saved(fresh)
          for (const { id, text } of matters) if (waiting.get(id) === text) waiting.delete(id)
        },
      }
    },
    async before(session, lines) {
      if (lines.some((line) => line.includes('"sealed":'))) await load(session)
    },
    heard(changes) {
      for (const change of changes) if ('put' in change && change.put === 'ledger') others.add(change.key)
    },
    async bring(session, ledger) {
      const here = new Set(
        (await filesIn(dir)).flatMap(([, names]) => names.map((name) => name.slice(0, -5))),
      )
      const wanted = Object.keys(ledger).filter((id) => !here.has(id) || others.has(id))
      for (let from = 0; from < wanted.length; from += FETCHED_AT_ONCE) {
        const rows = await session.ask('SELECT matter FROM archive WHERE id = ANY ($1)', [
          wanted.slice(from, from + FETCHED_AT_ONCE),
        ])
        for (const { matter } of rows) files.write(JSON.parse(String(matter)) as Matter) // written by this file only; its proof is asked for when it is read
      }
      others.clear()
    },
  }
}

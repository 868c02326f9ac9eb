// Under which keys is an unfinished dialog kept? A small file of fresh keys, beside the record: one is taken up for nothing, and thrown away by writing another over it.
import { createHash, randomBytes } from 'node:crypto'
import { closeSync, fdatasyncSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { orMissing } from './missing.js'

export const KEY = 32
const GROWS_BY = 64

/** A key, and the name by which what it seals calls it: its place, and enough of its hash to know it again. */
export type Key = { id: string; bytes: Buffer }

export type Keys = {
  /** A key that nothing is sealed with. It is on disk already. */
  take(): Key
  /** The key of this name; nothing once it was thrown away. */
  find(id: string): Key | undefined
  /** Writes fresh keys over these. They are gone when this returns, or resolves. */
  destroy(ids: readonly string[]): void | Promise<void>
  /** Writes fresh keys over all but these: whatever a crash left behind is gone when this returns, or resolves. */
  keepOnly(ids: ReadonlySet<string>): void | Promise<void>
  close(): void
}

export const nameOf = (place: number, bytes: Buffer): string =>
  `${place}-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`
export const placeOf = (id: string): number => Number(id.split('-')[0])

/** All keys of a data folder, in their places; none where there is no file. */
export const keysIn = (dir: string): Key[] => {
  const file = openIfThere(join(dir, 'keys'), true)
  if (file === undefined) return []
  try {
    return Array.from({ length: Math.floor(fstatSync(file).size / KEY) }, (_, place) => {
      const bytes = Buffer.alloc(KEY)
      readSync(file, bytes, 0, KEY, place * KEY)
      return { id: nameOf(place, bytes), bytes }
    })
  } finally {
    closeSync(file)
  }
}

/** Writes a new file with these keys, each in its place, and fresh ones between them. */
export const layKeys = (dir: string, keys: readonly Key[]): void => {
  const places = Math.max(0, ...keys.map(({ id }) => placeOf(id) + 1))
  const all = randomBytes(Math.ceil(places / GROWS_BY) * GROWS_BY * KEY)
  for (const { id, bytes } of keys) bytes.copy(all, placeOf(id) * KEY)
  const file = openSync(join(dir, 'keys'), 'wx', 0o600)
  try {
    for (let done = 0; done < all.length; ) done += writeSync(file, all, done, all.length - done, done)
    fdatasyncSync(file)
  } finally {
    closeSync(file)
    all.fill(0)
  }
}

/** Opens `keys` in the data folder, made with the first key that is taken: readable by the bot alone. */
export const openKeys = (dir: string, { readOnly = false } = {}): Keys => {
  const path = join(dir, 'keys')
  let file = openIfThere(path, readOnly)
  const keys: Key[] = []
  const known = new Map<string, Key>()
  const taken = new Set<string>()

  const put = (place: number, bytes: Buffer): void => {
    const old = keys[place]
    if (old) {
      known.delete(old.id)
      taken.delete(old.id)
      old.bytes.fill(0)
    }
    const key = { id: nameOf(place, bytes), bytes }
    keys[place] = key
    known.set(key.id, key)
  }
  const write = (fresh: ReadonlyMap<number, Buffer>): void => {
    if (file === undefined || readOnly) throw new Error('the keys are only read')
    for (const [place, bytes] of fresh)
      for (let done = 0; done < KEY; ) done += writeSync(file, bytes, done, KEY - done, place * KEY + done)
    fdatasyncSync(file)
    for (const [place, bytes] of fresh) put(place, bytes)
  }
  const grow = (): void => {
    const made = file === undefined
    file ??= openSync(path, 'wx+', 0o600)
    write(new Map(Array.from({ length: GROWS_BY }, (_, nth) => [keys.length + nth, randomBytes(KEY)])))
    if (made) syncFolder(dir)
  }

  for (const [place, { bytes }] of keysIn(dir).entries()) put(place, bytes)
  return {
    take() {
      let free = keys.find(({ id }) => !taken.has(id))
      if (!free) {
        const first = keys.length
        grow()
        free = keys[first]
      }
      if (!free) throw new Error('no key could be made')
      taken.add(free.id)
      return free
    },
    find: (id) => known.get(id),
    destroy(ids) {
      const places = [...new Set(ids)].filter((id) => known.has(id)).map(placeOf)
      if (places.length > 0) write(new Map(places.map((place) => [place, randomBytes(KEY)])))
    },
    keepOnly(ids) {
      const left = keys.flatMap(({ id }, place) => (ids.has(id) ? [] : [place]))
      if (left.length > 0) write(new Map(left.map((place) => [place, randomBytes(KEY)])))
      for (const id of ids) if (known.has(id)) taken.add(id)
    },
    close() {
      if (file !== undefined) closeSync(file)
      for (const { bytes } of keys) bytes.fill(0)
    },
  }
}

const openIfThere = (path: string, readOnly: boolean): number | undefined => {
  try {
    return openSync(path, readOnly ? 'r' : 'r+')
  } catch (error) {
    return orMissing(undefined)(error)
  }
}

const syncFolder = (dir: string): void => {
  const folder = openSync(dir, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

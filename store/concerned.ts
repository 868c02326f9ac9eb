// Which matters concern somebody? Known by name, so that whoever speaks is not looked for in every one; kept by the fold, and taken back with it.
import { isOf, kindOf, type Matter, type Tables } from './schema.js'

type Rows = Tables['incidents']

/** Under what a matter is found: its people, its units, the batch it belongs to, and what it is where that is rare. */
export type Name = `person ${string}` | `unit ${string}` | `batch ${string}` | `kind ${string}`

/** Who brought it, answers for it, reports it or had it handed over; every unit that has a seat in it. */
const namesOf = (matter: Matter): Set<Name> => {
  const { reporters, chain, delegations, reporting, unit, batch } = matter
  const people = [...reporters, ...chain.map(({ person }) => person), ...delegations.map(({ to }) => to)]
  if (reporting) people.push(reporting.officer, reporting.deputy)
  const units = [unit, ...chain.flatMap(({ unit: of }) => of ?? [])]
  return new Set<Name>([
    ...people.map(({ id }): Name => `person ${id}`),
    ...units.map(({ id }): Name => `unit ${id}`),
    ...(batch === undefined ? [] : [`batch ${batch}` as const]),
    ...(isOf(matter) ? [] : [`kind ${kindOf(matter)}` as const]),
  ])
}

type Index = {
  readonly byName: Map<Name, Set<string>>
  /** What each is found under, and where it stands in its table. */
  readonly known: Map<string, { matter: Matter; names: ReadonlySet<Name>; place: number }>
  places: number
  /** What was put, dropped or taken back, in that order; the first of them is the `forgotten`th. */
  changed: string[]
  forgotten: number
}

/** Of the tables of a fold alone: who else makes one may change it unseen. */
const indexes = new WeakMap<Rows, Index | undefined>()

/** So many changes are remembered: whoever has not looked for longer looks at everything. */
const REMEMBERS = 4096

export const watched = (rows: Rows): void => {
  indexes.set(rows, undefined)
}

const put = (index: Index, rows: Rows, id: string): void => {
  const before = index.known.get(id)
  const matter = rows[id]
  if (before?.matter === matter) return
  const names = matter ? namesOf(matter) : new Set<Name>()
  for (const name of before?.names ?? []) {
    if (names.has(name)) continue
    const ids = index.byName.get(name)
    ids?.delete(id)
    if (ids?.size === 0) index.byName.delete(name)
  }
  for (const name of names) {
    const ids = index.byName.get(name)
    if (ids) ids.add(id)
    else index.byName.set(name, new Set([id]))
  }
  if (matter) index.known.set(id, { matter, names, place: before?.place ?? index.places++ })
  else index.known.delete(id)
}

const made = (rows: Rows): Index => {
  const index: Index = { byName: new Map(), known: new Map(), places: 0, changed: [], forgotten: 0 }
  for (const id in rows) put(index, rows, id)
  return index
}

const indexOf = (rows: Rows): Index => {
  const known = indexes.get(rows)
  if (known) return known
  const index = made(rows)
  if (indexes.has(rows)) indexes.set(rows, index)
  return index
}

/** This matter is another one now, or none. For the fold, whichever way it goes. */
export const noteChanged = (rows: Rows, id: string): void => {
  const index = indexes.get(rows)
  if (!index) return // nobody has asked yet
  put(index, rows, id)
  index.changed.push(id)
  if (index.changed.length < 2 * REMEMBERS) return
  index.changed.splice(0, REMEMBERS)
  index.forgotten += REMEMBERS
}

/** In the order of the table; of one that nobody keeps count of, all. */
export const mattersOf = (names: Iterable<Name>, rows: Rows): Matter[] => {
  if (!indexes.has(rows)) return Object.values(rows)
  const index = indexOf(rows)
  const ids = new Set<string>()
  for (const name of names) for (const id of index.byName.get(name) ?? []) ids.add(id)
  return [...ids]
    .flatMap((id) => index.known.get(id) ?? [])
    .sort((a, b) => a.place - b.place)
    .map(({ matter }) => matter)
}

/** Where it stands in its table, of which count is kept. */
export const placeOf = (id: string, rows: Rows): number =>
  indexes.has(rows) ? (indexOf(rows).known.get(id)?.place ?? 0) : 0

/** How far this table has come, to ask later what has changed since; nothing where nobody keeps count of it. */
export const stateOf = (rows: Rows): number | undefined => {
  if (!indexes.has(rows)) return undefined
  const { forgotten, changed } = indexOf(rows)
  return forgotten + changed.length
}

/** The matters that were put, dropped or taken back since then; nothing where that is too long ago. */
export const changedSince = (state: number, rows: Rows): ReadonlySet<string> | undefined => {
  const { forgotten, changed } = indexOf(rows)
  return state < forgotten ? undefined : new Set(changed.slice(state - forgotten))
}

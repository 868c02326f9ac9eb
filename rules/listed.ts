// What of all matters stands on somebody's list, in order? Kept from one look to the next: only what happened since, or whose time has come, is worked out anew.
import { changedSince, stateOf } from '../store/concerned.js'
import type { Matter, Party } from '../store/schema.js'
import { awayNow } from './away.js'
import { concerning } from './concerning.js'
import { dutyNow } from './roster.js'
import type { World } from './world.js'

/** A line of the list; `nth` of those of its matter. */
export type Line<R> = R & { incident: Matter; nth: number }

type Work<R, W> = {
  lines(matter: Matter, reader: Party, world: W): readonly R[]
  /** When these lines may be others though nothing happens, in epoch ms; never sooner than now. */
  untilMs(matter: Matter, reader: Party, world: W): number
  /** No two lines stand in one place. */
  order(a: Line<R>, b: Line<R>): number
}

/** The lines in order; `drills`: so many of them are of drills; `matters`: of so many real matters the others are. */
export type List<R> = {
  readonly lines: readonly Line<R>[]
  readonly drills: number
  readonly matters: number
}

type Term = { atMs: number; id: string }
type Kept<R> = {
  seen: readonly unknown[]
  nowMs: number
  state: number | undefined
  of: Map<string, { lines: readonly Line<R>[]; atMs: number }>
  list: { lines: Line<R>[]; drills: number; matters: number }
  terms: Term[]
}

/** So many readers are remembered, those who asked last. */
const READERS = 32

const byTerm = (a: Term, b: Term): number => a.atMs - b.atMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Where this one stands among those in order, or would. */
const placeAmong = <T>(all: readonly T[], one: T, order: (a: T, b: T) => number): number => {
  let [from, to] = [0, all.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const other = all[middle]
    if (other !== undefined && order(other, one) < 0) from = middle + 1
    else to = middle
  }
  return from
}

const take = <T>(all: T[], one: T, order: (a: T, b: T) => number): void => {
  all.splice(placeAmong(all, one, order), 1)
}
const place = <T>(all: T[], one: T, order: (a: T, b: T) => number): void => {
  all.splice(placeAmong(all, one, order), 0, one)
}

const countIn = <R>(list: Kept<R>['list'], lines: readonly Line<R>[], by: 1 | -1): void => {
  const drill = lines[0]?.incident.drill
  if (drill) list.drills += by * lines.length
  else if (lines.length > 0) list.matters += by
}

export const listing = <R extends object, W extends World>(work: Work<R, W>) => {
  const all = new WeakMap<World['incidents'], Map<string, Kept<R>>>()

  const linesOf = (matter: Matter, reader: Party, world: W) => ({
    lines: work
      .lines(matter, reader, world)
      .map((line, nth): Line<R> => ({ ...line, incident: matter, nth })),
    atMs: work.untilMs(matter, reader, world),
  })

  const begun = (reader: Party, world: W, seen: readonly unknown[]): Kept<R> => {
    const of: Kept<R>['of'] = new Map()
    const list: Kept<R>['list'] = { lines: [], drills: 0, matters: 0 }
    const terms: Term[] = []
    for (const matter of concerning(reader, world)) {
      const found = linesOf(matter, reader, world)
      of.set(matter.id, found)
      list.lines.push(...found.lines)
      countIn(list, found.lines, 1)
      if (Number.isFinite(found.atMs)) terms.push({ atMs: found.atMs, id: matter.id })
    }
    list.lines.sort(work.order)
    terms.sort(byTerm)
    return { seen, nowMs: Date.parse(world.now), state: stateOf(world.incidents), of, list, terms }
  }

  const again = ({ of, list, terms }: Kept<R>, id: string, reader: Party, world: W): void => {
    const before = of.get(id)
    for (const line of before?.lines ?? []) take(list.lines, line, work.order)
    countIn(list, before?.lines ?? [], -1)
    if (before && Number.isFinite(before.atMs)) take(terms, { atMs: before.atMs, id }, byTerm)
    of.delete(id)
    const matter = world.incidents[id]
    if (!matter) return
    const found = linesOf(matter, reader, world)
    of.set(id, found)
    for (const line of found.lines) place(list.lines, line, work.order)
    countIn(list, found.lines, 1)
    if (Number.isFinite(found.atMs)) place(terms, { atMs: found.atMs, id }, byTerm)
  }

  return (reader: Party, world: W): List<R> => {
    const seen = [world.rules, world.directory, awayNow(world), dutyNow(world)]
    const state = stateOf(world.incidents)
    if (state === undefined) return begun(reader, world, seen).list
    const readers = all.get(world.incidents) ?? new Map<string, Kept<R>>()
    all.set(world.incidents, readers)
    const kept = readers.get(reader.id)
    const nowMs = Date.parse(world.now)
    const same = kept && kept.nowMs <= nowMs && seen.every((one, at) => one === kept.seen[at])
    const changed = same && kept.state !== undefined ? changedSince(kept.state, world.incidents) : undefined
    readers.delete(reader.id)
    if (!kept || !changed) {
      const fresh = begun(reader, world, seen)
      readers.set(reader.id, fresh)
      for (const id of readers.size > READERS ? readers.keys() : []) {
        readers.delete(id)
        break
      }
      return fresh.list
    }
    readers.set(reader.id, kept)
    const due = kept.terms.slice(0, placeAmong(kept.terms, { atMs: nowMs, id: '\uffff' }, byTerm))
    for (const id of new Set([...changed, ...due.map((one) => one.id)])) again(kept, id, reader, world)
    kept.state = state
    kept.nowMs = nowMs
    return kept.list
  }
}

// What is a turn? One thing that came in, everything it changes, one durable append; answered only after that.
import { openArchive } from '../store/archive.js'
import { type Head, type Journal, StoreUnavailable } from '../store/journal.js'
import { openFileJournal } from '../store/journal-file.js'
import { lockDataDir } from '../store/lock.js'
import type { Log } from '../store/log.js'
import type { Change, Event, Incident, Instant, Row, TableName, Tables } from '../store/schema.js'
import { openState, type Undo } from '../store/state.js'

export type Turn = {
  /** The moment of this turn: one for all of it. */
  readonly at: Instant
  row<T extends TableName>(table: T, key: string): Row<T> | undefined
  rows<T extends TableName>(table: T): Readonly<Record<string, Row<T>>>
  put<T extends Exclude<TableName, 'incidents'>>(table: T, key: string, value: Row<T>): void
  drop(table: TableName, key: string): void
  /** Records what happened to an incident; answers the incident after it. */
  record(incident: string, event: Event): Incident
  /** Live, else from the archive. */
  incident(id: string): Incident | undefined
  /** A number that rises by one with every call, for ever. */
  next(counter: string): number
  /** Moves a settled incident out of memory. */
  archive(id: string): void
  /** Runs once the turn is on disk. */
  afterCommit(effect: () => void): void
}

export type House = {
  /**
   * Runs `body` alone and resolves with its answer once everything it changed is on disk. With an id that was seen
   * before, the stored answer comes again and `body` does not run. Rejects with `StoreUnavailable` when the store
   * took nothing; then nothing of it remains.
   */
  turn<A>(id: string | undefined, body: (turn: Turn) => A | Promise<A>): Promise<A>
  /** Reads the present: answered when all that it may have seen is on disk. */
  read<A>(body: (tables: Readonly<Tables>) => A): Promise<A>
  /** The present without waiting, for measures and for computing when to look again. */
  peek(): Readonly<Tables>
  find(id: string): Incident | undefined
  /** Why the store takes no writes now, or nothing. */
  healthy(): Promise<string | undefined>
  head(): Head
  stop(): Promise<void>
}

type Staged = {
  changes: Change[]
  undo: Undo
  effects: (() => void)[]
  settle(): void
  fail(error: Error): void
}

const PROBE_EVERY_MS = 2000

export const openHouse = async (options: {
  dir: string
  now: () => number
  log: Log
  checkpointEvery?: number
  wrap?: (journal: Journal) => Journal
}): Promise<House> => {
  const { dir, now, log, checkpointEvery = 2000, wrap = (journal) => journal } = options
  const unlock = await lockDataDir(dir)
  const state = await openState(dir)
  const archive = openArchive(dir)
  let journal: Journal
  try {
    journal = wrap(await openFileJournal(dir, { log }))
    await state.recover(journal)
  } catch (error) {
    await unlock()
    throw error
  }

  let queue: Promise<unknown> = Promise.resolve()
  let pending: Staged[] = []
  let committing: Promise<void> | undefined
  let failure: string | undefined
  let sinceCheckpoint = 0
  let stopped = false

  /** One at a time, in the order of arrival. */
  const serially = <A>(body: () => A | Promise<A>): Promise<A> => {
    const result = queue.then(body)
    queue = result.catch(() => {}) // the caller gets the rejection; the queue goes on
    return result
  }

  const commit = async (): Promise<void> => {
    while (pending.length > 0) {
      const batch = pending
      pending = []
      const changes = batch.flatMap((staged) => staged.changes)
      try {
        if (changes.length > 0) {
          await journal.append(new Date(now()).toISOString(), changes)
          failure = undefined
          sinceCheckpoint++
        }
      } catch (error) {
        failure = error instanceof Error ? error.message : String(error)
        log.error({ reason: failure }, 'the store took nothing; the turns are undone')
        await takeBack(batch, failure)
        continue
      }
      for (const staged of batch) staged.settle()
      for (const effect of batch.flatMap(({ effects }) => effects)) effect()
    }
  }

  /** Undoes this batch and all that was staged on top of it, newest first, while no body runs. */
  const takeBack = (batch: Staged[], reason: string): Promise<void> =>
    serially(() => {
      const lost = [...batch, ...pending]
      pending = []
      for (const staged of lost.toReversed()) state.undo(staged.undo)
      for (const staged of lost) staged.fail(new StoreUnavailable(reason))
    })

  const kick = (): void => {
    committing ??= commit().finally(() => {
      committing = undefined
      if (pending.length > 0) kick()
      else if (sinceCheckpoint >= checkpointEvery && !stopped) void checkpoint()
    })
  }

  const flush = async (): Promise<void> => {
    while (committing) await committing
  }

  /** Only of what is on disk: no body runs and nothing is staged while the tables are written out. */
  const checkpoint = (): Promise<void> => {
    sinceCheckpoint = 0
    return serially(async () => {
      if (committing || pending.length > 0)
        sinceCheckpoint = checkpointEvery // not now: after the next commit
      else await state.checkpoint(journal.head())
    }).catch((error) =>
      log.error({ reason: String(error) }, 'no checkpoint could be written; the journal has everything'),
    )
  }

  const stage = (changes: Change[], undo: Undo, effects: (() => void)[]): Promise<void> =>
    new Promise((settle, fail) => {
      pending.push({ changes, undo, effects, settle, fail })
      kick()
    })

  const runBody = async <A>(body: (turn: Turn) => A | Promise<A>, id: string | undefined) => {
    const changes: Change[] = []
    const placeOf = new Map<string, number>()
    const undo: Undo = []
    const effects: (() => void)[] = []
    const change = (one: Change, slot?: string): void => {
      undo.push(...state.apply([one]))
      const place = slot === undefined ? undefined : placeOf.get(slot)
      if (place !== undefined) changes[place] = one
      else {
        if (slot !== undefined) placeOf.set(slot, changes.length)
        changes.push(one)
      }
    }
    const turn: Turn = {
      at: new Date(now()).toISOString(),
      row: (table, key) => (state.tables[table] as Record<string, Row<typeof table>>)[key], // the table's own row type
      rows: (table) => state.tables[table],
      put: (table, key, value) => change({ put: table, key, value }, `${table}/${key}`),
      drop(table, key) {
        if (key in state.tables[table])
          change({ drop: table, key }, table === 'incidents' ? undefined : `${table}/${key}`)
      },
      record(incident, event) {
        change({ incident, event })
        const after = state.tables.incidents[incident]
        if (!after) throw new Error(`no incident ${incident}`)
        return after
      },
      incident: (key) => state.tables.incidents[key] ?? archive.find(key),
      next(counter) {
        const key = `n/${counter}`
        const nth = Number(state.tables.meta[key] ?? 0) + 1
        turn.put('meta', key, nth)
        return nth
      },
      archive(key) {
        const incident = state.tables.incidents[key]
        if (!incident) return
        archive.write(incident)
        turn.drop('incidents', key)
      },
      afterCommit: (effect) => effects.push(effect),
    }
    try {
      const answer = await body(turn)
      if (id !== undefined) turn.put('inbox', id, { at: turn.at, answer: answer ?? null })
      return { answer, changes, undo, effects }
    } catch (error) {
      state.undo(undo)
      throw error
    }
  }

  return {
    async turn<A>(id: string | undefined, body: (turn: Turn) => A | Promise<A>): Promise<A> {
      if (stopped) throw new StoreUnavailable('正在停止')
      const { answer, durable } = await serially(async () => {
        const seen = id === undefined ? undefined : state.tables.inbox[id]
        if (seen) return { answer: seen.answer as A, durable: stage([], [], []) } // what this id was answered the first time
        const { answer, changes, undo, effects } = await runBody(body, id)
        return { answer, durable: stage(changes, undo, effects) }
      })
      await durable
      return answer
    },
    async read(body) {
      const { answer, durable } = await serially(() => ({
        answer: body(state.tables),
        durable: stage([], [], []),
      }))
      await durable
      return answer
    },
    peek: () => state.tables,
    find: (id) => state.tables.incidents[id] ?? archive.find(id),
    healthy: probing(async () => {
      await journal.probe()
      return failure
    }),
    head: () => journal.head(),
    async stop() {
      stopped = true
      await queue
      await flush()
      await state.checkpoint(journal.head())
      await journal.close()
      await unlock()
    },
  }
}

/** Asks at most every two seconds. */
const probing = (probe: () => Promise<string | undefined>): (() => Promise<string | undefined>) => {
  let askedAt = 0
  let known: Promise<string | undefined> = Promise.resolve(undefined)
  return () => {
    if (Date.now() - askedAt > PROBE_EVERY_MS) {
      askedAt = Date.now()
      known = probe().catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
    }
    return known
  }
}

// What is a turn? One thing that came in, everything it changes, one durable append; answered only after that.
import { openArchive } from '../store/archive.js'
import { type Head, type Journal, StoreUnavailable, textOf } from '../store/journal.js'
import { openFileJournal } from '../store/journal-file.js'
import { lockDataDir } from '../store/lock.js'
import type { Log } from '../store/log.js'
import type { Change, Event, Incident, Instant, Row, TableName, Tables } from '../store/schema.js'
import { openState, type Undo } from '../store/state.js'
import type { Watch } from './watchdog/watchdog.js'

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
  /**
   * Reads what is on disk. `body` only looks: it runs a second time when the turns that it saw could not be stored.
   */
  read<A>(body: (tables: Readonly<Tables>) => A): Promise<A>
  /** The present without waiting, for measures and for computing when to look again. */
  peek(): Readonly<Tables>
  find(id: string): Incident | undefined
  /** Tells of every row of this table that a turn put, or dropped (then without one), once that is on disk. */
  watch<T extends Exclude<TableName, 'incidents'>>(table: T, told: (key: string, row?: Row<T>) => void): void
  /** Why the store takes no writes now, or nothing. */
  healthy(): Promise<string | undefined>
  head(): Head
  /** Ends what has begun, writes a checkpoint, closes, unlocks. */
  stop(): Promise<void>
}

type Staged = {
  changes: Change[]
  undo: Undo
  effects: (() => void)[]
  settle(): void
  /** Called when memory is again what is on disk. */
  fail(error: Error): void
}

const PROBE_EVERY_MS = 2000

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export const openHouse = async (options: {
  dir: string
  now: () => number
  log: Log
  /** In lines of the journal. */
  checkpointEvery?: number
  wrap?: (journal: Journal) => Journal
  /** Hears which turn is under way, so that one that never ends is known afterwards. */
  watch?: Pick<Watch, 'turn' | 'over'>
}): Promise<House> => {
  const { dir, now, log, checkpointEvery = 2000, wrap = (journal) => journal, watch } = options
  const unlock = await lockDataDir(dir)
  let opened: Journal | undefined
  const open = async () => {
    opened = await openFileJournal(dir, { log })
    const journal = wrap(opened)
    const state = await openState(dir)
    await state.recover(journal)
    return { state, journal }
  }
  const { state, journal } = await open().catch(async (error: unknown) => {
    await opened?.close()
    await unlock()
    throw error
  })
  const archive = openArchive(dir)
  const health = probing(() => journal.probe())

  const watchers = new Map<TableName, ((key: string, row?: unknown) => void)[]>()

  let queue: Promise<unknown> = Promise.resolve()
  let pending: Staged[] = []
  let underWay: Staged[] = []
  let durable = journal.head()
  let committing: Promise<void> | undefined
  let sinceCheckpoint = 0
  let checkpointing: Promise<void> | undefined
  let stopping: Promise<void> | undefined

  /** One at a time, in the order of arrival. */
  const serially = <A>(body: () => A | Promise<A>): Promise<A> => {
    const result = queue.then(body)
    queue = result.catch(() => {}) // the caller gets the rejection; the queue goes on
    return result
  }

  /** While one append is under way, the turns that end meanwhile gather; they share the next. */
  const commit = async (): Promise<void> => {
    while (pending.length > 0) {
      underWay = pending
      pending = []
      const changes = underWay.flatMap((staged) => staged.changes)
      try {
        if (changes.length > 0) {
          durable = await journal.append(new Date(now()).toISOString(), changes)
          health.succeeded()
          sinceCheckpoint++
        }
      } catch (error) {
        const reason = reasonOf(error)
        health.failed(reason)
        log.error({ reason }, 'the store took nothing; the turns are undone')
        await takeBack(new StoreUnavailable(reason, { cause: error }))
        continue
      }
      const stored = underWay
      underWay = []
      if (watchers.size > 0) for (const change of changes) tell(change)
      for (const staged of stored) staged.settle()
      for (const effect of stored.flatMap(({ effects }) => effects)) follow(effect)
      if (sinceCheckpoint >= checkpointEvery && !stopping) checkpointing ??= checkpoint()
    }
  }

  const tell = (change: Change): void => {
    if ('event' in change) return
    const table = 'put' in change ? change.put : change.drop
    for (const told of watchers.get(table) ?? [])
      follow(() => ('put' in change ? told(change.key, change.value) : told(change.key)))
  }

  const follow = (effect: () => void): void => {
    try {
      effect()
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'what was to follow a stored turn failed')
    }
  }

  /** Undoes what is under way and all that was staged on top of it, newest first, while no body runs. */
  const takeBack = (error: StoreUnavailable): Promise<void> =>
    serially(() => {
      const lost = [...underWay, ...pending]
      underWay = []
      pending = []
      for (const staged of lost.toReversed()) state.undo(staged.undo)
      for (const staged of lost) staged.fail(error)
    })

  const kick = (): void => {
    committing ??= commit().finally(() => {
      committing = undefined
      if (pending.length > 0) kick()
    })
  }

  const flush = async (): Promise<void> => {
    while (committing) await committing
  }

  /** Of what is on disk only. The tables are looked at while no body runs; turns go on while they are written. */
  const checkpoint = async (): Promise<void> => {
    sinceCheckpoint = 0
    try {
      const { written } = await serially(() => ({
        written: state.checkpoint(
          durable,
          [...underWay, ...pending].map(({ undo }) => undo),
        ),
      }))
      await written
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'no checkpoint could be written; the journal has everything')
    } finally {
      checkpointing = undefined
    }
  }

  const stage = (changes: Change[], undo: Undo, effects: (() => void)[]): Promise<void> =>
    new Promise((settle, fail) => {
      pending.push({ changes, undo, effects, settle, fail })
      kick()
    })

  const refuseWhenStopping = (): void => {
    if (stopping) throw new StoreUnavailable('正在停止')
  }

  const runBody = async <A>(body: (turn: Turn) => A | Promise<A>, id: string | undefined) => {
    const changes: Change[] = []
    const placeOf = new Map<string, number>()
    const undo: Undo = []
    const effects: (() => void)[] = []
    let over = false
    const change = (one: Change, slot?: string): void => {
      if (over) throw new Error('this turn is over: what it changes now would never be stored')
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
    watch?.turn(id)
    try {
      const answer = await body(turn)
      if (id !== undefined) turn.put('inbox', id, { at: turn.at, answer: answer ?? null })
      for (const one of changes) textOf(one)
      return { answer, changes, undo, effects }
    } catch (error) {
      state.undo(undo)
      throw error
    } finally {
      over = true
      watch?.over()
    }
  }

  return {
    async turn<A>(id: string | undefined, body: (turn: Turn) => A | Promise<A>): Promise<A> {
      refuseWhenStopping()
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
      refuseWhenStopping()
      const { stored } = await serially(() => {
        const seen = body(state.tables)
        const stored = new Promise<typeof seen>((settle, refuse) => {
          const fail = () => {
            try {
              settle(body(state.tables))
            } catch (error) {
              refuse(error)
            }
          }
          pending.push({ changes: [], undo: [], effects: [], settle: () => settle(seen), fail })
          kick()
        })
        return { stored }
      })
      return stored
    },
    peek: () => state.tables,
    find: (id) => state.tables.incidents[id] ?? archive.find(id),
    watch(table, told) {
      // the rows of this table are of its own type
      watchers.set(table, [...(watchers.get(table) ?? []), told as (key: string, row?: unknown) => void])
    },
    healthy: health.ask,
    head: () => durable,
    stop() {
      stopping ??= (async () => {
        await queue
        await flush()
        await checkpointing
        try {
          await state.checkpoint(durable)
        } finally {
          await journal.close()
          await unlock()
        }
      })()
      return stopping
    },
  }
}

/** Whether the store takes writes: asked at most every two seconds; a failed append counts until one succeeds or as long. */
const probing = (probe: () => Promise<void>) => {
  let askedAt = Number.NEGATIVE_INFINITY
  let known: Promise<string | undefined> = Promise.resolve(undefined)
  const learn = (answer: Promise<string | undefined>): void => {
    askedAt = performance.now()
    known = answer
  }
  return {
    succeeded: () => learn(Promise.resolve(undefined)),
    failed: (reason: string) => learn(Promise.resolve(reason)),
    ask: (): Promise<string | undefined> => {
      if (performance.now() - askedAt > PROBE_EVERY_MS) learn(probe().then(() => undefined, reasonOf))
      return known
    },
  }
}

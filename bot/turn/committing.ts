// How does what turns changed come to disk? In the order of the turns; those that end while a line is written share the next one.
import { StoreUnavailable, Superseded, Unconfirmed } from '../../store/journal.js'
import type { Log } from '../../store/log.js'
import type { Change, Row, TableName } from '../../store/schema.js'
import type { Undo } from '../../store/state.js'
import type { Store } from './open-store.js'
import { type Health, reasonOf } from './probing.js'

/** A turn whose body is over. */
type Staged = {
  changes: Change[]
  undo: Undo
  effects: (() => void)[]
  /** Called when it is on disk, and nothing before that one is not. */
  release(): void
  /** Called when memory is again what is on disk. */
  fail(error: Error): void
}

type Told = (key: string, row?: unknown) => void

export const openCommitting = (options: {
  store: Store
  now: () => number
  log: Log
  /** In lines of the journal. */
  checkpointEvery: number
  health: Health
  /** Another process has taken over. */
  superseded: () => Promise<void>
}) => {
  const { store, now, log, checkpointEvery, health, superseded } = options
  const { state, journal } = store
  const watchers = new Map<TableName, Told[]>()
  let queue: Promise<unknown> = Promise.resolve()
  let pending: Staged[] = []
  let underWay: Staged[] = []
  let durable = journal.head()
  let committing: Promise<void> | undefined
  let sinceCheckpoint = 0
  let checkpointing: Promise<void> | undefined
  let ending = false
  let marked = store.base.used

  /** One at a time, in the order of arrival. */
  const serially = <A>(body: () => A | Promise<A>): Promise<A> => {
    const result = queue.then(body)
    queue = result.catch(() => {}) // the caller gets the rejection; the queue goes on
    return result
  }

  /** From the first line on, this folder counts as used; until that is written it is tried again with each line. */
  const mark = async (): Promise<void> => {
    try {
      await store.base.markUsed()
      marked = true
    } catch (error) {
      log.error(
        { reason: reasonOf(error) },
        'the folder could not be marked as used; the next line tries again',
      )
    }
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
          if (!marked) await mark()
        } else await journal.confirm() // what was read here may be old by now
      } catch (error) {
        const reason = reasonOf(error)
        health.failed(reason)
        if (error instanceof Superseded) await superseded()
        log.error({ reason }, 'the store took nothing; the turns are undone')
        await takeBack(error instanceof Unconfirmed ? error : new StoreUnavailable(reason, { cause: error }))
        continue
      }
      const stored = underWay
      underWay = []
      if (watchers.size > 0) for (const change of changes) tell(change)
      for (const staged of stored) staged.release()
      for (const effect of stored.flatMap(({ effects }) => effects)) follow(effect)
      if (sinceCheckpoint >= checkpointEvery && !ending) checkpointing ??= checkpoint()
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

  return {
    serially,
    /** To be stored after all that was entered before. */
    enter(staged: Staged): void {
      pending.push(staged)
      kick()
    },
    watch<T extends TableName>(table: T, told: (key: string, row?: Row<T>) => void): void {
      // the rows of this table are of its own type
      watchers.set(table, [...(watchers.get(table) ?? []), told as Told])
    },
    head: () => durable,
    /** Resolves when everything that has begun is stored, or undone; no checkpoint begins any more. */
    async end(): Promise<void> {
      ending = true
      await queue
      while (committing) await committing
      await checkpointing
    },
  }
}

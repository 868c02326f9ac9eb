// What is a turn? One thing that came in, everything it changes, one durable append; answered only after that.
import type { Evidence } from '../../store/evidence.js'
import { type Head, StoreUnavailable, Superseded, Unconfirmed } from '../../store/journal.js'
import type { Change, Matter, Row, TableName, Tables } from '../../store/schema.js'
import type { Undo } from '../../store/state.js'
import { storeStopping } from '../../templates/operator/process.js'
import type { Watch } from '../process/watchdog/watchdog.js'
import { openCommitting } from './committing.js'
import { openStore, type StoreOptions } from './open-store.js'
import { probing, reasonOf } from './probing.js'
import { staging } from './staging.js'
import type { Turn } from './turn.js'

export type Turns = {
  /**
   * Runs `body` alone and resolves with its answer once everything it changed is on disk. With an id that was seen
   * before, the stored answer comes again and `body` does not run. Rejects with `StoreUnavailable` when the store
   * took nothing; then nothing of it remains.
   */
  turn<A>(id: string | undefined, body: (turn: Turn) => A | Promise<A>): Promise<A>
  /**
   * Reads what is on disk. `body` only looks: it runs a second time when the turns that it saw could not be stored.
   * Rejects with `Unconfirmed` where nobody can say whether that is still the truth.
   */
  read<A>(body: (tables: Readonly<Tables>) => A): Promise<A>
  /** The present without waiting, for measures and for computing when to look again. */
  peek(): Readonly<Tables>
  find(id: string): Matter | undefined
  /** Tells of every row of this table that a turn put, or dropped (then without one), once that is on disk. */
  watch<T extends Exclude<TableName, 'incidents'>>(table: T, told: (key: string, row?: Row<T>) => void): void
  /** Why the store takes no writes now, or nothing. */
  healthy(): Promise<string | undefined>
  head(): Head
  readonly evidence: Evidence
  /** What a start found and mended by itself, in sentences for the office. */
  readonly found: readonly string[]
  /** Resolves when another process has taken over: with the sentence, after which this process has to end. */
  readonly superseded: Promise<string>
  /**
   * Ends what has begun, writes a checkpoint, closes, unlocks. Answers why there is no new checkpoint, if so: nothing
   * is lost by that, the journal has everything.
   */
  stop(): Promise<string | undefined>
}

export const openTurns = async (
  options: StoreOptions & {
    /** In lines of the journal. */
    checkpointEvery?: number
    /** Hears which turn is under way, so that one that never ends is known afterwards. */
    watch?: Pick<Watch, 'turn' | 'over'>
  },
): Promise<Turns> => {
  const { now, log, checkpointEvery = 2000 } = options
  const store = await openStore(options)
  const { state, journal, found, find, base } = store
  let endBy: (sentence: string) => void = () => {}
  const superseded = new Promise<string>((resolve) => {
    endBy = resolve
  })
  /** Says who took over, to whoever has to end this process. */
  const end = async (): Promise<void> => endBy(new Superseded(await base.holder().catch(() => '')).message)
  const health = probing(() =>
    journal.probe().catch(async (error: unknown) => {
      if (error instanceof Superseded) await end()
      throw error
    }),
  )
  const committing = openCommitting({ store, now, log, checkpointEvery, health, superseded: end })
  const { serially, enter } = committing
  void journal.lost?.then(end)
  const runBody = staging(store, now, options.watch)
  let stopping: Promise<string | undefined> | undefined

  const stage = (changes: Change[], undo: Undo, effects: (() => void)[]): Promise<void> =>
    new Promise((release, fail) => enter({ changes, undo, effects, release, fail }))

  const refuseWhenStopping = (): void => {
    if (stopping) throw new StoreUnavailable(storeStopping)
  }

  /** The checkpoint is of whoever writes now. */
  const lastCheckpoint = async (): Promise<string | undefined> => {
    try {
      await journal.confirm()
      await state.checkpoint(committing.head())
      return undefined
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'no last checkpoint; the journal has everything')
      return reasonOf(error)
    } finally {
      await store.close()
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
        const stored = new Promise<typeof seen>((answer, refuse) => {
          const fail = (error: Error) => {
            if (error instanceof Unconfirmed) return refuse(error)
            try {
              answer(body(state.tables))
            } catch (error) {
              refuse(error)
            }
          }
          enter({ changes: [], undo: [], effects: [], release: () => answer(seen), fail })
        })
        return { stored }
      })
      return stored
    },
    peek: () => state.tables,
    find,
    watch: committing.watch,
    healthy: health.ask,
    head: committing.head,
    evidence: base.evidence,
    found,
    superseded,
    stop() {
      stopping ??= committing.end().then(lastCheckpoint)
      return stopping
    },
  }
}

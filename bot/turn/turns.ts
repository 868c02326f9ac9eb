// What is a turn? One thing that came in, everything it changes, one durable append; answered only after that.

import { setTimeout as pause } from 'node:timers/promises'
import { openArchive } from '../../store/archive.js'
import type { Digest } from '../../store/digest.js'
import {
  Damaged,
  type Head,
  type Journal,
  StoreUnavailable,
  Superseded,
  textOf,
} from '../../store/journal.js'
import { openFileJournal } from '../../store/journal-file.js'
import { checkKinds } from '../../store/kinds.js'
import { AlreadyHeld, holderAt, lockDataDir } from '../../store/lock.js'
import type { Log } from '../../store/log.js'
import { tighten } from '../../store/private.js'
import { missingProofs } from '../../store/proof.js'
import type { Change, Incident, Row, TableName, Tables } from '../../store/schema.js'
import { openSeal, type Seal } from '../../store/seal.js'
import { openState, type Undo } from '../../store/state.js'
import { findJournal, markUsed } from '../../store/used.js'
import { answersUnreadable, archiveMissing, storeStopping } from '../../templates/operator/process.js'
import type { Watch } from '../process/watchdog/watchdog.js'
import { dialogIsOver, forgetAnswers, sealAnswers } from './sealing.js'
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

type Staged = {
  changes: Change[]
  undo: Undo
  effects: (() => void)[]
  settle(): void
  /** Called when memory is again what is on disk. */
  fail(error: Error): void
}

/** What people would have to say again. */
const isAnswers = (table: TableName): boolean => table === 'drafts' || table === 'asking'

const PROBE_EVERY_MS = 2000

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** A process that was killed a moment ago may not be quite gone: asked again so long before the answer is no. */
const LOCK_WITHIN_MS = 1500
const LOCK_AGAIN_MS = 50

/** Holds a DATA_DIR for this process, or rejects with the sentence that names who does, or what lies there. The answer gives it back. */
export const holdDataDir = async (dir: string, log: Log): Promise<() => Promise<void>> => {
  await checkKinds(dir)
  for (const until = performance.now() + LOCK_WITHIN_MS; ; await pause(LOCK_AGAIN_MS)) {
    try {
      return await lockDataDir(dir, log)
    } catch (error) {
      if (!(error instanceof AlreadyHeld) || performance.now() > until) throw error
    }
  }
}

export const openTurns = async (options: {
  dir: string
  now: () => number
  log: Log
  digest?: Digest
  /** Gives back the hold on `dir`, where whoever opens the house has taken it already. */
  unlock?: (() => Promise<void>) | undefined
  /** In lines of the journal. */
  checkpointEvery?: number
  wrap?: (journal: Journal) => Journal
  /** Hears which turn is under way, so that one that never ends is known afterwards. */
  watch?: Pick<Watch, 'turn' | 'over'>
}): Promise<Turns> => {
  const { dir, now, log, checkpointEvery = 2000, wrap = (journal) => journal, watch } = options
  const unlock = options.unlock ?? (await holdDataDir(dir, log))
  let opened: Journal | undefined
  let sealing: Seal | undefined
  const open = async () => {
    const loose = tighten(dir)
    if (loose) log.warn({ path: loose }, 'others on this machine may read this, and it could not be changed')
    const used = await findJournal(dir)
    opened = await openFileJournal(dir, { log, ...(options.digest ? { digest: options.digest } : {}) })
    const seal = openSeal(dir)
    sealing = seal
    const journal = seal.over(wrap(opened), (reason) =>
      log.error({ reason }, 'a key could not be thrown away; it is tried again'),
    )
    const state = await openState(dir, seal)
    const mended = await state.recover(journal)
    if (mended) log.warn({ file: 'state.json', mended }, 'the checkpoint did not hold and was built anew')
    if (used) await markUsed(dir)
    const gone = seal.unreadable(state.tables)
    if (gone.length > 0) {
      log.warn(
        { rows: gone.length },
        'what was sealed with keys that are gone is dropped: unfinished dialogs',
      )
      const at = new Date(now()).toISOString()
      const drops = gone.flatMap(({ table, key }): Change[] => [
        { drop: table, key },
        ...(isAnswers(table) ? [{ put: 'meta' as const, key: `lost/${key}`, value: at }] : []),
      ])
      await journal.append(at, drops)
      state.apply(drops)
    }
    const people = new Set(gone.flatMap(({ table, key }) => (isAnswers(table) ? [key] : [])))
    const lost = people.size > 0 ? answersUnreadable(people.size) : undefined
    const proofs = await missingProofs(opened, state.tables.ledger)
    if (proofs.length > 0) {
      await journal.append(new Date(now()).toISOString(), proofs)
      state.apply(proofs)
    }
    seal.tidy(state.tables)
    return { state, journal, seal, used, found: [mended ?? [], lost ?? []].flat() }
  }
  const { state, journal, seal, used, found } = await open().catch(async (error: unknown) => {
    await opened?.close()
    sealing?.close()
    await unlock()
    throw error
  })
  const archive = openArchive(dir)
  /**
   * The ledger has a line for each archived incident, with its proof: a file that is not there is missing, not unknown,
   * and one that says something else, or that no line speaks of, is none.
   */
  const archived = (id: string): Incident | undefined => {
    const line = state.tables.ledger[id]
    const incident = line && archive.find(id, line.sha256 ?? '')
    if (line && !incident) throw new Damaged(archiveMissing(id))
    return incident
  }
  const find = (id: string): Incident | undefined => state.tables.incidents[id] ?? archived(id)
  const health = probing(() =>
    journal.probe().catch(async (error: unknown) => {
      if (error instanceof Superseded) await end()
      throw error
    }),
  )

  const watchers = new Map<TableName, ((key: string, row?: unknown) => void)[]>()

  let queue: Promise<unknown> = Promise.resolve()
  let pending: Staged[] = []
  let underWay: Staged[] = []
  let durable = journal.head()
  let committing: Promise<void> | undefined
  let sinceCheckpoint = 0
  let checkpointing: Promise<void> | undefined
  let stopping: Promise<string | undefined> | undefined
  let marked = used
  let endBy: (sentence: string) => void = () => {}
  const superseded = new Promise<string>((resolve) => {
    endBy = resolve
  })

  /** Says who took over, to whoever has to end this process. */
  const end = async (): Promise<void> => endBy(new Superseded(await holderAt(dir)).message)

  /** From the first line on, this folder counts as used; until that is written it is tried again with each line. */
  const mark = async (): Promise<void> => {
    try {
      await markUsed(dir)
      marked = true
    } catch (error) {
      log.error(
        { reason: reasonOf(error) },
        'the folder could not be marked as used; the next line tries again',
      )
    }
  }

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
          if (!marked) await mark()
        } else if (journal.held?.() === false) throw new Superseded() // what was read here may be old by now
      } catch (error) {
        const reason = reasonOf(error)
        health.failed(reason)
        if (error instanceof Superseded) await end()
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
    if (stopping) throw new StoreUnavailable(storeStopping)
  }

  const runBody = async <A>(body: (turn: Turn) => A | Promise<A>, id: string | undefined) => {
    const changes: Change[] = []
    const placeOf = new Map<string, number>()
    const undo: Undo = []
    const effects: (() => void)[] = []
    let speaker: string | undefined
    let repeats = false
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
        // an archived one comes back whole, in the same line: a replay needs no file that may be another one by then
        const kept = state.tables.incidents[incident] ? undefined : archived(incident)
        if (kept) {
          change({ put: 'incidents', key: incident, value: kept })
          turn.drop('ledger', incident)
        }
        change({ incident, event })
        const after = state.tables.incidents[incident]
        if (!after) throw new Error(`no incident ${incident}`)
        return after
      },
      incident: find,
      next(counter) {
        const key = `n/${counter}`
        const nth = Number(state.tables.meta[key] ?? 0) + 1
        turn.put('meta', key, nth)
        return nth
      },
      archive(key) {
        const incident = state.tables.incidents[key]
        const line = state.tables.ledger[key]
        if (!incident) return
        if (!line) throw new Error(`no line in the ledger for ${key}`)
        turn.put('ledger', key, { ...line, sha256: archive.write(incident) })
        turn.drop('incidents', key)
      },
      afterCommit: (effect) => effects.push(effect),
      belongsTo(person) {
        speaker = person
      },
      repeatsWords() {
        repeats = true
      },
      forgetAnswers: (person) => forgetAnswers(turn, seal, person),
    }
    watch?.turn(id)
    try {
      const answer = await body(turn)
      if (id !== undefined) turn.put('inbox', id, { at: turn.at, answer: answer ?? null })
      for (const one of [...changes]) dialogIsOver(turn, seal, one)
      if (speaker !== undefined) sealAnswers(changes, turn, seal, speaker, repeats)
      for (const one of changes) textOf(seal.change(one))
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
    find,
    watch(table, told) {
      // the rows of this table are of its own type
      watchers.set(table, [...(watchers.get(table) ?? []), told as (key: string, row?: unknown) => void])
    },
    healthy: health.ask,
    head: () => durable,
    found,
    superseded,
    stop() {
      stopping ??= (async () => {
        await queue
        await flush()
        await checkpointing
        try {
          // the checkpoint is of whoever writes now
          if (journal.held?.() === false) throw new Superseded(await holderAt(dir))
          await state.checkpoint(durable)
          return undefined
        } catch (error) {
          log.error({ reason: reasonOf(error) }, 'no last checkpoint; the journal has everything')
          return reasonOf(error)
        } finally {
          await journal.close()
          seal.close()
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

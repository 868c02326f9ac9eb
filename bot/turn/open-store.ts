// How is a store opened? Held for this process alone, read and replayed, mended where that can be; its archive beside it.
import { setTimeout as pause } from 'node:timers/promises'
import { openArchive } from '../../store/archive.js'
import type { Digest } from '../../store/digest.js'
import { Damaged, type Journal } from '../../store/journal.js'
import { openFileJournal } from '../../store/journal-file.js'
import { checkKinds } from '../../store/kinds.js'
import { AlreadyHeld, lockDataDir } from '../../store/lock.js'
import type { Log } from '../../store/log.js'
import { tighten } from '../../store/private.js'
import { missingProofs } from '../../store/proof.js'
import { type Change, isAnswers, type Matter } from '../../store/schema.js'
import { openSeal, type Seal } from '../../store/seal.js'
import { openState } from '../../store/state.js'
import { findJournal, markUsed } from '../../store/used.js'
import { answersUnreadable, archiveMissing } from '../../templates/operator/process.js'

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

export type StoreOptions = {
  dir: string
  now: () => number
  log: Log
  digest?: Digest
  /** Gives back the hold on `dir`, where whoever opens the house has taken it already. */
  unlock?: (() => Promise<void>) | undefined
  wrap?: (journal: Journal) => Journal
}

export type Store = Awaited<ReturnType<typeof openStore>>

export const openStore = async (options: StoreOptions) => {
  const { dir, log } = options
  const unlock = options.unlock ?? (await holdDataDir(dir, log))
  /** What is open already, closed again where the rest can't be opened. */
  const parts: { journal?: Journal; seal?: Seal } = {}
  const opened = await recover(options, parts).catch(async (error: unknown) => {
    await parts.journal?.close()
    parts.seal?.close()
    await unlock()
    throw error
  })
  const { state, journal, seal } = opened
  const archive = openArchive(dir)
  /**
   * The ledger has a line for each archived incident, with its proof: a file that is not there is missing, not unknown,
   * and one that says something else, or that no line speaks of, is none.
   */
  const archived = (id: string): Matter | undefined => {
    const line = state.tables.ledger[id]
    const incident = line && archive.find(id, line.sha256 ?? '')
    if (line && !incident) throw new Damaged(archiveMissing(id))
    return incident
  }
  return {
    ...opened,
    archive,
    archived,
    find: (id: string): Matter | undefined => state.tables.incidents[id] ?? archived(id),
    async close(): Promise<void> {
      await journal.close()
      seal.close()
      await unlock()
    },
  }
}

const recover = async (
  { dir, now, log, digest, wrap = (journal) => journal }: StoreOptions,
  parts: { journal?: Journal; seal?: Seal },
) => {
  const loose = tighten(dir)
  if (loose) log.warn({ path: loose }, 'others on this machine may read this, and it could not be changed')
  const used = await findJournal(dir)
  const file = await openFileJournal(dir, { log, ...(digest ? { digest } : {}) })
  parts.journal = file
  const seal = openSeal(dir)
  parts.seal = seal
  const journal = seal.over(wrap(file), (reason) =>
    log.error({ reason }, 'a key could not be thrown away; it is tried again'),
  )
  const state = await openState(dir, seal)
  const mended = await state.recover(journal)
  if (mended) log.warn({ file: 'state.json', mended }, 'the checkpoint did not hold and was built anew')
  if (used) await markUsed(dir)
  const gone = seal.unreadable(state.tables)
  if (gone.length > 0) {
    log.warn({ rows: gone.length }, 'what was sealed with keys that are gone is dropped: unfinished dialogs')
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
  const proofs = await missingProofs(file, state.tables.ledger)
  if (proofs.length > 0) {
    await journal.append(new Date(now()).toISOString(), proofs)
    state.apply(proofs)
  }
  seal.tidy(state.tables)
  return { state, journal, seal, used, found: [mended ?? [], lost ?? []].flat() }
}

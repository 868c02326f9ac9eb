// How is a store opened? Held for this process alone, read and replayed, mended where that can be; its archive beside it.
import { setTimeout as pause } from 'node:timers/promises'
import { type Base, openFiles } from '../../store/base.js'
import type { Digest } from '../../store/digest.js'
import { Damaged, type Journal } from '../../store/journal.js'
import { checkKinds } from '../../store/kinds.js'
import { AlreadyHeld, lockDataDir } from '../../store/lock.js'
import type { Log } from '../../store/log.js'
import { missingProofs } from '../../store/proof.js'
import { type Change, isAnswers, type Matter } from '../../store/schema.js'
import { openSeal, type Seal } from '../../store/seal.js'
import { openState } from '../../store/state.js'
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
  /** What it stands on, where that is not the files of `dir`. */
  base?: Base | undefined
  wrap?: (journal: Journal) => Journal
}

export type Store = Awaited<ReturnType<typeof openStore>>

export const openStore = async (options: StoreOptions) => {
  const { dir, log, digest } = options
  const unlock = options.unlock ?? (await holdDataDir(dir, log))
  /** What is open already, closed again where the rest can't be opened. */
  const parts: { base?: Base | undefined; seal?: Seal } = { base: options.base }
  const close = async (): Promise<void> => {
    await parts.base?.close()
    if (parts.seal) parts.seal.close()
    else parts.base?.keys.close()
    await unlock()
  }
  const opened = await (async () => {
    parts.base ??= await openFiles(dir, { log, ...(digest ? { digest } : {}) })
    return recover(parts.base, options, parts)
  })().catch(async (error: unknown) => {
    await close()
    throw error
  })
  const { state, base } = opened
  /**
   * The ledger has a line for each archived incident, with its proof: a file that is not there is missing, not unknown,
   * and one that says something else, or that no line speaks of, is none.
   */
  const archived = (id: string): Matter | undefined => {
    const line = state.tables.ledger[id]
    const incident = line && base.archive.find(id, line.sha256 ?? '')
    if (line && !incident) throw new Damaged(archiveMissing(id))
    return incident
  }
  return {
    ...opened,
    archived,
    find: (id: string): Matter | undefined => state.tables.incidents[id] ?? archived(id),
    close,
  }
}

const recover = async (
  base: Base,
  { now, log, wrap = (journal) => journal }: StoreOptions,
  parts: { seal?: Seal },
) => {
  const seal = base.warm?.seal ?? openSeal(base.keys)
  parts.seal = seal
  const journal = seal.over(wrap(base.journal), (reason) =>
    log.error({ reason }, 'a key could not be thrown away; it is tried again'),
  )
  const state = base.warm?.state ?? (await openState(base.dir, seal))
  if (base.warm) await state.follow(journal)
  const mended = base.warm ? base.warm.mended : await state.recover(journal)
  if (mended) log.warn({ file: 'state.json', mended }, 'the checkpoint did not hold and was built anew')
  if (base.used) await base.markUsed()
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
  const proofs = await missingProofs(base.journal, state.tables.ledger)
  if (proofs.length > 0) {
    await journal.append(new Date(now()).toISOString(), proofs)
    state.apply(proofs)
  }
  await seal.tidy(state.tables)
  return { base, state, journal, seal, found: [mended ?? [], lost ?? []].flat() }
}

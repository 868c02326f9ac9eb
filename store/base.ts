// What does a store stand on? A journal, keys, an archive, evidence: files of this machine (here), or PostgreSQL (postgres/base.ts).
import { type Archive, openArchive } from './archive.js'
import type { Digest } from './digest.js'
import { type Evidence, openEvidence } from './evidence.js'
import type { Journal } from './journal.js'
import { openFileJournal } from './journal-file.js'
import { type Keys, openKeys } from './keys.js'
import { holderAt } from './lock.js'
import type { Log } from './log.js'
import { tighten } from './private.js'
import type { Seal } from './seal.js'
import type { State } from './state.js'
import { findJournal, markUsed } from './used.js'

export type Base = {
  /** The folder in which this process keeps its checkpoint. */
  dir: string
  journal: Journal
  keys: Keys
  archive: Archive
  evidence: Evidence
  /** There are lines already. */
  used: boolean
  /** Says, durably, that there are lines from now on. */
  markUsed(): Promise<void>
  /** Who writes here now, in brackets, for a sentence; empty when nobody is named. */
  holder(): Promise<string>
  /** What is known already where somebody followed the journal until it was theirs to write. */
  warm?: { seal: Seal; state: State; mended: string | undefined }
  close(): Promise<void>
}

/** The files of `dir`, which is held for this process. Throws `Damaged` or `BrokenChain`. */
export const openFiles = async (
  dir: string,
  { log, digest }: { log: Log; digest?: Digest },
): Promise<Base> => {
  const loose = tighten(dir)
  if (loose) log.warn({ path: loose }, 'others on this machine may read this, and it could not be changed')
  const used = await findJournal(dir)
  const journal = await openFileJournal(dir, { log, ...(digest ? { digest } : {}) })
  try {
    return {
      ...{ dir, journal, used, keys: openKeys(dir), archive: openArchive(dir), evidence: openEvidence(dir) },
      markUsed: () => markUsed(dir),
      holder: () => holderAt(dir),
      close: () => journal.close(),
    }
  } catch (error) {
    await journal.close()
    throw error
  }
}

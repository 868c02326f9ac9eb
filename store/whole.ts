// Where does the whole record lie, for whoever reads all of it and changes nothing? The files of a folder (here), or a PostgreSQL (postgres/whole.ts).
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { filesIn, openArchive } from './archive.js'
import { type Evidence, openEvidence } from './evidence.js'
import { verifyJournal } from './journal-file.js'
import { openKeys } from './keys.js'
import type { Matter } from './schema.js'
import { openSeal, type Seal } from './seal.js'
import { findJournal } from './used.js'

export type Whole = {
  /** The folder of the checkpoint. */
  dir: string
  /** Are there lines? Throws `Damaged` where they should be and are not. */
  found(): Promise<boolean>
  verify: (...rest: Rest<Parameters<typeof verifyJournal>>) => ReturnType<typeof verifyJournal>
  /** What lies there, year by year: the numbers of the matters, with `.json`. */
  archived(): Promise<(readonly [year: string, names: string[]])[]>
  /** Throws `Damaged`, as the archive does. */
  find(id: string, proof: string): Matter | undefined | Promise<Matter | undefined>
  evidence: Pick<Evidence, 'holds'>
  /** With the keys as they are now. */
  seal(): Promise<Seal>
  /** Are there keys at all? A backup has none. */
  hasKeys(): boolean
}
type Rest<A extends readonly unknown[]> = A extends readonly [unknown, ...infer R] ? R : never

export const filesOf = (dir: string): Whole => {
  const archive = openArchive(dir)
  return {
    dir,
    found: () => findJournal(dir),
    verify: (...rest) => verifyJournal(dir, ...rest),
    archived: () => filesIn(dir),
    find: (id, proof) => archive.find(id, proof),
    evidence: openEvidence(dir),
    seal: async () => openSeal(openKeys(dir, { readOnly: true })),
    hasKeys: () => existsSync(join(dir, 'keys')),
  }
}

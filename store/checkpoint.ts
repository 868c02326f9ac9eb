// How is the checkpoint kept? lowdb over an adapter that survives power loss: temp file, fsync, rename, fsync of the folder.
import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Adapter, Low } from 'lowdb'
import type { Head } from './journal.js'
import type { Tables } from './schema.js'

export type Checkpoint = { version: 1; head: Head; tables: Tables }

const durableFile = (path: string): Adapter<Checkpoint | null> => ({
  async read() {
    try {
      return JSON.parse(await readFile(path, 'utf8')) as Checkpoint // our own file; `verify` checks it against the journal
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    }
  },
  async write(data) {
    const temporary = `${path}.new`
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(JSON.stringify(data))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    const folder = await open(dirname(path), 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
})

export const openCheckpoint = (path: string): Low<Checkpoint | null> =>
  new Low<Checkpoint | null>(durableFile(path), null)

// How is the checkpoint kept? lowdb over an adapter that survives power loss: temp file, fsync, rename, fsync of the folder.
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Adapter, Low } from 'lowdb'
import type { Head } from './journal.js'
import type { Tables } from './schema.js'

export type Checkpoint = { version: 1; head: Head; tables: Tables }

const PIECE = 256 * 1024

/** The same text as `JSON.stringify`, in pieces: a large state must not hold up the turns while it is written. */
const piecesOf = function* ({ version, head, tables }: Checkpoint): Generator<string> {
  let text = `{"version":${version},"head":${JSON.stringify(head)},"tables":{`
  let table = ''
  for (const [name, rows] of Object.entries(tables)) {
    text += `${table}${JSON.stringify(name)}:{`
    let row = ''
    for (const key in rows) {
      const value = JSON.stringify(rows[key])
      if (value === undefined) continue
      text += `${row}${JSON.stringify(key)}:${value}`
      row = ',\n'
      if (text.length > PIECE) {
        yield text
        text = ''
      }
    }
    text += '}'
    table = ',\n'
  }
  yield `${text}}}\n`
}

const durableFile = (path: string): Adapter<Checkpoint | null> => ({
  async read() {
    try {
      return JSON.parse(await readFile(path, 'utf8')) as Checkpoint // our own file; its head is checked against the journal
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      if (error instanceof SyntaxError)
        throw new Error(`检查点 ${path} 读不懂。日志里有全部记录：移走它再启动，就会从日志重建`, {
          cause: error,
        })
      throw error
    }
  },
  async write(data) {
    if (!data) return
    const temporary = `${path}.new`
    try {
      const file = await open(temporary, 'w')
      try {
        for (const piece of piecesOf(data)) await file.writeFile(piece)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, path)
    } catch (error) {
      await rm(temporary, { force: true }) // on a full disk half a checkpoint would keep the journal from its place
      throw error
    }
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

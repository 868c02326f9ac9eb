// How are several files exchanged for others as one, whenever the machine stops? New ones beside the old, a note of what is to be moved, then the moves.
import { copyFile, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { orMissing } from './missing.js'
import { FILE_MODE, syncFolder } from './private.js'
import { isExcel } from './sheets.js'

/** Which new files stand ready, one name a line: from when it is there, they are the directory. */
const NOTE = '.exchange'
const fresh = (path: string): string => `${path}.new`

const folderOf = (path: string): string => (isExcel(path) ? dirname(path) : path)

const written = async (path: string, bytes: Uint8Array, mode: number): Promise<void> => {
  const file = await open(path, 'w', mode)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Puts these files, by their names, into the folder of a directory; what was there stays beside it as `<name>.old`, once.
 * Killed at any moment, the next reader finds all of them or none.
 */
export const exchange = async (path: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> => {
  const folder = folderOf(path)
  for (const [name, bytes] of files) {
    const target = join(folder, name)
    const was = await stat(target).catch(orMissing(undefined)) // a table that was not kept before
    await written(fresh(target), bytes, was ? was.mode & 0o777 : FILE_MODE)
    if (!was) continue
    await copyFile(target, `${target}.old.new`)
    await rename(`${target}.old.new`, `${target}.old`)
  }
  const note = join(folder, NOTE)
  await written(fresh(note), Buffer.from([...files.keys()].join('\n')), FILE_MODE)
  await rename(fresh(note), note)
  await syncFolder(folder)
  await finishExchange(path)
}

/** Does what an exchange that was cut short has left to do. */
export const finishExchange = async (path: string): Promise<void> => {
  const folder = folderOf(path)
  const note = join(folder, NOTE)
  const named = await readFile(note, 'utf8').catch(() => undefined) // none, or a folder that is told to be none just after
  if (named === undefined) return
  for (const name of named.split('\n').map((one) => basename(one)))
    await rename(fresh(join(folder, name)), join(folder, name)).catch(orMissing(undefined)) // moved before the stop
  await syncFolder(folder)
  await rm(note, { force: true })
  await syncFolder(folder)
}

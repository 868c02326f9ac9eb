// Was this DATA_DIR used before? A marker tells it from a new one, so that a journal that went missing is not begun anew.
import { open, readdir, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Damaged } from './journal.js'
import { FILE_MODE, syncFolder } from './private.js'
import { segmentOf } from './segments.js'

const MARKER = 'fenghuo.json'

const namesIn = (path: string): Promise<string[]> => readdir(path).catch(() => []) // missing is empty here

const journalHasLines = async (dir: string): Promise<boolean> => {
  const folder = join(dir, 'journal')
  for (const name of await namesIn(folder))
    if (segmentOf(name) && (await stat(join(folder, name))).size > 0) return true
  return false
}

export const isMarked = (dir: string): Promise<boolean> =>
  readFile(join(dir, MARKER)).then(
    () => true,
    () => false,
  )

/** Says, durably, that there are lines in this folder's journal. Written once the first of them is on disk. */
export const markUsed = async (dir: string): Promise<void> => {
  if (await isMarked(dir)) return
  const path = join(dir, MARKER)
  const file = await open(`${path}.new`, 'w', FILE_MODE)
  try {
    await file.writeFile(`${JSON.stringify({ store: 'fenghuo', version: 1 })}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  await syncFolder(dir)
}

/** Throws `Damaged` when there was a journal here and there is none now. Answers whether there is one. */
export const findJournal = async (dir: string): Promise<boolean> => {
  if (await journalHasLines(dir)) return true
  if (await isMarked(dir))
    throw new Damaged(
      `日志不见了：数据目录用过（有 ${MARKER}），journal 文件夹里却没有记录。请从备份恢复 journal 文件夹后再启动；确要从头开始，请换一个 DATA_DIR`,
    )
  const kept = [...(await namesIn(join(dir, 'archive'))), ...(await namesIn(join(dir, 'evidence')))]
  if (kept.length > 0)
    throw new Damaged(
      '日志不见了：数据目录里有归档或证据文件，journal 文件夹里却没有记录。请从备份恢复整个数据目录后再启动；确要从头开始，请换一个 DATA_DIR',
    )
  return false
}

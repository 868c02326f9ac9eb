// Was this DATA_DIR used before? A marker tells it from a new one, so that a journal that went missing is not begun anew.
import { open, readdir, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Damaged } from './journal.js'
import { orMissing } from './missing.js'
import { FILE_MODE, syncFolder } from './private.js'
import { segmentOf } from './segments.js'

const MARKER = 'fenghuo.json'

/** What begins with a dot is a file manager's own. Missing is empty here. */
const namesIn = async (path: string): Promise<string[]> =>
  (await readdir(path).catch(orMissing([] as string[]))).filter((name) => !name.startsWith('.'))

const journalHasLines = async (dir: string): Promise<boolean> => {
  const folder = join(dir, 'journal')
  for (const name of await namesIn(folder))
    if (segmentOf(name) && (await stat(join(folder, name))).size > 0) return true
  return false
}

const Marker = z.object({ store: z.literal('fenghuo'), version: z.number(), moved: z.string().optional() })
const VERSION = 1

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // said below, with the file's name
  }
}

/** Throws `Damaged` when the marker can't be read, or a newer program wrote it. */
export const isMarked = async (dir: string): Promise<boolean> => {
  const text = await readFile(join(dir, MARKER), 'utf8').catch(orMissing(undefined))
  if (text === undefined) return false
  const marker = Marker.safeParse(parsed(text))
  if (!marker.success)
    throw new Damaged(
      `${MARKER} 读不懂，文件被改动或损坏。journal 文件夹完整时，请把它移到别处再启动，会重新写一个；否则请从备份恢复整个数据目录`,
    )
  if (marker.data.version > VERSION)
    throw new Damaged(
      `${MARKER} 写着版本 ${marker.data.version}，这个程序只懂到版本 ${VERSION}：数据目录由较新的程序写下，请用较新的程序启动`,
    )
  if (marker.data.moved !== undefined)
    throw new Damaged(
      `这个数据目录里的数据已迁往 ${marker.data.moved}，不再使用：请设好 DATABASE_URL 再启动。这里的文件可以留作备份`,
    )
  return true
}

/** Says, durably, that there are lines in this folder's journal. Written once the first of them is on disk. */
export const markUsed = async (dir: string): Promise<void> => {
  if (!(await isMarked(dir))) await writeMarker(dir, {})
}

/** Says, durably, that what lay here lies elsewhere now: nobody opens it any more. */
export const markMoved = (dir: string, moved: string): Promise<void> => writeMarker(dir, { moved })

const writeMarker = async (dir: string, more: { moved?: string }): Promise<void> => {
  const path = join(dir, MARKER)
  const file = await open(`${path}.new`, 'w', FILE_MODE)
  try {
    await file.writeFile(
      `${JSON.stringify({ store: 'fenghuo', version: VERSION, ...more } satisfies z.infer<typeof Marker>)}\n`,
    )
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  await syncFolder(dir)
}

/** Throws `Damaged` when there was a journal here and there is none now. Answers whether there is one. */
export const findJournal = async (dir: string): Promise<boolean> => {
  const marked = await isMarked(dir)
  if (await journalHasLines(dir)) return true
  if (marked)
    throw new Damaged(
      `日志不见了：数据目录用过（有 ${MARKER}），journal 文件夹里却没有记录。请从备份恢复 journal 文件夹后再启动；确要从头开始，请换一个 DATA_DIR`,
    )
  // opened before and never a line confirmed: what a first turn wrote into the archive was never promised to anybody
  if ((await namesIn(join(dir, 'journal'))).some((name) => name.startsWith('epoch-'))) return false
  const kept = [...(await namesIn(join(dir, 'archive'))), ...(await namesIn(join(dir, 'evidence')))]
  if (kept.length > 0)
    throw new Damaged(
      '日志不见了：数据目录里有归档或证据文件，journal 文件夹里却没有记录。请从备份恢复整个数据目录后再启动；确要从头开始，请换一个 DATA_DIR',
    )
  return false
}

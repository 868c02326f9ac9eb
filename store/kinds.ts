// Is everything in this data folder of the kind that its name says? A folder where a file belongs is named before anything is opened.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Damaged } from './journal.js'

const FILES = ['fenghuo.json', 'state.json', 'keys', 'lock', 'frozen.ndjson', 'sandbox.ndjson']
const FOLDERS = ['journal', 'archive', 'evidence', 'sandbox-files']

const names = (path: string): Promise<string[]> => readdir(path).catch(() => []) // missing, or no folder: said below
const isFolder = async (path: string): Promise<boolean | undefined> =>
  (
    await stat(path).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ELOOP')
        throw new Damaged(`${path} 是一个绕回自己的链接。请从备份恢复它`)
      return undefined // missing, or out of reach: said by whoever opens it
    })
  )?.isDirectory()

/** Throws `Damaged` with the place of the first that is not what it should be. What is missing is no fault here. */
export const checkKinds = async (dir: string): Promise<void> => {
  const inFolder = async (folder: string, ours: RegExp): Promise<string[]> =>
    (await names(join(dir, folder))).filter((name) => ours.test(name)).map((name) => join(folder, name))
  const years = await inFolder('archive', /^\d{4}$/)
  const files = [
    ...FILES,
    ...(await inFolder('journal', /^(?:[\d.sm-]+\.ndjson|epoch-\d+)$/)),
    ...(await inFolder('evidence', /^[0-9a-f]{64}$/)),
    ...(await Promise.all(years.map((year) => inFolder(year, /^[\d-]+\.json$/)))).flat(),
  ]
  for (const path of files)
    if (await isFolder(join(dir, path)))
      throw new Damaged(`${join(dir, path)} 应为文件，却是文件夹。请从备份恢复它，或把这个文件夹移到别处`)
  for (const path of [...FOLDERS, ...years])
    if ((await isFolder(join(dir, path))) === false)
      throw new Damaged(`${join(dir, path)} 应为文件夹，却是文件。请从备份恢复它，或把这个文件移到别处`)
}

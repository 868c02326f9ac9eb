// Who else on this machine may read what is kept here? Nobody: files 0600, folders 0700; what is looser is tightened.
import { chmodSync, lstatSync, readdirSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'

export const FILE_MODE = 0o600
export const FOLDER_MODE = 0o700

/** Makes what a crash must not take back durable: the names in a folder. */
export const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Makes a folder, and those above it; answers whether it was missing. */
export const makeFolder = async (path: string): Promise<boolean> =>
  (await mkdir(path, { recursive: true, mode: FOLDER_MODE })) !== undefined

/**
 * Takes every right from group and others, in the whole folder. Answers the first place where the machine said no
 * (a file of another user, a mount that keeps no rights): that is no reason to be silent on the worst day.
 */
export const tighten = (path: string): string | undefined => {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found || found.isSymbolicLink() || process.platform === 'win32') return undefined
  let refused: string | undefined
  if ((found.mode & 0o077) !== 0)
    try {
      chmodSync(path, found.mode & 0o700)
    } catch {
      refused = path // somebody else's: said by who called
    }
  if (found.isDirectory())
    for (const name of readdirSync(path)) refused = tighten(join(path, name)) ?? refused
  return refused
}

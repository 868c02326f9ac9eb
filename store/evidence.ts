// Where are files kept that people sent as evidence? One file each, named by its SHA-256, written once and never changed.
import { createHash } from 'node:crypto'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Damaged } from './journal.js'
import { isMissing, orMissing } from './missing.js'
import { FILE_MODE, makeFolder, syncFolder } from './private.js'

export type Evidence = {
  /** Keeps these bytes; they are on disk when this resolves. Answers their SHA-256 (hex), which is also the file's name. */
  keep(bytes: Uint8Array): Promise<string>
  /** Is this file there, and still what it was? Throws `Damaged` where it can't be read: that says nothing of it. */
  holds(sha256: string): Promise<boolean>
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** `dir` is DATA_DIR. */
export const openEvidence = (dir: string): Evidence => {
  const folder = join(dir, 'evidence')
  const pathOf = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a SHA-256')
    return join(folder, sha256)
  }
  return {
    async holds(sha256) {
      const bytes = await readFile(pathOf(sha256)).catch((error: unknown) => {
        if (isMissing(error)) return undefined
        const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
        throw new Damaged(`证据文件 evidence/${sha256} 读不了（${code}）。请检查磁盘和文件权限，再核对一次`)
      })
      return bytes !== undefined && hashOf(bytes) === sha256
    },
    async keep(bytes) {
      const sha256 = hashOf(bytes)
      const path = pathOf(sha256)
      const known = await stat(path).catch(orMissing(undefined)) // not there yet: it is written now
      if (known?.size === bytes.byteLength) return sha256
      if (await makeFolder(folder)) await syncFolder(dir)
      const file = await open(`${path}.new`, 'w', FILE_MODE)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${path}.new`, path)
      await syncFolder(folder)
      return sha256
    },
  }
}

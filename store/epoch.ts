// Whose turn is it to write? Each opening of the journal takes the next epoch; whoever held one before writes no more.
import { closeSync, openSync } from 'node:fs'
import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FILE_MODE, syncFolder } from './private.js'
import { segmentOf } from './segments.js'

type Epoch = {
  nth: number
  /**
   * Does nobody write after us? By opening, not by asking for the name: over a network disk only an open looks anew.
   * Asked once more after a line is on disk: whoever takes over first takes the epoch and then reads the lines, so
   * a line that was stored while the epoch still stood is one that the next reads.
   */
  held(): boolean
}

const nthOf = (name: string): number => Number(/^epoch-(\d+)$/.exec(name)?.[1] ?? 0)

/** Takes the next epoch, durably. Of several at once each gets its own, and only the last one keeps it. */
export const takeEpoch = async (folder: string): Promise<Epoch> => {
  for (;;) {
    const names = await readdir(folder)
    const last = Math.max(0, ...names.map((name) => Math.max(nthOf(name), segmentOf(name)?.epoch ?? 0)))
    const path = join(folder, `epoch-${last + 1}`)
    try {
      await (await open(path, 'wx', FILE_MODE)).close()
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue
      throw error
    }
    for (const name of names) if (nthOf(name) > 0) await rm(join(folder, name), { force: true })
    await syncFolder(folder)
    const held = (): boolean => {
      try {
        closeSync(openSync(path, 'r'))
        return true
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined
        if (code === 'ENOENT' || code === 'ESTALE' || code === 'ENOTDIR') return false
        throw error
      }
    }
    if (held()) return { nth: last + 1, held }
  }
}

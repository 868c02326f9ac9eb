// Where does a scene keep its store? In memory where the machine has room for it: a kill of the process spares that too, and no scene waits for a disk.
import { accessSync, constants, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
/** Many times what a scene writes; a container may have less. */
const ROOM = 512 * 1024 * 1024

const inMemory = (): boolean => {
  try {
    accessSync(MEMORY, constants.W_OK)
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize > ROOM
  } catch {
    return false
  }
}

/** A folder of its own. What must outlast the machine is tested on a disk: test/store, test/crash, test/contract. */
export const scratch = (name: string): string =>
  mkdtempSync(join(inMemory() ? MEMORY : tmpdir(), `fenghuo-${name}-`))

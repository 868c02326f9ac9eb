// Does somebody hold this file? A lock of the operating system: it holds across containers and dies with its process.
import { createRequire } from 'node:module'

type Native = { tryLock(fd: number, offset: number, length: number): boolean }

/** Far behind the text, which others must be able to read while the lock is held. */
const OFFSET = 2 ** 30

/** What a file system answers that knows no locks. */
const LOCKLESS = ['ENOLCK', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL']

const native = (): Native | undefined => {
  try {
    // a CommonJS package without types; it throws where it ships nothing built for the machine (musl, loong64)
    return createRequire(import.meta.url)('fs-native-extensions') as Native
  } catch {
    return undefined
  }
}

/** `mine` or `another's`; `unknown` where this machine or this disk has no such lock. Held until the file is closed. */
export const takeOsLock = (fd: number): 'mine' | 'another' | 'unknown' => {
  try {
    const held = native()?.tryLock(fd, OFFSET, 1)
    return held === undefined ? 'unknown' : held ? 'mine' : 'another'
  } catch (error) {
    if (error instanceof Error && 'code' in error && LOCKLESS.includes(String(error.code))) return 'unknown'
    throw error
  }
}

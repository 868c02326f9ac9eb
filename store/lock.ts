// Who holds this DATA_DIR? One process only; a lock left behind by a dead one is taken over.
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs'
import { readFile, readlink, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Log } from './log.js'
import { takeOsLock } from './os-lock.js'
import { FILE_MODE, makeFolder } from './private.js'

/** What the holder writes into its lock, for people, and for where there is no lock of the operating system. */
const Holder = z.object({
  host: z.string().optional(),
  pid: z.number(),
  start: z.string(),
  boot: z.string(),
  /** The namespace of the number, where others look from elsewhere. */
  space: z.string().optional(),
})
type Holder = z.infer<typeof Holder>

/** Somebody else holds it; the sentence says who. */
export class AlreadyHeld extends Error {}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

/** State and start of a process, by the kernel's count: a reused number is another process, a zombie is none. */
const statOf = async (pid: number): Promise<{ state: string; start: string } | undefined> => {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // the name before it may hold blanks and brackets
    return { state: fields[0] ?? '', start: fields[19] ?? '' }
  } catch {
    return undefined
  }
}
const bootOf = async (): Promise<string> =>
  readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (id) => id.trim(),
    () => '',
  )

/** Which processes a number means: another container counts its own. */
const namespaceOf = (): Promise<string> => readlink('/proc/self/ns/pid').catch(() => '')

/** Is this very process there, as far as can be seen from here? In another container nobody is. */
const alive = async ({ pid, start, boot }: Holder): Promise<boolean> => {
  if (boot !== (await bootOf())) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false
  }
  const now = await statOf(pid)
  if (!now) return true
  return now.state !== 'Z' && now.state !== 'X' && (start === '' || now.start === start)
}

/** A lock cut short by a power failure names nobody. */
const holderOf = (text: string): Holder | undefined => {
  try {
    return Holder.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

const sayHolder = ({ host, pid }: Holder, since: Date): string =>
  `（${host ? `主机 ${host}，` : ''}pid ${pid}，自 ${since.toISOString().slice(0, 19).replace('T', ' ')} UTC 起）`

/** This process, written down for others; and whether one that was written down is surely gone, as far as can be seen from here. */
export const selfHere = async () => {
  const [boot, space] = await Promise.all([bootOf(), namespaceOf()])
  const start = (await statOf(process.pid))?.start ?? ''
  return {
    text: JSON.stringify({ host: hostname(), pid: process.pid, start, boot, space }),
    async isGone(text: string): Promise<boolean> {
      const other = holderOf(text)
      const near = other?.boot === boot && boot !== '' && other.space === space && space !== ''
      return near && !(await alive(other))
    },
  }
}

/** The holder of a text, in brackets, for a sentence. */
export const shownHolder = (text: string, since: Date): string => {
  const holder = holderOf(text)
  return holder ? sayHolder(holder, since) : ''
}

/** Who holds it now, in brackets, for a sentence; empty when nobody is named. */
export const holderAt = async (dir: string): Promise<string> => {
  const path = join(dir, 'lock')
  const [text, found] = await Promise.all([
    readFile(path, 'utf8').catch(() => ''), // gone meanwhile: nobody to name
    stat(path).catch(() => undefined), // the same
  ])
  const holder = holderOf(text)
  return holder && found ? sayHolder(holder, found.mtime) : ''
}

/** So often is looked who it is: between the lock and its holder's name lies a moment. */
const LOOKS = 100

const refusal = async (dir: string): Promise<AlreadyHeld> => {
  let holder = ''
  for (let look = 0; look < LOOKS && !holder; look++) holder = await holderAt(dir)
  return new AlreadyHeld(
    `数据目录正被另一个进程使用${holder}。同一个 DATA_DIR 只能由一个进程使用：请先停掉它，或换一个 DATA_DIR`,
  )
}

/** A lock that was given back is removed by its name: who waited for the old file holds nothing. */
const isAt = (fd: number, path: string): boolean => {
  const own = fstatSync(fd)
  const named = statSync(path, { throwIfNoEntry: false })
  return named !== undefined && own.ino === named.ino && own.dev === named.dev
}

/** Takes the lock, or rejects naming the process that holds it. The answer gives it back. */
export const lockDataDir = async (dir: string, log?: Log): Promise<() => Promise<void>> => {
  await makeFolder(dir)
  const path = join(dir, 'lock')
  const start = (await statOf(process.pid))?.start ?? ''
  const mine = JSON.stringify({ host: hostname(), pid: process.pid, start, boot: await bootOf() })
  for (;;) {
    // a number, not a FileHandle: that one gives the lock back when it is swept up, whoever forgot to hold on to it
    const fd = openSync(path, constants.O_RDWR | constants.O_CREAT, FILE_MODE)
    try {
      const lock = takeOsLock(fd)
      if (lock === 'another') throw await refusal(dir)
      if (!isAt(fd, path)) {
        closeSync(fd)
        continue
      }
      const before = holderOf(readFileSync(path, 'utf8'))
      // A version before this one holds by its name alone. Without /proc a number says nothing; there the lock decides.
      const visible = before && (lock === 'unknown' || before.start !== '')
      if (visible && (await alive(before))) throw await refusal(dir)
      if (lock === 'unknown')
        log?.warn(
          { dir },
          'this machine or disk has no file locks: a second process in another container is not refused; it takes over, and this one ends',
        )
      ftruncateSync(fd)
      writeSync(fd, mine, 0)
      return async () => {
        const own = isAt(fd, path) && (await readFile(path, 'utf8')) === mine
        if (own) await rm(path, { force: true })
        closeSync(fd)
      }
    } catch (error) {
      closeSync(fd)
      throw error
    }
  }
}

// Who holds this DATA_DIR? One process only; a lock left behind by a dead one is taken over.
import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const Holder = z.object({ pid: z.number(), start: z.string(), boot: z.string() })
type Holder = z.infer<typeof Holder>

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

const textAt = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((error) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })

/** A lock cut short by a power failure names nobody. */
const holderOf = (text: string): Holder | undefined => {
  try {
    return Holder.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/**
 * Puts `mine` at `path` if nobody alive is there; answers who is otherwise. Of several that find the same dead holder
 * only the one that holds the lock on *that* lock may replace it, and it looks again first: so none can push aside
 * a lock that was taken over a moment ago.
 */
const claim = async (path: string, mine: string): Promise<Holder | undefined> => {
  for (;;) {
    try {
      await link(mine, path)
      return undefined
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
    const text = await textAt(path)
    if (text === undefined) continue
    const holder = holderOf(text)
    if (holder && (await alive(holder))) return holder
    const guard = `${path}.${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
    const quicker = await claim(guard, mine)
    if (quicker) return quicker
    try {
      if ((await textAt(path)) !== text) continue
      const copy = `${mine}.over`
      await writeFile(copy, await readFile(mine))
      await rename(copy, path)
      return undefined
    } finally {
      await rm(guard, { force: true })
    }
  }
}

/** Takes the lock, or rejects naming the process that holds it. The answer gives it back. */
export const lockDataDir = async (dir: string): Promise<() => Promise<void>> => {
  await mkdir(dir, { recursive: true })
  const path = join(dir, 'lock')
  const nonce = randomUUID()
  const mine = join(dir, `lock.${process.pid}.${nonce}`)
  const start = (await statOf(process.pid))?.start ?? ''
  const text = JSON.stringify({ pid: process.pid, start, boot: await bootOf(), nonce })
  await writeFile(mine, text)
  try {
    const holder = await claim(path, mine)
    if (holder) {
      throw new Error(`数据目录正被另一个进程使用（pid ${holder.pid}）。同一个 DATA_DIR 只能由一个进程使用`)
    }
  } finally {
    await rm(mine, { force: true })
  }
  return async () => {
    if ((await textAt(path)) === text) await rm(path, { force: true })
  }
}

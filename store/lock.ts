// Who holds this DATA_DIR? One process only; a lock left behind by a dead one is taken over.
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

type Holder = { pid: number; start: string; boot: string }

/** When this process was started, by the kernel's count: a reused number is another process. */
const startOf = async (pid: number): Promise<string | undefined> => {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
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
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  const now = await startOf(pid)
  return now === undefined || start === '' || now === start
}

const holderOf = async (path: string): Promise<{ holder: Holder | undefined; text: string } | undefined> => {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return { holder: JSON.parse(text) as Holder, text } // written by this file only
  } catch {
    return { holder: undefined, text }
  }
}

/** Takes the lock, or rejects naming the process that holds it. The answer gives it back. */
export const lockDataDir = async (dir: string): Promise<() => Promise<void>> => {
  await mkdir(dir, { recursive: true })
  const path = join(dir, 'lock')
  const mine = join(dir, `lock.${process.pid}`)
  const text = JSON.stringify({
    pid: process.pid,
    start: (await startOf(process.pid)) ?? '',
    boot: await bootOf(),
  })
  await writeFile(mine, text)
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      try {
        await link(mine, path)
        return async () => {
          if ((await holderOf(path))?.text === text) await rm(path, { force: true })
        }
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      }
      const found = await holderOf(path)
      if (!found) continue
      if (found.holder && (await alive(found.holder))) {
        throw new Error(
          `数据目录正被另一个进程使用（pid ${found.holder.pid}）。同一个 DATA_DIR 只能由一个进程使用`,
        )
      }
      const aside = join(dir, `lock.stale.${process.pid}`)
      await rename(path, aside).catch(() => {}) // somebody else was quicker: look again
      const taken = await holderOf(aside)
      if (taken && taken.text !== found.text) await link(aside, path).catch(() => {}) // it was a fresh one: give it back
      await rm(aside, { force: true })
    }
    throw new Error('没能取得数据目录的锁，请稍后再试')
  } finally {
    await rm(mine, { force: true })
  }
}

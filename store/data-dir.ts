// Can this folder hold the store? Made where it is missing, level by level, and written to once, so that what is wrong is known at once.
import { randomUUID } from 'node:crypto'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

const mends: Record<string, string> = {
  ENOENT: '这个位置不能新建文件夹',
  ENOTDIR: '路径中有一段是文件，不是文件夹',
  EEXIST: '路径中有一段是文件，不是文件夹',
  EACCES: '运行用户没有写权限',
  EPERM: '运行用户没有写权限',
  EROFS: '所在的磁盘是只读的',
  ELOOP: '路径中的链接互相指向',
  ENAMETOOLONG: '路径太长',
}
/** The machine's trouble of the moment, not a wrong setting: whoever writes next says it. */
const passing = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EIO'])

/** Never `recursive`: where a folder can't be made (under /proc) that tries for ever. */
const make = async (path: string): Promise<void> => {
  const found = await stat(path).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error
  })
  if (found?.isDirectory()) return
  if (found) throw Object.assign(new Error(path), { code: 'ENOTDIR' })
  const parent = dirname(path)
  if (parent !== path) await make(parent)
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error // somebody else was quicker
  })
}

/** What is wrong with it, in words, or nothing. Leaves the folder behind, and nothing in it. */
export const wrongWithDataDir = async (dir: string): Promise<string | undefined> => {
  try {
    const path = resolve(dir)
    await make(path)
    const probe = join(path, `.probe-${randomUUID()}`)
    await writeFile(probe, '', { flag: 'wx', mode: 0o600 })
    await rm(probe)
    return undefined
  } catch (error) {
    const code = codeOf(error)
    if (passing.has(code)) return undefined
    return `写的是“${dir}”，${mends[code] ?? '不能使用'}（${code || String(error)}），应为运行用户可以写的文件夹`
  }
}

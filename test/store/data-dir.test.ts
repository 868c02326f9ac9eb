// Is a folder that can not hold the store named at once, whatever is wrong with it, and a good one left as it was?
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { wrongWithDataDir } from '../../store/data-dir.js'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'data-dir-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

it.each(['/proc/x', '/proc/x/y/z', '/proc/self', '/dev/null', '/dev/null/x', '/sys/x'])(
  '%s can not be one',
  async (path) => {
    expect(await wrongWithDataDir(path)).toMatch(
      new RegExp(`^写的是“${path}”，.+应为运行用户可以写的文件夹$`),
    )
  },
)

it('a file, below a file, a link into nowhere, a link to itself, a name that is too long', async () => {
  writeFileSync(join(dir, 'file'), '')
  symlinkSync(join(dir, 'loop'), join(dir, 'loop'))
  symlinkSync('/proc/nowhere', join(dir, 'link'))
  for (const name of ['file', 'file/store', 'loop', 'link', 'n'.repeat(300)])
    expect(await wrongWithDataDir(join(dir, name)), name).toBeDefined()
})

it('a folder is made with all that is above it, for its owner alone, and nothing is left in it', async () => {
  const path = join(dir, 'a', 'b')
  expect(await wrongWithDataDir(path)).toBeUndefined()
  expect(statSync(path).mode & 0o777).toBe(0o700)
  expect(await wrongWithDataDir(path)).toBeUndefined()
  expect(readdirSync(path)).toEqual([])
  symlinkSync(path, join(dir, 'link'))
  expect(await wrongWithDataDir(join(dir, 'link'))).toBeUndefined()
})

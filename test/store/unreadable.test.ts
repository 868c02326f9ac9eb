// What is said of a file that is there, but may not be read? Its rights, or that it can't be read; not that it is missing.
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { filesIn } from '../../store/archive.js'
import { readDirectory } from '../../store/directory.js'
import { openEvidence } from '../../store/evidence.js'

const { readFile, readdir, stat } = fs
const denied = () => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' }))
const put = (given: Partial<typeof fs>) => {
  Object.assign(fs, given)
  syncBuiltinESMExports()
}
beforeAll(() =>
  put({
    readFile: denied,
    stat: ((path: string) => (path === 'locked' ? denied() : stat(path))) as typeof stat, // called with a path alone
  }),
)
afterAll(() => put({ readFile, readdir, stat }))

it.each([
  ['templates/directory', /^units\.csv:1 没有读取权限，应让运行用户能读$/m],
  ['templates/directory', /^systems\.csv:1 没有读取权限，应让运行用户能读，或删去它$/m],
  ['locked', /^locked 没有读取权限，应为含 units\.csv/],
  ['campus.xlsx', /^campus\.xlsx 没有读取权限，应为含“单位”/],
])('%s', async (path, told) => {
  await expect(readDirectory(path)).rejects.toThrow(told)
})

it('a file of evidence, and the folder of the archive: it is said, and not that nothing is there', async () => {
  const sha256 = 'a'.repeat(64)
  await expect(openEvidence('/nowhere').holds(sha256)).rejects.toThrow(
    `证据文件 evidence/${sha256} 读不了（EACCES）`,
  )
  put({ readdir: denied })
  await expect(filesIn('/nowhere')).rejects.toThrow('denied')
  put({ readFile, readdir })
  expect(await openEvidence('/nowhere').holds(sha256)).toBe(false)
  expect(await filesIn('/nowhere')).toEqual([])
})

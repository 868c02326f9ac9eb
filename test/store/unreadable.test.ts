// What is said of a file of the directory that is there, but may not be read? Its rights, not that it is missing.
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readDirectory } from '../../store/directory.js'

const { readFile, stat } = fs
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
afterAll(() => put({ readFile, stat }))

it.each([
  ['templates/directory', /^units\.csv:1 没有读取权限，应让运行用户能读$/m],
  ['templates/directory', /^systems\.csv:1 没有读取权限，应让运行用户能读，或删去它$/m],
  ['locked', /^locked 没有读取权限，应为含 units\.csv/],
  ['campus.xlsx', /^campus\.xlsx 没有读取权限，应为含“单位”/],
])('%s', async (path, told) => {
  await expect(readDirectory(path)).rejects.toThrow(told)
})

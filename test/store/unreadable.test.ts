// What is said of a file of the directory that is there, but may not be read? Its rights, not that it is missing.
import { expect, it, vi } from 'vitest'
import { readDirectory } from '../../store/directory.js'

const denied = () => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' }))
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>()
  return {
    ...fs,
    readFile: denied,
    stat: (path: string) => (path.includes('locked') ? denied() : fs.stat(path)),
  }
})

it.each([
  ['templates/directory', /^units\.csv:1 没有读取权限，应让运行用户能读\n/m],
  ['templates/directory', /^systems\.csv:1 没有读取权限，应让运行用户能读，或删去它$/m],
  ['locked', /^locked 没有读取权限，应为含 units\.csv/],
  ['campus.xlsx', /^campus\.xlsx 没有读取权限，应为含“单位”/],
])('%s', async (path, told) => {
  await expect(readDirectory(path)).rejects.toThrow(told)
})

// What if the disk is full? Loaded before the program: while the file named by --full= stands there, every write says ENOSPC.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const trigger = process.argv.find((one) => one.startsWith('--full='))?.slice('--full='.length) ?? ''
const full = () => fs.statSync(trigger, { throwIfNoEntry: false }) !== undefined
const check = () => {
  if (full()) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
}

const open = fs.promises.open
fs.promises.open = async (...args) => {
  const handle = await open(...args)
  for (const name of ['write', 'writeFile', 'appendFile']) {
    const real = handle[name].bind(handle)
    handle[name] = async (...given) => {
      check()
      return real(...given)
    }
  }
  return handle
}
const { writeSync } = fs
fs.writeSync = (fd, ...given) => {
  if (fd > 2) check()
  return writeSync(fd, ...given)
}
syncBuiltinESMExports()

// How does a benchmark get a server of its own? Started in a folder of its own, waited for until it says it is ready, ended with it.
import { execFileSync, spawn } from 'node:child_process'
import { chownSync } from 'node:fs'
import { folder, remove } from './ground.mjs'

const idOf = (flag, user) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }))

/** As whom to run where we are root and the server refuses to be. */
export const asUser = (user) =>
  process.getuid?.() === 0 ? { uid: idOf('-u', user), gid: idOf('-g', user) } : {}

/** A folder that belongs to them. */
export const folderOf = ({ uid, gid }) => {
  const dir = folder()
  if (uid !== undefined) chownSync(dir, uid, gid)
  return dir
}

/** Starts `program`; resolves when a line of its log matches `ready`. `end` sends `signal`, waits, and removes `dir`. */
export const started = (program, args, { dir, who, ready, signal }) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...who, cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] })
    const log = []
    const kill = () => child.kill(signal)
    process.once('exit', kill)
    const over = new Promise((gone) => child.once('exit', gone))
    const end = async () => {
      process.off('exit', kill)
      kill()
      await over
      remove(dir)
    }
    const hear = (text) => {
      if (log.length < 100) log.push(text)
      if (ready.test(text)) resolve({ pid: child.pid, end })
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear)
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`${program} ended at its start: ${log.join('')}`)))
  })

// Who measures? A process beside the test: what does not end in time is killed, and the next begins anew.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import type { Done, Task } from './worker.js'

export const openBeside = async () => {
  // inside the project, so that the packages of the house are found from there
  const dir = mkdtempSync(join('node_modules', '.patterns-'))
  await build({
    configFile: false,
    logLevel: 'silent',
    build: { ssr: 'test/patterns/worker.ts', outDir: dir, emptyOutDir: false, minify: false },
  })
  let worker: ChildProcess | undefined
  const stop = async (): Promise<void> => {
    const mine = worker
    worker = undefined
    if (!mine || mine.exitCode !== null) return
    const gone = new Promise((settle) => mine.once('exit', settle))
    mine.kill('SIGKILL')
    await gone
  }
  return {
    /** Nothing: it did not end in time. */
    measure: (task: Task, killAfterMs = 60_000): Promise<Done | undefined> => {
      worker ??= fork(join(process.cwd(), dir, 'worker.js'), { execArgv: [] })
      const mine = worker
      return new Promise((settle, fail) => {
        const timer = setTimeout(() => void stop().then(() => settle(undefined)), killAfterMs)
        mine.once('message', (done: Done) => {
          clearTimeout(timer)
          mine.removeAllListeners('error')
          settle(done)
        })
        mine.once('error', (error) => {
          clearTimeout(timer)
          worker = undefined
          fail(error)
        })
        mine.send(task)
      })
    },
    async end(): Promise<void> {
      await stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

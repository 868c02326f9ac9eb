// Who says that this process lives while its loop is held by something long? A thread beside it: a writer that is only busy is not to be replaced.
import { Worker } from 'node:worker_threads'
import type { Log } from '../../../store/log.js'
import type { HeartData } from './heart-thread.js'

/** One thread for all campuses of a process. Of each, by its DATABASE_URL: tells the thread in which epoch it beats; 0: it is silent. */
export const openHearts = (log: Log): ((url: string) => (epoch: number) => void) => {
  const thread = new Worker(new URL('./heart-thread.js', import.meta.url), { execArgv: [] })
  thread.on('error', (error) =>
    log.error({ reason: error.message }, 'the beating thread stumbled; the loop goes on beating by itself'),
  )
  thread.unref()
  return (url) => {
    const epoch = new Int32Array(new SharedArrayBuffer(4))
    thread.postMessage({ url, epoch } satisfies HeartData)
    return (now) => void Atomics.store(epoch, 0, now)
  }
}

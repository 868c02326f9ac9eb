// Who says that this process lives while its loop is held by something long? A thread beside it: a writer that is only busy is not to be replaced.
import { Worker } from 'node:worker_threads'
import type { HeartData } from './heart-thread.js'

/** Tells the thread in which epoch it beats; 0: it is silent. `url` is DATABASE_URL. */
export const openHeart = (url: string): ((epoch: number) => void) => {
  const epoch = new Int32Array(new SharedArrayBuffer(4))
  const data: HeartData = { url, epoch }
  new Worker(new URL('./heart-thread.js', import.meta.url), { workerData: data, execArgv: [] })
    // without it the loop still beats by itself
    .on('error', () => {})
    .unref()
  return (now) => void Atomics.store(epoch, 0, now)
}

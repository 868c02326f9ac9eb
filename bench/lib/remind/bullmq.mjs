// How does BullMQ remind? Delayed jobs in Redis, a worker that takes a hundred at once.
import { Queue, Worker } from 'bullmq'

const QUEUE = 'remind'

export const open = async ({ at, deliver, committed }) => {
  const queue = new Queue(QUEUE, { connection: at })
  const worker = new Worker(QUEUE, ({ data }) => deliver(data.id), {
    connection: { ...at, maxRetriesPerRequest: null },
    concurrency: 100,
    removeOnComplete: { count: 0 },
  })
  worker.on('completed', () => committed(1)) // said when Redis has answered, which it does when it is on disk
  worker.on('error', (error) => process.stderr.write(`${error}\n`))
  await worker.waitUntilReady()
  return {
    schedule: (ids, dueMs) =>
      queue.addBulk(ids.map((id) => ({ name: 'remind', data: { id }, opts: { delay: dueMs - Date.now() } }))),
    async close() {
      await worker.close()
      await queue.close()
    },
  }
}

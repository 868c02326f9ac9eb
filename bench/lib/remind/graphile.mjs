// How does graphile-worker remind? Jobs with a time in PostgreSQL; its local queue and its batched completion on, as its manual advises for throughput.
import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import pg from 'pg'

const logger = new Logger(() => (level, message) => {
  if (level === 'error') process.stderr.write(`${message}\n`)
})

export const open = async ({ at, deliver, committed }) => {
  const pool = new pg.Pool({ ...at, max: 10 })
  /** It does not say when a completion is on disk: seen where it is asked for. A statement outside a transaction is, once answered. */
  pool.on('connect', (client) => {
    const query = client.query.bind(client)
    client.query = (...args) => {
      const answer = query(...args)
      const { text, values } = args[0] ?? {}
      if (/delete from .*_private_jobs/.test(text ?? ''))
        answer?.then(() => committed([values[0]].flat().length)).catch(() => {})
      return answer
    }
  })
  pool.on('error', (error) => process.stderr.write(`${error}\n`))
  const utils = await makeWorkerUtils({ pgPool: pool, logger })
  await utils.migrate()
  const runner = await run({
    pgPool: pool,
    noHandleSignals: true,
    taskList: { remind: ({ id }) => deliver(id) },
    logger,
    preset: {
      worker: {
        concurrentJobs: 24,
        pollInterval: 100,
        localQueue: { size: 500 },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  })
  return {
    schedule: (ids, dueMs) =>
      utils.addJobs(ids.map((id) => ({ identifier: 'remind', payload: { id }, runAt: new Date(dueMs) }))),
    async close() {
      await runner.stop()
      await utils.release()
      await pool.end()
    },
  }
}

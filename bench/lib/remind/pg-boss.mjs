// How does pg-boss remind? Jobs with a time in PostgreSQL, fetched and completed by the hundred: its own `work` would wait half a second between two looks.
import PgBoss from 'pg-boss'

const QUEUE = 'remind'
const BATCH = 500
const LANES = 2
const LOOK_EVERY_MS = 100

export const open = async ({ at, deliver, committed }) => {
  const boss = new PgBoss({ ...at, max: 10, supervise: false, schedule: false })
  boss.on('error', (error) => process.stderr.write(`${error}\n`))
  await boss.start()
  await boss.createQueue(QUEUE)
  let closing = false
  const lane = async () => {
    while (!closing) {
      const jobs = await boss.fetch(QUEUE, { batchSize: BATCH })
      for (const { data } of jobs) await deliver(data.id)
      if (jobs.length > 0) {
        await boss.complete(
          QUEUE,
          jobs.map(({ id }) => id),
        )
        committed(jobs.length)
      } else await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
  }
  const lanes = Array.from({ length: LANES }, lane)
  return {
    schedule: (ids, dueMs) =>
      boss.insert(ids.map((id) => ({ name: QUEUE, data: { id }, startAfter: new Date(dueMs) }))),
    async close() {
      closing = true
      await Promise.all(lanes)
      await boss.stop({ graceful: false })
    },
  }
}

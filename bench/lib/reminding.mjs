// What is timed of one way to remind? From the moment at which all is due until each is on disk, and how often each was delivered.

const { kind, count, leadMs, at } = JSON.parse(process.argv[2])
const { open } = await import(`./remind/${kind}.mjs`)

/** How often each was delivered. */
const delivered = new Map()
/** After how many milliseconds each was on disk. */
const after = []
let dueMs = Number.POSITIVE_INFINITY
let early = 0
let done = () => {}
const over = new Promise((resolve) => {
  done = resolve
})

const work = await open({
  at,
  count,
  async deliver(id) {
    if (Date.now() < dueMs) early++
    delivered.set(id, (delivered.get(id) ?? 0) + 1)
  },
  committed(many) {
    const ms = performance.timeOrigin + performance.now() - dueMs
    for (let nth = 0; nth < many; nth++) after.push(ms)
    if (after.length >= count) done()
  },
})
dueMs = Date.now() + leadMs
const began = performance.now()
await work.schedule(
  Array.from({ length: count }, (_, nth) => `reminder/${nth}`),
  dueMs,
)
const scheduledMs = performance.now() - began

process.once('disconnect', () => process.exit())
process.on('message', async (message) => {
  if (message === 'end') {
    await work.close()
    process.exit()
  }
  await over
  process.send('over')
  await new Promise((resolve) => setTimeout(resolve, 200)) // whatever comes twice has time to
  const times = [...delivered.values()]
  const once = times.filter((many) => many === 1).length
  process.send({ after, early, once, again: times.length - once })
})
process.send({ scheduledMs, dueMs })

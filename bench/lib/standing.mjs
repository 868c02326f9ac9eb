// What does a house with so many open incidents cost? Its start, a tick, a press, a typed 补充, its memory: measured once in a process of its own.
import { campus as campusOf } from './campus.mjs'
import { median } from './figures.mjs'
import { folder, openAt, platform, remove, standing } from './ground.mjs'
import { lay, numberAt } from './lay.mjs'
import { acknowledgements } from './work.mjs'

const MB = 1024 * 1024
const FEW = 10
const TICKS = 500
const NOTES = 60

const { incidents, atMs } = JSON.parse(process.argv[2])
const campus = await campusOf()
const dir = folder()
const { channel, setLatency } = platform()
setLatency(0)
await lay({ dir, campus, atMs, count: incidents })
const clock = standing(atMs)

const cpu = process.cpuUsage()
const began = performance.now()
const { turns, reception, courier, ticker, stop } = await openAt({ dir, campus, clock, channel })
const startMs = performance.now() - began
const { user, system } = process.cpuUsage(cpu)
await courier.drain()

/** Processor time of each, the median: it stays the same on a machine that has other work. */
const timed = async (count, each) => {
  const took = []
  for (let nth = 0; nth < count; nth++) {
    const before = process.cpuUsage()
    await each(nth)
    const { user, system } = process.cpuUsage(before)
    took.push((user + system) / 1000)
    await courier.drain() // what the turn set off is sent before the next one begins, and is not timed
  }
  return median(took)
}
const at = new Date(atMs).toISOString()
const commitMs = await timed(NOTES, (nth) =>
  turns.turn(undefined, (turn) => {
    turn.record(numberAt(1 + (nth % FEW), atMs), {
      type: 'seen',
      at,
      by: { id: 'x', name: 'x' },
      notice: `${nth}`,
      what: '事件通知',
    })
  }),
)
const presses = acknowledgements(campus, FEW, atMs).flat()
const pressMs = await timed(presses.length, (nth) => reception.pressed(JSON.parse(presses[nth].json)))
const office = campus.directory.people.find(({ posts }) => posts.some(({ role }) => role === '值班员'))
const noteMs = await timed(NOTES, (nth) =>
  reception.said({
    id: `sandbox:note/${nth}`,
    by: { channel: 'sandbox', address: office.id },
    chat: 'dm',
    text: `补充 ${numberAt(1 + (nth % FEW), atMs)} 已更换首页文件，日志另存（${nth}）`,
  }),
)
const tickMs = await timed(TICKS, () => ticker.tick())
global.gc()
const heapMb = process.memoryUsage().heapUsed / MB

process.once('disconnect', () => process.exit())
process.on('message', async () => {
  await stop()
  remove(dir)
  process.disconnect()
})
process.send({ startMs, startCpuMs: (user + system) / 1000, tickMs, commitMs, pressMs, noteMs, heapMb })

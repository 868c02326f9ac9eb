// What is timed on a store of this many open incidents? The same turns on its same first ten, one after the other.
import { campus as campusOf } from './campus.mjs'
import { folder, openAt, platform, remove, standing } from './ground.mjs'
import { lay, numberAt } from './lay.mjs'

const TURNS = 60

const { incidents, atMs } = JSON.parse(process.argv[2])
const campus = await campusOf()
const dir = folder()
const { channel, setLatency } = platform()
setLatency(0)
await lay({ dir, campus, atMs, count: incidents })
const fenghuo = await openAt({ dir, campus, clock: standing(atMs), channel })
const { turns, reception, courier } = fenghuo
const office = campus.directory.people.find(({ posts }) => posts.some(({ role }) => role === '值班员'))

const at = new Date(atMs).toISOString()
const work = {
  commit: (incident, key) =>
    turns.turn(undefined, (turn) => {
      turn.record(incident, { type: 'seen', at, by: { id: 'x', name: 'x' }, notice: key, what: '事件通知' })
      turn.put('meta', `bench/${key}`, key)
    }),
  note: (incident, key) =>
    reception.said({
      id: `sandbox:${key}`,
      by: { channel: 'sandbox', address: office.id },
      chat: 'dm',
      text: `补充 ${incident} 已更换首页文件，日志另存（${key}）`,
    }),
}

process.once('disconnect', () => process.exit())
process.on('message', async (message) => {
  if (message === 'end') {
    await fenghuo.stop()
    remove(dir)
    process.disconnect()
    return
  }
  const { what, round } = message
  const took = []
  for (let nth = 0; nth < TURNS; nth++) {
    const began = performance.now()
    await work[what](numberAt(1 + (nth % 10), atMs), `${what}${round}/${nth}`)
    took.push(performance.now() - began)
    await courier.drain() // what the turn set off is sent before the next one begins, and is not timed
  }
  process.send(took)
})
process.send('ready')

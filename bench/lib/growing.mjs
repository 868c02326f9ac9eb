// What does the living process hold after so many turns? The whole of Fenghuo with its sandbox behind HTTP, and reporters who never stop.
import express from 'express'
import { openSandbox } from '../../dist/bot/channels/sandbox/open.js'
import { openFenghuo } from '../../dist/bot/fenghuo.js'
import { campus as campusOf, staffOf } from './campus.mjs'
import { folder, quiet, remove } from './ground.mjs'
import { answers } from './work.mjs'

const MB = 1024 * 1024
const LANES = 50
const IN_FLIGHT = 8

const campus = await campusOf()
const dir = folder()
let fenghuo
const sandbox = openSandbox({
  dir,
  token: 'bench',
  directory: () => campus.directory,
  running: () => fenghuo,
})
fenghuo = await openFenghuo({ dir, clock: sandbox.clock, log: quiet, campus, channels: [sandbox.channel] })
sandbox.forgetWith(fenghuo.turns)
const app = express().use(sandbox.router)
const server = await new Promise((resolve) => {
  const one = app.listen(0, '127.0.0.1', () => resolve(one))
})
const url = `http://127.0.0.1:${server.address().port}/sandbox/api/say`

const staff = staffOf(campus)
const say = async ({ id, by, text }) => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sandbox-token': 'bench' },
    body: JSON.stringify({ as: by.address, chat: 'dm', text, id }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  await answer.arrayBuffer()
}

let round = 0
const work = async (turns) => {
  const all = answers(staff, { lanes: LANES, count: turns, round: ++round }).map(({ json }) =>
    JSON.parse(json),
  )
  const began = performance.now()
  const cpu = process.cpuUsage()
  for (let at = 0; at < all.length; at += IN_FLIGHT) await Promise.all(all.slice(at, at + IN_FLIGHT).map(say))
  const { user, system } = process.cpuUsage(cpu)
  const tables = fenghuo.turns.peek()
  const before = process.memoryUsage().rss
  global.gc()
  return {
    ms: performance.now() - began,
    cpuMs: (user + system) / 1000,
    residentMb: before / MB,
    heapMb: process.memoryUsage().heapUsed / MB,
    rows: Object.fromEntries(
      Object.entries(tables).flatMap(([table, rows]) => {
        const count = Object.keys(rows).length
        return count > 0 ? [[table, count]] : []
      }),
    ),
  }
}

process.once('disconnect', () => process.exit())
process.on('message', async (message) => {
  if (message === 'end') {
    await fenghuo.stop()
    server.closeAllConnections()
    server.close()
    sandbox.close()
    remove(dir)
    process.disconnect()
    return
  }
  if (message.snapshot) (await import('node:v8')).writeHeapSnapshot(message.snapshot)
  process.send(message.turns ? await work(message.turns) : {})
})
process.send('ready')

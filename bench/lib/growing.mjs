// What does the living process hold after so many turns? The whole of Fenghuo with its sandbox behind HTTP, and reporters who never stop.
import express from 'express'
import { openSandbox } from '../../dist/bot/channels/sandbox/open.js'
import { openFenghuo } from '../../dist/bot/fenghuo.js'
import { campus as campusOf, staffOf } from './campus.mjs'
import { folder, quiet, remove } from './ground.mjs'
import { closedLoop } from './load.mjs'
import { answers } from './work.mjs'

const MB = 1024 * 1024
const LANES = 50

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
const { port } = server.address()
const staff = staffOf(campus)

let round = 0
const work = async (turns) => {
  const said = answers(staff, { lanes: LANES, count: turns, round: ++round }).map(({ json }) => {
    const { id, by, chat, text } = JSON.parse(json)
    return { path: '/sandbox/api/say', json: JSON.stringify({ as: by.address, chat, text, id }) }
  })
  const began = performance.now()
  const cpu = process.cpuUsage()
  await closedLoop(port, said, LANES, 'x-sandbox-token: bench\r\n')
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
  process.send(await work(message.turns))
})
process.send('ready')

// Is somebody outside told each day where the record stands, once, whatever the wire does, and does nothing wait for that?
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openWitness } from '../../bot/process/witness.js'
import { examine } from '../../store/examine.js'
import { ground, hearing, turnsAt } from '../store/ground.js'

const DAY = 24 * 3_600_000
const MINUTE = 60_000
let heard: { seq: number; head: string; at: string }[] = []
let status = 200
let asked = 0
let server: Server
let url = ''

beforeEach(async () => {
  heard = []
  status = 200
  asked = 0
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += String(chunk)
    })
    request.on('end', () => {
      asked++
      if (status === 200 && request.method === 'POST') heard.push(JSON.parse(body))
      response.writeHead(status, status === 302 ? { location: url } : {}).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/` // it listens, so it has one
})
afterEach(() => new Promise((done) => server.close(done)))

const opened = async (dir = ground(), start = Date.parse('2026-11-24T00:30:00.000Z')) => {
  const log = hearing()
  let now = start
  let wake: () => void = () => {}
  const turns = await turnsAt(dir, { now: () => now })
  const clock = {
    now: () => now,
    after: (_: number, then: () => void) => {
      wake = then
      return () => {}
    },
  }
  const witness = openWitness({ url, turns, clock, log })
  const quiet = () => new Promise((done) => setTimeout(done, 30))
  return {
    dir,
    turns,
    log,
    witness,
    pass: async (ms: number) => {
      now += ms
      wake()
      await quiet()
    },
    note: (n: number) => turns.turn(undefined, (turn) => turn.put('meta', 'n', n)),
    end: async () => {
      await witness.stop()
      await turns.stop()
    },
  }
}

describe('the witness', () => {
  it('is told once a day; verify holds what was sent against the journal', async () => {
    const { dir, turns, witness, pass, note, end } = await opened()
    await note(1)
    const first = turns.head()
    witness.look()
    await vi.waitFor(() => expect(heard.length).toBe(1))
    expect(heard).toEqual([{ seq: 1, head: first.prev, at: '2026-11-24T00:30:00.000Z' }])
    for (let minute = 0; minute < 10; minute++) await pass(MINUTE)
    expect(heard.length).toBe(1)
    await note(2)
    await pass(DAY)
    await vi.waitFor(() => expect(heard.length).toBe(2))
    expect(heard[1]?.at).toBe('2026-11-25T00:40:00.000Z')
    await end()
    const witnessed = heard.map(({ seq, head }) => ({ seq, head }))
    expect(await examine(dir, { nowMs: 0, witnessed })).toContainEqual({
      good: true,
      what: '见证：给出的 2 个、自己送出的 2 个链头都与日志一致',
    })
  })

  it('an empty record has nothing to witness', async () => {
    const { witness, pass, end } = await opened()
    witness.look()
    await pass(MINUTE)
    expect(asked).toBe(0)
    await end()
  })

  it('that is down is asked again with a growing pause, and told of every day it missed, over a restart too', async () => {
    status = 503
    const { dir, log, witness, pass, note, end } = await opened()
    await note(1)
    witness.look()
    await vi.waitFor(() => expect(log.said.length).toBe(1))
    for (let minute = 0; minute < 60; minute++) await pass(MINUTE)
    expect(asked).toBeGreaterThan(4)
    expect(asked).toBeLessThan(9)
    expect(log.said.every(({ level }) => level === 'warn')).toBe(true)
    await pass(DAY)
    await end()
    status = 200
    const again = await opened(dir, Date.parse('2026-11-26T01:00:00.000Z'))
    again.witness.look()
    await vi.waitFor(() => expect(heard.length).toBe(3))
    expect(heard.map(({ at }) => at.slice(0, 10))).toEqual(['2026-11-24', '2026-11-25', '2026-11-26'])
    await again.end()
  })

  it('who sends it elsewhere is not followed, and who hangs holds nothing up', async () => {
    status = 302
    const { log, witness, note, end } = await opened()
    await note(1)
    witness.look()
    await vi.waitFor(() => expect(log.said.length).toBe(1))
    expect(asked).toBe(1)
    await end()

    server.removeAllListeners('request')
    const hanging = await opened()
    await hanging.note(1)
    hanging.witness.look()
    await new Promise((done) => setTimeout(done, 30))
    await hanging.note(2) // turns go on
    const before = performance.now()
    await hanging.end()
    expect(performance.now() - before).toBeLessThan(3000)
    server.closeAllConnections()
  })
})

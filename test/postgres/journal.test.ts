// Does the journal hold in PostgreSQL? One writer, fenced; a line stored or not, and known which; the chain as in files.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openTurns } from '../../bot/turn/turns.js'
import { BrokenChain, StoreUnavailable, Superseded } from '../../store/journal.js'
import { baseAt, quiet } from './base.js'
import { hasPostgres, postgres } from './server.js'
import { openWire } from './wire.js'

const at = '2026-11-28T00:00:00.000Z'
const dirs: string[] = []
const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-pg-test-'))
  dirs.push(dir)
  return dir
}
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
})

const turnsAt = async (url: string, dir = folder()) =>
  openTurns({ dir, base: await baseAt(url, dir), now: () => Date.parse(at), log: quiet })
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const put = (key: string, value: string | number) => ({ put: 'meta' as const, key, value })

describe.skipIf(!hasPostgres)('the journal in PostgreSQL', () => {
  it('what a turn stored is there after a start, on another machine too', async () => {
    const server = await postgres()
    const url = server.fresh()
    const turns = await turnsAt(url)
    await Promise.all(
      Array.from({ length: 50 }, (_, nth) =>
        turns.turn(`id${nth}`, (turn) => turn.put('meta', `k${nth}`, nth)),
      ),
    )
    const head = turns.head()
    expect(await turns.stop()).toBeUndefined()
    const again = await turnsAt(url)
    expect(again.head()).toEqual(head)
    expect(again.peek().meta.k49).toBe(49)
    expect(Object.keys(again.peek().inbox)).toHaveLength(50)
    await again.stop()
  })

  it('whoever stands by knows everything, and writes once the other one left', async () => {
    const server = await postgres()
    const url = server.fresh()
    const first = await turnsAt(url)
    await first.turn(undefined, (turn) => turn.put('meta', 'by', 'the first'))
    let waits = false
    const dir = folder()
    const second = baseAt(url, dir, () => {
      waits = true
    })
    while (!waits) await new Promise((resolve) => setTimeout(resolve, 20))
    await first.turn(undefined, (turn) => turn.put('meta', 'more', 1))
    await first.stop()
    const turns = await openTurns({ dir, base: await second, now: () => Date.parse(at), log: quiet })
    expect([turns.peek().meta.by, turns.peek().meta.more]).toEqual(['the first', 1])
    await turns.turn(undefined, (turn) => turn.put('meta', 'by', 'the second'))
    await turns.stop()
    const lines = await server.ask(url, 'SELECT line FROM journal ORDER BY seq')
    expect(lines).toHaveLength(3)
  })

  it('an older epoch stores nothing, and says so', async () => {
    const server = await postgres()
    const url = server.fresh()
    const old = await baseAt(url, folder())
    await old.journal.append(at, [put('a', 1)])
    await server.ask(url, 'UPDATE writer SET epoch = epoch + 1')
    await expect(old.journal.append(at, [put('a', 'old')])).rejects.toThrow(Superseded)
    await expect(old.journal.probe()).rejects.toThrow(Superseded)
    await expect(old.journal.confirm()).rejects.toThrow(Superseded)
    expect(await server.ask(url, 'SELECT seq FROM journal')).toHaveLength(1)
    await old.close()
  })

  it('its session is ended by the server: it goes on with another one, and nothing is doubled', async () => {
    const server = await postgres()
    const url = server.fresh()
    const turns = await turnsAt(url)
    for (let nth = 0; nth < 5; nth++) {
      const many = Array.from({ length: 20 }, (_, one) =>
        turns.turn(`id${nth}/${one}`, (turn) => turn.put('meta', 'n', turn.next('n'))),
      )
      await server.ask(
        url,
        `SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objid = 'writer'::regclass::oid`,
      )
      const answers = await Promise.allSettled(many)
      for (const answer of answers)
        if (answer.status === 'rejected') expect(answer.reason).toBeInstanceOf(StoreUnavailable)
    }
    // what was refused is said again, as a platform does
    for (let nth = 0; nth < 5; nth++)
      for (let one = 0; one < 20; one++)
        await turns.turn(`id${nth}/${one}`, (turn) => turn.put('meta', 'n', turn.next('n')))
    expect(turns.peek().meta['n/n']).toBe(100)
    const head = turns.head()
    await turns.stop()
    const again = await turnsAt(url)
    expect(again.head()).toEqual(head)
    expect(again.peek().meta['n/n']).toBe(100)
    await again.stop()
  }, 60_000)

  it('the server crashes: nothing that was confirmed is gone', async () => {
    const server = await postgres()
    const url = server.fresh()
    const turns = await turnsAt(url)
    await turns.turn('a', (turn) => turn.put('meta', 'n', turn.next('n')))
    const crashing = server.crash()
    const told = await turns.turn('b', (turn) => turn.put('meta', 'n', turn.next('n'))).catch((e) => e)
    await crashing
    await turns.turn('b', (turn) => turn.put('meta', 'n', turn.next('n')))
    expect([undefined, StoreUnavailable].some((one) => told === one || (one && told instanceof one))).toBe(
      true,
    )
    expect(turns.peek().meta['n/n']).toBe(2)
    await turns.stop()
  }, 60_000)

  it('nobody can say whether a line was stored: it counts as not stored, and when it was the process ends', async () => {
    const server = await postgres()
    const wire = await openWire(server.port)
    const url = server.fresh(wire.port)
    const base = await baseAt(url, folder())
    await base.journal.append(at, [put('a', 1)])
    wire.be('mute')
    const told = base.journal.append(at, [put('a', 2)]).catch((error: unknown) => error)
    while ((await server.ask(url, 'SELECT seq FROM journal')).length < 2) await pause(10)
    wire.be('broken')
    expect(await told).toBeInstanceOf(StoreUnavailable)
    expect(await told).not.toBeInstanceOf(Superseded)
    wire.be('whole')
    await expect(base.journal.append(at, [put('a', 3)])).rejects.toThrow(Superseded)
    expect(await server.ask(url, 'SELECT seq FROM journal')).toHaveLength(2)
    await base.close()
    await wire.close()
  })

  it('a line that never arrived is not there: the next one takes its place', async () => {
    const server = await postgres()
    const wire = await openWire(server.port)
    const url = server.fresh(wire.port)
    const base = await baseAt(url, folder())
    await base.journal.append(at, [put('a', 1)])
    wire.be('broken')
    await expect(base.journal.append(at, [put('a', 2)])).rejects.toThrow(StoreUnavailable)
    wire.be('whole')
    expect((await base.journal.append(at, [put('a', 3)])).seq).toBe(2)
    await base.close()
    await wire.close()
  })

  it('whoever takes over begins when the one before, who hears nothing, is not sure of itself any more', async () => {
    const server = await postgres()
    const wire = await openWire(server.port)
    const url = server.fresh(wire.port)
    const old = await baseAt(url, folder())
    await old.journal.confirm()
    wire.be('dead')
    await server.ask(
      url,
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 'writer'::regclass::oid`,
    )
    const next = await baseAt(url.replace(`:${wire.port}/`, `:${server.port}/`), folder())
    const sure = old.journal.confirm().then(
      () => 'sure',
      () => 'not sure',
    )
    expect(await Promise.race([sure, pause(100).then(() => 'asks')])).not.toBe('sure')
    await next.close()
    wire.be('broken')
    await old.close()
    await wire.close()
  })

  it('a line that was changed is found, and named', async () => {
    const server = await postgres()
    const url = server.fresh()
    const base = await baseAt(url, folder())
    for (const nth of [1, 2, 3]) await base.journal.append(at, [put('a', nth)])
    await base.close()
    await server.ask(url, `UPDATE journal SET line = replace(line, '"value":2', '"value":7') WHERE seq = 2`)
    await expect(baseAt(url, folder())).rejects.toThrow(BrokenChain)
    await expect(baseAt(url, folder())).rejects.toThrow('journal:2 与第 3 行记下的哈希不符')
    await server.ask(url, 'DELETE FROM journal WHERE seq = 2')
    await expect(baseAt(url, folder())).rejects.toThrow('journal:2 缺少第 2 行起的记录')
  })
})

import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { openHouse } from '../../bot/turn.js'
import { openArchive } from '../../store/archive.js'
import { BrokenChain, StoreUnavailable } from '../../store/journal.js'
import { openFileJournal, verifyJournal } from '../../store/journal-file.js'
import { lockDataDir } from '../../store/lock.js'

const dirs: string[] = []
const fresh = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-store-'))
  dirs.push(dir)
  return dir
}
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
})
const said: string[] = []
const log = { info() {}, warn: (_about: object, sentence: string) => void said.push(sentence), error() {} }
const open = (dir: string, more: Partial<Parameters<typeof openHouse>[0]> = {}) =>
  openHouse({ dir, now: () => Date.now(), log, ...more })
const segment = (dir: string): string =>
  join(
    dir,
    'journal',
    readdirSync(join(dir, 'journal'))
      .filter((name) => name.endsWith('ndjson'))
      .sort()
      .at(-1) ?? '',
  )

describe('one turn, one commit', () => {
  it('is on disk when it answers, and there again after a start', async () => {
    const dir = fresh()
    const house = await open(dir)
    await house.turn('a', (turn) => turn.put('meta', 'x', 1))
    expect(readFileSync(segment(dir), 'utf8')).toContain('"key":"x"')
    await house.stop()
    const again = await open(dir)
    expect(again.peek().meta.x).toBe(1)
    await again.stop()
  })

  it('the same id again: the same answer, nothing changed, also after a start', async () => {
    const dir = fresh()
    const house = await open(dir)
    const count = () => house.turn('id', (turn) => ({ nth: turn.next('runs') }))
    expect(await Promise.all([count(), count()])).toEqual([{ nth: 1 }, { nth: 1 }])
    await house.stop()
    const again = await open(dir)
    expect(await again.turn('id', () => ({ nth: 99 }))).toEqual({ nth: 1 })
    await again.stop()
  })

  it('a turn that throws leaves no trace', async () => {
    const dir = fresh()
    const house = await open(dir)
    await house.turn(undefined, (turn) => turn.put('meta', 'x', 'before'))
    const { seq } = house.head()
    await expect(
      house.turn('bad', (turn) => {
        turn.put('meta', 'x', 'after')
        turn.put('meta', 'y', 1)
        turn.next('n')
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(house.peek().meta).toMatchObject({ x: 'before' })
    expect(Object.keys(house.peek().meta)).toEqual(['x'])
    expect(house.head().seq).toBe(seq)
    expect(await house.turn('bad', () => 'runs now')).toBe('runs now')
    await house.stop()
  })

  it('what the disk does not take is not confirmed, and memory goes back with it', async () => {
    const dir = fresh()
    let full = false
    const house = await open(dir, {
      wrap: (journal) => ({
        ...journal,
        append: async (at, changes) => {
          if (full) throw new Error('ENOSPC: no space left on device')
          return journal.append(at, changes)
        },
        probe: async () => {
          if (full) throw new Error('ENOSPC: no space left on device')
        },
      }),
    })
    await house.turn(undefined, (turn) => turn.put('meta', 'kept', 1))
    full = true
    const lost = await Promise.allSettled(
      [1, 2, 3].map((n) => house.turn(`m${n}`, (turn) => turn.put('meta', `lost${n}`, n))),
    )
    expect(lost.map((one) => one.status === 'rejected' && one.reason instanceof StoreUnavailable)).toEqual([
      true,
      true,
      true,
    ])
    expect(Object.keys(house.peek().meta)).toEqual(['kept'])
    expect(await house.healthy()).toContain('ENOSPC')
    full = false
    expect(await house.turn('m1', (turn) => turn.next('n'))).toBe(1)
    await house.stop()
    expect((await verifyJournal(dir)).lines).toBe(2)
  })

  it('turns that wait share a line', async () => {
    const dir = fresh()
    const house = await open(dir)
    await Promise.all(
      Array.from({ length: 64 }, (_, n) => house.turn(`t${n}`, (turn) => turn.put('meta', `k${n}`, n))),
    )
    expect(house.head().seq).toBeLessThan(20)
    expect(Object.keys(house.peek().meta)).toHaveLength(64)
    await house.stop()
  })

  it('a key may have any name', async () => {
    const dir = fresh()
    const house = await open(dir)
    await house.turn(undefined, (turn) => {
      turn.put('meta', '__proto__', 1)
      turn.put('meta', 'constructor', 2)
    })
    await house.stop()
    const again = await open(dir)
    expect(Object.entries(again.peek().meta).sort()).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    await again.stop()
  })

  it('whatever is put and dropped, and whenever it is started anew: the tables are the same', async () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c', '__proto__'),
      value: fc.option(fc.integer(), { nil: undefined }),
      restart: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const dir = fresh()
        let house = await open(dir, { checkpointEvery: 3 })
        const model = new Map<string, number>()
        for (const { key, value, restart } of steps) {
          await house.turn(undefined, (turn) =>
            value === undefined ? turn.drop('meta', key) : turn.put('meta', key, value),
          )
          if (value === undefined) model.delete(key)
          else model.set(key, value)
          if (restart) {
            await house.stop()
            house = await open(dir, { checkpointEvery: 3 })
          }
          expect(new Map(Object.entries(house.peek().meta))).toEqual(model)
        }
        await house.stop()
      }),
      { numRuns: 40 },
    )
  })
})

describe('the journal', () => {
  const filled = async (dir: string, lines = 5): Promise<void> => {
    const journal = await openFileJournal(dir, { log, segmentBytes: 400 })
    for (let n = 0; n < lines; n++)
      await journal.append('2026-11-24T00:00:00.000Z', [{ put: 'meta', key: `k${n}`, value: n }])
    await journal.close()
  }

  it('starts a new segment when one is full, and reads them as one', async () => {
    const dir = fresh()
    await filled(dir, 9)
    expect(readdirSync(join(dir, 'journal')).length).toBeGreaterThan(2)
    expect((await verifyJournal(dir)).lines).toBe(9)
  })

  it('a torn last line is cut, and said', async () => {
    const dir = fresh()
    await filled(dir)
    appendFileSync(segment(dir), '{"seq":6,"prev":"abc","chan')
    said.length = 0
    const journal = await openFileJournal(dir, { log })
    expect(journal.head().seq).toBe(5)
    expect(said.join()).toContain('torn')
    await journal.append('2026-11-24T00:00:00.000Z', [])
    await journal.close()
    expect((await verifyJournal(dir)).lines).toBe(6)
  })

  it('a changed byte is named by file and line', async () => {
    const dir = fresh()
    await filled(dir)
    const first = join(dir, 'journal', '000000000001.ndjson')
    writeFileSync(first, readFileSync(first, 'utf8').replace('"value":0', '"value":7'))
    await expect(verifyJournal(dir)).rejects.toThrow(BrokenChain)
    await expect(verifyJournal(dir)).rejects.toThrow('000000000001.ndjson:1')
  })
})

describe('the lock and the archive', () => {
  it('a second holder is refused; a dead one is succeeded', async () => {
    const dir = fresh()
    const unlock = await lockDataDir(dir)
    await expect(lockDataDir(dir)).rejects.toThrow(`pid ${process.pid}`)
    await unlock()
    const child = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { lockDataDir } from './dist/store/lock.js'; await lockDataDir(${JSON.stringify(dir)}); console.log('locked'); setInterval(() => {}, 1000)`,
    ])
    await new Promise((resolve) => child.stdout.once('data', resolve))
    await expect(lockDataDir(dir)).rejects.toThrow(`pid ${child.pid}`)
    const dead = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await dead
    await (await lockDataDir(dir))()
  })

  it('only a number ever becomes a path', () => {
    const archive = openArchive(fresh())
    for (const id of ['../../etc/passwd', '2026-0001/../x', '', '__proto__', '2026-0001\0'])
      expect(archive.find(id)).toBeUndefined()
  })
})

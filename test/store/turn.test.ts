import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Turn } from '../../bot/turn/turn.js'
import type { Turns } from '../../bot/turn/turns.js'
import { StoreUnavailable } from '../../store/journal.js'
import { openFileJournal, verifyJournal } from '../../store/journal-file.js'
import type { Row } from '../../store/schema.js'
import { openState } from '../../store/state.js'
import {
  at,
  ground,
  hearing,
  held,
  linesOf,
  noSpace,
  noted,
  reported,
  segmentsOf,
  settle,
  turnsAt,
} from './ground.js'

const plain = (tables: unknown): unknown => JSON.parse(JSON.stringify(tables))
/** Rows as sorted pairs: a comparison of objects would look past a row named `__proto__`. */
const pairs = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value)
        .map(([key, one]) => [key, pairs(one)])
        .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
    : Array.isArray(value)
      ? value.map(pairs)
      : value
const all = (house: Turns): Promise<string> =>
  house.read((tables) => JSON.stringify(pairs(plain(tables)), null, 1))
const changesOf = (dir: string) => linesOf(dir).map((line) => JSON.parse(line).changes)

describe('a turn', () => {
  it('is one line, on disk when it is answered, and there after a start', async () => {
    const dir = ground()
    const house = await turnsAt(dir)
    const answer = await house.turn('m1', (turn) => {
      turn.record('2026-0001', reported('2026-0001'))
      turn.put('meta', 'a', 1)
      return { said: turn.incident('2026-0001')?.id, at: turn.at }
    })
    expect(answer).toEqual({ said: '2026-0001', at })
    expect(changesOf(dir)).toEqual([
      [
        { incident: '2026-0001', event: reported('2026-0001') },
        { put: 'meta', key: 'a', value: 1 },
        { put: 'inbox', key: 'm1', value: { at, answer } },
      ],
    ])
    const before = await all(house)
    await house.stop()
    const again = await turnsAt(dir)
    expect(await all(again)).toEqual(before)
    expect(again.head()).toEqual(house.head())
    await again.stop()
  })

  it('appends nothing when it changed nothing', async () => {
    const dir = ground()
    const house = await turnsAt(dir)
    await house.turn(undefined, (turn) => turn.drop('meta', 'not there'))
    await house.turn(undefined, (turn) => turn.row('meta', 'a'))
    expect(house.head().seq).toBe(0)
    await house.turn('m1', () => {})
    expect(house.head().seq).toBe(1)
    await house.stop()
  })

  it('that throws leaves no trace and rejects with that error', async () => {
    const dir = ground()
    const house = await turnsAt(dir)
    await house.turn(undefined, (turn) => {
      turn.record('2026-0001', reported('2026-0001'))
      turn.put('meta', 'a', 1)
    })
    const before = await all(house)
    const thrown = new Error('a bug')
    const followed: string[] = []
    for (const when of ['at once', 'later'])
      await expect(
        house.turn('m1', (turn) => {
          turn.record('2026-0001', noted('x'))
          turn.put('meta', 'a', 2)
          turn.drop('meta', 'a')
          turn.next('incident')
          turn.afterCommit(() => followed.push(when))
          if (when === 'at once') throw thrown
          return settle(1).then(() => Promise.reject(thrown))
        }),
      ).rejects.toBe(thrown)
    expect(await all(house)).toEqual(before)
    expect(house.head().seq).toBe(1)
    expect(followed).toEqual([])
    expect(await house.turn('m1', () => 'runs')).toBe('runs')
    await house.stop()
  })

  it('whose value can not be stored fails alone', async () => {
    const house = await turnsAt(ground())
    const ring: { self?: unknown } = {}
    ring.self = ring
    const results = await Promise.allSettled([
      house.turn(undefined, (turn) => turn.put('meta', 'a', 1)),
      house.turn(undefined, (turn) => turn.put('dialogs', 'ring', ring)),
      house.turn(undefined, (turn) => turn.put('meta', 'b', 2)),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await house.read(({ dialogs }) => Object.keys(dialogs))).toEqual([])
    await house.stop()
  })

  it('runs alone, whatever it waits for', async () => {
    const house = await turnsAt(ground())
    const order: string[] = []
    const body = (name: string) => async (turn: Turn) => {
      order.push(`${name} in`)
      const seen = Number(turn.row('meta', 'n') ?? 0)
      await settle(2)
      turn.put('meta', 'n', seen + 1)
      order.push(`${name} out`)
    }
    await Promise.all(['a', 'b', 'c'].map((name) => house.turn(undefined, body(name))))
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
    expect(await house.read(({ meta }) => meta.n)).toBe(3)
    await house.stop()
  })

  it('stores the last of several puts of one row, once', async () => {
    const dir = ground()
    const house = await turnsAt(dir)
    await house.turn(undefined, (turn) => {
      turn.put('meta', 'a', 1)
      turn.put('meta', 'b', 1)
      turn.put('meta', 'a', 2)
      turn.put('drafts', 'a', { id: 'd' } as never) // the key is what matters: the same in another table
      turn.put('meta', 'c', 1)
      turn.drop('meta', 'c')
    })
    expect(changesOf(dir)).toEqual([
      [
        { put: 'meta', key: 'a', value: 2 },
        { put: 'meta', key: 'b', value: 1 },
        { put: 'drafts', key: 'a', value: { id: 'd' } },
        { drop: 'meta', key: 'c' },
      ],
    ])
    await house.stop()
  })

  it('counts upward for ever, over starts too; a turn that fails takes no number', async () => {
    const dir = ground()
    const house = await turnsAt(dir)
    const count = (one: Turns) =>
      one.turn(undefined, (turn) => [turn.next('i'), turn.next('i'), turn.next('j')])
    expect(await count(house)).toEqual([1, 2, 1])
    await house.turn(undefined, (turn) => Promise.reject(turn.next('i'))).catch(() => {})
    await house.stop()
    const again = await turnsAt(dir)
    expect(await count(again)).toEqual([3, 4, 2])
    await again.stop()
  })

  it('moves an incident to the archive, where it is still found', async () => {
    const dir = ground()
    const house = await turnsAt(dir)
    const incident = await house.turn(undefined, (turn) => turn.record('2026-0001', reported('2026-0001')))
    expect(existsSync(join(dir, 'archive'))).toBe(false)
    await house.turn(undefined, (turn) => {
      turn.put('ledger', '2026-0001', { id: '2026-0001' } as Row<'ledger'>) // only its key matters here
      turn.archive('2026-0001')
      expect(turn.row('incidents', '2026-0001')).toBeUndefined()
      expect(turn.incident('2026-0001')).toEqual(incident)
    })
    expect(await house.read(({ incidents }) => Object.keys(incidents))).toEqual([])
    expect(house.find('2026-0001')).toEqual(incident)
    await house.stop()
    const again = await turnsAt(dir)
    expect(again.find('2026-0001')).toEqual(incident)
    expect(again.find('../state')).toBeUndefined()
    await again.stop()
  })

  it('an event of an archived incident brings it back whole, in the same line: no replay reads the archive', async () => {
    const dir = ground()
    const disk = held()
    const house = await turnsAt(dir, { wrap: disk.wrap })
    const id = '2026-0001'
    const settledDays = (turn: Turn) => {
      turn.put('ledger', id, { id } as Row<'ledger'>) // only its key matters here
      turn.archive(id)
    }
    const before = await house.turn(undefined, (turn) => turn.record(id, reported(id)))
    await house.turn(undefined, settledDays)
    disk.fail(noSpace())
    await expect(house.turn(undefined, (turn) => turn.record(id, noted('lost')))).rejects.toThrow()
    disk.fail(undefined)
    expect(house.find(id)).toEqual(before)
    expect(await house.read(({ ledger }) => Object.keys(ledger))).toEqual([id])

    const after = await house.turn(undefined, (turn) => turn.record(id, noted('first')))
    expect(after.record).toEqual([...before.record, noted('first')])
    expect(await house.read(({ ledger }) => Object.keys(ledger))).toEqual([])
    expect(changesOf(dir).at(-1)).toEqual([
      { put: 'incidents', key: id, value: before },
      { drop: 'ledger', key: id },
      { incident: id, event: noted('first') },
    ])
    await house.turn(undefined, settledDays)
    await house.turn(undefined, (turn) => turn.record(id, noted('second')))
    await house.turn(undefined, settledDays)
    expect(house.find(id)?.record).toHaveLength(3)
    await house.stop()
    // the checkpoint and the archive are gone: the journal alone tells it all
    rmSync(join(dir, 'state.json'))
    rmSync(join(dir, 'archive'), { recursive: true })
    const state = await openState(dir)
    const journal = await openFileJournal(dir, { log: hearing() })
    await state.recover(journal)
    expect(state.tables.incidents[id]).toBeUndefined()
    expect(Object.keys(state.tables.ledger)).toEqual([id])
    await journal.close()
  })

  it('that is over changes nothing more', async () => {
    const house = await turnsAt(ground())
    const leaked = await house.turn(undefined, (turn) => turn)
    expect(() => leaked.put('meta', 'a', 1)).toThrow('over')
    expect(await house.read(({ meta }) => Object.keys(meta))).toEqual([])
    await house.stop()
  })

  it('takes rows and ids of any name', async () => {
    const dir = ground()
    const house = await turnsAt(dir)
    expect(
      await house.turn('__proto__', (turn) => {
        turn.put('meta', '__proto__', 1)
        return 'first'
      }),
    ).toBe('first')
    expect(await house.turn('__proto__', () => 'second')).toBe('first')
    expect(await house.turn('constructor', () => 'ran')).toBe('ran')
    await house.stop()
    const again = await turnsAt(dir)
    expect(await again.turn('__proto__', () => 'third')).toBe('first')
    expect(await again.read(({ meta }) => Object.keys(meta))).toEqual(['__proto__'])
    await again.stop()
  })
})

describe('what comes in twice', () => {
  it('is done once and answered alike, at the same time, later, and after a start', async () => {
    const dir = ground()
    const house = await turnsAt(dir)
    let ran = 0
    const come = (one: Turns) =>
      one.turn('m1', (turn) => {
        ran++
        turn.put('meta', 'n', Number(turn.row('meta', 'n') ?? 0) + 1)
        return { toast: `第 ${ran} 次` }
      })
    const answers = [...(await Promise.all([come(house), come(house), come(house)])), await come(house)]
    await house.stop()
    const again = await turnsAt(dir)
    answers.push(await come(again))
    expect(answers).toEqual(Array(5).fill({ toast: '第 1 次' }))
    expect(ran).toBe(1)
    expect(await again.read(({ meta }) => meta.n)).toBe(1)
    expect(again.head().seq).toBe(1)
    await again.stop()
  })

  it('is answered null when the first answer was nothing', async () => {
    const house = await turnsAt(ground())
    await house.turn('m1', () => {})
    expect(await house.turn('m1', () => {})).toBeNull()
    await house.stop()
  })

  it('is not answered before the first is on disk', async () => {
    const disk = held()
    const house = await turnsAt(ground(), { wrap: disk.wrap })
    disk.hold()
    const answered: string[] = []
    const first = house.turn('m1', () => 'x').then(() => answered.push('first'))
    const second = house.turn('m1', () => 'y').then(() => answered.push('second'))
    await settle()
    expect(answered).toEqual([])
    disk.release()
    await Promise.all([first, second])
    expect(answered).toEqual(['first', 'second'])
    await house.stop()
  })
})

describe('group commit', () => {
  it('64 at once share few lines, each answered after its own is on disk', async () => {
    const dir = ground()
    const house = await turnsAt(dir)
    await Promise.all(
      Array.from({ length: 64 }, (_, nth) =>
        house
          .turn(`m${nth}`, (turn) => {
            turn.put('meta', `k${nth}`, nth)
          })
          .then(() => expect(linesOf(dir).join('\n')).toContain(`"k${nth}"`)),
      ),
    )
    expect(linesOf(dir).length).toBeLessThanOrEqual(4)
    expect(Object.keys(house.peek().meta).length).toBe(64)
    await house.stop()
    await expect(verifyJournal(dir)).resolves.toBeTruthy()
  })

  it('runs the next over what is staged, and answers nobody before his append', async () => {
    const disk = held()
    const dir = ground()
    const house = await turnsAt(dir, { wrap: disk.wrap })
    disk.hold()
    const answered: string[] = []
    const followed: string[] = []
    const say = (name: string) => (seen: unknown) => {
      answered.push(`${name} ${seen}`)
    }
    const turns = [
      house
        .turn(undefined, (turn) => {
          turn.afterCommit(() => followed.push('first'))
          turn.put('meta', 'n', 1)
          return 1
        })
        .then(say('first')),
      house
        .turn(undefined, (turn) => {
          const seen = Number(turn.row('meta', 'n'))
          turn.put('meta', 'n', seen + 1)
          return seen
        })
        .then(say('second')),
      house.turn(undefined, (turn) => turn.row('meta', 'n')).then(say('looker')),
      house.read(({ meta }) => meta.n).then(say('reader')),
    ]
    await settle()
    expect(answered).toEqual([])
    expect(followed).toEqual([])
    expect(house.head().seq).toBe(0)
    disk.step()
    await vi.waitFor(() => expect(disk.waiting).toBe(1))
    await settle()
    expect(answered).toEqual(['first 1'])
    expect(followed).toEqual(['first'])
    expect(house.head().seq).toBe(1)
    disk.release()
    await Promise.all(turns)
    expect(answered.toSorted()).toEqual(['first 1', 'looker 2', 'reader 2', 'second 1'])
    expect(disk.appends).toBe(2)
    await house.stop()
  })

  it('what follows a turn may fail without harm to the next', async () => {
    const log = hearing()
    const house = await turnsAt(ground(), { log })
    await house.turn(undefined, (turn) => {
      turn.put('meta', 'a', 1)
      turn.afterCommit(() => {
        throw new Error('a bug in what follows')
      })
    })
    await house.turn(undefined, (turn) => turn.put('meta', 'b', 1))
    expect(log.said).toMatchObject([{ level: 'error', about: { reason: 'a bug in what follows' } }])
    await house.stop()
  })
})

describe('who watches a table', () => {
  it('hears of its rows once they are on disk, before the turn is answered; of nothing that was taken back', async () => {
    const { wrap, fail } = held()
    const house = await turnsAt(ground(), { wrap })
    const heard: unknown[] = []
    house.watch('strangers', (key, row) => heard.push([key, row?.name]))
    const put = (id: string) =>
      house.turn(undefined, (turn) =>
        turn.put('strangers', id, { id, name: id, channel: 'sandbox', address: id }),
      )
    await put('a')
    expect(heard).toEqual([['a', 'a']])
    await house.turn(undefined, (turn) => turn.put('meta', 'b', 1))
    fail(noSpace())
    await expect(put('c')).rejects.toThrow(StoreUnavailable)
    fail(undefined)
    await house.turn(undefined, (turn) => turn.drop('strangers', 'a'))
    expect(heard).toEqual([
      ['a', 'a'],
      ['a', undefined],
    ])
    await house.stop()
  })
})

describe('an append that fails', () => {
  it('rejects, leaves memory as it is on disk, and the next turn is taken', async () => {
    const dir = ground()
    const disk = held()
    const house = await turnsAt(dir, { wrap: disk.wrap })
    await house.turn('m0', (turn) => turn.put('meta', 'a', 1))
    const before = await all(house)
    const followed: string[] = []
    disk.fail(noSpace())
    const refused = house.turn('m1', (turn) => {
      turn.put('meta', 'a', 2)
      turn.record('2026-0001', reported('2026-0001'))
      turn.afterCommit(() => followed.push('m1'))
    })
    await expect(refused).rejects.toThrow(StoreUnavailable)
    await expect(refused).rejects.toThrow('ENOSPC')
    expect(await all(house)).toEqual(before)
    expect(linesOf(dir).length).toBe(1)
    expect(await house.healthy()).toContain('ENOSPC')
    disk.fail(undefined)
    expect(await house.turn('m1', () => 'now')).toBe('now')
    expect(await house.healthy()).toBeUndefined()
    expect(followed).toEqual([])
    expect(house.head().seq).toBe(2)
    await house.stop()
    await expect(verifyJournal(dir)).resolves.toMatchObject({ lines: 2 })
  })

  it('takes all staged after it along, one that is still running too; a reader gets what is on disk', async () => {
    const dir = ground()
    const disk = held()
    const house = await turnsAt(dir, { wrap: disk.wrap })
    await house.turn(undefined, (turn) => turn.put('meta', 'n', 7))
    const before = await all(house)
    disk.hold()
    const add = async (turn: Turn) => {
      turn.put('meta', 'n', Number(turn.row('meta', 'n')) + 1)
      turn.put('meta', 'other', 1)
    }
    const turns = [
      house.turn('m1', add),
      house.turn('m2', add),
      house.turn('m2', add),
      house.turn(undefined, (turn) => turn.row('meta', 'n')),
    ]
    const reader = house.read(({ meta }) => meta.n)
    const running = house.turn('m3', async (turn) => {
      await add(turn)
      await settle(40)
      await add(turn)
    })
    const results = Promise.allSettled([...turns, running])
    await settle(10)
    disk.fail(noSpace())
    disk.release()
    for (const result of await results)
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) })
    expect(await reader).toBe(7)
    disk.fail(undefined)
    expect(await all(house)).toEqual(before)
    await Promise.all([house.turn('m1', add), house.turn('m2', add)])
    expect(await house.read(({ meta }) => meta.n)).toBe(9)
    const now = await all(house)
    await house.stop()
    const again = await turnsAt(dir)
    expect(await all(again)).toEqual(now)
    await again.stop()
  })

  it('a probe that fails is a reason, asked at most every two seconds', async () => {
    let probes = 0
    const house = await turnsAt(ground(), {
      wrap: (journal) => ({
        ...journal,
        async probe() {
          probes++
          throw noSpace()
        },
      }),
    })
    expect(await house.healthy()).toContain('ENOSPC')
    expect(await house.healthy()).toContain('ENOSPC')
    expect(probes).toBe(1)
    await house.stop()
  })
})

describe('a checkpoint', () => {
  const stored = (dir: string) => JSON.parse(readFileSync(join(dir, 'state.json'), 'utf8'))

  it('comes in the background every so many lines, and holds what its head says', async () => {
    const dir = ground()
    const house = await turnsAt(dir, { checkpointEvery: 3 })
    for (let nth = 1; nth <= 20; nth++) {
      await house.turn(undefined, (turn) => turn.put('meta', 'n', nth))
      if (existsSync(join(dir, 'state.json'))) {
        const { head, tables } = stored(dir)
        expect(tables.meta.n).toBe(head.seq)
      }
    }
    await vi.waitFor(() => expect(stored(dir).head.seq).toBeGreaterThanOrEqual(3))
    await house.stop()
    expect(stored(dir).head).toEqual(house.head())
  })

  it('is of what is on disk even under constant load, and never of what is staged', async () => {
    const dir = ground()
    const house = await turnsAt(dir, { checkpointEvery: 5 })
    let going = true
    const seen: { seq: number; sum: number }[] = []
    const sums = new Map<number, number>()
    const load = Array.from({ length: 16 }, async () => {
      while (going)
        await house.turn(undefined, async (turn) => {
          turn.put('meta', 'sum', Number(turn.row('meta', 'sum') ?? 0) + 1)
          await Promise.resolve()
        })
    })
    // a busy machine writes its checkpoints late
    for (let look = 0; look < 30 || (seen.length <= 2 && look < 3000); look++) {
      await settle(10)
      if (!existsSync(join(dir, 'state.json'))) continue
      const { head, tables } = stored(dir)
      if (seen.at(-1)?.seq !== head.seq) seen.push({ seq: head.seq, sum: tables.meta.sum })
    }
    going = false
    await Promise.all(load)
    await house.stop()
    await verifyJournal(dir, ({ seq, changes }) => {
      for (const change of changes) if ('put' in change) sums.set(seq, Number(change.value))
    })
    expect(seen.length).toBeGreaterThan(2)
    for (const { seq, sum } of seen) expect(sum, `line ${seq}`).toBe(sums.get(seq))
  })

  it('an old one and the tail, torn at the end, make the present', async () => {
    const dir = ground()
    const house = await turnsAt(dir)
    await house.turn('m1', (turn) => {
      turn.record('2026-0001', reported('2026-0001'))
    })
    await house.stop()
    const old = readFileSync(join(dir, 'state.json'))
    const second = await turnsAt(dir)
    await second.turn('m2', (turn) => {
      turn.record('2026-0001', noted('甲'))
      turn.put('meta', 'a', 1)
    })
    await second.turn('m3', (turn) => turn.drop('meta', 'a'))
    const present = await all(second)
    await second.turn('m4', (turn) => turn.put('meta', 'lost', 1))
    await second.stop()
    // killed during the checkpoint and the last append: the old checkpoint, a half new one, a torn line
    writeFileSync(join(dir, 'state.json'), old)
    writeFileSync(join(dir, 'state.json.new'), '{"version":1,"hea')
    const file = segmentsOf(dir).at(-1) ?? ''
    truncateSync(file, readFileSync(file).length - 12)
    const log = hearing()
    const third = await turnsAt(dir, { log })
    expect(await all(third)).toEqual(present)
    expect(log.said).toMatchObject([{ level: 'warn' }])
    expect(await third.turn('m4', () => 'runs again')).toBe('runs again')
    await third.stop()
    expect(readdirSync(dir).sort()).toEqual(['fenghuo.json', 'journal', 'state.json'])
  })

  it('that can not be written is said, and harms no turn', async () => {
    const dir = ground()
    const log = hearing()
    const house = await turnsAt(dir, { checkpointEvery: 1, log })
    const { mkdirSync, rmSync } = await import('node:fs')
    mkdirSync(join(dir, 'state.json.new', 'x'), { recursive: true })
    await house.turn(undefined, (turn) => turn.put('meta', 'a', 1))
    await vi.waitFor(() => expect(log.said).toMatchObject([{ level: 'error' }]))
    rmSync(join(dir, 'state.json.new'), { recursive: true })
    await house.turn(undefined, (turn) => turn.put('meta', 'a', 2))
    await house.stop()
    expect(stored(dir).tables.meta).toEqual({ a: 2 })
  })
})

describe('a house', () => {
  it('ends what has begun and takes nothing more', async () => {
    const dir = ground()
    const house = await turnsAt(dir)
    const last = house.turn(undefined, async (turn) => {
      await settle(5)
      turn.put('meta', 'a', 1)
      return 'stored'
    })
    const stopped = house.stop()
    await expect(house.turn(undefined, () => 1)).rejects.toThrow(StoreUnavailable)
    await expect(house.read(() => 1)).rejects.toThrow(StoreUnavailable)
    await Promise.all([stopped, house.stop()])
    expect(await last).toBe('stored')
    const again = await turnsAt(dir)
    expect(await again.read(({ meta }) => meta.a)).toBe(1)
    await again.stop()
  })

  it('gives the lock back when it can not be opened', async () => {
    const dir = ground()
    const house = await turnsAt(dir)
    for (const n of [1, 2, 3]) await house.turn(undefined, (turn) => turn.put('meta', 'n', n))
    await house.stop()
    const file = segmentsOf(dir)[0] ?? ''
    const good = readFileSync(file, 'utf8')
    writeFileSync(file, good.replace('"value":1', '"value":9'))
    await expect(turnsAt(dir)).rejects.toThrow('journal/000000000001.ndjson:1')
    writeFileSync(file, good)
    await (await turnsAt(dir)).stop()
  })

  it('opened again at random is what it was: any turns, refusals, failures and starts', {
    timeout: 120_000,
  }, async () => {
    const table = fc.constantFrom('meta', 'dialogs', 'inbox')
    const key = fc.constantFrom('a', 'b', '__proto__', 'constructor', '')
    const number = fc.constantFrom('2026-0001', '2026-0002', '演练2026-0003')
    const act = fc.oneof(
      fc.record({ do: fc.constant('put' as const), table, key, value: fc.jsonValue({ maxDepth: 2 }) }),
      fc.record({ do: fc.constant('drop' as const), table, key }),
      fc.record({ do: fc.constant('record' as const), number, text: fc.string() }),
      fc.record({ do: fc.constant('archive' as const), number }),
      fc.record({ do: fc.constant('next' as const), key }),
    )
    type Act = typeof act extends fc.Arbitrary<infer A> ? A : never
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          step: fc.constant('turn' as const),
          id: fc.option(key),
          acts: fc.array(act, { maxLength: 6 }),
          throws: fc.boolean(),
          waits: fc.boolean(),
        }),
      },
      { weight: 1, arbitrary: fc.record({ step: fc.constant('fail' as const), failing: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ step: fc.constant('settle' as const) }) },
      { weight: 1, arbitrary: fc.record({ step: fc.constant('reopen' as const), old: fc.boolean() }) },
    )
    const perform = (turn: Turn, one: Act): void => {
      if (one.do === 'put')
        turn.put(one.table, one.key, one.value as never) // the store keeps any JSON
      else if (one.do === 'drop') turn.drop(one.table, one.key)
      else if (one.do === 'next') turn.next(one.key)
      else if (one.do === 'archive') turn.archive(one.number)
      else turn.record(one.number, turn.row('incidents', one.number) ? noted(one.text) : reported(one.number))
    }
    let reopened = 0
    let refused = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const dir = ground()
        const disk = held()
        const open = () => turnsAt(dir, { wrap: disk.wrap, checkpointEvery: 4 })
        let house = await open()
        let running: Promise<unknown>[] = []
        const finish = async () => {
          const results = await Promise.allSettled(running)
          refused += results.filter(({ status }) => status === 'rejected').length
          running = []
        }
        const reopen = async (old: boolean) => {
          await finish()
          const before = await all(house)
          const kept =
            old && existsSync(join(dir, 'state.json')) ? readFileSync(join(dir, 'state.json')) : undefined
          await house.stop()
          if (kept) writeFileSync(join(dir, 'state.json'), kept)
          house = await open()
          expect(await all(house)).toEqual(before)
          reopened++
        }
        for (const one of steps) {
          if (one.step === 'fail') {
            await finish()
            disk.fail(one.failing ? noSpace() : undefined)
          } else if (one.step === 'settle') await finish()
          else if (one.step === 'reopen') await reopen(one.old)
          else
            running.push(
              house.turn(one.id ?? undefined, async (turn) => {
                for (const each of one.acts) perform(turn, each)
                if (one.waits) await settle(0)
                if (one.throws) throw new Error('thrown')
              }),
            )
        }
        await reopen(true)
        await house.stop()
        await verifyJournal(dir)
      }),
      { numRuns: 60 },
    )
    expect(reopened).toBeGreaterThanOrEqual(60)
    expect(refused).toBeGreaterThan(0)
  })
})

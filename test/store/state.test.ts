import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openArchive } from '../../store/archive.js'
import { openCheckpoint } from '../../store/checkpoint.js'
import { type Head, type Journal, START } from '../../store/journal.js'
import { openFileJournal } from '../../store/journal-file.js'
import { begin, evolve } from '../../store/matter.js'
import { proofOf } from '../../store/proof.js'
import { type Change, emptyTables } from '../../store/schema.js'
import { openState } from '../../store/state.js'
import { at, ground, hearing, noted, reported } from './ground.js'

const opened = async (dir: string) => {
  const journal = await openFileJournal(dir, { log: hearing() })
  const state = await openState(dir)
  await state.recover(journal)
  return { journal, state }
}
const plain = (tables: unknown): unknown => JSON.parse(JSON.stringify(tables))
const stored = (dir: string) => JSON.parse(readFileSync(join(dir, 'state.json'), 'utf8'))
const both = async (state: Awaited<ReturnType<typeof openState>>, journal: Journal, changes: Change[]) => {
  state.apply(changes)
  return journal.append(at, changes)
}

describe('the state', () => {
  it('folds events by begin and evolve, puts and drops rows', async () => {
    const state = await openState(ground())
    state.apply([
      { incident: '2026-0001', event: reported('2026-0001') },
      { incident: '2026-0001', event: noted('看过') },
      { put: 'meta', key: 'a', value: 1 },
      { put: 'meta', key: 'a', value: 2 },
      { put: 'meta', key: 'b', value: 3 },
      { drop: 'meta', key: 'b' },
    ])
    expect(state.tables.incidents['2026-0001']).toEqual(evolve(begin(reported('2026-0001')), noted('看过')))
    expect(plain(state.tables.meta)).toEqual({ a: 2 })
  })

  it('refuses an event of an incident that was never reported', async () => {
    const state = await openState(ground())
    expect(() => state.apply([{ incident: '2026-0009', event: noted('?') }])).toThrow('2026-0009')
    expect(plain(state.tables)).toEqual(emptyTables())
  })

  it('takes back: the previous values themselves, in reverse', async () => {
    const state = await openState(ground())
    state.apply([
      { incident: '2026-0001', event: reported('2026-0001') },
      { put: 'meta', key: 'a', value: 1 },
    ])
    const incident = state.tables.incidents['2026-0001']
    const before = plain(state.tables)
    const undo = state.apply([
      { put: 'meta', key: 'a', value: 2 },
      { put: 'meta', key: 'a', value: 3 },
      { drop: 'meta', key: 'a' },
      { put: 'meta', key: 'new', value: 1 },
      { incident: '2026-0001', event: noted('x') },
      { drop: 'incidents', key: '2026-0001' },
      { incident: '2026-0002', event: reported('2026-0002') },
    ])
    expect(plain(state.tables)).not.toEqual(before)
    state.undo(undo)
    expect(plain(state.tables)).toEqual(before)
    expect('new' in state.tables.meta).toBe(false)
    expect(state.tables.incidents['2026-0001']).toBe(incident)
  })

  it('takes rows of any name', async () => {
    const dir = ground()
    const { journal, state } = await opened(dir)
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'a/b']
    for (const name of names) expect(state.tables.dialogs[name]).toBeUndefined()
    const changes = names.map((key): Change => ({ put: 'dialogs', key, value: { polluted: key } }))
    const head = await both(state, journal, changes)
    expect(Object.keys(state.tables.dialogs)).toEqual(names)
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
    const replayed = await openState(dir)
    await replayed.recover(journal)
    expect(Object.keys(replayed.tables.dialogs)).toEqual(names)
    await state.checkpoint(head)
    const read = await openState(dir)
    await read.recover(journal)
    expect(Object.keys(read.tables.dialogs).sort()).toEqual(names.toSorted())
    expect(Object.getOwnPropertyDescriptor(read.tables.dialogs, '__proto__')?.value).toEqual({
      polluted: '__proto__',
    })
    const undo = read.apply([{ drop: 'dialogs', key: '__proto__' }])
    expect('__proto__' in read.tables.dialogs).toBe(false)
    read.undo(undo)
    expect('__proto__' in read.tables.dialogs).toBe(true)
    await journal.close()
  })

  it('keeps {version, head, tables} and starts from it and the tail', async () => {
    const dir = ground()
    const { journal, state } = await opened(dir)
    const head = await both(state, journal, [{ put: 'meta', key: 'a', value: 1 }])
    await state.checkpoint(head)
    await both(state, journal, [{ incident: '2026-0001', event: reported('2026-0001') }])
    expect(stored(dir)).toMatchObject({ version: 1, head, tables: { meta: { a: 1 }, incidents: {} } })
    expect(readdirSync(dir).sort()).toEqual(['journal', 'state.json'])
    const asked: Head[] = []
    const again = await openState(dir)
    await again.recover({
      ...journal,
      replay(after, each) {
        asked.push(after)
        return journal.replay(after, each)
      },
    })
    expect(asked).toEqual([head])
    expect(plain(again.tables)).toEqual(plain(state.tables))
    await journal.close()
  })

  it('writes what was so at the head, without what is staged on top, while turns go on', async () => {
    const dir = ground()
    const { journal, state } = await opened(dir)
    const head = await both(state, journal, [{ put: 'meta', key: 'a', value: 1 }])
    const first = state.apply([{ put: 'meta', key: 'a', value: 2 }])
    const second = state.apply([
      { put: 'meta', key: 'a', value: 3 },
      { put: 'meta', key: 'b', value: 3 },
    ])
    const written = state.checkpoint(head, [first, second])
    state.apply([{ put: 'meta', key: 'c', value: 4 }])
    await written
    expect(stored(dir).tables.meta).toEqual({ a: 1 })
    expect(plain(state.tables.meta)).toEqual({ a: 3, b: 3, c: 4 })
    await journal.close()
  })

  it('writes large states in pieces that make one whole', async () => {
    const dir = ground()
    const { journal, state } = await opened(dir)
    const changes = Array.from(
      { length: 20_000 },
      (_, nth): Change => ({ put: 'inbox', key: `消息"${nth}`, value: { at, answer: '好'.repeat(30) } }),
    )
    await state.checkpoint(await both(state, journal, changes))
    expect(stored(dir).tables).toEqual(plain(state.tables))
    await journal.close()
  })

  it('leaves the old checkpoint whole when a new one fails', async () => {
    const dir = ground()
    const { journal, state } = await opened(dir)
    const head = await both(state, journal, [{ put: 'meta', key: 'a', value: 1 }])
    await state.checkpoint(head)
    const before = readFileSync(join(dir, 'state.json'), 'utf8')
    mkdirSync(join(dir, 'state.json.new', 'x'), { recursive: true })
    await expect(state.checkpoint(head)).rejects.toThrow()
    expect(readFileSync(join(dir, 'state.json'), 'utf8')).toBe(before)
    await journal.close()
  })

  it('refuses a checkpoint that is ahead of the journal, of another format, or unreadable', async () => {
    const dir = ground()
    const { journal, state } = await opened(dir)
    await state.checkpoint(await both(state, journal, [{ put: 'meta', key: 'a', value: 1 }]))
    await journal.close()
    rmSync(join(dir, 'journal'), { recursive: true })
    await expect(opened(dir)).rejects.toThrow('检查点（第 1 行）比日志（第 0 行）新')
    writeFileSync(join(dir, 'state.json'), JSON.stringify({ version: 2, head: START, tables: {} }))
    await expect(opened(dir)).rejects.toThrow('第 2 版')
    writeFileSync(join(dir, 'state.json'), '{"version":1,')
    await expect(opened(dir)).rejects.toThrow('读不懂')
  })

  it('gives tables that an older checkpoint lacks, empty', async () => {
    const dir = ground()
    const older = openCheckpoint(join(dir, 'state.json'))
    const tables = { incidents: {}, outbox: {}, inbox: {}, meta: { a: 1 } }
    older.data = { version: 1, head: START, tables: tables as never } // as the first program had them
    await older.write()
    const { journal, state } = await opened(dir)
    expect(plain(state.tables)).toEqual({ ...emptyTables(), meta: { a: 1 } })
    state.apply([{ put: 'ledger', key: '__proto__', value: 1 }])
    expect(Object.keys(state.tables.ledger)).toEqual(['__proto__'])
    await journal.close()
  })
})

describe('the archive', () => {
  const incident = (id: string) => begin(reported(id))

  it('keeps one file each by year, found again, written twice without harm', () => {
    const dir = ground()
    const archive = openArchive(dir)
    for (const id of ['2026-0001', '演练2026-0002', '通报2025-123456']) {
      archive.write(incident(id))
      const proof = archive.write(incident(id))
      expect(openArchive(dir).find(id, proof)).toEqual(incident(id))
      expect(archive.find(id, proof)).toEqual(incident(id))
    }
    expect(readdirSync(join(dir, 'archive', '2026')).sort()).toEqual(['2026-0001.json', '演练2026-0002.json'])
    expect(readdirSync(join(dir, 'archive', '2025'))).toEqual(['通报2025-123456.json'])
    const changed = evolve(incident('2026-0001'), noted('后来'))
    const proof = archive.write(changed)
    expect(archive.find('2026-0001', proof)).toEqual(changed)
    expect(openArchive(dir).find('2026-0001', proof)).toEqual(changed)
    expect(archive.find('2026-0404', proof)).toBeUndefined()
  })

  it('makes no path of anything but a number', () => {
    const dir = ground()
    const archive = openArchive(dir)
    mkdirSync(join(dir, 'archive', '2026'), { recursive: true })
    const outside = JSON.stringify(incident('2026-0001'))
    for (const at of [
      'secret.json',
      'archive/secret.json',
      'archive/2026/x.json',
      'archive/2026/2026-0001\n.json',
    ])
      writeFileSync(join(dir, at), outside)
    const bad = [
      '../../secret',
      '../secret',
      'x',
      '',
      '2026-0001\n',
      '2026-0001/../../../secret',
      '2026-001',
      '2026-0000001',
      '实战2026-0001',
      '演练演练2026-0001',
      '2026-0001\0',
      '__proto__',
      '２０２６-0001',
    ]
    for (const id of bad) {
      expect(archive.find(id, ''), JSON.stringify(id)).toBeUndefined()
      expect(() => archive.write(incident(id)), JSON.stringify(id)).toThrow()
    }
    expect(readdirSync(dir).sort()).toEqual(['archive', 'secret.json'])
    expect(existsSync(join(dir, 'archive', '2026', '2026-0001.json'))).toBe(false)
  })

  it('remembers a few and finds the others on disk', () => {
    const dir = ground()
    const archive = openArchive(dir)
    for (let nth = 1; nth <= 230; nth++) archive.write(incident(`2026-${String(nth).padStart(4, '0')}`))
    rmSync(join(dir, 'archive', '2026', '2026-0230.json'))
    rmSync(join(dir, 'archive', '2026', '2026-0001.json'))
    expect(archive.find('2026-0230', proofOf(incident('2026-0230')))?.id).toBe('2026-0230')
    expect(archive.find('2026-0001', proofOf(incident('2026-0001')))).toBeUndefined()
    expect(archive.find('2026-0002', proofOf(incident('2026-0002')))?.id).toBe('2026-0002')
  })
})

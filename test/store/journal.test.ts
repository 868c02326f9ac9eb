import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { BrokenChain, START, StoreUnavailable } from '../../store/journal.js'
import { openFileJournal, verifyJournal } from '../../store/journal-file.js'
import type { Change } from '../../store/schema.js'
import { at, ground, hearing, linesOf, segmentsOf } from './ground.js'

const put = (key: string, value: unknown): Change => ({ put: 'meta', key, value })

/** A journal of `count` lines, closed. */
const written = async (count: number, segmentBytes = 64 * 1024 * 1024): Promise<string> => {
  const dir = ground()
  const journal = await openFileJournal(dir, { segmentBytes, log: hearing() })
  for (let nth = 1; nth <= count; nth++) await journal.append(at, [put('n', `value-${nth}`)])
  await journal.close()
  return dir
}
const only = (dir: string): string => segmentsOf(dir)[0] ?? ''
const read = async (dir: string, after = START) => {
  const log = hearing()
  const journal = await openFileJournal(dir, { log })
  const seqs: number[] = []
  try {
    await journal.replay(after, ({ seq }) => seqs.push(seq))
  } finally {
    await journal.close()
  }
  return { seqs, log, head: journal.head() }
}
/** Changes one letter of the `nth` line (from 1). */
const damage = (file: string, nth: number): void => {
  const lines = readFileSync(file, 'utf8').split('\n')
  lines[nth - 1] = (lines[nth - 1] ?? '').replace('value', 'vblue')
  writeFileSync(file, lines.join('\n'))
}
/** The prototype that every FileHandle has: where a disk's failures can be put in. */
const handles = async () => {
  const probe = await open('/dev/null', 'r')
  await probe.close()
  return Object.getPrototypeOf(probe) as {
    write(...args: unknown[]): Promise<unknown>
    datasync(): Promise<void>
    truncate(size: number): Promise<void>
    sync(): Promise<void>
  } // FileHandle's class is not exported
}

describe('the journal in files', () => {
  it('is empty at the start', async () => {
    const { seqs, head } = await read(ground())
    expect(seqs).toEqual([])
    expect(head).toEqual({ seq: 0, prev: '0'.repeat(64) })
  })

  it('keeps lines of {seq, prev, at, changes}, each holding the hash of the one before', async () => {
    const dir = await written(3)
    const lines = linesOf(dir).map((line) => JSON.parse(line))
    expect(lines.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(Object.keys(lines[0])).toEqual(['seq', 'prev', 'at', 'changes'])
    const { createHash } = await import('node:crypto')
    expect(lines[2].prev).toBe(
      createHash('sha256')
        .update(linesOf(dir)[1] ?? '')
        .digest('hex'),
    )
    const { seqs, head } = await read(dir)
    expect(seqs).toEqual([1, 2, 3])
    expect(await verifyJournal(dir)).toEqual({ lines: 3, head, place: 'journal/000000000001.ndjson:4' })
  })

  it('replays only what comes after', async () => {
    const dir = await written(3)
    const prev = JSON.parse(linesOf(dir)[2] ?? '').prev
    expect((await read(dir, { seq: 2, prev })).seqs).toEqual([3])
  })

  for (const [what, tear] of [
    ['cut short', (file: string) => truncateSync(file, readFileSync(file).length - 9)],
    ['without its line feed', (file: string) => truncateSync(file, readFileSync(file).length - 1)],
    ['of zeros', (file: string) => appendFileSync(file, Buffer.alloc(40))],
  ] as const) {
    it(`cuts a last line ${what}, says so, and goes on after it`, async () => {
      const dir = await written(3)
      tear(only(dir))
      const whole = what.startsWith('of') ? 3 : 2
      const log = hearing()
      const journal = await openFileJournal(dir, { log })
      expect(journal.head().seq).toBe(whole)
      expect(log.said).toMatchObject([{ level: 'warn', about: { file: 'journal/000000000001.ndjson' } }])
      await journal.append(at, [put('n', 'after')])
      await journal.close()
      const again = await read(dir)
      expect(again.log.said).toEqual([])
      expect(again.seqs.length).toBe(whole + 1)
      expect((await verifyJournal(dir)).lines).toBe(whole + 1)
    })
  }

  it.each([
    ['that can not be parsed', (line: string) => line.slice(0, 15)],
    ['with a letter of its own name changed', (line: string) => line.replace('"seq"', '"sep"')],
    ['that is empty', () => ''],
    ['of zeros', () => '\0\0\0'],
  ])(
    'refuses a last line %s that ends: it was whole once, so it is damage and no tear',
    async (_, change) => {
      const dir = await written(3)
      const lines = linesOf(dir)
      writeFileSync(only(dir), `${[...lines.slice(0, 2), change(lines[2] ?? '')].join('\n')}\n`)
      const before = readFileSync(only(dir))
      await expect(read(dir)).rejects.toThrow('journal/000000000001.ndjson:3')
      await expect(verifyJournal(dir)).rejects.toThrow('journal/000000000001.ndjson:3')
      expect(readFileSync(only(dir)).equals(before)).toBe(true)
    },
  )

  it('makes durable what it found before anybody relies on it: its writer may have been killed before it had synced', async () => {
    const dir = await written(2)
    const file = await open(only(dir), 'r')
    const handle = Object.getPrototypeOf(file) as { sync(): Promise<void>; stat(): Promise<{ ino: number }> } // a FileHandle
    const { ino } = await file.stat()
    await file.close()
    const synced: number[] = []
    const real = handle.sync
    const spy = vi.spyOn(handle, 'sync').mockImplementation(async function (this: typeof handle) {
      synced.push((await this.stat()).ino)
      return real.call(this)
    })
    const journal = await openFileJournal(dir, { log: hearing() })
    spy.mockRestore()
    expect(synced).toContain(ino)
    await journal.close()
  })

  it('says nothing when nothing is torn', async () => {
    expect((await read(await written(2))).log.said).toEqual([])
  })

  it('refuses a changed byte in the middle, naming file and line', async () => {
    const dir = await written(5)
    damage(only(dir), 3)
    const refusal = await read(dir).catch((error) => error)
    expect(refusal).toBeInstanceOf(BrokenChain)
    expect(refusal).toMatchObject({ file: 'journal/000000000001.ndjson', line: 3 })
    expect(refusal.message).toContain('journal/000000000001.ndjson:3')
    await expect(verifyJournal(dir)).rejects.toThrow('journal/000000000001.ndjson:3')
  })

  it('refuses a line that is missing in the middle, and one that stands twice', async () => {
    const lacking = await written(4)
    const lines = readFileSync(only(lacking), 'utf8').split('\n')
    writeFileSync(only(lacking), [lines[0], lines[2], lines[3], ''].join('\n'))
    await expect(read(lacking)).rejects.toThrow('journal/000000000001.ndjson:2')
    writeFileSync(only(lacking), [lines[0], lines[1], lines[1], lines[2], ''].join('\n'))
    await expect(read(lacking)).rejects.toThrow('journal/000000000001.ndjson:3')
  })

  it('refuses garbage in the middle', async () => {
    const dir = await written(3)
    const lines = readFileSync(only(dir), 'utf8').split('\n')
    lines[1] = 'garbage'
    writeFileSync(only(dir), lines.join('\n'))
    await expect(read(dir)).rejects.toThrow('journal/000000000001.ndjson:2')
  })

  it('refuses a last line that does not fit the head it is replayed from', async () => {
    const dir = await written(3)
    await expect(read(dir, { seq: 3, prev: 'f'.repeat(64) })).rejects.toThrow(BrokenChain)
    await expect(read(dir, { seq: 2, prev: 'f'.repeat(64) })).rejects.toThrow(BrokenChain)
  })

  it('begins new segments, named by their first line, and reads over them', async () => {
    const dir = await written(40, 600)
    const names = segmentsOf(dir)
    expect(names.length).toBeGreaterThan(5)
    for (const file of names)
      expect(file).toContain(
        String(JSON.parse(readFileSync(file, 'utf8').split('\n')[0] ?? '').seq).padStart(12, '0'),
      )
    const { seqs, head } = await read(dir)
    expect(seqs).toEqual(Array.from({ length: 40 }, (_, nth) => nth + 1))
    expect((await verifyJournal(dir)).head).toEqual(head)
    for (const from of [1, 7, 20, 39]) {
      const prev = JSON.parse(linesOf(dir)[from] ?? '').prev
      expect((await read(dir, { seq: from, prev })).seqs).toEqual(seqs.slice(from))
    }
  })

  it('refuses a segment that is missing, damaged or torn before the last', async () => {
    const dir = await written(40, 600)
    const [first = '', second = ''] = segmentsOf(dir)
    const copy = join(ground(), 'copy')
    copyFileSync(second, copy)
    truncateSync(second, readFileSync(second).length - 5)
    await expect(read(dir)).rejects.toThrow(BrokenChain)
    rmSync(second)
    await expect(read(dir)).rejects.toThrow(BrokenChain)
    await expect(verifyJournal(dir)).rejects.toThrow(BrokenChain)
    copyFileSync(copy, second)
    await expect(verifyJournal(dir)).resolves.toMatchObject({ lines: 40 })
    damage(first, readFileSync(first, 'utf8').split('\n').length - 1)
    await expect(verifyJournal(dir)).rejects.toThrow(`journal/${first.slice(-19)}`)
    rmSync(first)
    await expect(read(dir)).rejects.toThrow('缺少第 1 行起的记录')
    await expect(verifyJournal(dir)).rejects.toThrow(BrokenChain)
  })

  it('takes over an empty segment that a crash left behind', async () => {
    const dir = await written(3)
    writeFileSync(join(dir, 'journal', '000000000004.ndjson'), '')
    const journal = await openFileJournal(dir, { log: hearing() })
    expect(journal.head().seq).toBe(3)
    await journal.append(at, [put('n', 4)])
    await journal.close()
    expect((await read(dir)).seqs).toEqual([1, 2, 3, 4])
    expect(linesOf(dir).at(-1)).toContain('"seq":4')
    await expect(verifyJournal(dir)).resolves.toMatchObject({ lines: 4 })
  })

  it('reads lines larger than any buffer', async () => {
    const dir = ground()
    const journal = await openFileJournal(dir, { log: hearing() })
    const large = '烽'.repeat(1_500_000)
    await journal.append(at, [put('a', 1)])
    await journal.append(at, [put('large', large)])
    await journal.append(at, [put('b', 2)])
    await journal.close()
    const again = await openFileJournal(dir, { log: hearing() })
    const seen: unknown[] = []
    await again.replay(START, ({ changes }) =>
      seen.push(changes[0] && 'value' in changes[0] && changes[0].value),
    )
    await again.close()
    expect(seen[1] === large).toBe(true)
    expect(seen.length).toBe(3)
  })

  it('leaves nothing of a line that could not be written whole', async () => {
    const dir = await written(2)
    const before = readFileSync(only(dir))
    const journal = await openFileJournal(dir, { log: hearing() })
    const prototype = await handles()
    const datasync = vi
      .spyOn(prototype, 'datasync')
      .mockRejectedValueOnce(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }))
    await expect(journal.append(at, [put('n', 'lost')])).rejects.toThrow(StoreUnavailable)
    datasync.mockRestore()
    expect(readFileSync(only(dir)).equals(before)).toBe(true)
    expect(journal.head().seq).toBe(2)
    await journal.append(at, [put('n', 'kept')])
    await journal.close()
    expect(linesOf(dir).length).toBe(3)
    expect(linesOf(dir)[2]).toContain('kept')
    await expect(verifyJournal(dir)).resolves.toMatchObject({ lines: 3 })
  })

  it('takes nothing more when it could not go back, until it is opened again', async () => {
    const dir = await written(2)
    const journal = await openFileJournal(dir, { log: hearing() })
    const prototype = await handles()
    const datasync = vi.spyOn(prototype, 'datasync').mockRejectedValueOnce(new Error('EIO'))
    const truncate = vi.spyOn(prototype, 'truncate').mockRejectedValueOnce(new Error('EIO'))
    await expect(journal.append(at, [put('n', 'lost')])).rejects.toThrow(StoreUnavailable)
    datasync.mockRestore()
    truncate.mockRestore()
    await expect(journal.append(at, [put('n', 'no')])).rejects.toThrow(StoreUnavailable)
    await expect(journal.probe()).rejects.toThrow(StoreUnavailable)
    await journal.close()
    const again = await openFileJournal(dir, { log: hearing() })
    await again.append(at, [put('n', 'yes')])
    await again.close()
    expect(linesOf(dir).at(-1)).toContain('yes')
    await verifyJournal(dir)
  })

  it('tries a new segment again when its folder could not be synced', async () => {
    const dir = ground()
    const journal = await openFileJournal(dir, { segmentBytes: 10, log: hearing() })
    await journal.append(at, [put('n', 1)])
    const sync = vi.spyOn(await handles(), 'sync').mockRejectedValueOnce(new Error('EIO'))
    await expect(journal.append(at, [put('n', 2)])).rejects.toThrow(StoreUnavailable)
    sync.mockRestore()
    await journal.append(at, [put('n', 2)])
    await journal.close()
    expect(segmentsOf(dir).length).toBe(2)
    await expect(verifyJournal(dir)).resolves.toMatchObject({ lines: 2 })
  })

  it('probes, leaving nothing behind, and says when the folder takes nothing', async () => {
    const dir = ground()
    const journal = await openFileJournal(dir, { log: hearing() })
    await journal.probe()
    expect(existsSync(join(dir, 'journal', 'probe'))).toBe(false)
    mkdirSync(join(dir, 'journal', 'probe'))
    await expect(journal.probe()).rejects.toThrow('EISDIR')
    await journal.close()
    await expect(journal.probe()).rejects.toThrow(StoreUnavailable)
  })
})

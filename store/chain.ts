// Does the chain hold? Reads the journal's files line by line, in constant memory, and names the first place that does not.
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Digest, digestOf } from './digest.js'
import { BrokenChain, type Head } from './journal.js'
import type { Entry } from './schema.js'
import { nameOf, type Part } from './segments.js'

const LINE_FEED = 10
const CHUNK = 1024 * 1024

export const shown = (name: string): string => `journal/${name}`

/** Every line of a file in constant memory: its bytes without the line feed, and where it ends. */
const eachLine = async (
  path: string,
  take: (raw: Buffer, end: number) => void,
): Promise<{ whole: number; size: number }> => {
  const file = await open(path, 'r')
  try {
    let buffer = Buffer.allocUnsafe(CHUNK)
    let filled = 0
    let offset = 0
    for (;;) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, offset + filled)
      filled += bytesRead
      const text = buffer.subarray(0, filled)
      let from = 0
      for (;;) {
        const at = text.indexOf(LINE_FEED, from)
        if (at < 0) break
        take(text.subarray(from, at), offset + at + 1)
        from = at + 1
      }
      offset += from
      filled -= from
      if (bytesRead === 0) return { whole: offset, size: offset + filled }
      if (from > 0) buffer.copyWithin(0, from, from + filled)
      if (filled === buffer.length) {
        const larger = Buffer.allocUnsafe(buffer.length * 2)
        buffer.copy(larger, 0, 0, filled)
        buffer = larger
      }
    }
  } finally {
    await file.close()
  }
}

const parsed = (raw: Buffer): Entry | undefined => {
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'))
    return typeof value === 'object' &&
      value !== null &&
      'seq' in value &&
      typeof value.seq === 'number' &&
      'prev' in value &&
      typeof value.prev === 'string' &&
      'changes' in value &&
      Array.isArray(value.changes)
      ? (value as Entry) // our own line: what it says is vouched for by the chain
      : undefined
  } catch {
    return undefined
  }
}

const BEGINNING = /^\{"seq":(\d{1,15}),"prev":"((?:sm3:)?[0-9a-f]{64})",/

/** What a line says of its place. Its beginning is enough: a change further on shows in the hash that the next line holds. */
const placeOf = (raw: Buffer): { seq: number; prev: string } | undefined => {
  const found = BEGINNING.exec(raw.toString('latin1', 0, 110))
  return found ? { seq: Number(found[1]), prev: found[2] ?? '' } : parsed(raw)
}

type Walk = {
  /** Where the walk is; unknown until the first line has said what is before it. */
  head: Head | undefined
  lines: number
  /** Where the line of `head` stands, so that a break names the line that was changed. */
  at: { file: string; line: number } | undefined
  /** What was followed last, so that lines that are missing are missed where they should stand. */
  behind: { name: string; lines: number } | undefined
}

export const setOut = (head?: Head): Walk => ({ head, lines: 0, at: undefined, behind: undefined })

/** Lines that should stand before this part do not: said of the file that should have them, not of the one that is whole. */
export const missing = (from: number, { name, seq }: Part, behind: Walk['behind']): BrokenChain =>
  new BrokenChain(
    shown(behind?.name ?? nameOf(1, 1, 'sha256')),
    (behind?.lines ?? 0) + 1,
    `缺少第 ${from} 行起的记录，下一个文件 ${name} 从第 ${seq} 行开始：这里的记录丢失、被清空或截短`,
  )

/** What a reader wants to hear: the entries after `after`, where the chain is after each line, and its bytes. */
type Ear = {
  after?: Head
  each?: (entry: Entry) => void
  passed?: (head: Head, file: string, line: number) => void
  raw?: (seq: number, raw: Buffer, digest: Digest) => void
}

/** Takes one line more: it has to stand where the walk is. `place` is where it was read, for whoever hears that it does not hold. */
export const step = (
  walk: Walk,
  raw: Buffer,
  { file, line, digest, first }: { file: string; line: number; digest: Digest; first?: number | undefined },
  { after, each, passed, raw: bytes }: Ear,
): void => {
  const broken = (expected: Head): BrokenChain =>
    walk.at
      ? new BrokenChain(
          walk.at.file,
          walk.at.line,
          `与第 ${expected.seq + 1} 行记下的哈希不符，记录被改动或损坏`,
        )
      : new BrokenChain(file, line, '与上一行的哈希不符，记录被改动或损坏')
  const before = walk.head?.seq ?? (first ?? 1) - 1
  const wanted = each !== undefined && before >= (after?.seq ?? 0)
  const entry = wanted ? parsed(raw) : undefined
  const place = wanted ? entry : placeOf(raw)
  if (!place) throw new BrokenChain(file, line, '这一行读不懂，记录被改动或损坏')
  if (first !== undefined && place.seq !== first)
    throw new BrokenChain(file, line, `序号应为 ${first}，写的是 ${place.seq}`)
  const expected = walk.head ?? { seq: place.seq - 1, prev: place.prev }
  if (place.seq !== expected.seq + 1)
    throw new BrokenChain(file, line, `序号应为 ${expected.seq + 1}，写的是 ${place.seq}`)
  if (place.prev !== expected.prev) throw broken(expected)
  if (after && expected.seq === after.seq && expected.prev !== after.prev)
    throw new BrokenChain(file, line, '与检查点记下的哈希不符，记录被改动或损坏')
  if (entry && each) each(entry)
  walk.head = { seq: place.seq, prev: digestOf(digest, raw) }
  walk.at = { file, line }
  walk.lines++
  passed?.(walk.head, file, line)
  bytes?.(place.seq, raw, digest)
}

/**
 * Follows the chain through one part. `each` hears the entries after `after`, which must be in it or before it. A line
 * that ends is whole: if it can't be read it was damaged. Only what comes after the last line feed may be torn; the
 * answer says where the whole lines end, and how many lines a superseded writer added.
 */
export const follow = async (
  walk: Walk,
  folder: string,
  part: Part,
  ear: Ear = {},
): Promise<{ whole: number; size: number; left: number; lines: number }> => {
  const { name, seq, until, digest } = part
  const file = shown(name)
  const from = walk.head && walk.head.seq + 1
  if (from !== undefined && seq > from) throw missing(from, part, walk.behind)
  let line = 0
  let left = 0
  const read = await eachLine(join(folder, name), (raw) => {
    line++
    if ((walk.head?.seq ?? seq - 1) + 1 >= until) left++
    else step(walk, raw, { file, line, digest, first: line === 1 ? seq : undefined }, ear)
  })
  walk.behind = { name, lines: line }
  return { ...read, left, lines: line }
}

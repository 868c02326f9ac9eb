// How is the journal kept in files? Hash-chained NDJSON segments, fsynced; a torn last line is cut, a broken chain refused.
import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BrokenChain, type Head, type Journal, START, StoreUnavailable, textOf } from './journal.js'
import type { Log } from './log.js'
import type { Entry } from './schema.js'

const LINE_FEED = 10
const CHUNK = 1024 * 1024

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const nameOf = (seq: number): string => `${String(seq).padStart(12, '0')}.ndjson`
const seqOf = (name: string): number => Number(name.slice(0, 12))
const shown = (name: string): string => `journal/${name}`

const syncFolder = async (dir: string): Promise<void> => {
  const folder = await open(dir, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const segments = async (dir: string): Promise<string[]> =>
  (await readdir(dir)).filter((name) => /^\d{12}\.ndjson$/.test(name)).sort()

/** Every line of a file in constant memory: its bytes without the line feed, where it ends, and whether it is the last. */
const eachLine = async (
  path: string,
  take: (raw: Buffer, end: number, final: boolean) => void,
): Promise<{ whole: number; size: number }> => {
  const file = await open(path, 'r')
  try {
    let buffer = Buffer.allocUnsafe(CHUNK)
    let filled = 0
    let offset = 0
    for (;;) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, offset + filled)
      filled += bytesRead
      const ended = bytesRead === 0
      const text = buffer.subarray(0, filled)
      let from = 0
      for (;;) {
        const at = text.indexOf(LINE_FEED, from)
        // whether a line is the last one is only known with the byte after it
        if (at < 0 || (at + 1 === filled && !ended)) break
        take(text.subarray(from, at), offset + at + 1, at + 1 === filled)
        from = at + 1
      }
      offset += from
      filled -= from
      if (ended) return { whole: offset, size: offset + filled }
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

const BEGINNING = /^\{"seq":(\d{1,15}),"prev":"([0-9a-f]{64})",/

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
}

/**
 * Follows the chain through one segment. `each` hears the entries after `after`, which must be in it or before it.
 * Only the last segment may end in a line that is not whole: the answer says where the whole lines end.
 */
const follow = async (
  walk: Walk,
  folder: string,
  name: string,
  options: { last: boolean; after: Head | undefined; each?: (entry: Entry) => void },
): Promise<{ whole: number; size: number }> => {
  const { last, after, each } = options
  const file = shown(name)
  let line = 0
  let torn: number | undefined
  let before = 0
  const broken = (expected: Head): BrokenChain =>
    walk.at
      ? new BrokenChain(
          walk.at.file,
          walk.at.line,
          `与第 ${expected.seq + 1} 行记下的哈希不符，记录被改动或损坏`,
        )
      : new BrokenChain(file, line, '与上一行的哈希不符，记录被改动或损坏')
  const read = await eachLine(join(folder, name), (raw, end, final) => {
    line++
    const wanted = each !== undefined && (walk.head?.seq ?? seqOf(name) - 1) >= (after?.seq ?? 0)
    const entry = wanted || (last && final) ? parsed(raw) : undefined
    const place = wanted || (last && final) ? entry : placeOf(raw)
    if (!place) {
      if (!(last && final)) throw new BrokenChain(file, line, '这一行读不懂，记录被改动或损坏')
      torn = before
      return
    }
    if (line === 1 && place.seq !== seqOf(name))
      throw new BrokenChain(file, line, `序号应为 ${seqOf(name)}，写的是 ${place.seq}`)
    const expected = walk.head ?? { seq: place.seq - 1, prev: place.prev }
    if (place.seq !== expected.seq + 1)
      throw new BrokenChain(file, line, `序号应为 ${expected.seq + 1}，写的是 ${place.seq}`)
    if (place.prev !== expected.prev) throw broken(expected)
    if (after && expected.seq === after.seq && expected.prev !== after.prev)
      throw new BrokenChain(file, line, '与检查点记下的哈希不符，记录被改动或损坏')
    if (after && expected.seq > after.seq && walk.head === undefined)
      throw new BrokenChain(file, line, `缺少第 ${after.seq + 1} 行起的记录`)
    if (entry && each && wanted) each(entry)
    walk.head = { seq: place.seq, prev: sha256(raw) }
    walk.at = { file, line }
    walk.lines++
    before = end
  })
  return { whole: torn ?? read.whole, size: read.size }
}

const setOut = (head?: Head): Walk => ({ head, lines: 0, at: undefined })

/** Opens the journal under `dir`. Throws `BrokenChain`. Lines are appended one at a time: the caller waits for each. */
export const openFileJournal = async (
  dir: string,
  { segmentBytes = 64 * 1024 * 1024, log }: { segmentBytes?: number; log: Log },
): Promise<Journal> => {
  const folder = join(dir, 'journal')
  if ((await mkdir(folder, { recursive: true })) !== undefined) await syncFolder(dir)
  const names = await segments(folder)
  let name = names.at(-1)
  let head: Head = START
  let size = 0
  let file: FileHandle | undefined
  if (name) {
    const walk = setOut(names.length === 1 ? START : undefined)
    const { whole, size: found } = await follow(walk, folder, name, { last: true, after: undefined })
    const before = names.at(-2)
    if (walk.lines === 0 && before) {
      await follow(walk, folder, before, { last: false, after: undefined })
      if (walk.head?.seq !== seqOf(name) - 1)
        throw new BrokenChain(shown(name), 1, `序号应为 ${(walk.head?.seq ?? 0) + 1}`)
    }
    head = walk.head ?? START
    size = whole
    file = await open(join(folder, name), 'r+')
    if (whole < found) {
      log.warn(
        { file: shown(name), at: whole, cut: found - whole },
        'the last line was torn by a crash and is cut',
      )
      await file.truncate(whole)
      await file.sync()
    }
  }
  let poisoned = false
  let closed = false

  const refuse = (): void => {
    if (closed) throw new StoreUnavailable('日志已关闭')
    if (poisoned) throw new StoreUnavailable('日志无法回退到上一行，请重启')
  }

  const segment = async (): Promise<FileHandle> => {
    if (file && (size < segmentBytes || size === 0)) return file
    const next = nameOf(head.seq + 1)
    const handle = await open(join(folder, next), 'w') // one that a failed attempt left behind is empty
    try {
      await syncFolder(folder)
    } catch (error) {
      await handle.close()
      throw error
    }
    const old = file
    file = handle
    name = next
    size = 0
    await old?.close()
    return handle
  }

  const writeWhole = async (handle: FileHandle, bytes: Buffer): Promise<void> => {
    let done = 0
    while (done < bytes.length) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, size + done)
      if (bytesWritten === 0) throw new Error('磁盘没有写完整一行')
      done += bytesWritten
    }
    await handle.datasync()
  }

  return {
    head: () => head,
    async append(at, changes) {
      refuse()
      const start = `{"seq":${head.seq + 1},"prev":"${head.prev}","at":${JSON.stringify(at)},"changes":[`
      const bytes = Buffer.from(`${start}${changes.map(textOf).join(',')}]}\n`)
      let handle: FileHandle
      try {
        handle = await segment()
      } catch (error) {
        throw new StoreUnavailable(String(error), { cause: error })
      }
      try {
        await writeWhole(handle, bytes)
      } catch (error) {
        try {
          await handle.truncate(size)
          await handle.datasync()
        } catch {
          poisoned = true // what is on disk is not known any more: nothing is taken until a start has looked
        }
        throw new StoreUnavailable(error instanceof Error ? error.message : String(error), { cause: error })
      }
      size += bytes.length
      head = { seq: head.seq + 1, prev: sha256(bytes.subarray(0, -1)) }
      return head
    },
    async replay(after, each) {
      const all = await segments(folder)
      const start = Math.max(
        0,
        all.findLastIndex((one) => seqOf(one) <= after.seq + 1),
      )
      const walk = setOut()
      for (const one of all.slice(start))
        await follow(walk, folder, one, { last: one === all.at(-1), after, each })
      if (walk.head?.seq === after.seq && walk.head.prev !== after.prev)
        throw new BrokenChain(
          walk.at?.file ?? '',
          walk.at?.line ?? 0,
          '与检查点记下的哈希不符，记录被改动或损坏',
        )
    },
    async probe() {
      refuse()
      const path = join(folder, 'probe')
      const probe = await open(path, 'w')
      try {
        await probe.writeFile('can this disk take a write?')
        await probe.datasync()
      } finally {
        await probe.close()
      }
      await rm(path, { force: true })
    },
    async close() {
      closed = true
      const old = file
      file = undefined
      await old?.close()
    },
  }
}

/** Reads the whole journal from its first line. Throws `BrokenChain` at the first place that does not hold. */
export const verifyJournal = async (
  dir: string,
  each: (entry: Entry) => void = () => {},
): Promise<{ lines: number; head: Head }> => {
  const folder = join(dir, 'journal')
  const all = await segments(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  const walk = setOut(START)
  for (const name of all) await follow(walk, folder, name, { last: name === all.at(-1), after: START, each })
  return { lines: walk.lines, head: walk.head ?? START }
}

// How is the journal kept in files? Hash-chained NDJSON segments, fsynced; a torn last line is cut, a broken chain refused.
import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BrokenChain, type Head, type Journal, START, StoreUnavailable } from './journal.js'
import type { Log } from './log.js'
import type { Entry } from './schema.js'

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const nameOf = (seq: number): string => `${String(seq).padStart(12, '0')}.ndjson`

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

type Line = { entry: Entry; bytes: Buffer; number: number; end: number }

/** The whole lines of a segment; `torn` is where an unfinished last line begins. */
const linesOf = (file: string, bytes: Buffer, last: boolean): { lines: Line[]; torn?: number } => {
  const lines: Line[] = []
  let from = 0
  while (from < bytes.length) {
    const at = bytes.indexOf(10, from)
    const number = lines.length + 1
    const raw = bytes.subarray(from, at < 0 ? bytes.length : at)
    const entry = at < 0 ? undefined : parsed(raw)
    if (!entry) {
      const final = at < 0 || at === bytes.length - 1
      if (last && final) return { lines, torn: from }
      throw new BrokenChain(file, number, '这一行读不懂')
    }
    lines.push({ entry, bytes: raw, number, end: at + 1 })
    from = at + 1
  }
  return { lines }
}

const parsed = (raw: Buffer): Entry | undefined => {
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'))
    return typeof value === 'object' &&
      value !== null &&
      'seq' in value &&
      'prev' in value &&
      'changes' in value
      ? (value as Entry) // our own line: what it says is vouched for by the chain
      : undefined
  } catch {
    return undefined
  }
}

const follow = (file: string, line: Line, head: Head): Head => {
  if (line.entry.prev !== head.prev)
    throw new BrokenChain(file, line.number, '与上一行的哈希不符，记录被改动或损坏')
  if (line.entry.seq !== head.seq + 1)
    throw new BrokenChain(file, line.number, `序号应为 ${head.seq + 1}，写的是 ${line.entry.seq}`)
  return { seq: line.entry.seq, prev: sha256(line.bytes) }
}

/** Opens the journal under `dir`. Throws `BrokenChain`. */
export const openFileJournal = async (
  dir: string,
  { segmentBytes = 64 * 1024 * 1024, log }: { segmentBytes?: number; log: Log },
): Promise<Journal> => {
  const folder = join(dir, 'journal')
  await mkdir(folder, { recursive: true })
  const names = await segments(folder)
  const lastName = names.at(-1)
  let head: Head = START
  let name = lastName
  let size = 0
  if (lastName) {
    const bytes = await readFile(join(folder, lastName))
    const { lines, torn } = linesOf(lastName, bytes, true)
    size = torn ?? bytes.length
    const [first] = lines
    if (first) {
      head = { seq: first.entry.seq - 1, prev: first.entry.prev }
      for (const line of lines) head = follow(lastName, line, head)
    } else if (names.length > 1) {
      const before = names.at(-2) ?? ''
      const { lines: older } = linesOf(before, await readFile(join(folder, before)), false)
      const [one] = older
      head = one ? { seq: one.entry.seq - 1, prev: one.entry.prev } : START
      for (const line of older) head = follow(before, line, head)
    }
    if (torn !== undefined) {
      log.warn(
        { file: lastName, at: torn, cut: bytes.length - torn },
        'the last line was torn by a crash and is cut',
      )
      const file = await open(join(folder, lastName), 'r+')
      await file.truncate(torn)
      await file.sync()
      await file.close()
    }
  }
  let file: FileHandle | undefined = name ? await open(join(folder, name), 'r+') : undefined
  let poisoned = false

  const segment = async (): Promise<FileHandle> => {
    if (file && size < segmentBytes) return file
    const next = nameOf(head.seq + 1)
    const handle = await open(join(folder, next), name === next ? 'r+' : 'wx+')
    await syncFolder(folder)
    await file?.close()
    file = handle
    name = next
    size = 0
    return handle
  }

  return {
    head: () => head,
    async append(at, changes) {
      if (poisoned) throw new StoreUnavailable('日志无法回退到上一行，请重启')
      const line = Buffer.from(JSON.stringify({ seq: head.seq + 1, prev: head.prev, at, changes }))
      const handle = await segment()
      const bytes = Buffer.concat([line, Buffer.from('\n')])
      try {
        const { bytesWritten } = await handle.write(bytes, 0, bytes.length, size)
        if (bytesWritten !== bytes.length) throw new Error('磁盘没有写完整一行')
        await handle.datasync()
      } catch (error) {
        try {
          await handle.truncate(size)
          await handle.datasync()
        } catch {
          poisoned = true // what is on disk is not known any more: nothing is taken until a start has looked
        }
        throw error
      }
      size += bytes.length
      head = { seq: head.seq + 1, prev: sha256(line) }
      return head
    },
    async replay(after, each) {
      const all = await segments(folder)
      const start = Math.max(
        0,
        all.findLastIndex((one) => Number(one.slice(0, 12)) <= after.seq + 1),
      )
      let at: Head | undefined
      for (const one of all.slice(start)) {
        const { lines } = linesOf(one, await readFile(join(folder, one)), one === all.at(-1))
        for (const line of lines) {
          at ??= { seq: line.entry.seq - 1, prev: line.entry.prev }
          if (at.seq === after.seq && at.prev !== after.prev)
            throw new BrokenChain(one, line.number, '与检查点的哈希不符')
          at = follow(one, line, at)
          if (line.entry.seq > after.seq) each(line.entry)
        }
      }
      if (at && at.seq === after.seq && at.prev !== after.prev)
        throw new BrokenChain(all.at(-1) ?? '', 0, '与检查点的哈希不符')
    },
    async probe() {
      if (poisoned) throw new StoreUnavailable('日志无法回退到上一行，请重启')
      const path = join(folder, 'probe')
      const probe = await open(path, 'w')
      try {
        await probe.write('can this disk take a write?')
        await probe.datasync()
      } finally {
        await probe.close()
      }
      await rm(path, { force: true })
    },
    async close() {
      await file?.close()
      file = undefined
    },
  }
}

/** Reads the whole journal from its first line. Throws `BrokenChain` at the first place that does not hold. */
export const verifyJournal = async (
  dir: string,
  each: (entry: Entry) => void = () => {},
): Promise<{ lines: number; head: Head }> => {
  const folder = join(dir, 'journal')
  let head = START
  let lines = 0
  const all = await segments(folder).catch(() => [])
  for (const name of all) {
    const { lines: read } = linesOf(name, await readFile(join(folder, name)), name === all.at(-1))
    for (const line of read) {
      head = follow(name, line, head)
      each(line.entry)
      lines++
    }
  }
  return { lines, head }
}

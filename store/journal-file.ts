// How is the journal kept in files? Hash-chained NDJSON segments, fsynced; a torn last line is cut, a broken chain refused.
import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { follow, missing, setOut, shown } from './chain.js'
import { readCheckpoint } from './checkpoint.js'
import { type Digest, digestOf } from './digest.js'
import { takeEpoch } from './epoch.js'
import {
  BrokenChain,
  type Head,
  type Journal,
  START,
  StoreUnavailable,
  Superseded,
  textOf,
} from './journal.js'
import type { Log } from './log.js'
import { orMissing } from './missing.js'
import { FILE_MODE, makeFolder, syncFolder } from './private.js'
import type { Entry } from './schema.js'
import { nameOf, type Part, survey } from './segments.js'

/** So much of the chain before the checkpoint is looked at again with every start. */
const LOOKS_BACK_BYTES = 64 * 1024 * 1024

/** Where the chain ends. A crash leaves at most one segment without a whole line, so the one before it is enough. */
const endOf = async (folder: string, parts: readonly Part[]) => {
  const [before, last] = [parts.at(-2), parts.at(-1)]
  if (!last) return undefined
  if (parts[0] && parts[0].seq > 1) throw missing(1, parts[0], undefined)
  const walk = setOut(parts.length === 1 ? START : undefined)
  const read = await follow(walk, folder, last)
  if (walk.lines === 0 && before) {
    await follow(walk, folder, before)
    const { seq } = walk.head ?? { seq: before.seq - 1 }
    if (seq !== last.seq - 1) throw missing(seq + 1, last, walk.behind)
  }
  return { head: walk.head ?? START, name: last.name, ...read }
}

/**
 * A start looks at less than verify does, and so may stumble further on: where it refuses, it names the first place that
 * does not hold, as verify does.
 */
const namingTheFirst = <A>(dir: string, looking: Promise<A>): Promise<A> =>
  looking.catch(async (error: unknown) => {
    if (error instanceof BrokenChain) await verifyJournal(dir)
    throw error
  })

/** Where the next line would stand, if it stood in the same file. */
const placeAfter = ({ name, lines }: { name: string; lines: number }): string => `${shown(name)}:${lines + 1}`

/** Opens the journal under `dir`. Throws `BrokenChain`. Lines are appended one at a time: the caller waits for each. */
export const openFileJournal = async (
  dir: string,
  {
    segmentBytes = 64 * 1024 * 1024,
    digest = 'sha256',
    log,
  }: { segmentBytes?: number; digest?: Digest; log: Log },
): Promise<Journal> => {
  const folder = join(dir, 'journal')
  if (await makeFolder(folder)) await syncFolder(dir)
  const epoch = await takeEpoch(folder) // before the lines are read: what is confirmed until now is there to be read
  const end = await namingTheFirst(dir, endOf(folder, (await survey(folder)).parts))
  let head: Head = end?.head ?? START
  const place = end && placeAfter(end)
  let size = 0
  let file: FileHandle | undefined
  if (end) {
    const torn = end.whole < end.size && end.left === 0
    if (torn) {
      // a crash tears a line that nobody relies on; one that the checkpoint knows of was whole, and is not to be cut
      await readCheckpoint(join(dir, 'state.json'), head, place)
      log.warn(
        { file: shown(end.name), at: end.whole, cut: end.size - end.whole },
        'the last line was torn by a crash and is cut',
      )
    }
    // A process killed between writing and syncing leaves a whole line that only the machine's memory has. It counts from
    // now on, so it is made durable before anybody hears of it: else a power failure breaks the chain behind it.
    const last = await open(join(folder, end.name), 'r+')
    try {
      if (torn) await last.truncate(end.whole)
      await last.sync()
    } finally {
      await last.close()
    }
  }
  let poisoned = false
  let superseded = false
  let closed = false

  const refuse = (): void => {
    if (closed) throw new StoreUnavailable('日志已关闭')
    superseded ||= !epoch.held()
    if (superseded) throw new Superseded()
    if (poisoned) throw new StoreUnavailable('日志无法回退到上一行，请重启')
  }

  /** What an earlier epoch wrote is never appended to: its writer may only be asleep. */
  const segment = async (): Promise<FileHandle> => {
    if (file && (size < segmentBytes || size === 0)) return file
    // the name is of this epoch alone: one that a failed attempt left behind is empty, and ours
    const handle = await open(join(folder, nameOf(head.seq + 1, epoch.nth, digest)), 'w', FILE_MODE)
    try {
      await syncFolder(folder)
    } catch (error) {
      await handle.close()
      throw error
    }
    const old = file
    file = handle
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

  const replay: Journal['replay'] = async (after, each) => {
    const { parts } = await survey(folder)
    let start = Math.max(
      0,
      parts.findLastIndex(({ seq }) => seq <= after.seq + 1),
    )
    let looked = 0
    for (let before = parts[start - 1]; before; before = parts[start - 1]) {
      looked += (await stat(join(folder, before.name))).size
      if (looked > LOOKS_BACK_BYTES) break
      start--
    }
    const walk = setOut(start === 0 ? START : undefined)
    for (const part of parts.slice(start)) await follow(walk, folder, part, { after, each })
    if (walk.head?.seq === after.seq && walk.head.prev !== after.prev)
      throw new BrokenChain(
        walk.at?.file ?? '',
        walk.at?.line ?? 0,
        '与检查点记下的哈希不符，记录被改动或损坏',
      )
    return walk.head ?? after
  }

  return {
    head: () => head,
    ...(place ? { place } : {}),
    async confirm() {
      if (!epoch.held()) throw new Superseded()
    },
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
        superseded = !epoch.held()
      } catch (error) {
        try {
          superseded = !epoch.held()
          if (!superseded) {
            await handle.truncate(size)
            await handle.datasync()
          }
        } catch {
          poisoned = true // what is on disk is not known any more: nothing is taken until a start has looked
        }
        throw new StoreUnavailable(error instanceof Error ? error.message : String(error), { cause: error })
      }
      if (superseded) throw new Superseded() // the line stays: whoever took over may have read it already
      size += bytes.length
      head = { seq: head.seq + 1, prev: digestOf(digest, bytes.subarray(0, -1)) }
      return head
    },
    replay: (after, each) => namingTheFirst(dir, replay(after, each)),
    async probe() {
      refuse()
      const path = join(folder, 'probe')
      const probe = await open(path, 'w', FILE_MODE)
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
  passed?: (head: Head, file: string, line: number) => void,
): Promise<{ lines: number; head: Head; place?: string; left?: { file: string; lines: number }[] }> => {
  const folder = join(dir, 'journal')
  const { parts, left } = await survey(folder).catch(orMissing({ parts: [], left: [] }))
  const walk = setOut(START)
  const behind: { file: string; lines: number }[] = []
  let place: string | undefined
  for (const part of parts) {
    const read = await follow(walk, folder, part, { after: START, each, ...(passed ? { passed } : {}) })
    place = placeAfter({ name: part.name, lines: read.lines })
    if (read.left > 0) behind.push({ file: shown(part.name), lines: read.left })
  }
  for (const { name } of left) {
    const { size } = await stat(join(folder, name))
    if (size > 0) behind.push({ file: shown(name), lines: 0 })
  }
  return {
    lines: walk.lines,
    head: walk.head ?? START,
    ...(place ? { place } : {}),
    ...(behind.length > 0 ? { left: behind } : {}),
  }
}

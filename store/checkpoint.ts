// How is the checkpoint kept? lowdb over an adapter that survives power loss, sealed with its own digest, read only when that holds.
import { createHash } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Adapter, Low } from 'lowdb'
import { z } from 'zod'
import { Damaged, type Head } from './journal.js'
import { orMissing } from './missing.js'
import { FILE_MODE, syncFolder } from './private.js'
import type { Tables } from './schema.js'
import { isMarked } from './used.js'

export type Checkpoint = { version: 1; head: Head; tables: Tables }

const PIECE = 256 * 1024

/** The same text as `JSON.stringify`, in pieces, but for its end, where the seal goes: a large state must not hold up the turns while it is written. */
const piecesOf = function* ({ version, head, tables }: Checkpoint): Generator<string> {
  let text = `{"version":${version},"head":${JSON.stringify(head)},"tables":{`
  let table = ''
  for (const [name, rows] of Object.entries(tables)) {
    text += `${table}${JSON.stringify(name)}:{`
    let row = ''
    for (const key in rows) {
      const value = JSON.stringify(rows[key])
      if (value === undefined) continue
      text += `${row}${JSON.stringify(key)}:${value}`
      row = ',\n'
      if (text.length > PIECE) {
        yield text
        text = ''
      }
    }
    text += '}'
    table = ',\n'
  }
  yield `${text}}`
}

/** The last field: the digest of every byte before it. */
const sealOf = (digest: string): string => `,\n"digest":"sha256:${digest}"}\n`
const SEAL_BYTES = sealOf('0'.repeat(64)).length

const durableFile = (path: string): Adapter<Checkpoint | null> => ({
  read: async () => (await readCheckpoint(path)).checkpoint ?? null,
  async write(data) {
    if (!data) return
    const temporary = `${path}.new`
    try {
      const file = await open(temporary, 'w', FILE_MODE)
      try {
        const hash = createHash('sha256')
        for (const piece of piecesOf(data)) {
          hash.update(piece)
          await file.writeFile(piece)
        }
        await file.writeFile(sealOf(hash.digest('hex')))
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, path)
    } catch (error) {
      await rm(temporary, { force: true }) // on a full disk half a checkpoint would keep the journal from its place
      throw error
    }
    await syncFolder(dirname(path))
  },
})

export const openCheckpoint = (path: string): Low<Checkpoint | null> =>
  new Low<Checkpoint | null>(durableFile(path), null)

const jsonOf = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Rows of one table: what each of them says is the journal's to know. */
const Rows = z.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)
/** What every checkpoint has had; a table that came later may be missing. */
const Shape = z.object({
  version: z.literal(1),
  head: z.object({ seq: z.int().nonnegative(), prev: z.string().regex(/^(?:sm3:)?[0-9a-f]{64}$/) }),
  tables: z.intersection(
    z.record(z.string(), Rows),
    z.object({ incidents: Rows, outbox: Rows, inbox: Rows, meta: Rows }),
  ),
})
const isCheckpoint = (value: object): value is Checkpoint => Shape.safeParse(value).success

/** Says that the checkpoint knows of lines that are not in the journal any more, and from which place on. */
export const ahead = ({ head }: Pick<Checkpoint, 'head'>, end: Head, place?: string): string | undefined =>
  head.seq > end.seq
    ? `检查点（第 ${head.seq} 行）比日志（第 ${end.seq} 行）新：${place ? `${place} 起的` : ''}日志丢失，或恢复了旧的备份。请恢复完整的 journal 目录`
    : undefined

/**
 * The checkpoint, when it proves itself; else what is wrong with it: the journal has everything that it says. One of
 * another version, or ahead of the journal (which ends before `place`), throws: there the journal does not have everything. One of a
 * program that knew no digest yet, in a folder that no later one has marked, is `older`: sound if the fold agrees.
 */
export const readCheckpoint = async (
  path: string,
  end?: Head,
  place?: string,
): Promise<{ checkpoint?: Checkpoint; older?: Checkpoint; damage?: string }> => {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    return orMissing({})(error)
  }
  const value = jsonOf(bytes)
  if (typeof value !== 'object' || value === null || !('version' in value))
    return { damage: '检查点 state.json 读不懂' }
  if (value.version !== 1)
    throw new Damaged(
      `检查点 state.json 的格式是第 ${String(value.version)} 版，本程序只认识第 1 版。请用较新的程序`,
    )
  const inTime = (checkpoint: Checkpoint): Checkpoint => {
    const wrong = end && ahead(checkpoint, end, place)
    if (wrong) throw new Damaged(wrong)
    return checkpoint
  }
  const body = bytes.subarray(0, -SEAL_BYTES)
  const sealed = sealOf(createHash('sha256').update(body).digest('hex'))
  if (bytes.subarray(-SEAL_BYTES).toString('latin1') === sealed)
    return isCheckpoint(value)
      ? { checkpoint: inTime(value) } // its rows are our own: unchanged since this program wrote them
      : { damage: '检查点 state.json 缺少应有的内容，被改动或损坏' }
  if ('digest' in value) return { damage: '检查点 state.json 与它自己的摘要不符，被改动或损坏' }
  if (isCheckpoint(value) && !(await isMarked(dirname(path)))) return { older: inTime(value) }
  return { damage: '检查点 state.json 没有摘要，被改动过，或由较早的程序写下' }
}

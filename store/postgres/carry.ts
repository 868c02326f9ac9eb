// How is a whole store carried between files and PostgreSQL? Line by line as it is, with archive, evidence and keys; the head of the chain says that it arrived.
import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { filesIn, openArchive } from '../archive.js'
import { follow, setOut } from '../chain.js'
import type { Digest } from '../digest.js'
import { openEvidence } from '../evidence.js'
import { Damaged, type Head, START } from '../journal.js'
import { verifyJournal } from '../journal-file.js'
import { keysIn, layKeys } from '../keys.js'
import { orMissing } from '../missing.js'
import { FILE_MODE, makeFolder, syncFolder } from '../private.js'
import type { Matter } from '../schema.js'
import { nameOf, survey } from '../segments.js'
import { findJournal, markMoved, markUsed } from '../used.js'
import type { Address } from './address.js'
import { readKeys } from './beside.js'
import { eachLine, followTable } from './journal.js'
import { openSession, type Session } from './session.js'
import { makeTables } from './tables.js'
import { lockToMove } from './writer.js'

const LINES = 500
const SEGMENT_BYTES = 64 * 1024 * 1024
/** A part of the journal, or a large piece of evidence, may take its time. */
const ANSWER_MS = 120_000

type Carried = { lines: number; head: Head; archived: number; evidence: number }

const insertLines =
  'INSERT INTO journal (seq, epoch, digest, line) SELECT seq, 0, digest, line FROM unnest($1::bigint[], $2::text[], $3::text[]) AS l (seq, digest, line)'

const evidenceIn = async (dir: string): Promise<string[]> =>
  (await readdir(join(dir, 'evidence')).catch(orMissing([] as string[]))).filter((name) =>
    /^[0-9a-f]{64}$/.test(name),
  )

const copyLines = async (session: Session, dir: string): Promise<void> => {
  const folder = join(dir, 'journal')
  const walk = setOut(START)
  for (const part of (await survey(folder)).parts) {
    const lines: [number, Digest, string][] = []
    await follow(walk, folder, part, {
      raw: (seq, raw, digest) => lines.push([seq, digest, raw.toString('utf8')]),
    })
    for (let from = 0; from < lines.length; from += LINES) {
      const some = lines.slice(from, from + LINES)
      await session.ask(insertLines, [some.map(([a]) => a), some.map(([, b]) => b), some.map(([, , c]) => c)])
    }
  }
}

const copyRest = async (session: Session, dir: string) => {
  let archived = 0
  for (const [year, names] of await filesIn(dir))
    for (const name of names) {
      const matter = await readFile(join(dir, 'archive', year, name), 'utf8')
      await session.ask('INSERT INTO archive (id, matter) VALUES ($1, $2)', [name.slice(0, -5), matter])
      archived++
    }
  const evidence = await evidenceIn(dir)
  for (const sha256 of evidence)
    await session.ask('INSERT INTO evidence (sha256, bytes) VALUES ($1, $2)', [
      sha256,
      await readFile(join(dir, 'evidence', sha256)),
    ])
  for (const { id, bytes } of keysIn(dir))
    await session.ask('INSERT INTO keys (id, bytes) VALUES ($1, $2)', [id, bytes])
  return { archived, evidence: evidence.length }
}

const hasLines = async (session: Session): Promise<boolean> =>
  (await session.ask('SELECT seq FROM journal LIMIT 1')).length > 0

const sameHead = (one: Head, other: Head): void => {
  if (one.seq !== other.seq || one.prev !== other.prev)
    throw new Damaged(`搬过去的日志与原来的不一致（第 ${one.seq} 行与第 ${other.seq} 行），没有启用`)
}

/** From the files of `dir`, held by this process, into an empty database: all of it, or nothing. Then the folder is used no more. */
export const carryToPostgres = async (dir: string, address: Address): Promise<Carried> => {
  if (!(await findJournal(dir))) throw new Damaged(`${dir} 里还没有记录，没有可搬的`)
  const { head, lines } = await verifyJournal(dir)
  const session = await openSession(address, { answerMs: ANSWER_MS })
  try {
    await makeTables(session, address)
    await lockToMove(session)
    if (await hasLines(session)) throw new Damaged(`${address.shown} 里已有记录：请用一个空的 schema`)
    await session.ask('BEGIN')
    await session.ask('UPDATE store SET moved = NULL')
    await copyLines(session, dir)
    const rest = await copyRest(session, dir)
    const arrived = await followTable(session, START, {})
    sameHead(arrived.head, head)
    await session.ask('COMMIT')
    await markMoved(dir, address.shown)
    return { lines, head, ...rest }
  } finally {
    await session.end()
  }
}

/** Writes all that a database holds as files of `dir`, and looks whether the chain is the same. Nothing is marked. */
export const copyToFiles = async (session: Session, dir: string): Promise<Carried> => {
  const folder = join(dir, 'journal')
  await makeFolder(folder)
  let batch: { seq: number; digest: Digest; text: string[] } | undefined
  const full: { name: string; bytes: Buffer }[] = []
  let size = 0
  const close = (): void => {
    if (batch)
      full.push({ name: nameOf(batch.seq, 1, batch.digest), bytes: Buffer.from(batch.text.join('')) })
    batch = undefined
    size = 0
  }
  const write = async (): Promise<void> => {
    for (const { name, bytes } of full.splice(0)) {
      const file = await open(join(folder, name), 'wx', FILE_MODE)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
    }
  }
  await eachLine(
    session,
    0,
    ({ seq, digest, line }) => {
      if (batch && (batch.digest !== digest || size > SEGMENT_BYTES)) close()
      batch ??= { seq, digest, text: [] }
      batch.text.push(`${line}\n`)
      size += line.length
    },
    write,
  )
  close()
  await write()
  await syncFolder(folder)
  const ids = await session.ask('SELECT id FROM archive ORDER BY id')
  const archive = openArchive(dir)
  for (const { id } of ids) {
    const [row] = await session.ask('SELECT matter FROM archive WHERE id = $1', [id])
    archive.write(JSON.parse(String(row?.matter)) as Matter) // written by us only; its proof is asked for when it is read
  }
  const kept = await session.ask('SELECT sha256 FROM evidence ORDER BY sha256')
  const evidence = openEvidence(dir)
  for (const { sha256 } of kept) {
    const [row] = await session.ask('SELECT bytes FROM evidence WHERE sha256 = $1', [sha256])
    if (Buffer.isBuffer(row?.bytes)) await evidence.keep(row.bytes)
  }
  const keys = [...(await readKeys(session)).values()]
  if (keys.length > 0) layKeys(dir, keys)
  const { lines, head } = await verifyJournal(dir)
  sameHead(head, (await followTable(session, START, {})).head)
  return { lines, head, archived: ids.length, evidence: kept.length }
}

/** From a database that nobody writes to into the empty folder `dir`, held by this process. Then the database is used no more. */
export const carryToFiles = async (address: Address, dir: string): Promise<Carried> => {
  if (await findJournal(dir)) throw new Damaged(`${dir} 里已有记录：请用一个空的文件夹`)
  const session = await openSession(address, { answerMs: ANSWER_MS })
  try {
    await makeTables(session, address)
    await lockToMove(session)
    if (!(await hasLines(session))) throw new Damaged(`${address.shown} 里还没有记录，没有可搬的`)
    const carried = await copyToFiles(session, dir)
    await markUsed(dir)
    await session.ask('UPDATE store SET moved = $1', [dir])
    return carried
  } finally {
    await session.end()
  }
}

// How is the journal kept in PostgreSQL? The same hash-chained lines as rows; each is stored in one statement that also asks whether it is still ours to write.
import { setOut, step } from '../chain.js'
import { type Digest, digestOf } from '../digest.js'
import { BrokenChain, type Head, type Journal, START, StoreUnavailable, textOf } from '../journal.js'
import type { Entry } from '../schema.js'
import type { Beside, More } from './beside.js'
import { Cut, Refused, type Session } from './session.js'
import type { Writer } from './writer.js'

const PAGE = 1_000
const DUPLICATE = '23505'

/** What a `BrokenChain` calls the place of a line: `journal:17`. */
const TABLE = 'journal'

type Line = { seq: number; digest: Digest; line: string }

const page = 'SELECT seq, digest, line FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2'

const lineOf = ({ seq, digest, line }: Record<string, unknown>): Line => ({
  seq: Number(seq),
  digest: digest === 'sm3' ? 'sm3' : 'sha256',
  line: String(line),
})

/** Every line after `seq`, a page at a time. `before`: each page, before its lines. */
export const eachLine = async (
  session: Session,
  seq: number,
  take: (line: Line) => void,
  before: (page: readonly Line[]) => Promise<void> = async () => {},
): Promise<void> => {
  for (let from = seq; ; ) {
    const lines = (await session.ask(page, [from, PAGE], 'page')).map(lineOf)
    if (lines.length > 0) await before(lines)
    for (const line of lines) take(line)
    const last = lines.at(-1)
    if (!last || lines.length < PAGE) return
    from = last.seq
  }
}

/** Follows the chain through the table. A line that is missing shows in the number of the next one. */
export const followTable = async (
  session: Session,
  after: Head,
  ear: { each?: (entry: Entry) => void; passed?: (head: Head, file: string, line: number) => void },
  before?: (page: readonly Line[]) => Promise<void>,
): Promise<{ lines: number; head: Head }> => {
  const walk = setOut(after)
  if (after.seq > 0) {
    const [found] = (await session.ask(page, [after.seq - 1, 1], 'page')).map(lineOf)
    if (found?.seq !== after.seq || digestOf(found.digest, Buffer.from(found.line)) !== after.prev)
      throw new BrokenChain(TABLE, after.seq, '与检查点记下的哈希不符，记录被改动或损坏')
  }
  await eachLine(
    session,
    after.seq,
    ({ seq, digest, line }) => {
      const due = (walk.head?.seq ?? 0) + 1
      if (seq !== due) throw new BrokenChain(TABLE, due, `缺少第 ${due} 行起的记录，下一行是第 ${seq} 行`)
      step(walk, Buffer.from(line), { file: TABLE, line: seq, digest }, { ...ear, after })
    },
    before,
  )
  return { lines: walk.lines, head: walk.head ?? after }
}

/** Where the table ends. */
export const endOf = async (session: Session): Promise<Head> => {
  const [last] = (await session.ask('SELECT seq, digest, line FROM journal ORDER BY seq DESC LIMIT 1')).map(
    lineOf,
  )
  return last ? { seq: last.seq, prev: digestOf(last.digest, Buffer.from(last.line)) } : START
}

/** As `Journal.replay`; what lies beside the lines is fetched with them. */
export const replayTable = async (
  session: Session,
  after: Head,
  each: (entry: Entry) => void,
  beside: Beside,
): Promise<Head> => {
  const heard = (entry: Entry): void => {
    beside.heard(entry.changes)
    each(entry)
  }
  const { head } = await followTable(session, after, { each: heard }, (lines) =>
    beside.before(
      session,
      lines.map(({ line }) => line),
    ),
  )
  return head
}

const MINE = 'mine AS MATERIALIZED (SELECT epoch FROM writer WHERE epoch = $1 FOR SHARE)'
const LINE = 'INSERT INTO journal (seq, epoch, digest, line) SELECT $2, epoch, $3, $4 FROM mine'
const plain = `WITH ${MINE} ${LINE}`
/** With a line go the keys that it is sealed with and the matters that it says are archived: all of it, or nothing. */
const withMore = `WITH ${MINE},
  k AS (INSERT INTO keys (id, bytes) SELECT k.id, k.bytes FROM mine, unnest($5::text[], $6::bytea[]) AS k (id, bytes)
        ON CONFLICT (id) DO NOTHING),
  a AS (INSERT INTO archive (id, matter) SELECT a.id, a.matter FROM mine, unnest($7::text[], $8::text[]) AS a (id, matter)
        ON CONFLICT (id) DO UPDATE SET matter = excluded.matter)
  ${LINE}`

/** What the database did not do, for whoever waits for the store; what says so of itself stays. */
const unavailable = (error: unknown): StoreUnavailable =>
  error instanceof StoreUnavailable
    ? error
    : new StoreUnavailable(`数据库没有存下：${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      })

/**
 * The journal over a writer. `reading` is another session, for what takes long. `beside`: what is stored with the lines.
 * Lines are appended one at a time: the caller waits for each.
 */
export const openTableJournal = (options: {
  writer: Writer
  reading: () => Promise<Session>
  beside: Beside
  digest: Digest
  head: Head
}): Journal => {
  const { writer, reading, beside, digest } = options
  let head = options.head
  let closed = false

  /** A session of our own; after one that broke, nothing that was asked in it can still be done. */
  const standing = async (): Promise<Session> => {
    if (closed) throw new StoreUnavailable('日志已关闭')
    try {
      return await writer.session()
    } catch (error) {
      throw unavailable(error)
    }
  }
  const isThere = async (
    session: Session,
    { seq, line }: { seq: number; line: string },
  ): Promise<boolean> => {
    const [found] = await session.ask('SELECT line FROM journal WHERE seq = $1', [seq])
    if (found && found.line !== line) throw writer.supersede()
    return found !== undefined
  }
  /**
   * The session broke: a new one is taken, and then it is looked whether the line is there. Where nobody answers it counts
   * as not stored; if it was, the next line finds its place taken, and the process ends: only a start can read it then.
   */
  const settle = async (wanted: { seq: number; line: string }): Promise<boolean> => {
    try {
      return await isThere(await writer.regain(), wanted)
    } catch (error) {
      throw unavailable(error)
    }
  }
  const store = async (
    session: Session,
    seq: number,
    line: string,
    { keys, matters }: More,
  ): Promise<void> => {
    const values = [writer.epoch(), seq, digest, line]
    const stored =
      keys.length + matters.length === 0
        ? await session.touch(plain, values, 'append')
        : await session.touch(
            withMore,
            [
              ...values,
              ...[keys.map(({ id }) => id), keys.map(({ bytes }) => bytes)],
              ...[matters.map(({ id }) => id), matters.map(({ text }) => text)],
            ],
            'append with more',
          )
    if (stored === 0) throw writer.supersede()
  }

  return {
    head: () => head,
    confirm: () => writer.confirm(),
    lost: writer.lost,
    async append(at, changes) {
      const session = await standing()
      const seq = head.seq + 1
      const line = `{"seq":${seq},"prev":"${head.prev}","at":${JSON.stringify(at)},"changes":[${changes.map(textOf).join(',')}]}`
      const more = beside.more(changes)
      try {
        await store(session, seq, line, more)
      } catch (error) {
        if (error instanceof Refused && error.code === DUPLICATE) throw writer.supersede()
        if (error instanceof Cut) {
          if (!(await settle({ seq, line }))) throw unavailable(error)
        } else throw unavailable(error)
      }
      more.stored()
      writer.news()
      head = { seq, prev: digestOf(digest, Buffer.from(line)) }
      return head
    },
    async replay(after, each) {
      return replayTable(await reading(), after, each, beside)
    },
    async probe() {
      const session = await standing()
      try {
        const [found] = await session.ask(
          "SELECT current_setting('transaction_read_only') AS ro, (SELECT epoch FROM writer) AS epoch",
        )
        if (Number(found?.epoch) !== writer.epoch()) throw writer.supersede()
        if (found?.ro === 'on') throw new StoreUnavailable('数据库现在只读')
      } catch (error) {
        throw unavailable(error)
      }
    },
    async close() {
      closed = true
      await writer.leave()
    },
  }
}

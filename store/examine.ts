// Does the whole record hold? The chain, the fold against the checkpoint, the archive and the evidence, and what was witnessed.
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { ahead, type Checkpoint, readCheckpoint } from './checkpoint.js'
import { differenceOf, plain } from './difference.js'
import { apply, copyOf } from './fold.js'
import { readFrozen } from './frozen.js'
import { BrokenChain, Damaged, type Head, START } from './journal.js'
import { checkKinds } from './kinds.js'
import { isBeginning } from './matter.js'
import { proofOf } from './proof.js'
import { checkSandboxLog } from './sandbox-log.js'
import { answerTables, Change, type Entry, type Matter, type Notice, type Tables } from './schema.js'
import { isEnvelope, type Seal } from './seal.js'
import { filesOf, type Whole } from './whole.js'

/** One check: whether it holds, and what was looked at, or the first place where it does not hold. */
type Finding = { good: boolean; what: string }

/** A head of the chain that somebody outside wrote down. */
export type Witnessed = { seq: number; head: string }

/** A notice that waits longer than this is stuck. */
const STUCK_AFTER_MS = 24 * 3_600_000
const RECENT = 4096
export const WITNESSED = /^(\d{1,15}):((?:sm3:)?[0-9a-f]{64})$/

const good = (what: string): Finding => ({ good: true, what })
const bad = (what: string): Finding => ({ good: false, what })
/** What the walk over the journal gathers for the checks after it. */
const walkOver = (checkpoint: Checkpoint | undefined, witnessed: readonly Witnessed[]) => {
  const tables = copyOf({})
  const dropped = new Map<string, Matter>()
  const files = new Map<string, string>()
  const recent: string[] = []
  const asked = new Map<number, string[]>()
  for (const { seq, head } of witnessed) asked.set(seq, [...(asked.get(seq) ?? []), head])
  let numbers = 0
  let lastAt = ''
  let events = 0
  let ownHeads = 0
  let unreadable: string | undefined
  let otherHead: string | undefined
  let differs: string | undefined
  let compared = false
  const compare = (head: Head, file: string, line: number): void => {
    if (!checkpoint || checkpoint.head.seq !== head.seq) return
    compared = true
    if (checkpoint.head.prev !== head.prev)
      throw new BrokenChain(file, line, '与检查点记下的哈希不符，记录被改动或损坏')
    const place = differenceOf(tables, checkpoint.tables)
    if (place) differs = `${place} 与日志重放的结果不一致`
  }
  compare(START, 'state.json', 1)
  return {
    each({ seq, at, changes }: Entry): void {
      lastAt = at
      for (const change of changes) {
        const read = Change.safeParse(change)
        if (!read.success)
          unreadable ??= `日志第 ${seq} 行有读不懂的内容：${read.error.issues[0]?.path.join('.') ?? ''}`
        else if ('event' in change) {
          events++
          if (isBeginning(change.event)) numbers++
          if (change.event.type === 'evidence') files.set(change.event.sha256, change.incident)
        } else if ('put' in change && change.put === 'meta' && change.key.startsWith('witness/')) {
          const [, line, head] = WITNESSED.exec(String(change.value)) ?? []
          const known = Number(line) > seq - RECENT ? recent[Number(line) % RECENT] : undefined
          if (head !== undefined) ownHeads++
          if (head !== undefined && known !== undefined && head !== known)
            otherHead ??= `第 ${line} 行曾送外部见证，当时的哈希与日志不符：日志被改写`
        } else if ('put' in change && change.put === 'incidents') {
          // brought back from the archive: as it was when it went there, or it is another one
          if (!isDeepStrictEqual(plain(dropped.get(change.key)), change.value))
            unreadable ??= `日志第 ${seq} 行取回的归档 ${change.key} 与归档前的记录不一致`
          dropped.delete(change.key)
        } else if ('drop' in change && change.drop === 'incidents') {
          const gone = tables.incidents[change.key]
          if (gone) dropped.set(change.key, gone)
        }
        if (unreadable) return
        try {
          apply(tables, [change])
        } catch {
          unreadable = `日志第 ${seq} 行提到没有立案的事件`
        }
      }
    },
    passed(head: Head, file: string, line: number): void {
      recent[head.seq % RECENT] = head.prev
      for (const seen of asked.get(head.seq) ?? [])
        if (seen !== head.prev) otherHead ??= `第 ${head.seq} 行与见证的哈希不符：日志被改写`
      compare(head, file, line)
    },
    seen: () => ({
      ...{ tables, dropped, files, numbers, events, ownHeads, unreadable, otherHead, differs, compared },
      lastAt,
    }),
  }
}

/** What is settled stays in the present for a while before it is archived: it is not under way any more. */
type Counted = { numbers: number; dropped: ReadonlyMap<string, Matter>; tables: Tables }
const countedIn = ({ numbers, dropped, tables }: Counted): string => {
  const kept = Object.values(tables.incidents)
  const live = kept.filter(({ status }) => status === 'open' || status === 'resolved').length
  return `立案 ${numbers} 起：在办 ${live} 起，已办结或误报 ${kept.length - live} 起，已归档 ${dropped.size} 起`
}

const archived = async (whole: Whole, dropped: ReadonlyMap<string, Matter>, live: Tables['incidents']) => {
  for (const [id, incident] of dropped) {
    if (!(await whole.find(id, proofOf(incident))))
      return bad(`归档文件 ${id}.json 缺失。请从备份恢复 archive 文件夹里的这个文件`)
  }
  for (const [year, names] of await whole.archived())
    for (const name of names) {
      const id = name.replace(/\.json$/, '')
      if (!dropped.has(id) && !live[id]) return bad(`归档文件 archive/${year}/${name} 在日志里没有记载`)
    }
  return good(`${dropped.size} 起归档事件与日志一致`)
}

const evidenceOf = async ({ evidence }: Whole, files: ReadonlyMap<string, string>): Promise<Finding[]> => {
  for (const [sha256, incident] of files)
    if (!(await evidence.holds(sha256)))
      return [bad(`${incident} 的证据文件 evidence/${sha256} 缺失或被改动。请从备份恢复这个文件`)]
  return files.size > 0 ? [good(`${files.size} 个证据文件与记录的 SHA-256 一致`)] : []
}

/** What waits to be sent. What belongs to an open dialog is sealed: read where its key is still there, else nobody can and nobody shall. */
const waitingIn = async (
  whole: Whole,
  outbox: Tables['outbox'],
): Promise<{ waiting: Notice[]; shredded: number }> => {
  const seal = await whole.seal()
  try {
    const rows = Object.entries(outbox).map(([key, row]) =>
      'at' in row ? row : seal.row('outbox', key, row),
    )
    const waiting = rows.filter(
      (row): row is Notice => typeof row === 'object' && row !== null && 'at' in row,
    )
    return { waiting, shredded: rows.length - waiting.length }
  } finally {
    seal.close()
  }
}

const inSentence = (error: unknown): Finding => {
  if (error instanceof BrokenChain) return bad(`记录断裂：${error.message}`)
  if (error instanceof Damaged) return bad(error.message)
  throw error
}

/** Answers that are waited for, and that neither the keys of before the walk nor those of after it can open. */
const keysOf = async (whole: Whole, early: Seal, tables: Tables): Promise<Finding[]> => {
  const late = await whole.seal()
  try {
    const shut = answerTables.flatMap((table) =>
      Object.entries(tables[table]).filter(([key, row]) =>
        [early, late].every((seal) => isEnvelope(seal.row(table, key, row))),
      ),
    )
    const people = new Set(shut.map(([key]) => key)).size
    if (people === 0) return []
    const lost = `${people} 人没有填完的内容读不出来，再启动时会删去，并告知网信办和他们本人`
    return [
      whole.hasKeys()
        ? bad(`keys 与记录不符，被改动或损坏：${lost}`)
        : good(`没有 keys（备份里本来不含）：${lost}`),
    ]
  } finally {
    late.close()
  }
}

/** The present as the journal tells it, at the moment of its last line. */
export type Present = {
  tables: Tables
  /** Those that are in the archive too. */
  incidents: ReadonlyMap<string, Matter>
  waiting: readonly Notice[]
  at: string
}

type Question = {
  nowMs: number
  witnessed?: readonly Witnessed[]
  /** What only somebody who knows the rules can say of the whole: the first thing that is missing. */
  lost?: (present: Present) => string | undefined
  /** The make-believe platform's memory lies here too, and is read at a start. */
  sandbox?: boolean
}

/** What the journal of this folder tells, changing nothing; nothing where there is none yet. Throws what is wrong with it. */
export const presentIn = async (whole: Whole): Promise<Tables | undefined> => {
  if (!(await whole.found())) return undefined
  const walk = walkOver(undefined, [])
  await whole.verify(walk.each, walk.passed)
  return walk.seen().tables
}

/**
 * Reads everything, changes nothing; the bot may be running. The findings in order, each one line. `dir` is DATA_DIR,
 * `whole` where the record lies.
 */
export const examine = async (
  dir: string,
  options: Question,
  whole: Whole = filesOf(dir),
): Promise<Finding[]> => {
  const { witnessed = [], sandbox = false } = options
  const path = join(whole.dir, 'state.json')
  try {
    await checkKinds(dir)
    if (sandbox) checkSandboxLog(dir)
    readFrozen(dir)
    if (!(await whole.found())) {
      const { damage } = await readCheckpoint(path, START)
      if (damage) return [bad(`${damage}，日志里也没有记录。请从备份恢复整个数据目录`)]
      return witnessed.length > 0
        ? [bad('有见证过的记录，日志里却一行也没有')]
        : [good(`${dir} 里还没有记录`)]
    }
  } catch (error) {
    return [inSentence(error)]
  }
  const early = await whole.seal() // a dialog that ends meanwhile takes its key along
  try {
    return await examineRecord(whole, options, early)
  } finally {
    early.close()
  }
}

const examineRecord = async (
  whole: Whole,
  { nowMs, witnessed = [], lost = () => undefined }: Question,
  early: Seal,
): Promise<Finding[]> => {
  const path = join(whole.dir, 'state.json')
  // before the journal: while the bot runs, the journal is never behind a checkpoint that was read earlier
  const kept = await readCheckpoint(path).catch((error: unknown) => ({ refused: inSentence(error).what }))
  const older = 'older' in kept ? kept.older : undefined
  const checkpoint = 'checkpoint' in kept ? kept.checkpoint : older
  const walk = walkOver(checkpoint, witnessed)
  let journal: Awaited<ReturnType<Whole['verify']>>
  try {
    journal = await whole.verify(walk.each, walk.passed)
  } catch (error) {
    return [inSentence(error)]
  }
  const { lines, head, place, left = [] } = journal
  const newer = checkpoint && ahead(checkpoint, head, place)
  const seen = walk.seen()
  if (seen.unreadable) return [bad(seen.unreadable)]
  const findings = [
    good(`日志 ${lines} 行，哈希链完整，末行 ${head.prev.slice(0, 20)}…`),
    ...left.map(({ file }) => good(`${file} 里有被接替的进程留下的内容，从未确认过，不计入记录`)),
    good(`${countedIn(seen)}；${seen.events} 条事实可以重放`),
  ]
  if ('refused' in kept) findings.push(bad(kept.refused))
  else if (kept.damage) findings.push(bad(`${kept.damage}。日志完整时，再启动就会由日志重建`))
  else if (newer) findings.push(bad(newer))
  else if (seen.differs)
    findings.push(bad(`检查点 state.json 与日志不符：${seen.differs}。移走它再启动，就会由日志重建`))
  else if (seen.compared)
    findings.push(
      good(
        `检查点（第 ${checkpoint?.head.seq} 行）与日志重放的结果一致${older ? '；较早的程序写下，没有摘要，启动时补上' : ''}`,
      ),
    )
  try {
    findings.push(await archived(whole, seen.dropped, seen.tables.incidents))
  } catch (error) {
    findings.push(inSentence(error))
  }
  findings.push(...(await evidenceOf(whole, seen.files).catch((error: unknown) => [inSentence(error)])))
  findings.push(...(await keysOf(whole, early, seen.tables)))
  const later = witnessed.find(({ seq }) => seq > lines)
  if (later) findings.push(bad(`第 ${later.seq} 行曾被见证，日志却只到第 ${lines} 行：日志被截短`))
  else if (seen.otherHead) findings.push(bad(seen.otherHead))
  else if (witnessed.length + seen.ownHeads > 0)
    findings.push(good(`见证：给出的 ${witnessed.length} 个、自己送出的 ${seen.ownHeads} 个链头都与日志一致`))
  const { waiting, shredded } = await waitingIn(whole, seen.tables.outbox)
  const stuck = waiting.find(({ at }) => nowMs - Date.parse(at) > STUCK_AFTER_MS)
  const incidents = new Map([...seen.dropped, ...Object.entries(seen.tables.incidents)])
  const missing = lost({ tables: seen.tables, incidents, waiting, at: seen.lastAt })
  if (missing) findings.push(bad(missing))
  findings.push(
    stuck
      ? bad(`有消息超过 24 小时没有送出：${stuck.key}（${stuck.at}）`)
      : good(
          `发件箱 ${waiting.length} 条等待，没有滞留${shredded > 0 ? `；另有 ${shredded} 条随密钥销毁，读不出` : ''}`,
        ),
  )
  return findings
}

// What has been kept long enough, and which incidents are ripe for the archive? Said of the tables at a moment; the ticker does it.
import { WAITS_MS } from '../../handlers/upkeep.js'
import type { Instant, LedgerLine, Row, TableName } from '../../store/schema.js'
import { USED_KEEPS_MS } from '../reception/used.js'

/** A platform repeats an event for 7 h 10 min at most (feishu.md §0.13); a day is safe. */
const INBOX_KEEPS_MS = 24 * 3_600_000
/** A message can be taken back for a day on both platforms; a week is safe. */
const HEARD_KEEPS_MS = 7 * 24 * 3_600_000
/** 换班 and 接班: the journal has them for ever. */
const COVERS_KEEP_MS = 62 * 24 * 3_600_000
/** 到达测试: the last twelve and one more. */
const TESTS_KEEP_MS = 400 * 24 * 3_600_000
const DAY_MS = 24 * 3_600_000
const ARCHIVE_AFTER_MS = 24 * 3_600_000

type Rows = <T extends TableName>(table: T) => Readonly<Record<string, Row<T>>>

const beforeOf =
  (nowMs: number) =>
  (ms: number): Instant =>
    new Date(nowMs - ms).toISOString()

/** The rows that nobody will ask for any more. `lapsesMs`: how long a form waits for the next answer. */
export const outdated = (
  rows: Rows,
  nowMs: number,
  lapsesMs: number,
): { table: TableName; key: string }[] => {
  const before = beforeOf(nowMs)
  const old = <T extends TableName>(table: T, isOld: (row: Row<T>) => boolean) =>
    Object.entries<Row<T>>(rows(table)).flatMap(([key, row]) => (isOld(row) ? { table, key } : []))
  return [
    ...old('asking', ({ touchedAt }) => touchedAt <= before(lapsesMs)),
    ...old('inbox', ({ aside, at }) => !aside && at <= before(INBOX_KEEPS_MS)),
    ...old('used', ({ at }) => at <= before(USED_KEEPS_MS + DAY_MS)),
    ...old('incoming', ({ at }) => at <= before(WAITS_MS)),
    ...old('covers', ({ to }) => to <= before(COVERS_KEEP_MS)),
    ...old('reach', ({ at, closedAt }) => closedAt !== undefined && at <= before(TESTS_KEEP_MS)),
    ...old('heard', ({ at }) => at <= before(HEARD_KEEPS_MS)),
  ]
}

/** Of those that are over: nothing happened to them for a day, and nothing waits to be sent or fetched. As they stand in the ledger then. */
export const ripe = (rows: Rows, over: Iterable<string>, nowMs: number): LedgerLine[] => {
  const before = beforeOf(nowMs)(ARCHIVE_AFTER_MS)
  const incidents = rows('incidents')
  const old = [...over].flatMap((id) => {
    const incident = incidents[id]
    const last = incident?.record.at(-1)
    return incident?.closedAt && last && last.at <= before ? incident : []
  })
  if (old.length === 0) return []
  const waiting = new Set(
    [...Object.values(rows('outbox')), ...Object.values(rows('fetching'))].map(({ incident }) => incident),
  )
  return old.flatMap((incident): LedgerLine[] => {
    const { id, status, closedAt } = incident
    if ((status !== 'closed' && status !== 'withdrawn') || !closedAt || waiting.has(id)) return []
    return [
      {
        id,
        ...(incident.kind ? { kind: incident.kind } : {}),
        drill: incident.drill,
        unit: incident.unit,
        ...(incident.batch ? { batch: incident.batch } : {}),
        ...(incident.report?.category ? { category: incident.report.category } : {}),
        ...(incident.grading ? { level: incident.grading.level } : {}),
        status,
        discoveredAt: incident.discoveredAt,
        reportedAt: incident.reportedAt,
        closedAt,
      },
    ]
  })
}

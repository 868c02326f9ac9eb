// When does what is no incident fall due? A moment for each draft, each stub of 保密办, each time away, each key period, each planned drill, and one for the roster; kept as their rows change.
import { nextAwayMs } from '../../rules/away.js'
import { nextPlannedMs } from '../../rules/planned.js'
import { nextSecrecyMs } from '../../rules/secrecy.js'
import { nextWatchMs } from '../../rules/watch.js'
import { nextPeriodMs } from '../../rules/zero.js'
import type { Draft, Row } from '../../store/schema.js'
import { openTest, ROSTER } from '../turn/duty.js'
import type { Turns } from '../turn/turns.js'
import type { Campus } from '../turn/world.js'
import { openDueList } from './due.js'

const SAME_THING_WAITS_MS = 10 * 60_000

const tables = ['drafts', 'stubs', 'away', 'periods', 'planned'] as const
type Table = (typeof tables)[number]

/** `watch`: something of the roster. */
type Moment = { table: Table | 'watch'; key: string }

type Moments = {
  /** The earliest of all, in epoch ms; infinity when nothing waits. */
  earliest(): number
  until(ms: number): Moment[]
  /** Other rules are in force: every moment may be another one. */
  lookAtAll(): void
}

/** `nearer` is called when a row changed that may fall due sooner than anything before. */
export const openMoments = (turns: Turns, campus: () => Campus, nearer: () => void): Moments => {
  const due = openDueList()

  const draftMs = ({ state, touchedAt }: Draft): number =>
    Date.parse(touchedAt) + (state === 'same-thing' ? SAME_THING_WAITS_MS : campus().rules.dialogLapsesMs)
  const moments: { [T in Table]: (row: Row<T>) => number | undefined } = {
    drafts: draftMs,
    stubs: (stub) => nextSecrecyMs(stub, campus().rules),
    away: nextAwayMs,
    periods: (period) => nextPeriodMs(period, campus().rules),
    planned: (planned) => nextPlannedMs(planned, campus().rules),
  }

  const look = <T extends Table>(table: T, key: string, row: Row<T> | undefined): void => {
    const at = row && moments[table](row)
    if (at === undefined) due.delete(`${table}/${key}`)
    else due.set(`${table}/${key}`, at)
  }
  const lookAtAll = (): void => {
    const all = turns.peek()
    for (const table of tables) for (const [key, row] of Object.entries(all[table])) look(table, key, row)
    lookAtRoster()
  }

  const lookAtRoster = (): void => {
    const { rota, covers, reach } = turns.peek()
    const { directory, rules } = campus()
    const at = nextWatchMs(rota[ROSTER], openTest(reach), { directory, rules, covers, now: '' })
    if (at === undefined) due.delete('watch/roster')
    else due.set('watch/roster', at)
  }

  const lookAgain = (): void => {
    lookAtRoster()
    nearer()
  }
  turns.watch('covers', lookAgain)
  turns.watch('reach', lookAgain)
  turns.watch('rota', lookAgain)
  for (const table of tables)
    turns.watch(table, (key, row) => {
      look(table, key, row)
      nearer()
    })
  lookAtAll()

  return {
    earliest: due.earliest,
    until: (ms) =>
      due.until(ms).map((id) => {
        const at = id.indexOf('/')
        return { table: id.slice(0, at) as Moment['table'], key: id.slice(at + 1) } // as `look` put them together
      }),
    lookAtAll,
  }
}

// Which further reports of one thing are told one by one, and which wait for one line? Worked out from the record alone; no timer is kept.
import type { Actor, Event, EventOf, Instant, Matter } from '../store/schema.js'

/** So many further reports come each in a message of its own. */
const ONE_BY_ONE = 3
/** So long the first line waits for others; each next one twice as long as the one before: a day of it makes eight lines. */
const FIRST_WAIT_MS = 600_000

/** The further reports that one line tells of, and when it may come. */
type Gathered = { joins: readonly EventOf<'joined'>[]; until: Instant }

const isJoin = (event: Event): event is EventOf<'joined'> => event.type === 'joined'

/** The line that begins with this further report; nothing where it is told by itself, `taken` where an earlier line has it. */
export const gatheredWith = (
  { record }: Pick<Matter, 'record'>,
  event: EventOf<'joined'>,
): Gathered | 'taken' | undefined => {
  const joins = record.filter(isJoin)
  const nth = joins.indexOf(event)
  if (nth < ONE_BY_ONE) return undefined
  let waitMs = FIRST_WAIT_MS
  for (let from = ONE_BY_ONE; from <= nth; waitMs *= 2) {
    const untilMs = Date.parse(joins[from]?.at ?? event.at) + waitMs
    const next = joins.findIndex(({ at }, place) => place > from && Date.parse(at) >= untilMs)
    const to = next < 0 ? joins.length : next
    if (from === nth) return { joins: joins.slice(from, to), until: new Date(untilMs).toISOString() }
    from = to
    if (from > nth) return 'taken'
  }
  return 'taken'
}

/** Everybody once, however often they reported it. */
export const people = <P extends Pick<Actor, 'id'>>(reporters: readonly P[]): P[] => [
  ...new Map(reporters.map((one) => [one.id, one])).values(),
]

/** Whoever reported it first says the most; of the others nobody must be rung at once. */
const MOST_NAMED = 3
export const firstReporters = ({ reporters }: Pick<Matter, 'reporters'>): Actor[] =>
  people(reporters).slice(0, MOST_NAMED)

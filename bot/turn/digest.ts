// What goes into one message? Where several incidents speak to one reader, a digest that grows; at most one buzz in ten minutes.
import { loudest, REPEAT } from '../../handlers/remind.js'
import { holding } from '../../rules/chain.js'
import { urgedFor } from '../../rules/reminders.js'
import type { Notice, Told, View } from '../../store/schema.js'
import { readerOf } from './heard.js'
import { queue, type ShownIndex } from './shown.js'
import type { Turn } from './turn.js'
import { type Campus, worldOf } from './world.js'

/** So many first notices within an hour come each with a card of its own. */
const FLOOD = 2
/** So long the first digest of first notices waits for others. */
const GROW_MS = 120_000
/** What was said so long ago is no part of the same flood. */
const OVER_MS = REPEAT.again + REPEAT.step

type Board = { turn: Turn; campus: Campus; index: ShownIndex }
type Wanted = Told & Partial<Pick<Notice, 'channel' | 'only' | 'vital'>>

const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString()
const max = (a: string, b: string): string => (a > b ? a : b)
const min = (a: string, b: string): string => (a < b ? a : b)

/** Is this what a reader is told first of an incident? */
const isFirst = ({ key, incident, to, view }: Wanted): boolean =>
  view.view === 'bulletin' ||
  (view.view === 'incident' && 'person' in to && key === `${incident}/card/${to.person}`)

/** How long after the last message this may bring another one; nothing for what always comes by itself. */
const renewMsOf = (told: Wanted, { turn }: Pick<Board, 'turn'>): number | undefined => {
  const { view, incident: id, to } = told
  const incident = id === undefined ? undefined : turn.row('incidents', id)
  if (!incident || told.quiet) return undefined
  if ('person' in to ? told.only || told.channel : !told.only) return undefined
  if (view.view === 'reminder') return told.renewMs
  if (view.view === 'news')
    return incident.record[view.event]?.type === 'handed-over' ? REPEAT.step : undefined
  if (!isFirst(told)) return undefined
  if (!('person' in to)) return REPEAT.law
  const responsible = holding(incident.chain, 'first', 'direct').some(({ id }) => id === to.person)
  return responsible ? REPEAT.step : REPEAT.law
}

const incidentsOf = (view: View): readonly string[] =>
  view.view === 'digest' ? view.incidents : view.view === 'reminder' ? [view.incident] : []

export const withUrgency = (urgency: Notice['urgency']): Pick<Notice, 'urgency'> =>
  urgency ? { urgency } : {}

const union = (...lists: (readonly string[])[]): string[] => [...new Set(lists.flat())]

/** It stands in the chat: what is new is on it at once, without a message. */
const grow = ({ turn, index }: Board, reader: string, incidents: string[]): void => {
  const shown = turn.row('shown', index.heard.last.get(reader)?.key ?? '')
  if (shown?.view.view !== 'digest') return
  if (incidents.every((id) => incidentsOf(shown.view).includes(id))) return
  queue(turn, shown, { view: 'digest', incidents: union(incidentsOf(shown.view), incidents) })
}

/** One more goes with the digest that is held, which comes no later than this one may. */
const join = (board: Board, held: Notice, told: Wanted, mayCome: string): void => {
  const { turn } = board
  const { incident = '' } = told
  const gathered = held.gathered ?? []
  if (gathered.some(({ key }) => key === told.key)) return
  const incidents = union(incidentsOf(held.view), [incident])
  const next: Notice = {
    ...held,
    rank: Math.min(held.rank, told.rank),
    view: { view: 'digest', incidents },
    gathered: [...gathered, { key: told.key, incident }],
    ...withUrgency(loudest([held.urgency, told.urgency])),
    ...(held.notBefore ? { notBefore: min(held.notBefore, max(mayCome, turn.at)) } : {}),
  }
  turn.put('outbox', held.key, next)
  board.index.heard.held.set(readerOf(held), { key: held.key, at: next.notBefore ?? next.at })
  grow(board, readerOf(held), incidents)
}

/** Is it taken into a digest? A single incident speaks for itself to who must act, and the first few of a flood do. */
export const gathered = (board: Board, told: Wanted): boolean => {
  const { turn, campus, index } = board
  const { heard } = index
  const renewMs = renewMsOf(told, board)
  if (renewMs === undefined) return false
  const reader = readerOf(told)
  const waiting = heard.held.get(reader)
  const held = waiting && turn.row('outbox', waiting.key)
  if (held && (held.at === turn.at || (held.notBefore ?? '') >= turn.at)) {
    const alone = incidentsOf(held.view).every((id) => id === told.incident)
    if (alone && told.view.view === 'news') return false
    const before = heard.last.get(reader)
    // of a single incident only what repeats waits
    const waits = before && (!alone || told.repeats)
    join(board, held, told, waits ? later(before.at, renewMs) : turn.at)
    return true
  }
  // what was held has left, or is on its way
  if (waiting) {
    heard.last.set(reader, waiting)
    heard.held.delete(reader)
  }
  const first = isFirst(told)
  if (first && heard.firsts(reader, turn.at) < FLOOD) {
    heard.first(reader, turn.at)
    return false
  }
  const said = heard.last.get(reader)
  const stands = said && later(said.at, OVER_MS) > turn.at
  const last = stands ? (turn.row('outbox', said.key) ?? turn.row('shown', said.key)) : undefined
  const world = worldOf(turn, campus)
  const others = last
    ? incidentsOf(last.view).filter((id) => {
        const incident = id === told.incident ? undefined : turn.row('incidents', id)
        return incident && (!('person' in told.to) || urgedFor(incident, told.to.person, world).length > 0)
      })
    : []
  // whoever watches over a single incident hears of it once, then in the digest
  const again = last !== undefined && told.repeats === true && incidentsOf(last.view).length > 0
  if (!first && others.length === 0 && !again) {
    if (told.view.view === 'reminder') heard.last.set(reader, { key: told.key, at: turn.at })
    return false
  }
  begin(board, told, renewMs, last && said ? { view: last.view, at: said.at } : undefined)
  return true
}

/** The first digest of several, or the next after one that stands: then it is held until another message may come. */
const begin = (
  board: Board,
  told: Wanted,
  renewMs: number,
  last: { view: View; at: string } | undefined,
): void => {
  const { turn, index } = board
  const reader = readerOf(told)
  // what was said to this reader in this very turn has not left yet
  const together = Object.values(turn.rows('outbox')).filter(
    (one) =>
      one.at === turn.at &&
      readerOf(one) === reader &&
      one.view.view !== 'digest' &&
      !isFirst(one) &&
      renewMsOf(one, board) !== undefined,
  )
  for (const { key } of together) turn.drop('outbox', key)
  const all = [...together, told]
  const digest = last?.view.view === 'digest'
  const mayCome =
    last && (digest || told.repeats)
      ? later(last.at, renewMs)
      : isFirst(told)
        ? later(turn.at, GROW_MS)
        : turn.at
  const calm = !last || digest || together.length > 0 || later(last.at, REPEAT.step) <= turn.at
  const urgency = calm ? loudest(all.map((one) => one.urgency)) : undefined
  const key = `digest/${reader.replace(' ', '/')}/${turn.next('digest')}`
  const incidents = union(
    last ? incidentsOf(last.view) : [],
    all.map(({ incident = '' }) => incident),
  )
  turn.put('outbox', key, {
    key,
    to: told.to,
    rank: Math.min(...all.map(({ rank }) => rank)),
    view: { view: 'digest', incidents },
    at: turn.at,
    nth: turn.next('notice'),
    gathered: all.map((one) => ({ key: one.key, incident: one.incident ?? '' })),
    ...(mayCome > turn.at ? { notBefore: mayCome } : {}),
    ...withUrgency(urgency),
    ...(told.only ? { only: told.only } : {}),
    ...(told.channel ? { channel: told.channel } : {}),
  })
  index.heard.held.set(reader, { key, at: max(mayCome, turn.at) })
  grow(board, reader, incidents)
}

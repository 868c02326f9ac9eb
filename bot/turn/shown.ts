// Which cards stand in the chats, and do they still show the truth? A redraw is asked for by marking the incident; what it needs follows.
import type { ChannelName, Matter, Notice, Shown, Tables } from '../../store/schema.js'
import type { Card } from '../../templates/card.js'
import { drawFor, fingerprint } from './drawing.js'
import { type Heard, openHeard } from './heard.js'
import { type Lost, openLost } from './lost.js'
import type { Turn } from './turn.js'
import { type Campus, worldOf } from './world.js'

/** The incidents that a card is about: its own, or those that it lists (待办, 列表). */
const mattersOf = ({ incident, view }: Pick<Notice, 'incident' | 'view'>): readonly string[] => {
  if (incident !== undefined) return [incident]
  if (view.view === 'todo')
    return [...new Set([...(view.items ?? []).map((item) => item.incident), ...(view.going ?? [])])]
  if (view.view === 'digest') return view.incidents
  return view.view === 'list' ? (view.items ?? []) : []
}

/** The cards that are shown, by incident and by message: an index that may hold too much, never too little. */
export type ShownIndex = {
  of(incident: string): ReadonlySet<string>
  keyOf(channel: ChannelName, message: string): string | undefined
  /** The lists (待办, 列表) of one reader on one platform, the oldest first. */
  lists(row: Pick<Shown, 'to' | 'channel'>): ReadonlySet<string>
  note(row: Shown): void
  heard: Heard
  lost: Lost
}

export const indexShown = ({
  shown,
  outbox,
  incidents,
}: Pick<Readonly<Tables>, 'shown' | 'outbox' | 'incidents'>): ShownIndex => {
  const byIncident = new Map<string, Set<string>>()
  const byMessage = new Map<string, string>()
  const byReader = new Map<string, Set<string>>()
  const readerOf = ({ to, channel }: Pick<Shown, 'to' | 'channel'>): string =>
    `${channel}/${'person' in to ? to.person : ''}`
  const none: ReadonlySet<string> = new Set()
  const index: ShownIndex = {
    of: (incident) => byIncident.get(incident) ?? none,
    keyOf: (channel, message) => byMessage.get(`${channel}/${message}`),
    heard: openHeard(shown, outbox),
    lost: openLost(incidents),
    lists: (row) => byReader.get(readerOf(row)) ?? none,
    note(row) {
      const { key, channel, message } = row
      byMessage.set(`${channel}/${message}`, key)
      for (const incident of mattersOf(row)) add(byIncident, incident, key)
      if (row.incident === undefined) add(byReader, readerOf(row), key)
    },
  }
  for (const row of Object.values(shown)) index.note(row)
  return index
}

const add = (index: Map<string, Set<string>>, name: string, key: string): void => {
  const keys = index.get(name) ?? new Set()
  keys.add(key)
  index.set(name, keys)
}

type Board = { turn: Turn; campus: Campus; index: ShownIndex }

/**
 * What of an incident's past a card may show, in one reference: the last event that is no delivery. A delivery shows
 * on no card, unless it reaches somebody who could not be reached.
 */
export const lastSeen = (incident: Matter | undefined): unknown => {
  const silent = incident?.record.every(({ type }) => type !== 'undeliverable')
  return incident?.record.findLast(({ type }) => !(silent && type === 'delivered'))
}

const MARK = 'redraw/'
const markOf = (id: string): string => `${MARK}${id}`

/** The incident whose cards this row of `meta` says are to be looked at. */
export const markedIn = (key: string): string | undefined =>
  key.startsWith(MARK) ? key.slice(MARK.length) : undefined

/**
 * The cards of this incident may not show the truth any more. That is only marked here, durably: whoever pressed is
 * answered first, and what changes several times is drawn once. `drawAnew` follows. `tasks`: somebody's task list may lack
 * what it owes, though no card of it stands.
 */
export const redraw = ({ turn, index }: Omit<Board, 'campus'>, id: string, tasks = false): void => {
  if ((tasks || index.of(id).size > 0) && turn.row('meta', markOf(id)) === undefined)
    turn.put('meta', markOf(id), true)
}

/** Every card of this incident that no longer shows the truth is queued to be drawn anew, in place. For the courier. */
export const drawAnew = (board: Board, id: string): void => {
  const { turn, campus, index } = board
  turn.drop('meta', markOf(id))
  const world = worldOf(turn, campus)
  for (const key of index.of(id)) {
    const shown = turn.row('shown', key)
    if (!shown || turn.row('outbox', `redraw/${key}`)) continue
    if (fingerprint(drawFor(shown, world, true)) !== shown.drawn) queue(turn, shown)
  }
}

/** Where it stands; as another view, where it is to show something else from now on. */
export const queue = (turn: Turn, shown: Shown, view = shown.view): void =>
  turn.put('outbox', `redraw/${shown.key}`, {
    key: `redraw/${shown.key}`,
    to: shown.to,
    rank: 4,
    view,
    at: turn.at,
    nth: turn.next('notice'),
    ...(shown.incident === undefined ? {} : { incident: shown.incident }),
    channel: shown.channel,
    redraw: shown.key,
  })

/** Views that stay true where they stand: a text is what was said then, a record what was known then. */
const lives = ({ view }: Notice['view']): boolean =>
  view !== 'text' &&
  view !== 'news' &&
  view !== 'record' &&
  view !== 'document' &&
  view !== 'ledger' &&
  view !== 'roll' &&
  view !== 'briefing' &&
  view !== 'stats'

/** Does this card go on changing with what it is about? It does while one of its matters is not in the archive. */
const stands = ({ turn }: Board, notice: Notice): boolean =>
  lives(notice.view) &&
  (mattersOf(notice).some((id) => turn.row('incidents', id)) ||
    (notice.view.view === 'directory' && turn.row('incoming', notice.view.proposal) !== undefined))

/** A change of the directory went on, or is over: no card of it keeps a button that can't work. */
export const redrawProposal = (turn: Turn, id: string): void => {
  for (const shown of Object.values(turn.rows('shown')))
    if (shown.view.view === 'directory' && shown.view.proposal === id) queue(turn, shown)
}

/** This notice is on its platform now, as it was `drawn`: it is kept true from here on, or was what it was. */
export const show = (
  board: Board,
  notice: Notice,
  as: Pick<Shown, 'channel' | 'message' | 'drawn'>,
): void => {
  const { turn, index } = board
  const key = notice.redraw ?? notice.key
  if (!stands(board, notice)) {
    if (notice.redraw !== undefined) turn.drop('shown', key)
    return
  }
  const before = turn.row('shown', key)
  const row = {
    key,
    to: notice.to,
    channel: as.channel,
    message: as.message,
    ...(notice.incident ? { incident: notice.incident } : {}),
    view: notice.view,
    drawn: as.drawn,
    // drawn anew in place it is still as old as it was: platforms count from the sending
    at: before?.message === as.message ? before.at : turn.at,
  }
  turn.put('shown', key, row)
  index.note(row)
  if (!notice.incident && notice.view.view !== 'directory') keepLists(board, row)
}

/** So many lists of one reader are kept true; older ones say that a newer one stands below. */
const MOST_LISTS = 5

const keepLists = ({ turn, campus, index }: Board, row: Shown): void => {
  // what happened while it was on its way is not on it
  if (fingerprint(drawFor(row, worldOf(turn, campus), true)) !== row.drawn) queue(turn, row)
  const digest = row.view.view === 'digest'
  const kept = [...index.lists(row)]
    .flatMap((key) => turn.row('shown', key) ?? [])
    .filter(({ view }) => (view.view === 'digest') === digest && !(view.view === 'list' && view.told))
  for (const old of kept.slice(0, digest ? -1 : -MOST_LISTS))
    if (old.view.view === 'todo') queue(turn, old, { view: 'todo', items: [], over: true })
    else if (digest) queue(turn, old, { view: 'digest', incidents: [], over: true })
    else turn.drop('shown', old.key)
}

const cardAt = ({ turn, index }: Omit<Board, 'campus'>, channel: ChannelName, message: string) => {
  const key = index.keyOf(channel, message)
  return key === undefined ? undefined : turn.row('shown', key)
}

/** The card behind a platform's message as it must look now. Whoever asks shows it there: it need not be drawn again. */
export const shownAs = (board: Board, channel: ChannelName, message: string): Card | undefined => {
  const { turn, campus } = board
  const shown = cardAt(board, channel, message)
  if (shown?.message !== message) return undefined
  const world = worldOf(turn, campus)
  const rendered = drawFor(shown, world)
  if (!rendered || !('card' in rendered)) return undefined
  const drawn = fingerprint(drawFor(shown, world, true))
  if (drawn !== shown.drawn) turn.put('shown', shown.key, { ...shown, drawn })
  turn.drop('outbox', `redraw/${shown.key}`)
  return rendered.card
}

/** Is this message somebody's own card about that incident? What the group sees gives nobody away. */
export const shownOn = (
  board: Omit<Board, 'campus'>,
  channel: ChannelName,
  message: string,
  incident: string,
): boolean => {
  const shown = cardAt(board, channel, message)
  return shown?.message === message && 'person' in shown.to && mattersOf(shown).includes(incident)
}

/** A card that has done its work is not drawn anew any more. */
export const forgetShown = ({ turn, index }: Board, channel: ChannelName, message: string): void => {
  const key = index.keyOf(channel, message)
  if (key === undefined) return
  turn.drop('shown', key)
  turn.drop('outbox', `redraw/${key}`)
}

/** The cards of an incident that has left memory are not drawn any more; a list stays while one of its matters does. */
export const forgetCardsOf = ({ turn, index }: Omit<Board, 'campus'>, id: string): void => {
  for (const key of index.of(id)) {
    const shown = turn.row('shown', key)
    if (shown && !mattersOf(shown).some((one) => one !== id && turn.row('incidents', one)))
      turn.drop('shown', key)
  }
}

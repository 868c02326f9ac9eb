// What follows when something happened? Events are recorded, the people concerned are told, cards are drawn anew; one turn.
import { createHash } from 'node:crypto'
import { buttonOf, sheetOf } from '../../handlers/actions/show.js'
import { helpFor } from '../../handlers/help.js'
import { contextOf, formFields } from '../../handlers/questions.js'
import { maySee, partyOf } from '../../handlers/see.js'
import { tell } from '../../handlers/tell.js'
import type { Rules } from '../../rules/rules.js'
import type { World } from '../../rules/world.js'
import type {
  ChannelName,
  Directory,
  Event,
  Incident,
  Notice,
  PersonRef,
  Row,
  Shown,
  TableName,
  Told,
} from '../../store/schema.js'
import type { Card, Rendered } from '../../templates/card.js'
import { type Here, render } from '../../templates/cards.js'
import type { Channel } from '../channels/channel.js'
import { readBook } from './rules-file.js'
import type { Turn } from './turn.js'

/** The campus as it is in force now: replaced as a whole when the office saves a better one. */
export type Campus = { directory: Directory; rules: Rules }

/** The incidents that a card is about: its own, or those that it lists (待办, 列表). */
export const mattersOf = ({ incident, view }: Pick<Notice, 'incident' | 'view'>): readonly string[] => {
  if (incident !== undefined) return [incident]
  if (view.view === 'todo') return [...new Set((view.items ?? []).map((item) => item.incident))]
  return view.view === 'list' ? (view.items ?? []) : []
}

/** The cards that are shown, by incident and by message: an index that may hold too much, never too little. */
export type ShownIndex = {
  of(incident: string): ReadonlySet<string>
  keyOf(channel: ChannelName, message: string): string | undefined
  /** The lists (待办, 列表) of one reader on one platform, the oldest first. */
  lists(row: Pick<Shown, 'to' | 'channel'>): ReadonlySet<string>
  note(row: Shown): void
}

export const indexShown = (shown: Readonly<Record<string, Shown>>): ShownIndex => {
  const byIncident = new Map<string, Set<string>>()
  const byMessage = new Map<string, string>()
  const byReader = new Map<string, Set<string>>()
  const readerOf = ({ to, channel }: Pick<Shown, 'to' | 'channel'>): string =>
    `${channel}/${'person' in to ? to.person : ''}`
  const none: ReadonlySet<string> = new Set()
  const index: ShownIndex = {
    of: (incident) => byIncident.get(incident) ?? none,
    keyOf: (channel, message) => byMessage.get(`${channel}/${message}`),
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

type Source = {
  at: string
  rows: <T extends TableName>(table: T) => Readonly<Record<string, Row<T>>>
  incident(id: string): Incident | undefined
}

export const worldOf = (turn: Source, campus: Campus): World => ({
  now: turn.at,
  rules: campus.rules,
  directory: campus.directory,
  away: turn.rows('away'),
  strangers: turn.rows('strangers'),
  incidents: turn.rows('incidents'),
  ledger: turn.rows('ledger'),
  find: (id) => turn.incident(id),
  stubs: turn.rows('stubs'),
  used: turn.rows('used'),
  rulebooks: turn.rows('rulebooks'),
  rulebook: (version) => readBook(turn.rows('rulebooks')[version]),
})

const heres = new WeakMap<World, Map<boolean, Here>>()

/** The same for the same world: what is computed for one card of it is known for the next. */
export const hereOf = (world: World, still = false): Here => {
  const known = heres.get(world) ?? new Map<boolean, Here>()
  heres.set(world, known)
  const here = known.get(still) ?? makeHere(world, still)
  known.set(still, here)
  return here
}

const makeHere = (world: World, still: boolean): Here => ({
  ...world,
  still,
  maySee: (reader, incident) => maySee(reader, incident, world),
  reportFields: (reader) => formFields(contextOf(reader, world)),
  button: (action, by, incident, which) => buttonOf(action, { by, incident, world }, which),
  sheet: (action, by, incident, which) => sheetOf(action, { by, incident, world }, which),
  help: (reader) => helpFor(partyOf(reader, world), world),
})

export const refById = (id: string, world: World): PersonRef => {
  const person = world.directory.people.find((one) => one.id === id)
  if (person) return { id, name: person.name, ...(person.title ? { title: person.title } : {}) }
  return { id, name: world.strangers[id]?.name ?? id }
}

/** Draws a notice's or card's view for the one it is meant for. */
export const drawFor = (
  row: Pick<Notice, 'to' | 'view'>,
  world: World,
  still = false,
): Rendered | undefined => {
  const reader =
    'person' in row.to
      ? partyOf(refById(row.to.person, world), world)
      : { id: '', name: '', office: false, leader: false }
  return render(row.view, reader, hereOf(world, still))
}

/** The fingerprint of a drawing without its relative times. */
export const fingerprint = (rendered: Rendered | undefined): string =>
  createHash('sha256')
    .update(JSON.stringify(rendered ?? null))
    .digest('base64url')
    .slice(0, 22)

export type Bench = {
  turn: Turn
  campus: Campus
  index: ShownIndex
  touched: Set<string>
  channels: readonly Pick<Channel, 'name' | 'hasGroup'>[]
}

/** Puts a notice into the outbox, once: a key that waits or is shown already is left alone. */
export const owe = (
  bench: Pick<Bench, 'turn' | 'channels'>,
  told: Told & Partial<Pick<Notice, 'channel' | 'only' | 'vital'>>,
): void => {
  const { turn, channels } = bench
  if ('group' in told.to && !told.only) {
    // every platform has a campus group of its own: one line each, and an answer only where the question was asked
    const groups = channels.filter(({ name, hasGroup }) => hasGroup && (told.channel ?? name) === name)
    for (const [nth, { name }] of groups.entries())
      owe(bench, {
        ...told,
        key: nth === 0 ? told.key : `${told.key}@${name}`,
        channel: name,
        only: true,
      })
    return
  }
  if (turn.row('outbox', told.key) || turn.row('shown', told.key)) return
  turn.put('outbox', told.key, { ...told, at: turn.at, nth: turn.next('notice') })
}

/** Records events of one incident, tells everybody concerned, and has changed cards drawn anew. */
export const happen = (bench: Bench, id: string, events: Event[]): Incident | undefined => {
  const { turn, campus } = bench
  const before = lastSeen(turn.row('incidents', id))
  for (const event of events) {
    const incident = turn.record(id, event)
    for (const told of tell(incident, incident.record.length - 1, worldOf(turn, campus))) owe(bench, told)
  }
  bench.touched.add(id)
  const after = turn.row('incidents', id)
  if (lastSeen(after) !== before) redrawAll(bench, id)
  return after
}

/**
 * What of an incident's past a card may show, in one reference: the last event that is no delivery. A delivery shows
 * on no card, unless it reaches somebody who could not be reached.
 */
export const lastSeen = (incident: Incident | undefined): unknown => {
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
 * answered first, and what changes several times is drawn once. `drawAnew` follows.
 */
export const redrawAll = ({ turn, index }: Bench, id: string): void => {
  if (index.of(id).size > 0 && turn.row('meta', markOf(id)) === undefined) turn.put('meta', markOf(id), true)
}

/** Every card of this incident that no longer shows the truth is queued to be drawn anew, in place. */
export const drawAnew = (bench: Bench, id: string): void => {
  const { turn, campus, index } = bench
  turn.drop('meta', markOf(id))
  const world = worldOf(turn, campus)
  for (const key of index.of(id)) {
    const shown = turn.row('shown', key)
    if (!shown || turn.row('outbox', `redraw/${key}`)) continue
    if (fingerprint(drawFor(shown, world, true)) !== shown.drawn) oweRedraw(turn, shown)
  }
}

/** Has this card drawn anew where it stands; as another view, where it is to show something else from now on. */
export const oweRedraw = (turn: Turn, shown: Shown, view = shown.view): void =>
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

/** The cards of an incident that has left memory are not drawn any more; a list stays while one of its matters does. */
export const forgetCardsOf = ({ turn, index }: Pick<Bench, 'turn' | 'index'>, id: string): void => {
  for (const key of index.of(id)) {
    const shown = turn.row('shown', key)
    if (shown && !mattersOf(shown).some((one) => one !== id && turn.row('incidents', one)))
      turn.drop('shown', key)
  }
}

/** The card behind a platform's message as it must look now. Whoever asks shows it there: it need not be drawn again. */
export const shownAs = (
  { turn, campus, index }: Bench,
  channel: ChannelName,
  message: string,
): Card | undefined => {
  const key = index.keyOf(channel, message)
  const shown = key === undefined ? undefined : turn.row('shown', key)
  if (!shown || shown.message !== message) return undefined
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
  { turn, index }: Pick<Bench, 'turn' | 'index'>,
  channel: ChannelName,
  message: string,
  incident: string,
): boolean => {
  const key = index.keyOf(channel, message)
  const shown = key === undefined ? undefined : turn.row('shown', key)
  return shown?.message === message && 'person' in shown.to && mattersOf(shown).includes(incident)
}

/** A card that has done its work is not drawn anew any more. */
export const forgetShown = ({ turn, index }: Bench, channel: ChannelName, message: string): void => {
  const key = index.keyOf(channel, message)
  if (key === undefined) return
  turn.drop('shown', key)
  turn.drop('outbox', `redraw/${key}`)
}

// What is remembered of a notice that has left? In one turn its row goes, the card is known, the record grows.
import type { Notice, Shown, View } from '../../store/schema.js'
import { whatOf } from '../../templates/cards.js'
import {
  type Bench,
  drawFor,
  fingerprint,
  happen,
  mattersOf,
  owe,
  oweRedraw,
  refById,
  worldOf,
} from '../turn/happen.js'
import type { Fate } from './sender.js'

type Sent = Extract<Fate, { fate: 'sent' }>

/** Views that stay true where they stand: a text is what was said then, a record what was known then. */
const lives = ({ view }: View): boolean =>
  view !== 'text' && view !== 'news' && view !== 'record' && view !== 'document'

/** `again`: it may have been sent before, and the platform can't tell any more. */
export const conclude = (
  bench: Bench,
  notice: Notice,
  fate: Exclude<Fate, { fate: 'later' }>,
  again = false,
): void => {
  const { turn, campus } = bench
  turn.drop('outbox', notice.key)
  if (fate.fate === 'dropped') return
  if (fate.fate === 'sent') remember(bench, notice, fate)
  const known = notice.incident === undefined ? undefined : turn.row('incidents', notice.incident)
  if (!known || notice.redraw !== undefined || !('person' in notice.to)) return
  const what = {
    at: turn.at,
    notice: notice.key,
    to: refById(notice.to.person, worldOf(turn, campus)),
    what: whatOf(notice.view),
  }
  if (fate.fate === 'sent') {
    const more = { ...(fate.urged ? { urgency: fate.urged } : {}), ...(again ? { again } : {}) }
    happen(bench, known.id, [{ type: 'delivered', ...what, channel: fate.channel, ...more }])
  } else if (!notice.only && !notice.quiet) {
    happen(bench, known.id, [{ type: 'undeliverable', ...what, reason: fate.reason }])
  }
}

/** Does this card go on changing with what it is about? It does while one of its matters is not in the archive. */
const stands = ({ turn }: Bench, notice: Notice): boolean =>
  lives(notice.view) &&
  (notice.incident === undefined ? mattersOf(notice) : [notice.incident]).some((id) =>
    turn.row('incidents', id),
  )

/** So many lists of one reader are kept true; older ones say that a newer one stands below. */
const MOST_LISTS = 5

const keepLists = (bench: Bench, row: Shown): void => {
  const { turn, campus, index } = bench
  // what happened while it was on its way is not on it
  if (fingerprint(drawFor(row, worldOf(turn, campus), true)) !== row.drawn) oweRedraw(turn, row)
  const kept = [...index.lists(row)].flatMap((key) => turn.row('shown', key) ?? [])
  for (const old of kept.slice(0, -MOST_LISTS))
    if (old.view.view === 'todo') oweRedraw(turn, old, { view: 'todo', items: [], over: true })
    else turn.drop('shown', old.key)
}

const remember = (bench: Bench, notice: Notice, fate: Sent): void => {
  const { turn, index } = bench
  const key = notice.redraw ?? notice.key
  if (stands(bench, notice)) {
    const before = turn.row('shown', key)
    const row = {
      key,
      to: notice.to,
      channel: fate.channel,
      message: fate.message,
      ...(notice.incident ? { incident: notice.incident } : {}),
      view: notice.view,
      drawn: fate.drawn,
      // drawn anew in place it is still as old as it was: platforms count from the sending
      at: before?.message === fate.message ? before.at : turn.at,
    }
    turn.put('shown', key, row)
    index.note(row)
    if (!notice.incident) keepLists(bench, row)
  } else if (notice.redraw !== undefined) turn.drop('shown', key)
  // As the ladder grows louder, the person's other platform hears it too.
  const loud = notice.urgency === 'sms' || notice.urgency === 'phone'
  if (loud && !notice.only && notice.redraw === undefined)
    for (const other of fate.others)
      owe(bench, { ...notice, key: `${notice.key}@${other}`, channel: other, only: true })
}

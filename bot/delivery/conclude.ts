// What is remembered of a notice that has left? In one turn its row goes, the card is known, the record grows.
import type { Notice } from '../../store/schema.js'
import { whatOf } from '../../templates/cards.js'
import { type Bench, happen, owe } from '../turn/happen.js'
import { show } from '../turn/shown.js'
import { refById, worldOf } from '../turn/world.js'
import type { Fate } from './sender.js'

type Sent = Extract<Fate, { fate: 'sent' }>

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

const remember = (bench: Bench, notice: Notice, fate: Sent): void => {
  show(bench, notice, fate)
  // As the ladder grows louder, the person's other platform hears it too.
  const loud = notice.urgency === 'sms' || notice.urgency === 'phone'
  if (loud && !notice.only && notice.redraw === undefined)
    for (const other of fate.others)
      owe(bench, { ...notice, key: `${notice.key}@${other}`, channel: other, only: true })
}

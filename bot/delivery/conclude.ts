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
  // a digest may have grown while it was on its way
  const grown = turn.row('outbox', notice.key) ?? notice
  turn.drop('outbox', notice.key)
  if (fate.fate === 'dropped') return
  if (fate.fate === 'sent') remember(bench, grown, fate)
  if (fate.fate === 'undeliverable') noteUnreached(bench, notice, fate.reason)
  // an entry of a task list is no message: it tells nobody, and nobody is out of reach for want of one
  if (notice.redraw !== undefined || notice.view.view === 'task' || !('person' in notice.to)) return
  const to = refById(notice.to.person, worldOf(turn, campus))
  for (const { key, incident } of grown.gathered ?? [{ key: notice.key, incident: notice.incident ?? '' }]) {
    if (!turn.row('incidents', incident)) continue
    const what = { at: turn.at, notice: key, to, what: whatOf(notice.view) }
    if (fate.fate === 'sent') {
      const more = { ...(fate.urged ? { urgency: fate.urged } : {}), ...(again ? { again } : {}) }
      happen(bench, incident, [{ type: 'delivered', ...what, channel: fate.channel, ...more }])
    } else if (!notice.only && !notice.quiet) {
      happen(bench, incident, [{ type: 'undeliverable', ...what, reason: fate.reason }])
    }
  }
}

/** A call of the 到达测试 that reached nobody is what the test was for. */
const noteUnreached = ({ turn }: Bench, { view, to }: Notice, reason: string): void => {
  const test = view.view === 'reach-call' && 'person' in to ? turn.row('reach', view.test) : undefined
  const call = test && 'person' in to ? test.calls[to.person] : undefined
  if (test && call && 'person' in to)
    turn.put('reach', test.id, { ...test, calls: { ...test.calls, [to.person]: { ...call, lost: reason } } })
}

const remember = (bench: Bench, notice: Notice, fate: Sent): void => {
  show(bench, notice, fate)
  const { gathered: _, ...alone } = notice
  // As the ladder grows louder, the person's other platform hears it too.
  const loud = notice.urgency === 'sms' || notice.urgency === 'phone'
  if (loud && !notice.only && notice.redraw === undefined)
    for (const other of fate.others)
      owe(bench, { ...alone, key: `${notice.key}@${other}`, channel: other, only: true })
}

// What does a platform tell of messages themselves? Somebody took back what they said, opened what was sent, ticked a task: weak signs.
import { openedBy } from '../../handlers/actions/acknowledge.js'
import { RANK } from '../../handlers/tell.js'
import type { ChannelName, Party } from '../../store/schema.js'
import { whatOf } from '../../templates/cards.js'
import { drawFor, fingerprint } from '../turn/drawing.js'
import { type Bench, happen, owe } from '../turn/happen.js'
import { queue } from '../turn/shown.js'
import { refById, worldOf } from '../turn/world.js'

export const noteRecalled = (bench: Bench, said: { channel: ChannelName; message: string }): void => {
  const { turn } = bench
  const heard = turn.row('heard', `${said.channel}/${said.message}`)
  for (const incident of heard?.incidents ?? [])
    if (turn.incident(incident)) happen(bench, incident, [{ type: 'recalled', at: turn.at }])
}

/** Once for each notice, of those that were sent to whoever opened them, while the incident goes on. */
export const noteSeen = (
  bench: Bench,
  party: Party,
  channel: ChannelName,
  messages: readonly string[],
): void => {
  const { turn, campus, index } = bench
  for (const message of messages) {
    const key = index.keyOf(channel, message)
    const shown = key === undefined ? undefined : turn.row('shown', key)
    const incident = shown?.incident ? turn.row('incidents', shown.incident) : undefined
    if (!shown || !incident || !('person' in shown.to) || shown.to.person !== party.id) continue
    const known = incident.record.some((event) => event.type === 'seen' && event.notice === shown.key)
    if (known || incident.status === 'closed' || incident.status === 'withdrawn') continue
    const by = refById(party.id, worldOf(turn, campus))
    happen(bench, incident.id, [
      { type: 'seen', at: turn.at, notice: shown.key, by, what: whatOf(shown.view) },
      ...openedBy(party, incident, worldOf(turn, campus)),
    ])
  }
}

/** Nothing is done by a tick: what is owed is asked for, with its buttons, and the task stands open again. */
export const noteTicked = (bench: Bench, { channel, task }: { channel: ChannelName; task: string }): void => {
  const { turn, campus, index } = bench
  const shown = turn.row('shown', index.keyOf(channel, task) ?? '')
  if (shown?.view.view !== 'task' || shown.message !== task) return
  const { incident, duty } = shown.view
  const world = worldOf(turn, campus)
  const drawn = drawFor(shown, world)
  if (!drawn || !('task' in drawn) || drawn.task.done) return
  // it is being changed by us: then this may be our own tick, taken back meanwhile
  if (turn.row('outbox', `redraw/${shown.key}`) || fingerprint(drawFor(shown, world, true)) !== shown.drawn)
    return
  turn.put('shown', shown.key, { ...shown, drawn: 'ticked' })
  queue(turn, shown)
  owe(bench, {
    key: `${incident}/ticked${turn.next('ticked')}/${'person' in shown.to ? shown.to.person : ''}`,
    to: shown.to,
    rank: RANK.reply,
    view: { view: 'duty', incident, duties: [duty], ticked: true },
    incident,
    duties: [duty],
    channel,
    vital: true,
  })
}

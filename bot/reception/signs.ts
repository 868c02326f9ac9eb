// What does a platform tell of messages themselves? Somebody took back what they said, or opened what was sent: weak signs, recorded.
import { openedBy } from '../../handlers/actions/acknowledge.js'
import type { ChannelName, Party } from '../../store/schema.js'
import { whatOf } from '../../templates/cards.js'
import { type Bench, happen } from '../turn/happen.js'
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

// What becomes of the inbound thing that froze the process? It is set aside, its sender asked to say it otherwise, the office told.
import { deskPhone } from '../../store/campus.js'
import type { Frozen } from '../../store/frozen.js'
import { frozenOffice, notHandled } from '../../templates/sentences.js'
import type { Channel } from '../channels/channel.js'
import type { Answer } from '../channels/inbound.js'
import { type Bench, owe } from '../turn/happen.js'
import { refById, worldOf } from '../turn/world.js'
import { identify } from './desk.js'

/**
 * In a turn. From now on this id has its answer, so that it is never worked on again however often it is brought.
 * `tellOffice` is called with a key and the words; nothing here says what the message was about.
 */
export const setAside = (
  bench: Bench,
  { at, id, from }: Frozen,
  channels: readonly Channel[],
  tellOffice: (key: string, text: string) => void,
): void => {
  if (id === undefined) return tellOffice(`frozen/${at.slice(0, 13)}`, frozenOffice(undefined, undefined))
  if (bench.turn.row('inbox', id) !== undefined) return
  const text = notHandled(deskPhone(bench.campus.directory, '网信办'))
  const answer: Answer = { toast: { type: 'warning', text } }
  bench.turn.put('inbox', id, { at: bench.turn.at, answer, aside: true })
  const party = from && identify(from, bench, channels)
  if (party)
    owe(bench, {
      key: `aside/${id}`,
      to: { person: party.id },
      rank: 0,
      view: { view: 'text', text },
      channel: from.channel,
    })
  const sender = party && refById(party.id, worldOf(bench.turn, bench.campus))
  tellOffice(`frozen/${id}`, frozenOffice(id, sender))
}

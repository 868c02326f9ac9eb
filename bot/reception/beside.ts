// What was told while «是不是同一件事» waits for its answer? It waits in memory alone, for no first question about it has its no yet.
import type { Command } from '../../handlers/understand/words.js'
import type { Draft } from '../../store/schema.js'
import { toldBeside as toldBesideText } from '../../templates/reception.js'
import { type Desk, reply } from './desk.js'

/** What belongs to no report in the making any more. */
const OFFERED = { id: 'beside' }

/** A turn may be run again: the same words are not kept twice. */
export const tellBeside = ({ held, party }: Desk, draft: Draft, text: string): void => {
  const before = held.of(party.id, draft)?.sentence
  if (!before?.includes(text)) held.keep(party.id, draft.id, before ? `${before}\n${text}` : text)
}

export const toldBeside = ({ held, party }: Desk, draft: Draft): string | undefined =>
  draft.state === 'same-thing' ? held.of(party.id, draft)?.sentence : undefined

/** Where it belongs is asked. `incident`: the one that the report was joined to. */
export const offerTold = (desk: Desk, told: string, incident?: string): void => {
  desk.turn.afterCommit(() => desk.held.keep(desk.party.id, OFFERED.id, told))
  reply(desk, { view: 'offer', ...toldBesideText(incident), rash: true })
}

/** The bare word that was offered takes what was told with it; another word leaves it behind. */
export const withTold = ({ held, party, turn }: Desk, command: Command): Command => {
  const told = held.of(party.id, OFFERED)?.sentence
  if (told === undefined) return command
  turn.afterCommit(() => held.forget(party.id))
  const goes = command.command === 'report' || (command.command === 'note' && command.number !== undefined)
  return goes && command.rest.trim() === '' ? { ...command, rest: told } : command
}

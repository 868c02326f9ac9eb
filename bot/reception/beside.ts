// What was told while «是不是同一件事» waits for its answer? It waits in memory alone, for no first question about it has its no yet.
import type { Command } from '../../handlers/understand/words.js'
import type { Draft } from '../../store/schema.js'
import { toldBeside as toldBesideText } from '../../templates/reception.js'
import { type Desk, reply } from './desk.js'

/** What belongs to no report in the making any more. */
const OFFERED = { id: 'beside' }

/** Never under the name of the report itself: what that began with is no other story. */
const nameOf = ({ id }: Draft): string => `beside/${id}`

const waiting = ({ held, party }: Pick<Desk, 'held' | 'party'>, draft: Draft): string | undefined =>
  held.of(party.id, { id: nameOf(draft) })?.sentence

/** A turn may be run again: the same words are not kept twice. */
export const tellBeside = (desk: Desk, draft: Draft, text: string): void => {
  const before = waiting(desk, draft)
  if (!before?.includes(text))
    desk.held.keep(desk.party.id, nameOf(draft), before ? `${before}\n${text}` : text)
}

export const toldBeside = (desk: Desk, draft: Draft): string | undefined =>
  draft.state === 'same-thing' ? waiting(desk, draft) : undefined

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

// What was told while «是不是同一件事» waits for its answer? It waits in memory alone, for no first question about it has its no yet.
import type { Draft } from '../../store/schema.js'
import type { Desk } from './desk.js'

/** Never under the name of the report itself: what that began with is no other story. */
const nameOf = ({ id }: Draft): string => `beside/${id}`

const waiting = ({ held, party }: Pick<Desk, 'held' | 'party'>, draft: Draft): string | undefined =>
  held.of(party.id, { id: nameOf(draft) })?.sentence

/** A turn may be run again: the same words are not kept twice. That there were some is kept, so that their loss is owned up to. */
export const tellBeside = (desk: Desk, draft: Draft, text: string): void => {
  desk.turn.put('drafts', desk.party.id, { ...draft, beside: true })
  const before = waiting(desk, draft)
  if (!before?.includes(text))
    desk.held.keep(desk.party.id, nameOf(draft), before ? `${before}\n${text}` : text)
}

/** `lost` by a restart. */
export const toldBeside = (desk: Desk, draft: Draft): { told: string } | 'lost' | undefined => {
  if (draft.state !== 'same-thing') return undefined
  const told = waiting(desk, draft)
  return told === undefined ? (draft.beside ? 'lost' : undefined) : { told }
}

// Which words are offered as a report of their own? They wait in memory alone; that some were offered is kept, so that their loss is owned up to.
import type { Command } from '../../handlers/understand/words.js'
import { besideLost, toldBeside } from '../../templates/reception.js'
import { unreadOffer } from '../../templates/sentences.js'
import { type Desk, reply, say } from './desk.js'

/** What belongs to no report in the making: told beside one that is over, or not understood. */
const BESIDE = { id: 'beside' }
const UNREAD = { id: 'unread' }

const markOf = (person: string): string => `offered/${person}`

const waiting = ({ held, party }: Desk): string | undefined =>
  (held.of(party.id, BESIDE) ?? held.of(party.id, UNREAD))?.sentence

const offer = (desk: Desk, { id }: { id: string }, sentence: string): void => {
  desk.turn.put('meta', markOf(desk.party.id), desk.world.now)
  desk.turn.afterCommit(() => desk.held.keep(desk.party.id, id, sentence))
}

/** Where it belongs is asked. `incident`: the one that the report was joined to. */
export const offerTold = (desk: Desk, told: string, incident?: string): void => {
  offer(desk, BESIDE, told)
  reply(desk, { view: 'offer', ...toldBeside(incident), rash: true })
}

/** `near`: words that may be meant instead. The newest sentence counts, but never drops what was told of an incident. */
export const offerUnread = (desk: Desk, text: string, near: readonly string[], phone?: string): void => {
  const beside = desk.held.of(desk.party.id, BESIDE)?.sentence
  offer(desk, beside ? BESIDE : UNREAD, beside ? `${beside}\n${text}` : text)
  reply(desk, { view: 'offer', ...unreadOffer(near, phone) })
}

const offeredAt = ({ turn, party }: Desk): unknown => turn.row('meta', markOf(party.id))

/** A dialog that nobody goes on with lapses after as long. */
const isFresh = (desk: Desk): boolean => {
  const at = offeredAt(desk)
  return (
    typeof at === 'string' && Date.parse(desk.world.now) - Date.parse(at) < desk.world.rules.dialogLapsesMs
  )
}

/** Nothing is offered any more. */
export const leaveOffer = (desk: Desk): void => {
  if (offeredAt(desk) !== undefined) desk.turn.drop('meta', markOf(desk.party.id))
  desk.turn.afterCommit(() => desk.held.forget(desk.party.id))
}

/** Is something offered just now, be it still there or lost by a restart? */
export const isOffered = isFresh

/** What was offered; `lost` by a restart or by the time that has passed; nothing where it was used or left behind. */
export const takeOffered = (desk: Desk): { told: string } | 'lost' | undefined => {
  const told = isFresh(desk) ? waiting(desk) : undefined
  return told === undefined ? (offeredAt(desk) === undefined ? undefined : 'lost') : { told }
}

/** 补充 with its number takes what was told with it; another word than that leaves it behind, but for 补充 alone, which asks to what. */
export const withTold = (desk: Desk, command: Command): Command => {
  const bare = command.command === 'note' && command.rest.trim() === ''
  if (bare && command.number === undefined) return command
  const told = isFresh(desk) ? waiting(desk) : undefined
  if (bare && told === undefined && isFresh(desk)) say(desk, besideLost)
  leaveOffer(desk)
  return told !== undefined && bare ? { ...command, rest: told } : command
}

// Which matter is meant? By its number, or the only one that it can be; a number that one may not see does not exist.
import type { Action } from '../../handlers/actions/action.js'
import { overNow } from '../../handlers/decision.js'
import { DRILL, NOTICE } from '../../handlers/report.js'
import { maySee, visible } from '../../handlers/see.js'
import type { Command } from '../../handlers/understand/words.js'
import { localParts } from '../../rules/calendar.js'
import { isOf, type Matter, type Refusal } from '../../store/schema.js'
import type { Desk } from './desk.js'

type Meant = Matter | Refusal

const onlyOne = (all: readonly Matter[]): Meant => {
  const [only] = all
  return only && all.length === 1 ? only : { why: 'which-incident', ids: all.map(({ id }) => id) }
}

/** What goes on, of all that this person may see. */
const going = ({ party, world }: Desk): Matter[] =>
  visible(party, world).filter((one) => overNow(one) === undefined)

/** A bare number is completed to one of this year, and of the kind whose numbers begin so. */
const numbered = ({ party, world }: Desk, number: string, kind = ''): Meant => {
  const year = localParts(Date.parse(world.now), world.rules.timezone).y
  const whole = /^\d{1,4}$/.test(number) ? `${year}-${number.padStart(4, '0')}` : number
  const found = world.find(whole.startsWith(kind) ? whole : `${kind}${whole}`)
  return found && maySee(party, found, world) ? found : { why: 'no-such-incident' }
}

/** One whose numbers begin so where there is one, else what the number says as it stands. */
const ofKind = (desk: Desk, number: string, kind: string): Meant => {
  const own = numbered(desk, number, kind)
  return 'why' in own ? numbered(desk, number) : own
}

export const meant = (desk: Desk, number: string | undefined): Meant =>
  number ? numbered(desk, number) : onlyOne(going(desk))

/** Is there one of this number? */
export const isThere =
  (desk: Desk) =>
  (number: string): boolean =>
    !('why' in numbered(desk, number))

/** Where only a number may follow, anything else names none: least of all the only one there is. */
export const meantBy = (desk: Desk, { number, rest }: Pick<Command, 'number' | 'rest'>): Meant =>
  number || rest.trim() === ''
    ? meant(desk, number)
    : { why: 'which-incident', ids: going(desk).map(({ id }) => id) }

/** 重开 speaks of what is settled, which may long be in the archive: without its number only one that was settled just now. */
const meantSettled = (desk: Desk, number: string | undefined): Meant => {
  if (number) return numbered(desk, number)
  const settled = onlyOne(visible(desk.party, desk.world).filter((one) => overNow(one) !== undefined))
  return 'why' in settled ? { why: 'number-needed' } : settled
}

/** 演练结束 2026-0001: the drill of that number, for it is nothing else's; without one the only drill that goes on. */
const meantDrill = (desk: Desk, { number, rest }: Command): Meant => {
  if (number !== undefined) return ofKind(desk, number, DRILL)
  const drills = going(desk).filter(({ drill }) => drill)
  return rest.trim() === '' ? onlyOne(drills) : { why: 'which-incident', ids: drills.map(({ id }) => id) }
}

/** What this action can be done to: a bare number is of the kind that it is for, and so is the only one that can be meant. */
export const meantFor = (desk: Desk, command: Command, { of, ofSettled, ofDrill, typed }: Action): Meant => {
  const { number } = command
  if (ofSettled) return meantSettled(desk, number)
  if (ofDrill) return meantDrill(desk, command)
  if (!typed?.read) return meantBy(desk, command)
  if (number === undefined) return onlyOne(going(desk).filter((one) => isOf(one, of)))
  return of && !of.includes('incident') ? ofKind(desk, number, NOTICE) : numbered(desk, number)
}

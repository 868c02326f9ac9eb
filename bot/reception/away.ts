// 外出, 销假: who stands in, from when to when, and when is it over? What waits changes hands at once.
import { away, back, gapOf } from '../../handlers/away.js'
import { refOf } from '../../handlers/decision.js'
import { endsAway } from '../../handlers/understand/away.js'
import { registeredBy } from '../../templates/reception.js'
import { awayText, backText } from '../../templates/standin.js'
import { comeBack, goAway } from '../turn/hands.js'
import { owe } from '../turn/happen.js'
import { type Desk, refuse, say } from './desk.js'

/** Whoever it is about hears of it too, when somebody else said it. */
const tellBoth = (desk: Desk, person: string, text: string): void => {
  say(desk, text)
  if (person !== desk.party.id)
    owe(desk, {
      key: `away/${desk.said.id}/${person}`,
      to: { person },
      rank: 0,
      view: { view: 'text', text: registeredBy(text, desk.party.name) },
    })
}

/** Does what stands behind 外出 or 销假 belong to it: moments or a person, though they may be refused? Else it only begins a sentence. */
export const meansLeave = ({ party, world }: Desk, command: 'away' | 'back', rest: string): boolean => {
  const over = command === 'back' ? rest : endsAway(rest)
  const wanted = over === undefined ? away(party, rest, world) : back(party, over, world)
  return !('why' in wanted) || (wanted.why !== 'period-wrong' && wanted.why !== 'no-such-person')
}

export const leave = (desk: Desk, rest: string): void => {
  const over = endsAway(rest)
  if (over !== undefined) return endLeave(desk, over)
  const wanted = away(desk.party, rest, desk.world)
  if ('why' in wanted) return refuse(desk, wanted)
  const gap = gapOf(wanted, desk.world)
  tellBoth(desk, wanted.person.id, awayText(wanted, gap, desk.world))
  goAway(desk, wanted, gap, desk.world)
}

export const endLeave = (desk: Desk, rest: string): void => {
  const wanted = back(desk.party, rest, desk.world)
  if ('why' in wanted) return refuse(desk, wanted)
  const { person, ended, left } = wanted
  const ids = comeBack(desk, person, wanted, refOf(desk.party))
  tellBoth(desk, person.id, backText(person, ended, left, ids, desk.world))
}

// 零报告: what does the word do? A unit says its day with it; the office opens a key period, looks, ends it early, or takes the roll-up.
import { actions } from '../../handlers/actions/index.js'
import { refOf } from '../../handlers/decision.js'
import { redactCredentials } from '../../handlers/understand/credentials.js'
import { keyPeriodIn, openIn, zeroAsked } from '../../handlers/understand/key-period.js'
import { unitsAhead } from '../../handlers/understand/notice.js'
import {
  endedEarly,
  nextOfOpening,
  periodMeant,
  periodOf,
  withoutLastSaid,
  withSaid,
} from '../../handlers/zero.js'
import { duties } from '../../rules/duties.js'
import { goingPeriods, openDays } from '../../rules/zero.js'
import type { Opening, Period } from '../../store/schema.js'
import {
  endAsked,
  noDayLeft,
  noPeriodGoing,
  openingAsked,
  openingDropped,
  openingEarly,
  openingOver,
  openingWrong,
  periodEnded,
  periodOpened,
  rollComes,
  zeroOverview,
  zeroWords,
} from '../../templates/zero.js'
import { happen } from '../turn/happen.js'
import { carryOutTyped } from './carry-out.js'
import { caseOf, type Desk, refuse, reply, say } from './desk.js'

export const zero = (desk: Desk, typed: string): void => {
  const { party, world } = desk
  if (!party.office) return tell(desk)
  const asked = zeroAsked(typed)
  if (asked?.what === 'sum') return handRoll(desk, asked.of)
  if (asked?.what === 'end') return end(desk, asked.of)
  if (asked?.what === 'open') return begin(desk, asked.of)
  if (typed.trim() === '') return owes(desk) ? tell(desk) : look(desk)
  const { units, rest } = unitsAhead(typed, world.directory)
  const [unit] = units
  if (unit && units.length === 1 && rest === '' && openDays(world).length > 0) return tell(desk, unit.id)
  begin(desk, typed)
}

/** Does this person answer for a unit of the day that goes on? */
const owes = ({ party, world }: Desk): boolean =>
  openDays(world).some((day) =>
    duties(day, world).some(({ clock, owners }) => clock.each && owners.some(({ id }) => id === party.id)),
  )

/** As its button does: of the last day that is open, for all that is theirs; by the office for one unit. */
const tell = (desk: Desk, unit?: string): void => {
  const [day] = openDays(desk.world)
  if (!day) return refuse(desk, { why: 'no-zero-today' })
  const duty = unit && duties(day, desk.world).find((one) => one.clock.each && one.unit?.id === unit)?.id
  const { tell_zero: action } = actions
  const decision = action.decide({ ...caseOf(desk, day), ...(duty ? { duty } : {}) })
  carryOutTyped(desk, day, decision, action)
}

const look = (desk: Desk): void => {
  const { turn, world } = desk
  const [day] = openDays(world)
  if (day) reply(desk, { view: 'incident', incident: day.id })
  const some = Object.keys(turn.rows('periods')).length > 0
  reply(desk, { view: 'offer', ...zeroOverview(goingPeriods(world), some, world), rash: true })
}

const ask = (desk: Desk, opening: Opening): void => {
  const asked = nextOfOpening(opening)
  desk.turn.put('opening', desk.party.id, { ...opening, asked })
  const overlaps = goingPeriods(desk.world).filter(
    ({ from, to }) => from <= (opening.to ?? '') && (opening.from ?? '') <= to,
  )
  reply(desk, {
    view: 'offer',
    ...openingAsked(opening, asked, desk.world, overlaps),
    rash: true,
    ...(asked === 'preview' ? {} : { of: `${opening.id}/${asked}` }),
  })
}

const begin = (desk: Desk, typed: string): void => {
  desk.turn.drop('issuing', desk.party.id)
  desk.turn.drop('planning', desk.party.id)
  const id = `z${desk.turn.next('period')}`
  const { opening, wrong } = withSaid(
    { id, touchedAt: desk.world.now },
    redactCredentials(typed).text,
    desk.world,
  )
  tellWrong(desk, opening, wrong)
  ask(desk, opening)
}

const tellWrong = (
  desk: Desk,
  { asked = 'days' }: Opening,
  wrong: Parameters<typeof openingWrong>[0] | undefined,
): void => {
  if (wrong) say(desk, openingWrong(wrong, asked, desk.world.rules.zeroReport.longestDays))
}

/** Days or an hour stand in it: it is a key period, whatever else it tells. */
export const namesPeriod = (text: string, world: Desk['world']): boolean => {
  const { from, at, wrong } = keyPeriodIn(text, world)
  return from !== undefined || at !== undefined || wrong !== undefined
}

/** The period that this person is making, where it has not lapsed. */
export const openingOf = ({ turn, party, world }: Desk): Opening | undefined => {
  const opening = turn.row('opening', party.id)
  const fresh = opening && Date.parse(world.now) - Date.parse(opening.touchedAt) < world.rules.dialogLapsesMs
  return fresh ? opening : undefined
}

/** 开始零报告 pressed or typed, after it was opened or taken back. */
export const openedBefore = (desk: Desk, text: string): boolean => {
  const word = openIn(text)
  if (word) say(desk, openingOver)
  return word !== undefined
}

export const answerOpening = (desk: Desk, opening: Opening, text: string): void => {
  const { turn, party, world } = desk
  const said = redactCredentials(text).text.trim()
  if (said === zeroWords.cancel) {
    turn.drop('opening', party.id)
    return say(desk, openingDropped)
  }
  if (said === zeroWords.back)
    return ask(desk, { ...withoutLastSaid(opening), id: `z${turn.next('period')}`, touchedAt: world.now })
  if (!party.office) {
    turn.drop('opening', party.id)
    return refuse(desk, { why: 'office-only' })
  }
  const word = openIn(said)
  if (word?.meant !== undefined && word.meant !== opening.id) return say(desk, openingOver)
  if (word && opening.asked !== 'preview') {
    say(desk, openingEarly)
    return ask(desk, opening)
  }
  if (word) {
    turn.drop('opening', party.id)
    const period = periodOf(opening.id, party, opening, world)
    if (period.day === undefined) return say(desk, noDayLeft)
    turn.put('periods', period.id, period)
    return say(desk, periodOpened(period, world))
  }
  const { opening: next, wrong } = withSaid(opening, said, world)
  tellWrong(desk, opening, wrong)
  ask(desk, next)
}

/** One is asked which, and each is asked once more. */
const end = (desk: Desk, of: string): void => {
  const { turn, world, party } = desk
  const going = goingPeriods(world)
  if (going.length === 0) return say(desk, noPeriodGoing)
  const period = going.find(({ id }) => id === of)
  if (!period) return reply(desk, { view: 'offer', ...endAsked(going), rash: true })
  const { id, period: over, events } = endedEarly(party, period, world)
  turn.put('periods', over.id, over)
  if (id && events.length > 0) happen(desk, id, events)
  say(desk, periodEnded(over))
}

/** Who takes it is kept with the period. */
const handRoll = (desk: Desk, of: string): void => {
  const { turn, world, party } = desk
  const period = periodMeant(of, world)
  if (!period) return refuse(desk, { why: 'no-period' })
  const taken: Period = {
    ...period,
    taken: [...(period.taken ?? []), { by: refOf(party), at: world.now }],
  }
  turn.put('periods', period.id, taken)
  say(desk, rollComes(period))
  reply(desk, { view: 'roll', period: period.id, as: 'docx' })
  reply(desk, { view: 'roll', period: period.id, as: 'xlsx' })
}

// Who is on duty, and whom does the office mean at this hour? The roster with what was swapped and taken over; pure.
import { isOffice, wallsOf } from '../store/campus.js'
import {
  type Actor,
  type Cover,
  type DeskName,
  deskNames,
  type Matter,
  type PersonRef,
  type Shift,
} from '../store/schema.js'
import { momentOf } from './calendar.js'
import { acting, actingFor, isHere, refOf } from './chain.js'
import { personOf, type World } from './world.js'

export type RosterWorld = Pick<World, 'directory' | 'covers' | 'now' | 'rules'>

/** One turn at one desk, in epoch ms; `of`: whose it was, where somebody else has it now. */
export type Turn = { desk: DeskName; from: number; to: number; person: PersonRef; of?: PersonRef }

const unswapped = ({ directory, rules }: RosterWorld): Turn[] =>
  (directory.roster ?? []).flatMap((shift): Turn[] => {
    const person = personOf({ directory }, shift.person)
    const { from, to } = wallsOf(shift)
    const at = (wall: number) => momentOf(wall, rules.timezone)
    return person ? [{ desk: shift.desk, from: at(from), to: at(to), person: refOf(person) }] : []
  })

/** `by` stands in for `person` at this desk for this time; the rest of the turn stays whose it was. */
const given = (
  turns: readonly Turn[],
  { desk, from, to }: Pick<Turn, 'desk' | 'from' | 'to'>,
  person: PersonRef,
  by: PersonRef,
): Turn[] =>
  turns.flatMap((turn) => {
    if (turn.desk !== desk || turn.person.id !== person.id || turn.from >= to || turn.to <= from)
      return [turn]
    const [begins, ends] = [Math.max(turn.from, from), Math.min(turn.to, to)]
    return [
      ...(turn.from < begins ? [{ ...turn, to: begins }] : []),
      { ...turn, from: begins, to: ends, person: by, of: turn.of ?? turn.person },
      ...(ends < turn.to ? [{ ...turn, from: ends }] : []),
    ]
  })

const msOf = ({ desk, from, to }: Pick<Cover, 'desk' | 'from' | 'to'>) => ({
  desk,
  from: Date.parse(from),
  to: Date.parse(to),
})

const covered = (turns: readonly Turn[], cover: Cover): Turn[] => {
  const { person, by, back } = cover
  if (!person) return [...turns, { ...msOf(cover), person: by }]
  const there = given(turns, msOf(cover), person, by)
  return back ? given(there, msOf(back), by, person) : there
}

type Known = { key: string; turns: readonly Turn[] }
const lastTurns = new WeakMap<readonly Shift[], Known>()

/** Every turn as it stands now, earliest first: the roster, with what was agreed. Without a roster there are none. */
export const turnsOf = (world: RosterWorld): readonly Turn[] => {
  const { roster = [] } = world.directory
  if (roster.length === 0) return []
  const agreed = Object.values(world.covers ?? {})
    .filter(({ state }) => state === 'agreed')
    .toSorted((a, b) => ((a.answeredAt ?? a.at) < (b.answeredAt ?? b.at) ? -1 : 1))
  const key = [world.rules.timezone, ...agreed.map(({ id }) => id)].join(' ')
  const known = lastTurns.get(roster)
  if (known?.key === key) return known.turns
  const turns = agreed
    .reduce(covered, unswapped(world))
    .toSorted((a, b) => a.from - b.from || a.to - b.to || (a.desk < b.desk ? -1 : 1))
  lastTurns.set(roster, { key, turns })
  return turns
}

const onDutyIn = new WeakMap<object, readonly Turn[]>()

/** Who stands at which desk at the moment of this world. */
export const onDuty = (world: RosterWorld): readonly Turn[] => {
  const known = onDutyIn.get(world)
  if (known) return known
  const nowMs = Date.parse(world.now)
  const found = turnsOf(world).filter(({ from, to }) => from <= nowMs && nowMs < to)
  onDutyIn.set(world, found)
  return found
}

/** The same in one word: as long as it is the same, the office means the same people. */
export const dutyNow = (world: RosterWorld): string =>
  onDuty(world)
    .map(({ desk, from, person }) => `${desk} ${person.id} ${from}`)
    .join(',')

type Addressed = Pick<Matter, 'chain' | 'delegations' | 'unreachable'> &
  Partial<Pick<Matter, 'passedOn' | 'report'>>
type OfficeWorld = RosterWorld & Pick<World, 'away'>

/** What spreads in words and pictures is the content desk's first (细则 第十三条), everything else the technical one's. */
const desksFor = ({ report }: Addressed): DeskName[] =>
  report?.harmful_content === true || report?.category === 'IC'
    ? ['内容值班', '技术值班', '带班领导']
    : ['技术值班', '内容值班', '带班领导']

/**
 * In which order the office is called: desk after desk of this hour, as far as their people may act for the office, then
 * everybody else of it. One wave where nobody is on duty: all of the office, as without a roster.
 */
const waves = (matter: Addressed, world: OfficeWorld): Actor[][] => {
  const called = new Set<string>()
  const fresh = (actors: Actor[]): Actor[] =>
    actors.filter(({ id }) => {
      if (called.has(id)) return false
      called.add(id)
      return true
    })
  const desks = desksFor(matter).map((desk) =>
    fresh(
      onDuty(world)
        .filter((turn) => turn.desk === desk && isOffice(world.directory, turn.person.id))
        .map(({ person }) => acting(person, matter, world))
        .filter((actor) => isHere(actor, matter, world)),
    ),
  )
  return [...desks, fresh(actingFor(['office'], matter, world))].filter(({ length }) => length > 0)
}

/** When the turn began that is on now; what was passed on before it counts no more. */
const turnSince = (world: RosterWorld): number => Math.max(...onDuty(world).map(({ from }) => from))

const passed = ({ passedOn }: Addressed, world: RosterWorld): number =>
  passedOn && Date.parse(passedOn.at) >= turnSince(world) ? passedOn.nth : 0

/**
 * Whom the office means now: the duty officer of the hour, and those to whom the call was passed on. Nobody where the
 * roster names nobody: then all of the office is meant.
 */
export const officersOf = (matter: Addressed, world: OfficeWorld): Actor[] =>
  onDuty(world).length === 0
    ? []
    : waves(matter, world)
        .slice(0, 1 + passed(matter, world))
        .flat()

/** The duty officer of the hour and who comes next, whatever was passed on. */
export const officersInTurn = (matter: Addressed, world: OfficeWorld): Actor[] =>
  onDuty(world).length === 0 ? [] : waves({ ...matter, passedOn: undefined }, world).flat()

/** Did anybody of the office do anything about it? That somebody has read it is no answer. */
const answered = ({ record }: Matter, { directory }: RosterWorld): boolean =>
  record.some((event) => 'by' in event && event.type !== 'seen' && isOffice(directory, event.by.id))

/** When the call goes on to the next, in epoch ms, and from whom to whom; nothing where it does not. */
export const passingOn = (
  matter: Matter,
  world: OfficeWorld,
): { atMs: number; nth: number; from: Actor[]; to: Actor[] } | undefined => {
  if (onDuty(world).length === 0 || matter.status !== 'open') return undefined
  if (matter.record[0]?.type !== 'reported') return undefined
  const nth = passed(matter, world)
  const all = waves(matter, world)
  const to = all[nth + 1]
  if (!to || answered(matter, world)) return undefined
  // everybody was called once: from then on it is the ladder's, not every turn's anew
  if (matter.record.some((event) => event.type === 'passed-on' && event.nth >= all.length - 1))
    return undefined
  const since = [matter.reportedAt, matter.reopenedAt, nth > 0 ? matter.passedOn?.at : undefined]
    .flatMap((at) => (at ? Date.parse(at) : []))
    .reduce((a, b) => Math.max(a, b), turnSince(world))
  const from = all.slice(0, nth + 1).flat()
  return { atMs: since + world.rules.roster.unansweredMs, nth: nth + 1, from, to }
}

/** When somebody comes or goes next, after this moment; infinity when nobody does. */
export const nextTurnMs = (afterMs: number, world: RosterWorld): number =>
  Math.min(
    Number.POSITIVE_INFINITY,
    ...turnsOf(world).flatMap(({ from, to }) => [from, to].filter((ms) => ms > afterMs)),
  )

/** The desks that this roster has, in their order. */
export const desksIn = ({ directory }: Pick<World, 'directory'>): DeskName[] =>
  deskNames.filter((desk) => (directory.roster ?? []).some((shift) => shift.desk === desk))

/** May this person stand at this desk? The office at each, others where the roster has them. */
export const mayStand = (id: string, desk: DeskName, world: RosterWorld): boolean =>
  isOffice(world.directory, id) || turnsOf(world).some((turn) => turn.desk === desk && turn.person.id === id)

/** The desks that this person may take over at once, and does not have. */
export const mayTake = (id: string, world: RosterWorld): DeskName[] =>
  desksIn(world).filter(
    (desk) =>
      mayStand(id, desk, world) && !onDuty(world).some((turn) => turn.desk === desk && turn.person.id === id),
  )

/** The stretches of this time in which nobody stands at this desk. */
export const gaps = (
  desk: DeskName,
  fromMs: number,
  toMs: number,
  world: RosterWorld,
): { from: number; to: number }[] => {
  const found: { from: number; to: number }[] = []
  let upTo = fromMs
  for (const turn of turnsOf(world)) {
    if (turn.desk !== desk || turn.to <= upTo || turn.from >= toMs) continue
    if (turn.from > upTo) found.push({ from: upTo, to: turn.from })
    upTo = turn.to
  }
  return upTo < toMs ? [...found, { from: upTo, to: toMs }] : found
}

// 换班, 接班: who may stand at a desk for whom, and from when to when? Decided from the roster as it stands; pure.
import { desksIn, mayStand, mayTake, onDuty, type Turn, turnsOf } from '../rules/roster.js'
import { personOf, type World } from '../rules/world.js'
import { isOffice } from '../store/campus.js'
import type { Cover, DeskName, Party, PersonRef, RosterNo } from '../store/schema.js'
import { refOf } from './decision.js'
import { swapIn } from './understand/roster.js'

type Taken = { covers: Omit<Cover, 'id'>[]; desk: DeskName }
type Which<T> = { which: T[] }

const HOUR_MS = 3_600_000
/** A desk that nobody has is taken over for so long at most. */
const LONGEST_MS = 12 * HOUR_MS

const iso = (ms: number): string => new Date(ms).toISOString()

/** 接班: at once, until the turn ends that is on; where there is none, until the next one begins. */
export const takeOver = (by: Party, asked: string, world: World): Taken | Which<DeskName> | RosterNo => {
  const desks = desksIn(world)
  if (desks.length === 0) return { no: 'no-roster' }
  if (!personOf(world, by.id)) return { no: 'not-listed' }
  const named = desks.find((desk) => desk.startsWith(asked.trim()) && asked.trim() !== '')
  if (asked.trim() !== '' && !named) return { no: 'desk-unknown' }
  const may = mayTake(by.id, world)
  const wanted = named ? may.filter((desk) => desk === named) : may
  const [desk, ...others] = wanted
  if (!desk) {
    const own = (named ? [named] : desks).filter((one) => mayStand(by.id, one, world))
    return own[0] ? { no: 'on-duty', desk: own[0] } : { no: 'not-yours' }
  }
  // who is on duty already and says no more than 接班 may well mean their own desk
  const stands = !named && onDuty(world).some(({ person }) => person.id === by.id)
  if (others.length > 0 || stands) return { which: wanted }
  const cover = { how: 'takeover' as const, desk, from: world.now, by: refOf(by), state: 'agreed' as const }
  const made = { ...cover, at: world.now, answeredAt: world.now }
  const here = onDuty(world).filter((turn) => turn.desk === desk)
  if (here.length > 0)
    return { desk, covers: here.map(({ person, to }) => ({ ...made, person, to: iso(to) })) }
  const nowMs = Date.parse(world.now)
  const next = turnsOf(world).find((turn) => turn.desk === desk && turn.from > nowMs)?.from
  return {
    desk,
    covers: [{ ...made, to: iso(Math.min(next ?? Number.POSITIVE_INFINITY, nowMs + LONGEST_MS)) }],
  }
}

/** The turns of this person that are not over, the next first. */
export const turnsOwn = ({ id }: Pick<Party, 'id'>, world: World): Turn[] =>
  turnsOf(world).filter(({ person, to }) => person.id === id && to > Date.parse(world.now))

/** Whom to ask: who has this desk at other times, then who else is on the roster. */
const colleagues = (by: Party, { desk, from, to }: Turn, world: World): PersonRef[] => {
  const turns = turnsOf(world)
  const busy = new Set(turns.filter((one) => one.from < to && from < one.to).map(({ person }) => person.id))
  const all = [...turns.filter((one) => one.desk === desk), ...turns].map(({ person }) => person)
  return all.filter(
    ({ id }, at) => id !== by.id && !busy.has(id) && all.findIndex((other) => other.id === id) === at,
  )
}

/** 换班: what is lacking is asked, which turn and whom; then it waits for the colleague. */
export const askSwap = (
  by: Party,
  typed: string,
  world: World,
): { which: Turn[] } | { turn: Turn; whom: PersonRef[] } | { cover: Omit<Cover, 'id'> } | RosterNo => {
  if (desksIn(world).length === 0) return { no: 'no-roster' }
  const own = turnsOwn(by, world)
  if (own.length === 0) return { no: 'no-turns' }
  const { at, back: backAt, name } = swapIn(typed, world)
  const meant = at === undefined ? own : own.filter((turn) => fits(turn, at))
  if (meant.length === 0) return { no: 'no-such-turn' }
  const [turn, ...others] = meant
  if (!turn || others.length > 0) return { which: meant }
  if (!name) return { turn, whom: colleagues(by, turn, world) }
  const people = world.directory.people.filter((one) => one.id === name || one.name === name)
  const [to] = people
  if (!to || people.length > 1) return { no: 'colleague', people: people.map(refOf) }
  if (to.id === by.id) return { no: 'oneself' }
  const known = turnsOf(world).some(({ person }) => person.id === to.id) || isOffice(world.directory, to.id)
  if (!known) return { no: 'colleague', people: [] }
  const back = backAt === undefined ? undefined : turnsOwn(to, world).find((one) => fits(one, backAt))
  if (backAt !== undefined && !back) return { no: 'no-such-turn' }
  const cover: Omit<Cover, 'id'> = {
    how: 'swap',
    desk: turn.desk,
    from: iso(turn.from),
    to: iso(turn.to),
    person: refOf(by),
    by: refOf(to),
    ...(back ? { back: { desk: back.desk, from: iso(back.from), to: iso(back.to) } } : {}),
    state: 'asked',
    at: world.now,
  }
  const before = askedOf(to, world).find((one) => isSame(one, cover))
  return before ? { no: 'swap-asked', cover: before } : { cover }
}

/** The same turn of the same person, for the same in return. */
const isSame = (one: Omit<Cover, 'id'>, other: Omit<Cover, 'id'>): boolean =>
  one.person?.id === other.person?.id &&
  one.desk === other.desk &&
  one.from === other.from &&
  one.back?.from === other.back?.from &&
  one.back?.desk === other.back?.desk

/** The moment falls into the turn; a bare day is the day on which it begins. */
const fits = ({ from, to }: Turn, { ms, untilMs }: { ms: number; untilMs: number }): boolean =>
  untilMs > ms ? ms <= from && from < untilMs : from <= ms && ms < to

/** What waits for this person's answer, the newest first. */
export const askedOf = ({ id }: Pick<Party, 'id'>, { covers = {}, now }: World): Cover[] =>
  Object.values(covers)
    .filter(({ by, state, to }) => by.id === id && state === 'asked' && to > now)
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))

/** [同意换班] or [不换]: only by the colleague, once, while both turns are still whose they were. */
export const answerSwap = (
  by: Party,
  cover: Cover | undefined,
  state: 'agreed' | 'declined',
  world: World,
): Cover | RosterNo => {
  if (!cover || cover.by.id !== by.id) return { no: 'not-asked' }
  if (cover.state !== 'asked') return { no: 'swap-settled', cover }
  if (cover.to <= world.now) return { no: 'swap-over' }
  const stands = (person: string | undefined, { desk, from, to }: Pick<Cover, 'desk' | 'from' | 'to'>) =>
    turnsOf(world).some(
      (turn) =>
        turn.person.id === person &&
        turn.desk === desk &&
        turn.from <= Date.parse(from) &&
        Date.parse(to) <= turn.to,
    )
  const both = stands(cover.person?.id, cover) && (!cover.back || stands(by.id, cover.back))
  if (state === 'agreed' && !both) return { no: 'swap-changed' }
  return { ...cover, state, answeredAt: world.now }
}

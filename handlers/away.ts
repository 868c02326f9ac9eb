// 外出, 销假: from when to when is somebody away, who acts meanwhile, and when is it over?
import { joined, LONGEST_AWAY_MS } from '../rules/away.js'
import { acting, chainOf, isHere, unitPosts } from '../rules/chain.js'
import { ownersOf } from '../rules/owners.js'
import { personOf, type World } from '../rules/world.js'
import type { Actor, Away, Party, PersonRef, Refusal } from '../store/schema.js'
import { refOf } from './decision.js'
import { whom } from './standin.js'
import { namesHour, partsOf, spans } from './understand/away.js'
import { parseTime } from './understand/time.js'

const DAY_MS = 86_400_000

/** What is wanted: the periods of this person as they would be, and the new one among them. */
export type Leave = { person: PersonRef; standIn: PersonRef; period: Away; periods: Away[] }

/** 外出 人 起 止: for oneself, or by the office for anybody. `rest` is what was typed after the word. */
export const away = (by: Party, rest: string, world: World): Leave | Refusal => {
  const words = partsOf(rest)
  const named = words[0] ? whom(words[0], world) : undefined
  const self = !named || 'why' in named
  if (named && 'why' in named && named.why === 'which-person') return named
  const person = self ? refOf(by) : named
  if (person.id !== by.id && !by.office) return { why: 'office-only' }
  const [fromText, toText, third] = spans(words.slice(self ? 0 : 1))
  if (!fromText || !toText) return { why: 'period-wrong' }
  const nowMs = Date.parse(world.now)
  // a third moment would be dropped unsaid; a word behind, why somebody is away, may stand there
  if (third && !('problem' in parseTime(third, nowMs, world.rules.timezone, { future: true })))
    return { why: 'period-wrong' }
  const from = parseTime(fromText, nowMs, world.rules.timezone, { future: true })
  const to = parseTime(toText, nowMs, world.rules.timezone, { future: true })
  if ('problem' in from || 'problem' in to) return { why: 'period-wrong' }
  const untilMs = namesHour(toText) ? to.at : to.at + DAY_MS - 1000 // a bare date means the whole day
  if (untilMs <= from.at) return { why: 'period-backwards' }
  if (untilMs <= nowMs) return { why: 'period-past' }
  const { one: period, others } = joined(world.away[person.id] ?? [], {
    person: person.id,
    from: new Date(from.at).toISOString(),
    to: new Date(untilMs).toISOString(),
    by: refOf(by),
  })
  const beginsMs = Math.max(nowMs, Date.parse(period.from))
  const days = LONGEST_AWAY_MS / DAY_MS
  // the day on which it ends counts whole
  if (Date.parse(period.to) - beginsMs > LONGEST_AWAY_MS + DAY_MS || beginsMs - nowMs > LONGEST_AWAY_MS)
    return { why: 'period-long', days }
  const standIn = personOf(world, personOf(world, person.id)?.standIn ?? '')
  if (!standIn || standIn.id === person.id) return { why: 'no-stand-in', person }
  return { person, standIn: refOf(standIn), period, periods: [...others, period] }
}

/** 销假: what ends is what has begun; when nothing has, everything that was registered. The office may say it for anybody. */
export const back = (
  by: Party,
  rest: string,
  world: World,
): { person: PersonRef; ended: Away[]; left: Away[] } | Refusal => {
  const named = rest.trim() ? whom(rest, world) : refOf(by)
  if ('why' in named) return named
  if (named.id !== by.id && !by.office) return { why: 'office-only' }
  const periods = (world.away[named.id] ?? []).filter(({ to }) => to >= world.now)
  if (periods.length === 0) return { why: 'not-away', person: named }
  const begun = periods.filter(({ from }) => from <= world.now)
  return begun.length > 0
    ? { person: named, ended: begun, left: periods.filter((period) => !begun.includes(period)) }
    : { person: named, ended: periods, left: [] }
}

/** Where the stand-in is not there either. `from`: since when; `by`: who acts then; `alone`: for whom nobody stands in. */
export type Gap = { from: string; alone: PersonRef[]; by: Actor[] }

const nobodyElse = { delegations: [], unreachable: [] }

/** Who answers for what this person answers for, when their stand-ins are not there: as the reminders will have it. */
const instead = (person: PersonRef, world: World): Actor[] => {
  const held = world.directory.units.flatMap((unit) => {
    const chain = chainOf(world.directory, unit)
    return unitPosts
      .filter((post) => chain.some((one) => one.post === post && one.person.id === person.id))
      .flatMap((post) => ownersOf(post, { ...nobodyElse, chain }, world))
  })
  const school = world.directory.units[0]
  const office = school
    ? ownersOf('office', { ...nobodyElse, chain: chainOf(world.directory, school) }, world)
    : []
  // where the whole office is away its owners are named all the same: they do not act
  return (held.length > 0 ? held : office).filter(
    (actor, at, all) => isHere(actor, nobodyElse, world) && all.findIndex(({ id }) => id === actor.id) === at,
  )
}

/**
 * The first moment of this time away at which the registered stand-in does not act, if there is one: because they are
 * away too, and so perhaps is whoever stands in for them.
 */
export const gapOf = ({ person, standIn, period, periods }: Leave, world: World): Gap | undefined => {
  const then = { ...world, away: { ...world.away, [person.id]: periods } }
  const begins = [period.from, world.now].reduce((a, b) => (a > b ? a : b))
  const moments = [
    begins,
    ...Object.values(world.away)
      .flat()
      .map(({ from }) => from)
      .filter((from) => from > begins && from <= period.to),
  ].sort()
  const at = moments.find((now) => acting(person, nobodyElse, { ...then, now }).id !== standIn.id)
  if (at === undefined) return undefined
  const there = { ...then, now: at }
  const actor = acting(person, nobodyElse, there)
  if (actor.id !== person.id) return { from: at, alone: [], by: [actor] }
  // who relied on this person is alone now as well
  const without = { ...world, now: at }
  const alone = Object.keys(there.away).flatMap((id) => {
    const one = personOf(world, id)
    if (!one || id === person.id || (there.away[id] ?? []).every(({ from, to }) => from > at || to < at))
      return []
    const ref = refOf(one)
    const before = acting(ref, nobodyElse, without).id
    return before !== id && acting(ref, nobodyElse, there).id === id ? [ref] : []
  })
  return { from: at, alone: [person, ...alone], by: instead(person, there) }
}

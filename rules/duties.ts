// What is owed now, by whom, until when? Computed from the incident and the rules each time, never stored.
import { gradedLevel, levelOf } from '../store/incident.js'
import type { Actor, Instant, Matter, PostName, Submission, System } from '../store/schema.js'
import { awayNow } from './away.js'
import { addWorkdays, presumedYears } from './calendar.js'
import { actingFor, isUnitPost, leadSeat, operatorSeat, seatsIn, unitPosts } from './chain.js'
import {
  authorityOf,
  countedFor,
  finalTo,
  firstReports,
  receipts,
  reportId,
  waitingReceipts,
} from './counted.js'
import { demandClock } from './demands.js'
import type { Duty } from './duty.js'
import { factsOf } from './facts.js'
import { kept } from './kept.js'
import { addresseeOf, clocksOf, dateOf } from './kinds.js'
import { ownersOf, reporters, withSecond } from './owners.js'
import { dutyNow } from './roster.js'
import { timesOf } from './rounds.js'
import { type Clock, correctionClock, holds, type Rules, sides, unitClock } from './rules.js'
import { startOf } from './starts.js'
import { rulesOf, type World } from './world.js'
import { missingOf } from './zero.js'

export type { Duty } from './duty.js'

type Here = Pick<World, 'away' | 'now' | 'directory' | 'covers' | 'rules' | 'rulebook'>

/**
 * The clocks that run for this incident, in the order of the rules. One that another running clock meets (`met_by`)
 * owes nothing of its own; so does one that Fenghuo's own notices meet.
 */
export const running = kept((incident, rules: Rules): { owing: readonly Clock[]; met: readonly Clock[] } => {
  const facts = factsOf(incident, rules)
  const level = levelOf(incident)
  const applying = clocksOf(incident, rules).filter(
    ({ off, levels, when }) =>
      !off && (levels === undefined || levels.includes(level)) && (!when || holds(when, facts)),
  )
  const ids = new Set(applying.filter(({ metBy }) => !metBy).map(({ id }) => id))
  const meets = (id: string): boolean =>
    id === 'notice' || ids.has(id) || (id === 'sides' && runBothSides(applying, rules))
  const isMet = ({ metBy }: Clock) => metBy?.some(meets) ?? false
  return { owing: applying.filter((clock) => !isMet(clock)), met: applying.filter(isMet) }
})

/** Does a first report run to each side, the 上级 and the 属地职能部门 (细则 第十三条)? */
const runBothSides = (clocks: readonly Clock[], rules: Rules): boolean =>
  sides.every((side) =>
    clocks.some(
      (clock) =>
        clock.stage === 'first' &&
        !clock.metBy?.includes('sides') &&
        authorityOf(clock, rules)?.side === side,
    ),
  )

/**
 * Every duty of this incident, done ones too, in the order of the rules it started under. A withdrawn or closed incident
 * owes nothing more: only what was done is listed.
 */
export const duties = (incident: Matter, world: Here): readonly Duty[] => {
  const { directory, rules: inForce } = world
  const seen = [rulesOf(incident, world), inForce.calendar, directory, awayNow(world), dutyNow(world)]
  const known = last.get(incident)
  if (known && seen.every((one, at) => one === known.seen[at])) return known.duties
  const found = dutiesOf(incident, world)
  last.set(incident, { seen, duties: found })
  return found
}

/**
 * By all that they are worked out from: turns, ticks and cards ask again and again for an incident to which nothing has happened. The
 * moment alone changes none of them. Nothing of it ever changes in place.
 */
const last = new WeakMap<Matter, { seen: readonly unknown[]; duties: readonly Duty[] }>()

const dutiesOf = (incident: Matter, world: Here): readonly Duty[] => {
  const rules = rulesOf(incident, world)
  const { owing } = running(incident, rules)
  const counted = countedFor(incident, owing, rules)
  const owed = owing.flatMap((clock) =>
    clock.by.flatMap((post) => {
      if (clock.from === 'news') return followUps(clock, post, incident, owing, rules, world)
      if (clock.from === 'withdrawn') return retractions(clock, post, incident, rules, world)
      if (clock.each) return eachUnit(clock, post, incident, rules, world)
      if (clock.presses) return pressing(clock, post, incident, rules, world)
      if (clock.kind === 'grade') return gradings(clock, post, incident, rules, world)
      if (clock.kind === 'acknowledge' && isUnitPost(post))
        return seatsIn(incident).flatMap((of) => dutyOf(clock, post, incident, rules, world, undefined, of))
      // a deed of a unit is its own: where another one leads now, what the first did is not done by it
      const deed = clock.kind === 'internal' && isUnitPost(post)
      const of = deed
        ? clock.unit === 'operator'
          ? operatorSeat(incident)
          : seatsIn(incident)[0]
        : undefined
      const to = finalTo(clock, incident, owing, rules)
      const counts = counted.get(reportId(clock, post, to))
      return reportOf(clock, to, post, incident, rules, world, of, counts)
    }),
  )
  const demanded = (incident.demands ?? []).flatMap((demand, at): Duty[] =>
    dutyOf(demandClock(demand), 'office', incident, rules, world, { nth: at + 1, from: demand.at }).map(
      ({ nth: _, ...duty }) => ({ ...duty, demand }),
    ),
  )
  owed.push(...demanded, ...correcting(incident, rules, world), ...assigning(incident, rules, world))
  const settled = incident.status === 'closed' || incident.status === 'withdrawn'
  return settled
    ? owed.filter(({ done, clock }) => done || clock.from === 'withdrawn')
    : [...owed, ...keptReceipts(incident, owing, rules, world)]
}

export const openDuties = (incident: Matter, world: Here): Duty[] =>
  duties(incident, world).filter(({ done }) => !done)

/** A receipt that waits for its second person is still to be confirmed where its report is owed no more: it was sent. */
const keptReceipts = (incident: Matter, owing: readonly Clock[], rules: Rules, world: Here): Duty[] =>
  waitingReceipts(incident, owing, rules).flatMap(({ duty: id, clock, to, post }) =>
    clock.by
      .filter((by) => by === post)
      .flatMap((by) =>
        clock.from === 'news'
          ? followUps(clock, by, incident, owing, rules, world)
          : reportOf(clock, to, by, incident, rules, world),
      )
      .filter((duty) => duty.id === id && duty.submission && !duty.done)
      .map((duty) => ({ ...duty, kept: true as const })),
  )

/** What goes to `to`, whoever the rules name; and where what went to another one counts, that one was told. */
const reportOf = (
  clock: Clock,
  to: string | undefined,
  post: PostName,
  incident: Matter,
  rules: Rules,
  world: Here,
  of?: ReturnType<typeof seatsIn>[number],
  counts?: { duty: string; to: string | undefined },
): Duty[] => {
  const told = counts ? counts.to : to
  const key = to === undefined || to === clock.to ? undefined : { key: to }
  const addressed = told === clock.to ? clock : { ...clock, to: told }
  return dutyOf(addressed, post, incident, rules, world, key, of, counts?.duty)
}

/** Whichever of a unit's two people, or who acts for them, does it does it for the unit. */
const bothOf = (incident: Matter, world: Here, seat: string | undefined): Actor[] => {
  const all = unitPosts.flatMap((post) => ownersOf(post, incident, world, seat))
  return all.filter(({ id }, at) => all.findIndex((other) => other.id === id) === at)
}

/** 误报: whoever was told of the incident is told that it was none. Each authority once for each withdrawal. */
const retractions = (clock: Clock, post: PostName, incident: Matter, rules: Rules, world: Here): Duty[] => {
  const told = new Set(
    receipts(incident, rules).flatMap(({ to }) => (to === undefined || to === clock.to ? [] : [to])),
  )
  return rules.authorities
    .filter(({ id }) => told.has(id))
    .flatMap(({ id }) => dutyOf({ ...clock, to: id }, post, incident, rules, world, { key: id }))
}

/** What the end of the handling asks for, by name: nothing where no final report is owed. */
export const finalPapers = (incident: Matter, world: Here): string[] => [
  ...new Set(
    openDuties(incident, world)
      .filter(({ kind }) => kind === 'final')
      .map(({ clock }) => clock.name),
  ),
]

/**
 * Can this clock ever run on this campus? Not what is switched off, nor what asks for another campus; what asks for 关基 can
 * where one of these systems is.
 */
export const canRun = (
  { off, when = {} }: Clock,
  { campus }: Pick<Rules, 'campus'>,
  systems: readonly Pick<System, 'critical'>[] = [],
): boolean => {
  const critical = systems.some((one) => one.critical)
  const campuses = critical ? [campus, { ...campus, is_cii: true }] : [campus]
  return (
    !off &&
    campuses.some((facts) =>
      Object.entries(when).every(
        ([field, condition]) => facts[field] === undefined || holds({ [field]: condition }, facts),
      ),
    )
  )
}

const dutyOf = (
  clock: Clock,
  post: PostName,
  incident: Matter,
  rules: Rules,
  world: Here,
  round?: { nth: number; from: Instant } | { key: string },
  of?: ReturnType<typeof seatsIn>[number],
  counted?: string,
): Duty[] => {
  const again = round && 'nth' in round ? round : undefined
  const begins = again?.from ?? startOf(clock, incident)
  if (!begins) return []
  const seat = of ? of.seat : leadSeat(incident)
  const since = of && incident.chain.find((held) => held.post === post && held.unit?.id === seat)?.since
  const from = since && since > begins ? since : begins
  const id = `${clock.id}/${post}${of?.unit ? `@${of.unit.id}` : ''}${round ? `/${'nth' in round ? round.nth : round.key}` : ''}`
  const entered = incident.submissions[counted ?? id]
  // a final report of the end that was none, or of a 误报 that was none, is not the one that is owed now
  const ends = clock.from === 'resolved' || clock.from === 'withdrawn'
  const submission = entered && ends && entered.at < from ? undefined : entered
  const authority = addresseeOf(clock, incident, rules)
  const readers = clock.openedBy && actingFor([clock.openedBy], incident, world)
  if (readers?.length === 0) return []
  const done = doneBy(id, from, clock, post, incident, submission, seat)
  const outward = clock.kind === 'report' || clock.kind === 'final' || clock.demanded !== undefined
  const owners = clock.each
    ? bothOf(incident, world, seat)
    : outward && post === 'office'
      ? reporters(incident, world)
      : ownersOf(post, incident, world, seat)
  const answered = clock.endedBy === 'passed' ? incident.fixed?.by : undefined
  // an announced holiday is a fact, whatever the version that the incident started under
  const { calendar } = world.rules
  const due = dateOf(incident, clock) ?? deadline(from, clock, { timezone: rules.timezone, calendar })
  const presumed =
    clock.within.unit === 'workdays'
      ? presumedYears(Date.parse(from), Date.parse(due), rules.timezone, calendar)
      : []
  return [
    {
      id,
      clock,
      kind: clock.kind,
      post,
      ...(of?.unit ? { unit: of.unit } : {}),
      ...withSecond(
        owners,
        done ? undefined : (answered ?? (submission?.returned ? undefined : submission?.by)),
        incident,
        world,
      ),
      ...(answered ? { answered } : {}),
      from,
      due,
      statutory: clock.statutory,
      ...(presumed.length > 0 ? { presumed } : {}),
      ...(incident.raised && clock.levels && !clock.levels.includes(gradedLevel(incident))
        ? { provisional: incident.raised.level }
        : {}),
      ...(again ? { nth: again.nth } : {}),
      ...(counted ? { counted } : {}),
      ...(authority ? { authority } : {}),
      ...(submission ? { submission } : {}),
      ...(readers ? { readers } : {}),
      ...(done ? { done } : {}),
    },
  ]
}

/**
 * 续报: what is new after a first report went to this authority is owed again there (报告管理办法 第七条), whatever the level
 * and the clock of the first report were. Everything new
 * until the follow-up is entered belongs to it; what comes later begins the next one.
 */
const followUps = (
  clock: Clock,
  post: PostName,
  incident: Matter,
  owing: readonly Clock[],
  rules: Rules,
  world: Here,
): Duty[] => {
  const firsts = firstReports(incident, rules).flatMap(({ duty, to }) => (to === clock.to ? [duty] : []))
  // what another follow-up is still to say to this authority is said there (75号文 事中情况报告)
  const awaited = owing
    .filter(({ stage, to, from }) => stage === 'follow-up' && to === clock.to && from !== 'news')
    .flatMap((later) => later.by.map((by) => `${later.id}/${by}`))
  // its paper counts every follow-up that went there
  const earlier = receipts(incident, rules).filter(
    (made) => made.to === clock.to && made.clock.stage === 'follow-up' && made.clock !== clock,
  ).length
  const found: Duty[] = []
  let before = firsts
  while (before.length > 0) {
    const news = incident.news?.find(
      ({ told }) => told.some((id) => before.includes(id)) && awaited.every((id) => told.includes(id)),
    )
    if (!news) break
    const round = { nth: found.length + 1, from: news.at }
    const owed = dutyOf(clock, post, incident, rules, world, round)
    found.push(...owed.map((duty) => ({ ...duty, nth: earlier + round.nth })))
    before = [`${clock.id}/${post}/${round.nth}`]
  }
  return found
}

/** 定级, and each time that the level must be looked at again. A lower one is not done before it is confirmed. */
const gradings = (clock: Clock, post: PostName, incident: Matter, rules: Rules, world: Here): Duty[] => {
  const { gradeAsked: asked, regrades = [] } = incident
  const again = regrades.flatMap(({ from, done }, at) =>
    dutyOf(clock, post, incident, rules, world, { nth: at + 2, from }).map(
      ({ done: _, ...duty }): Duty => (done ? { ...duty, done } : duty),
    ),
  )
  return [...dutyOf(clock, post, incident, rules, world), ...again].map((duty) =>
    asked && !duty.done ? { ...duty, asked, ...withSecond(duty.owners, asked.by, incident, world) } : duty,
  )
}

/** Its unit was in no list: until the office has named it (更正 事发单位), nobody of that unit answers (细则 第七条). */
const assigning = (incident: Matter, rules: Rules, world: Here): Duty[] => {
  const clock = incident.unlisted && unitClock(rules)
  return clock ? dutyOf(clock, 'office', incident, rules, world) : []
}

/** 核定更正: from when it was asked for, until another person of the office has confirmed it or sent it back. */
const correcting = (incident: Matter, rules: Rules, world: Here): Duty[] => {
  const { correctionAsked: asked } = incident
  const clock = correctionClock(rules)
  if (!asked || !clock) return []
  const round = { nth: timesOf('correction-asked', incident), from: asked.at }
  return dutyOf(clock, 'office', incident, rules, world, round).map(({ nth: _, ...duty }) => ({
    ...duty,
    correction: { by: asked.by, at: asked.at },
    ...withSecond(duty.owners, asked.by, incident, world),
  }))
}

/** What every unit owes for itself: the unit that leads is none of them. */
const eachUnit = (clock: Clock, post: PostName, incident: Matter, rules: Rules, world: Here): Duty[] =>
  seatsIn(incident)
    .filter(({ unit }) => unit !== undefined)
    .flatMap((of) => dutyOf(clock, post, incident, rules, world, undefined, of))

/** To press those who have not done theirs: named, and owed no more when none is left. */
const pressing = (clock: Clock, post: PostName, incident: Matter, rules: Rules, world: Here): Duty[] => {
  const missing = incident.zero ? missingOf(incident.zero) : []
  return missing.length === 0 ? [] : dutyOf(clock, post, incident, rules, world)
}

const doneBy = (
  id: string,
  from: Instant,
  clock: Clock,
  post: PostName,
  incident: Matter,
  submission: Submission | undefined,
  seat: string | undefined,
): { by: Actor; at: Instant } | undefined => {
  switch (clock.kind) {
    case 'internal': {
      if (clock.openedBy) return acknowledgedAs(clock.openedBy, incident, seat)
      if (clock.endedBy === 'told') return incident.zero?.told[seat ?? '']
      if (clock.endedBy) return incident[clock.endedBy]
      const performed = incident.performed?.[id]
      return performed && (clock.from !== 'resolved' || performed.at >= from) ? performed : undefined
    }
    case 'acknowledge':
      return acknowledgedAs(post, incident, seat)
    case 'grade':
      return incident.grading && { by: incident.grading.by, at: incident.grading.at }
    case 'report':
    case 'final':
      return submission?.confirmed // only the confirmed receipt ends the duty
  }
}

const acknowledgedAs = (post: PostName, { acknowledged }: Matter, seat: string | undefined) => {
  const found = acknowledged.find((one) => one.post === post && (!isUnitPost(post) || one.unit === seat))
  return found && { by: found.by, at: found.at }
}

/** `from` plus what the clock allows; 立即 is due at once. Working days follow the Chinese calendar. */
export const deadline = (
  from: Instant,
  clock: Clock,
  { timezone, calendar }: Pick<Rules, 'timezone' | 'calendar'>,
): Instant => {
  switch (clock.within.unit) {
    case 'ms':
      return new Date(Date.parse(from) + clock.within.ms).toISOString()
    case 'workdays':
      return new Date(addWorkdays(Date.parse(from), clock.within.days, timezone, calendar)).toISOString()
    case 'asap':
    case 'own': // its date is the matter's
      return from
  }
}

/**
 * Is this duty late at that moment? 立即 is due as soon as it begins: it is late when nothing was done by the first step
 * after that, not in the second in which its owner hears of it.
 */
export const isLate = (
  { clock, due }: Pick<Duty, 'clock' | 'due'>,
  at: Instant,
  { rules }: Pick<World, 'rules'>,
): boolean =>
  clock.within.unit === 'asap' ? Date.parse(at) - Date.parse(due) >= rules.remind.overdueEveryMs : at >= due

/** Most urgent first: by deadline, a statutory one before another. */
export const byUrgency = (a: Duty, b: Duty): number =>
  a.due === b.due ? Number(b.statutory) - Number(a.statutory) : a.due < b.due ? -1 : 1

/** Is this deadline law that was read in its source (A), and no proposal or figure from memory? */
export const isLaw = ({ clock }: Pick<Duty, 'clock'>): boolean =>
  clock.statutory && (clock.confidence === undefined || clock.confidence === 'A')

/** So far a law leads: a 终报 that is due in 30 days does not stand above what is due in ten minutes. */
const LEADS_MS = 72 * 3_600_000
const turnMs = (duty: Duty): number => Date.parse(duty.due) - (isLaw(duty) ? LEADS_MS : 0)

/** Where several are shown together: what is law stands as if it were due three days earlier, then by deadline. */
export const lawFirst = (a: Duty, b: Duty): number => turnMs(a) - turnMs(b) || byUrgency(a, b)

/**
 * What must be cleared up: clocks that wait only because a fact is 不详 and their rule counts that as «no» (`unknown:
 * false`). 不详 is no «no»: as soon as it is a yes they run from the discovery.
 */
export const undecided = (incident: Matter, rules: Rules): { field: string; clock: Clock }[] => {
  const facts = factsOf(incident, rules)
  return clocksOf(incident, rules).flatMap((clock) => {
    if (clock.metBy || !canRun(clock, rules, incident.system && [incident.system])) return []
    if (clock.levels && !clock.levels.includes(levelOf(incident))) return []
    const field = Object.entries(clock.when ?? {}).find(
      ([name, condition]) =>
        facts[name] === 'unknown' && typeof condition === 'object' && condition.unknown === false,
    )?.[0]
    return field ? [{ field, clock }] : []
  })
}

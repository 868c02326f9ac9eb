// What is owed now, by whom, until when? Computed from the incident and the rules each time, never stored.
import type { Actor, Incident, Instant, Level, PostName, Submission } from '../store/schema.js'
import { addWorkdays } from './calendar.js'
import { actingFor } from './chain.js'
import { type Authority, type Clock, holds, type Rules } from './rules.js'
import type { World } from './world.js'

/** An ungraded incident is treated as 较大 (levels.yaml: 级别待定，按较大计时). */
export const PROVISIONAL_LEVEL: Level = 3

export const levelOf = (incident: Incident): Level => incident.grading?.level ?? PROVISIONAL_LEVEL

export type Duty = {
  /** `<clock id>/<post>`: stable for the life of the incident. */
  id: string
  clock: Clock
  kind: Clock['kind']
  post: PostName
  /** Who owes it now: the holders of the post, or who acts for them. Never empty while anybody is left on the chain. */
  owners: Actor[]
  from: Instant
  due: Instant
  statutory: boolean
  authority?: Authority
  submission?: Submission
  done?: { by: Actor; at: Instant }
}

type Here = Pick<World, 'away' | 'now' | 'directory' | 'rules'>

/**
 * Every duty of this incident, done ones too, in the order of the rules. A withdrawn or closed incident owes nothing
 * more: only what was done is listed.
 */
export const duties = (incident: Incident, world: Here): Duty[] => {
  const owed = world.rules.clocks.flatMap((clock) =>
    applies(clock, incident) ? clock.by.flatMap((post) => dutyOf(clock, post, incident, world)) : [],
  )
  const settled = incident.status === 'closed' || incident.status === 'withdrawn'
  return settled ? owed.filter(({ done }) => done) : owed
}

export const openDuties = (incident: Incident, world: Here): Duty[] =>
  incident.status === 'closed' || incident.status === 'withdrawn'
    ? []
    : duties(incident, world).filter(({ done }) => !done)

const applies = (clock: Clock, incident: Incident): boolean =>
  (clock.levels === undefined || clock.levels.includes(levelOf(incident))) &&
  holds(clock.when ?? {}, factsOf(incident))

/** What the `when` of a clock may ask. Whether the university runs critical infrastructure is the register's word: no. */
const factsOf = (incident: Incident): Record<string, unknown> => ({
  is_cii: false,
  is_central_unit: false,
  ...incident.report,
})

const startOf = (clock: Clock, incident: Incident): Instant | undefined => {
  switch (clock.from) {
    case 'discovered':
      return incident.discoveredAt
    case 'reported':
      return incident.reportedAt
    case 'graded':
      return incident.grading?.at
    case 'resolved':
      return incident.resolvedAt
    case 'classified':
      return undefined // the classified line is handled off-channel and is no incident
  }
}

const dutyOf = (clock: Clock, post: PostName, incident: Incident, world: Here): Duty[] => {
  const from = startOf(clock, incident)
  if (!from) return []
  const id = `${clock.id}/${post}`
  const submission = incident.submissions[id]
  const authority = world.rules.authorities.find((candidate) => candidate.id === clock.to)
  const done = doneBy(clock, post, incident, submission)
  return [
    {
      id,
      clock,
      kind: clock.kind,
      post,
      owners: ownersOf(post, incident, world),
      from,
      due: deadline(from, clock, world.rules),
      statutory: clock.statutory,
      ...(authority ? { authority } : {}),
      ...(submission ? { submission } : {}),
      ...(done ? { done } : {}),
    },
  ]
}

const doneBy = (
  clock: Clock,
  post: PostName,
  incident: Incident,
  submission: Submission | undefined,
): { by: Actor; at: Instant } | undefined => {
  switch (clock.kind) {
    case 'acknowledge':
    case 'internal': {
      const acknowledged = incident.acknowledged.find((one) => one.post === post)
      return acknowledged && { by: acknowledged.by, at: acknowledged.at }
    }
    case 'grade':
      return incident.grading && { by: incident.grading.by, at: incident.grading.at }
    case 'report':
    case 'final':
      return submission?.confirmed // only the confirmed receipt ends the duty
  }
}

/**
 * The people of the post. When the post is empty or cannot be reached and has no stand-in, the other responsible
 * person owes it; when that fails too, the office (contract §9: the next hears at once).
 */
export const ownersOf = (post: PostName, incident: Incident, world: Here): Actor[] => {
  const reachable = (posts: PostName[]) =>
    actingFor(posts, incident, world).filter(({ id }) => !incident.unreachable.includes(id))
  const fallbacks: PostName[][] = [
    [post],
    post === 'first' ? ['direct'] : post === 'direct' ? ['first'] : ['office'],
    ['office'],
    ['office_deputy'],
    ['office_director'],
  ]
  for (const posts of fallbacks) {
    const owners = reachable(posts)
    if (owners.length > 0) return owners
  }
  return actingFor([post], incident, world)
}

/** `from` plus what the clock allows; 立即 is due at once. Working days follow the Chinese calendar. */
export const deadline = (from: Instant, clock: Clock, rules: Rules): Instant => {
  switch (clock.within.unit) {
    case 'ms':
      return new Date(Date.parse(from) + clock.within.ms).toISOString()
    case 'workdays':
      return new Date(addWorkdays(Date.parse(from), clock.within.days, rules.timezone)).toISOString()
    case 'asap':
      return from
  }
}

/** Most urgent first: by deadline, a statutory one before another. */
export const byUrgency = (a: Duty, b: Duty): number =>
  a.due === b.due ? Number(b.statutory) - Number(a.statutory) : a.due < b.due ? -1 : 1

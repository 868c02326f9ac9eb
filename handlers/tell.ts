// Who hears of what? Every event is told to the people it concerns, each once; the keys make a repetition impossible.

import { batchOf, isBatched } from '../rules/batch.js'
import {
  acting,
  actingFor,
  isHere,
  isUnitPost,
  liaisonsOf,
  onChain,
  seatsIn,
  seenFrom,
  unitPosts,
} from '../rules/chain.js'
import { type Duty, duties, openDuties } from '../rules/duties.js'
import { gatheredWith } from '../rules/joins.js'
import { ownersOf, secondsOf } from '../rules/owners.js'
import { officersOf } from '../rules/roster.js'
import { personOf, type World } from '../rules/world.js'
import { levelOf } from '../store/incident.js'
import { begin, evolve, isBeginning } from '../store/matter.js'
import {
  type Actor,
  byKind,
  type Event,
  type EventOf,
  type Level,
  type Matter,
  type PersonRef,
  type PostName,
  type Told,
  type View,
} from '../store/schema.js'
import { overNow } from './decision.js'

/**
 * By need (contract §10). `news` ask nothing of their reader: a card with a button that lies is worse than a line that
 * comes late, and whoever waits for an answer waits for no news.
 */
export const RANK = { first: 0, statutory: 1, reminder: 2, reply: 3, redraw: 4, news: 5, task: 6 } as const

const unit: readonly PostName[] = unitPosts
const desk: PostName[] = ['office', 'office_deputy']

export const each = (
  people: PersonRef[],
  except: PersonRef | undefined,
  told: (person: PersonRef) => Told,
): Told[] =>
  people
    .filter(({ id }, at) => id !== except?.id && people.findIndex((other) => other.id === id) === at)
    .map(told)

/** The live card: one for each person and incident, however many posts they hold. */
export const card = (incident: Matter, person: PersonRef): Told => ({
  key: `${incident.id}/card/${person.id}`,
  to: { person: person.id },
  rank: RANK.first,
  view: { view: 'incident', incident: incident.id },
  incident: incident.id,
})

/** `graded2`: the second grading. The same however many deliveries were recorded in between. */
const ordinalOf = (incident: Matter, index: number): string => {
  const type = incident.record[index]?.type
  return `${type}${incident.record.slice(0, index + 1).filter((event) => event.type === type).length}`
}

/** One message a person for one event: who owes something hears that, not the news of it. */
export const tell = (incident: Matter, index: number, world: World): Told[] => {
  const told = [...toOpen(incident, index, world), ...concerned(incident, index, world)]
  return told.filter(({ key }, at) => told.findIndex((other) => other.key === key) === at)
}

/** What can ask for a leader who was not asked for before. */
const raising: readonly Event['type'][] = [
  'graded',
  'grade-confirmed',
  'level-raised',
  'corrected',
  'assessed',
  'reopened',
]

/**
 * The live card for those whose opening it is owed since this event: a new one where the level has risen since, which
 * then is what they must know of.
 */
const toOpen = (incident: Matter, index: number, world: World): Told[] => {
  const event = incident.record[index]
  if (!event || (!isBeginning(event) && !raising.includes(event.type))) return []
  const asked = openDuties(incident, world).filter(({ readers }) => readers)
  if (asked.length === 0) return []
  const before = isBeginning(event) ? [] : openDuties(asBefore(incident, index), world).map(({ id }) => id)
  const people = asked.filter(({ id }) => !before.includes(id)).flatMap(({ readers = [] }) => readers)
  return each(
    people.filter(({ id }) => !incident.unreachable.includes(id)),
    undefined,
    (person) => ({
      ...card(incident, person),
      ...(isBeginning(event)
        ? {}
        : { key: `${incident.id}/card/${person.id}/${ordinalOf(incident, index)}` }),
    }),
  )
}

/** What follows from the `index`th event of this incident's record. `incident` is as it is after that event. */
const concerned = (incident: Matter, index: number, world: World): Told[] => {
  const event = incident.record[index]
  if (!event) return []
  const nth = ordinalOf(incident, index)
  const people = (...posts: PostName[]) =>
    heldNow(posts, incident, world).filter(({ id }) => !incident.unreachable.includes(id))
  const cards = (who: PersonRef[], except?: PersonRef) =>
    each(who, except, (person) => card(incident, person))
  const message = (
    who: PersonRef[],
    view: View,
    except?: PersonRef,
    duties?: string[],
    rank: number = RANK.first,
  ) =>
    each(who, except, (person) => ({
      key: `${incident.id}/${nth}/${person.id}`,
      to: { person: person.id },
      rank,
      view,
      incident: incident.id,
      ...(duties ? { duties } : {}),
    }))
  const told: View = { view: 'news', incident: incident.id, event: index }
  const news = (who: PersonRef[], except?: PersonRef) => message(who, told, except, undefined, RANK.news)
  /** To those who wait for it, or must do something now. */
  const must = (who: PersonRef[], except?: PersonRef) => message(who, told, except)
  const owed = (which: (duty: Duty) => boolean) => {
    const wanted = openDuties(incident, world).filter(
      (duty) => ['report', 'final', 'internal'].includes(duty.kind) && which(duty),
    )
    const ids = wanted.map(({ id }) => id)
    const elsewhere = wanted.filter(({ post }) => post !== 'office').flatMap(({ owners }) => owners)
    return ids.length === 0
      ? []
      : message(
          [...people(...desk), ...elsewhere],
          { view: 'duty', incident: incident.id, duties: ids },
          undefined,
          ids,
        )
  }
  /**
   * The reports that are owed since this event and were not before: a fact became known, or something is new. Not what
   * only these owe, who get a card of all that they owe.
   */
  const newlyOwed = (carded: PersonRef[] = []) => {
    const before = new Set(openDuties(asBefore(incident, index), world).map(({ id }) => id))
    return owed(
      ({ id, owners }) =>
        !before.has(id) && !owners.every((one) => carded.some((other) => other.id === one.id)),
    )
  }

  /** A card of its own: they may have had one before, and it is theirs again. */
  const anew = (who: PersonRef[], except?: PersonRef) =>
    each(who, except, (person) => ({
      ...card(incident, person),
      key: `${incident.id}/card/${person.id}/${nth}`,
    }))
  /** Where the rules ask that a leader opens it, `toOpen` has told them. */
  const leader = (post: PostName) =>
    openDuties(incident, world).some(({ clock }) => clock.openedBy === post) ? [] : cards(people(post))
  /** 较大 is the 网信办主任's, 重大 the 书记's. */
  const risen = (level: Level, before: Level | undefined) => [
    ...(level <= 3 && (before === undefined || before > 3) ? leader('office_director') : []),
    ...(level <= 2 && (before === undefined || before > 2) ? leader('school_first') : []),
  ]

  /** One more has reported it, too: the first few each by themselves, then many in one line that waits for others. */
  const also = (event: EventOf<'joined'>) => {
    const line = gatheredWith(incident, event)
    if (line === 'taken') return []
    const told = news(people(...unit, ...desk), event.by)
    return line ? told.map((one) => ({ ...one, notBefore: line.until })) : told
  }

  /** One notice to many: with the last of them, one table of all for whoever follows it up. */
  const table = ({ batch = '', of = 0, by }: EventOf<'issued'>): Told[] => {
    const items = batchOf(batch, world)
    return items.length < of
      ? []
      : each(
          [...people('office', 'it_center', 'supervising_leader'), ...(personOf(world, by.id) ? [by] : [])],
          undefined,
          ({ id }) => ({
            key: `${batch}/batch/${id}`,
            to: { person: id },
            rank: RANK.first,
            view: {
              view: 'list',
              told: true,
              filter: batch,
              items: items.map(({ id }) => id),
              total: items.length,
            },
          }),
        )
  }
  /** Who brought it; what comes every year is the office's, which is no person. */
  const bringers = () =>
    incident.reporters.filter(({ id }) => !world.directory.units.some((one) => one.id === id))
  /** What they see in the table of a batch they are not told once more. */
  const beyondTable = (who: PersonRef[], except?: PersonRef) => (isBatched(incident) ? [] : news(who, except))

  /** Who acts for this person now that nobody else does. */
  const ownersAfter = (person: PersonRef) =>
    incident.chain
      .filter((held) => held.person.id === person.id)
      .flatMap(({ post, unit }) => ownersOf(post, incident, world, unit?.id))

  const checking = checkersOf(incident)

  switch (event.type) {
    case 'reported':
      return [
        ...must([event.by]),
        ...cards([
          ...responsibleNow(incident, world),
          ...people('office', 'office_deputy', 'it_center', 'publicity', 'supervising_leader'),
          event.by,
        ]),
        ...liaisons(incident, event.by, world),
        ...vacancies(incident, index, world),
        {
          key: `${incident.id}/bulletin`,
          to: { group: true },
          rank: RANK.first,
          view: { view: 'bulletin', incident: incident.id },
          incident: incident.id,
        },
      ]
    case 'issued':
      if (event.batch)
        return [
          ...cards(responsibleNow(incident, world)),
          ...vacancies(incident, index, world),
          ...table(event),
        ]
      return [
        ...cards([
          ...responsibleNow(incident, world),
          ...people('office', ...checking, 'supervising_leader'),
          ...bringers(),
        ]),
        ...vacancies(incident, index, world),
      ]
    case 'day-opened':
      return cards([...responsibleNow(incident, world), ...people(...desk)])
    // who has said nothing by then is named to the office once; the card is kept true after that
    case 'cutoff-passed':
      return event.missing.length > 0 ? anew(people(...desk)) : []
    case 'fixed':
    case 'carried-out': {
      const retest = openDuties(incident, world).filter(({ clock }) => clock.endedBy === 'passed')
      const ids = retest.map(({ id }) => id)
      const owners = retest.flatMap((duty) => duty.owners)
      const others = people('office', ...unit).filter(({ id }) => !owners.some((one) => one.id === id))
      return [
        ...message(owners, { view: 'duty', incident: incident.id, duties: ids }, event.by, ids),
        ...beyondTable(others, event.by),
      ]
    }
    case 'retest-passed':
    case 'accepted':
      return [
        ...newlyOwed(),
        ...must(people(...unit), event.by),
        ...beyondTable(people('office', ...checking), event.by),
      ]
    case 'retest-failed':
    case 'sent-back':
      return [...must(people(...unit), event.by), ...beyondTable(people('office', ...checking), event.by)]
    case 'joined':
      return [...must([event.by]), ...newlyOwed(), ...also(event), ...cards([event.by])]
    case 'level-raised': {
      const before = asBefore(incident, index)
      const known = new Set(openDuties(before, world).map(({ id }) => id))
      const asked = openDuties(incident, world).filter(({ id, kind }) => kind === 'grade' || !known.has(id))
      const ids = asked.map(({ id }) => id)
      return [
        ...message(
          [
            ...people(...desk),
            ...asked.filter(({ kind }) => kind !== 'grade').flatMap(({ owners }) => owners),
          ],
          { view: 'duty', incident: incident.id, duties: ids },
          undefined,
          ids,
        ),
        ...news(people(...unit, 'supervising_leader')),
        ...risen(event.level, levelOf(before)),
      ]
    }
    case 'grade-returned':
      return must(people(...desk), event.by)
    case 'graded':
    case 'grade-confirmed': {
      if (event.type === 'graded' && event.waits) {
        const ids = openDuties(incident, world).flatMap(({ kind, id }) => (kind === 'grade' ? [id] : []))
        return message(people(...desk), { view: 'duty', incident: incident.id, duties: ids }, event.by, ids)
      }
      const before = event.previous
      const reports = openDuties(incident, world).filter(({ kind }) => kind === 'report')
      /** The leaders who have opened it already, at the level that was presumed. */
      const opened = duties(incident, world).flatMap(({ clock, done }) => (done && clock.openedBy) ?? [])
      return [
        ...(reports.length > 0
          ? owed(({ id }) => reports.some((duty) => duty.id === id))
          : news(people(...desk), event.by)),
        ...news(people(...unit, 'supervising_leader', ...opened)),
        ...risen(event.level, before),
      ]
    }
    case 'submitted':
      return message(
        [
          ...people(...desk),
          ...duties(incident, world).flatMap((one) => (one.id === event.duty ? secondsOf(one) : [])),
        ],
        { view: 'duty', incident: incident.id, duties: [event.duty] },
        event.by,
        [event.duty],
      )
    case 'returned':
      return owed(({ id }) => id === event.duty)
    case 'confirmed': {
      // the others of the office see it on the live card and in 待办
      const entered = incident.submissions[event.duty]?.by
      return news([...(entered ? [entered] : []), ...people(...unit)], event.by)
    }
    case 'resolved':
      return [
        ...owed(({ kind }) => kind === 'final'),
        ...news(people(...unit, 'it_center', 'publicity'), event.by),
      ]
    case 'unacknowledged':
      return news(people(...desk), event.by)
    case 'unresolved':
      return news(people(...desk, ...unit, 'it_center', 'publicity'), event.by)
    case 'missed':
      return news(people(...desk))
    case 'closed':
    case 'withdrawn':
      return [
        ...owed(() => true),
        ...news(people(...unit), event.by),
        ...beyondTable([...bringers(), ...people(...desk)], event.by),
      ]
    case 'reopened':
      return [
        ...news(bringers(), event.by),
        // the old card may have been left behind when the incident went to the archive
        ...anew(
          [
            ...responsibleNow(incident, world),
            ...people('office', 'office_deputy', 'it_center', 'supervising_leader'),
            // what a unit is asked for is none of 宣传部's
            ...(incident.subject ? [] : people('publicity')),
          ].filter(({ id }) => !incident.reporters.some((reporter) => reporter.id === id)),
          event.by,
        ),
      ]
    case 'withdrawal-asked':
      return must(people(...desk, ...unit), event.by)
    case 'noted':
      // nothing of it runs any more: whether it must go on is for the office to say, at once
      return overNow(incident)
        ? [...must(people(...desk), event.by), ...news(people(...unit), event.by)]
        : news(people(...desk, ...unit), event.by)
    case 'performed':
      // the first steps are many and all alike: the cards show them
      return duties(incident, world).some(({ id, clock }) => id === event.duty && clock.steps)
        ? []
        : news(people(...desk), event.by)
    case 'corrected': {
      const { came, left } = event.chain ? moved(asBefore(incident, index), incident, world) : still
      return [
        ...newlyOwed(came),
        ...each(came, undefined, (person) => ({
          ...card(incident, person),
          key: `${incident.id}/card/${person.id}/${nth}`,
        })),
        ...(event.chain ? liaisons(incident, event.by, world) : []),
        ...must(left, event.by),
        ...(event.confirmed ? news([event.by]) : []),
        ...news(people(...desk, ...unit), event.confirmed ?? event.by),
      ]
    }
    case 'correction-asked':
      return anew(people(...desk), event.by)
    case 'correction-returned': {
      const asked = incident.record.findLast(({ type }) => type === 'correction-asked')
      return must([...(asked?.type === 'correction-asked' ? [asked.by] : []), ...people(...desk)], event.by)
    }
    case 'assessed':
      return [...newlyOwed(), ...news(people(...desk), event.confirmed ?? event.by)]
    case 'follow-up-called': {
      const owing = newlyOwed()
      return owing.length > 0 ? owing : news(people(...desk), event.by)
    }
    case 'marked':
    case 'unmarked':
      return news(people(...desk), event.by)
    case 'demanded':
      return newlyOwed()
    case 'appointed':
      return [...must([event.officer, event.deputy], event.by), ...news(people(...desk), event.by)]
    case 'delegated':
      return [
        { ...card(incident, event.to), key: `${incident.id}/card/${event.to.id}/${nth}` },
        ...news(
          [event.from, ...people('office')].filter(({ id }) => id !== event.to.id),
          event.by,
        ),
      ]
    case 'undelegated':
      return [...anew(ownersAfter(event.from)), ...news([event.to, ...people('office')], event.by)]
    case 'succeeded':
      return [
        ...(event.standIn
          ? anew(event.to ? [event.to] : ownersOf(event.post, incident, world, event.unit?.id))
          : event.to
            ? cards([event.to])
            : ownersOf(event.post, incident, world, event.unit?.id).map((person) => card(incident, person))),
        ...must(people(...desk)),
      ]
    case 'undeliverable':
      return knownUnreachable(incident, index, event)
        ? []
        : [...cards(nextFor(event.to, incident, world)), ...must(people(...desk), event.to)]
    case 'evidence':
      return news(people('office', 'it_center'), event.by)
    case 'evidence-lost':
      return must([event.by, ...people('office')])
    case 'handed-over':
      return must(event.to)
    case 'passed-on':
      return [
        ...must(event.to).map((one) => ({ ...one, urgency: 'app' as const })),
        ...cards(event.to.filter(({ id }) => !incident.unreachable.includes(id))),
      ]
    case 'zero-told':
    case 'day-ended':
    case 'written':
    case 'acknowledged':
    case 'delivered':
    case 'reminded':
    case 'snoozed':
    case 'turned-away':
    case 'away':
    case 'back':
    case 'recalled':
    case 'seen':
      return []
  }
}

/** The people of these posts; of the office, whoever is on duty where a roster says so. */
const heldNow = (posts: readonly PostName[], incident: Matter, world: World): Actor[] => {
  const officers = posts.includes('office') ? officersOf(incident, world) : []
  if (officers.length === 0) return actingFor(posts, incident, world)
  const others = actingFor(
    posts.filter((post) => post !== 'office'),
    incident,
    world,
  )
  return [...officers, ...others.filter(({ id }) => !officers.some((one) => one.id === id))]
}

/** Who else looks at what a unit was asked for: 信息中心 retests. */
const checkersOf = byKind<[], PostName[]>({
  incident: () => ['it_center'],
  rectification: () => ['it_center'],
  assignment: () => [],
  zero: () => [],
})

/** They see the live card, once: nothing is asked of them, and nobody is told who has it already. */
const liaisons = (incident: Matter, by: PersonRef, world: World): Told[] =>
  each(liaisonsOf(incident, world), by, (person) => ({ ...card(incident, person), rank: RANK.news }))

/** Who answers for the units now: the leading one first (细则 第七条). */
const responsibleNow = (incident: Matter, world: World): PersonRef[] =>
  seatsIn(incident).flatMap(({ seat }) => unit.flatMap((post) => ownersOf(post, incident, world, seat)))

const still: { came: PersonRef[]; left: PersonRef[] } = { came: [], left: [] }

/** Who answers for a unit that was not on the chain, and who answered for one that no longer is. */
const moved = (before: Matter, after: Matter, world: World): typeof still => {
  const units = (incident: Matter) => seatsIn(incident).map(({ seat }) => seat ?? incident.unit.id)
  const known = units(before)
  return {
    came: seatsIn(after)
      .filter(({ seat }) => !known.includes(seat ?? after.unit.id))
      .flatMap(({ seat }) => unit.flatMap((post) => ownersOf(post, after, world, seat))),
    left: responsibleNow(before, world).filter(({ id }) => !onChain(id, after, world)),
  }
}

/** The incident as it was before the `index`th event of its record. */
const asBefore = (incident: Matter, index: number): Matter => {
  const [first, ...rest] = incident.record.slice(0, index)
  return first && isBeginning(first) ? rest.reduce<Matter>(evolve, begin(first)) : incident
}

/** The next who hears when this person can't be reached: who acts for them, else the other responsible person. */
const nextFor = (person: PersonRef, incident: Matter, world: World): PersonRef[] => {
  const unreachable = incident.unreachable.filter((id) => id !== person.id)
  const acted = (held: PersonRef) => acting(held, { ...incident, unreachable }, world).id === person.id
  return incident.chain
    .filter((held) => held.person.id === person.id || acted(held.person))
    .flatMap(({ post, unit }) =>
      isUnitPost(post) ? ownersOf(post, incident, world, unit?.id) : actingFor([post], incident, world),
    )
    .filter(({ id }) => id !== person.id)
}

const knownUnreachable = (incident: Matter, index: number, event: EventOf<'undeliverable'>): boolean => {
  const before = incident.record
    .slice(0, index)
    .findLast(
      (one) => (one.type === 'undeliverable' || one.type === 'delivered') && one.to.id === event.to.id,
    )
  return before?.type === 'undeliverable'
}

/** A post of the unit that is empty, or where nobody is there: the office is told at once. */
const vacancies = (incident: Matter, index: number, world: World): Told[] =>
  seatsIn(incident).some(({ seat }) =>
    unit.some(
      (post) =>
        !actingFor([post], seenFrom(incident, seat), world).some((actor) => isHere(actor, incident, world)),
    ),
  )
    ? heldNow(desk, incident, world).map((person) => ({
        key: `${incident.id}/vacant/${person.id}`,
        to: { person: person.id },
        rank: RANK.first,
        view: { view: 'news', incident: incident.id, event: index },
        incident: incident.id,
      }))
    : []

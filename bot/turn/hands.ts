// What happens when somebody goes away or comes back? What waits goes into other hands: recorded, cards sent and drawn anew.
import type { Gap, Leave } from '../../handlers/away.js'
import { RANK } from '../../handlers/tell.js'
import { isAway } from '../../rules/away.js'
import { aloneIn, onChain } from '../../rules/chain.js'
import { openDuties } from '../../rules/duties.js'
import type { World } from '../../rules/world.js'
import { watchOf } from '../../store/campus.js'
import type { Away, Directory, Matter, PersonRef } from '../../store/schema.js'
import { awayEnded, bothPosts, standInGap } from '../../templates/standin.js'
import { type Bench, happen, owe } from './happen.js'
import { worldOf } from './world.js'

const ownersIn = (incident: Matter, world: World): Map<string, PersonRef[]> =>
  new Map(openDuties(incident, world).map(({ id, owners }) => [id, owners]))

/** Who owes something in `after` that they did not owe in `before`. */
const newOwners = (incident: Matter, before: World, after: World): PersonRef[] => {
  const known = ownersIn(incident, before)
  const gained = [...ownersIn(incident, after)].flatMap(([duty, owners]) =>
    owners.filter(({ id }) => !(known.get(duty) ?? []).some((owner) => owner.id === id)),
  )
  return gained.filter(({ id }, at) => gained.findIndex((one) => one.id === id) === at)
}

const sendCards = (bench: Bench, { id: incident }: Matter, to: PersonRef[], round: string): void => {
  for (const { id } of to)
    owe(bench, {
      key: `${incident}/card/${id}/${round}`,
      to: { person: id },
      rank: RANK.first,
      view: { view: 'incident', incident },
      incident,
    })
}

/** The directory says of somebody who is away that another one stands in: they hear of it now, not from the next reminder. */
export const standInAnew = (bench: Bench, incident: Matter, was: Directory, world: World): void =>
  sendCards(
    bench,
    incident,
    newOwners(incident, { ...world, directory: was }, world),
    `directory${world.now}`,
  )

/** Every open incident in which it changes who acts: a line in its record, a card for who acts now. The numbers, and who acted. */
const changeHands = (
  bench: Bench,
  person: PersonRef,
  {
    type,
    before,
    after,
    round,
    said,
  }: { type: 'away' | 'back'; before: World; after: World; round: string; said?: PersonRef },
): { ids: string[]; relieved: PersonRef[] } => {
  const ids: string[] = []
  const relieved = new Map<string, PersonRef>()
  for (const incident of Object.values(after.incidents)) {
    if (!onChain(person.id, incident, before) && !onChain(person.id, incident, after)) continue
    const to = newOwners(incident, before, after)
    if (to.length === 0) continue
    for (const one of newOwners(incident, after, before)) relieved.set(one.id, one)
    ids.push(incident.id)
    const alone = aloneIn(incident, after)
    if (alone && alone.id !== aloneIn(incident, before)?.id)
      for (const { id } of watchOf(bench.campus.directory))
        owe(bench, {
          key: `${incident.id}/alone/${round}/${id}`,
          to: { person: id },
          rank: RANK.first,
          view: { view: 'text', text: bothPosts(incident, alone) },
          incident: incident.id,
        })
    happen(bench, incident.id, [{ type, at: after.now, person, to, ...(said ? { said } : {}) }])
    sendCards(bench, incident, to, round)
  }
  return { ids, relieved: [...relieved.values()] }
}

const put = ({ turn }: Bench, person: string, periods: Away[]): void => {
  if (periods.length > 0) turn.put('away', person, periods)
  else turn.drop('away', person)
}

const withPeriods = (world: World, person: string, periods: Away[]): World => ({
  ...world,
  away: { ...world.away, [person]: periods },
})

/** The time away begins now. `periods` are all of this person's, this one among them. */
const begin = (bench: Bench, person: PersonRef, period: Away, periods: Away[]): void => {
  const others = periods.filter((one) => one !== period)
  put(bench, person.id, [...others, { ...period, begun: true }])
  const after = worldOf(bench.turn, bench.campus)
  changeHands(bench, person, {
    type: 'away',
    before: withPeriods(after, person.id, others),
    after,
    round: `away${period.from}`,
  })
}

/** Registers it. The office hears at once when nobody stands in, also for one that begins later. */
export const goAway = (bench: Bench, leave: Leave, gap: Gap | undefined, world: World): void => {
  const { person, period, periods } = leave
  if (period.from <= world.now && !period.begun) begin(bench, person, period, periods)
  else put(bench, person.id, periods)
  if (!gap || gap.alone.length === 0) return
  for (const { id } of watchOf(bench.campus.directory))
    owe(bench, {
      key: `gap/${person.id}/${period.from}/${period.to}/${id}`,
      to: { person: id },
      rank: RANK.first,
      view: { view: 'text', text: standInGap(gap, period, world) },
    })
}

/** It is over, of itself or because somebody said so: what waits goes back, and both hear of it. */
export const comeBack = (
  bench: Bench,
  person: PersonRef,
  { ended, left }: { ended: Away[]; left: Away[] },
  said?: PersonRef,
): string[] => {
  put(bench, person.id, left)
  const after = worldOf(bench.turn, bench.campus)
  const before = withPeriods(after, person.id, [
    ...left,
    ...ended.map((period) => ({ ...period, to: period.to < after.now ? after.now : period.to })),
  ])
  if (!isAway(person.id, before)) return []
  const round = `back${after.now}`
  const { ids, relieved } = changeHands(bench, person, {
    type: 'back',
    before,
    after,
    round,
    ...(said ? { said } : {}),
  })
  for (const { id } of relieved)
    owe(bench, {
      key: `${round}/${person.id}/${id}`,
      to: { person: id },
      rank: RANK.reminder,
      view: { view: 'text', text: awayEnded(person, ids) },
    })
  return ids
}

/** What has come due of this person's times away: one begins, one is over. For the ticker. */
export const turnAway = (bench: Bench, id: string): void => {
  const { turn, campus } = bench
  const world = worldOf(turn, campus)
  const periods = turn.row('away', id) ?? []
  const known = campus.directory.people.find((one) => one.id === id)
  const person = known
    ? { id, name: known.name, ...(known.title ? { title: known.title } : {}) }
    : { id, name: id }
  const over = periods.filter(({ to }) => to < world.now)
  const left = periods.filter(({ to }) => to >= world.now)
  if (over.length > 0) comeBack(bench, person, { ended: over, left })
  const ripe = left.find(({ from, begun }) => !begun && from <= world.now)
  if (ripe) begin(bench, person, ripe, left)
}

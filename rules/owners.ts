// Who owes a duty, and who may confirm what another person entered? Worked out from the chain, as it can be reached today.
import type { Actor, Matter, Party, PersonRef, PostName } from '../store/schema.js'
import { acting, actingFor, isHere, seenFrom } from './chain.js'
import type { Duty } from './duty.js'
import { officersInTurn, officersOf } from './roster.js'
import type { World } from './world.js'

type Today = Pick<World, 'away' | 'now' | 'directory' | 'covers' | 'rules'>
type Addressed = Parameters<typeof officersOf>[0]

/**
 * The people of the post; of the office, who is on duty at this hour; where it is one of a unit's two, of the unit of this seat. When the post is empty, or nobody of
 * it and of its stand-ins is there, the other responsible person owes it; when that fails too, the office (contract §9: the
 * next hears at once).
 */
export const ownersOf = (post: PostName, whole: Addressed, world: Today, seat?: string): Actor[] => {
  const onDuty = post === 'office' ? officersOf(whole, world) : []
  if (onDuty.length > 0) return onDuty
  const incident = seenFrom(whole, seat)
  const reachable = (posts: PostName[]) =>
    actingFor(posts, incident, world).filter((actor) => isHere(actor, incident, world))
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

/**
 * 上报责任人 and deputy: who reports upwards in this incident. 细则 第九条、第十条、第十一条 name three bodies and 第十三条
 * none, so one named person and one deputy are forced: those appointed, else who is on duty and comes next, else the first two
 * of the office.
 */
export const reportingOf = (
  incident: Matter,
  world: Today,
): { officer: PersonRef; deputy: PersonRef } | undefined => {
  if (incident.reporting) return incident.reporting
  const held = (['office', 'office_deputy', 'office_director'] as const).flatMap((post) =>
    incident.chain.filter((one) => one.post === post).map(({ person }) => person),
  )
  const [officer, deputy] = [...officersInTurn(incident, world), ...held].filter(
    ({ id }, at, all) => all.findIndex((one) => one.id === id) === at,
  )
  return officer && { officer, deputy: deputy ?? officer }
}

export const reporters = (incident: Matter, world: Today): Actor[] => {
  // nobody was appointed: it is the turn of whoever is on duty, and of nobody else at night
  if (!incident.reporting && officersOf(incident, world).length > 0)
    return ownersOf('office', incident, world)
  const named = reportingOf(incident, world)
  const here = named
    ? [named.officer, named.deputy]
        .map((person) => acting(person, incident, world))
        .filter(({ id }, at, all) => all.findIndex((one) => one.id === id) === at)
        .filter((actor) => isHere(actor, incident, world))
    : []
  return here.length > 0 ? here : ownersOf('office', incident, world)
}

/** Who entered what waits for another person: a receipt, a lower level, or a correction. */
export const makerOf = ({ submission, asked, correction, answered, done }: Duty): Actor | undefined =>
  done
    ? undefined
    : (answered ?? asked?.by ?? correction?.by ?? (submission?.returned ? undefined : submission?.by))

/** Whoever entered it, and for whom; and who only acts for one of them, whom they themselves have chosen (转办, 代理人). */
export const isMaker = ({ id, for: other }: Actor, maker: Actor): boolean =>
  [id, other?.id].some((one) => one !== undefined && (one === maker.id || one === maker.for?.id))

/** Did this person, as they owe it, enter what waits? */
export const isMakerOf = (by: Party, duty: Duty): boolean => {
  const maker = makerOf(duty)
  return maker !== undefined && isMaker(duty.owners.find(({ id }) => id === by.id) ?? by, maker)
}

/** Who may confirm it, or send it back: whoever else owes this report, and the office; never who entered it. */
export const mayConfirm = (by: Party, duty: Duty): boolean =>
  makerOf(duty) !== undefined && !isMakerOf(by, duty) && owns(by, duty)

/** Is it theirs to enter its receipt? Whoever owes it, and the office. */
export const owns = (by: Party, { owners }: Duty): boolean =>
  by.office || owners.some(({ id }) => id === by.id)

/** Those of its owners who may confirm it. */
export const secondsOf = (duty: Duty): Actor[] => {
  const maker = makerOf(duty)
  return maker ? duty.owners.filter((owner) => !isMaker(owner, maker)) : []
}

/** Those of them whom it must name: of a report that is the office's own, anybody of the office may. */
export const besideOffice = (duty: Duty): Actor[] =>
  duty.post === 'office' || duty.byOffice ? [] : secondsOf(duty)

const officePosts = ['office', 'office_deputy', 'office_director'] as const satisfies readonly PostName[]

/** Who acts for another and has the same post, or is of the office, confirms in their own right. */
const inOwnRight =
  ({ chain }: Pick<Matter, 'chain'>) =>
  (owner: Actor): Actor => {
    const posts = (id: string | undefined) => chain.filter(({ person }) => person.id === id)
    const { for: other, ...own } = owner
    const others = posts(other?.id).map(({ post }) => post)
    return posts(own.id).some(({ post }) => [...officePosts, ...others].includes(post)) ? own : owner
  }

/** What one person entered is owed by another one, too: where nobody else of its owners is there, by the office. */
export const withSecond = (
  all: Actor[],
  maker: Actor | undefined,
  incident: Matter,
  world: Today,
): Pick<Duty, 'owners' | 'byOffice'> => {
  const owners = maker ? all.map(inOwnRight(incident)) : all
  if (!maker || owners.some((owner) => !isMaker(owner, maker))) return { owners }
  for (const post of officePosts) {
    const others = actingFor([post], incident, world).filter(
      (one) => !isMaker(one, maker) && isHere(one, incident, world),
    )
    if (others.length > 0) return { owners: [...owners, ...others], byOffice: true }
  }
  return { owners }
}

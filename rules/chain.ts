// Who is responsible, and who acts for them now? The chain of 细则 第五条至第七条、第十三条, and its stand-ins.
import type {
  Actor,
  Chain,
  Directory,
  Matter,
  PersonRef,
  Post,
  PostName,
  Role,
  System,
  Unit,
  UnitKind,
  UnitRef,
} from '../store/schema.js'
import { isAway } from './away.js'
import { personOf, type World } from './world.js'

export const refOf = ({ id, name, title }: { id: string; name: string; title: string }): PersonRef => ({
  id,
  name,
  ...(title ? { title } : {}),
})

/** The two posts that every unit has (细则 第七条). */
export const unitPosts = ['first', 'direct'] as const satisfies readonly PostName[]
export const isUnitPost = (post: PostName): boolean => unitPosts.some((one) => one === post)

const seat = (unit: string | undefined, role: string): string => `${role} ${unit ?? ''}`
const seating = new WeakMap<Directory['people'], Map<string, PersonRef[]>>()

/** Who sits where, in the order of the directory: looked up once in its people, however many chains are asked for. */
const seatedIn = ({ people }: Directory): Map<string, PersonRef[]> => {
  const known = seating.get(people)
  if (known) return known
  const seated = new Map<string, PersonRef[]>()
  for (const person of people)
    for (const held of new Set(person.posts.map(({ unit, role }) => seat(unit, role)))) {
      const there = seated.get(held)
      if (there) there.push(refOf(person))
      else seated.set(held, [refOf(person)])
    }
  seating.set(people, seated)
  return seated
}

const heldIn =
  (directory: Directory) =>
  (post: PostName, unitId: string | undefined, role: Role): Post[] =>
    (seatedIn(directory).get(seat(unitId, role)) ?? []).map((person) => ({ post, person }))

/** The two responsible persons of a unit, each of them as that unit's. */
const seatsOf = (directory: Directory, unit: UnitRef): Chain => {
  const held = heldIn(directory)
  return [...held('first', unit.id, '第一责任人'), ...held('direct', unit.id, '直接责任人')].map((post) => ({
    ...post,
    unit: { id: unit.id, name: unit.name },
  }))
}

/** Of all these units their two persons, and everybody above: who is asked for the same thing on one day (零报告). */
export const rollOf = (directory: Directory, units: readonly UnitRef[], office: Unit): Chain => [
  ...units.flatMap((unit) => seatsOf(directory, unit)),
  ...chainOf(directory, office).filter(({ post }) => !isUnitPost(post)),
]

/** 谁主管、谁运维、谁使用 besides the unit that leads; each once. */
const unitsBeside = (lead: string, system: System | undefined): UnitRef[] =>
  [...(system ? [system.owner, ...(system.operator ? [system.operator] : []), ...system.users] : [])].filter(
    ({ id }, at, all) => id !== lead && all.findIndex((other) => other.id === id) === at,
  )

/**
 * The chain of a unit, as it stands today: 单位两名责任人, those of the other units that answer for the system, 分管校领导,
 * 网信办, 信息中心, 宣传部, 保密办, 学校两名责任人. A post that nobody holds is simply not in it.
 */
export const chainOf = (directory: Directory, unit: Unit, system?: System): Chain => {
  const held = heldIn(directory)
  const desk = (kind: UnitKind) => directory.units.find((candidate) => candidate.kind === kind)?.id
  const both = (post: PostName, kind: UnitKind) =>
    [...held(post, desk(kind), '第一责任人'), ...held(post, desk(kind), '直接责任人')].filter(
      ({ person }, at, all) => all.findIndex((other) => other.person.id === person.id) === at,
    )
  const supervisor = unit.supervisor === undefined ? undefined : personOf({ directory }, unit.supervisor)
  return [
    ...held('first', unit.id, '第一责任人'),
    ...held('direct', unit.id, '直接责任人'),
    ...unitsBeside(unit.id, system).flatMap((one) => seatsOf(directory, one)),
    ...(supervisor ? [{ post: 'supervising_leader' as const, person: refOf(supervisor) }] : []),
    ...held('office', desk('网信办'), '值班员'),
    ...held('office_deputy', desk('网信办'), '常务副主任'),
    ...held('office_director', desk('网信办'), '主任'),
    ...both('it_center', '信息中心'),
    ...both('publicity', '宣传部'),
    ...both('secrecy', '保密办'),
    ...held('school_first', desk('学校'), '第一责任人'),
    ...held('school_direct', desk('学校'), '直接责任人'),
  ]
}

/** The chain of this incident as the directory has it now; nobody where its unit is not there any more. */
export const chainToday = ({ unit: { id }, moved, system, zero }: Matter, directory: Directory): Chain => {
  const unit = directory.units.find((one) => one.id === id)
  if (!unit) return []
  if (zero) return rollOf(directory, zero.units, unit)
  return chainOf(directory, unit, system).map((held) =>
    moved && isUnitPost(held.post) && !held.unit ? { ...held, unit: { id, name: unit.name } } : held,
  )
}

/**
 * The chain when this unit leads and this system is hit: whoever is in it stays as they were, whoever comes is there from
 * now on. Without a unit the one that leads goes on.
 */
export const chainAfter = (
  incident: Matter,
  lead: Unit | undefined,
  system: System | undefined,
  { directory, now }: Pick<World, 'directory' | 'now'>,
): Chain => {
  const moves = lead !== undefined && lead.id !== incident.unit.id
  const known = (unit: UnitRef): Chain =>
    incident.chain
      .filter(({ post, unit: of }) => isUnitPost(post) && (of?.id ?? incident.unit.id) === unit.id)
      .map((held) => (moves ? { unit: { id: unit.id, name: unit.name }, ...held } : held))
  const seats = (unit: UnitRef): Chain => {
    const here = known(unit)
    return here.length > 0 ? here : seatsOf(directory, unit).map((held) => ({ ...held, since: now }))
  }
  const above = (held: Post): boolean => !isUnitPost(held.post)
  const supervising = ({ post }: Post): boolean => post === 'supervising_leader'
  const fixed = incident.chain.filter((held) => above(held) && !(moves && supervising(held)))
  return [
    ...(moves ? seats(lead) : known(incident.unit)),
    ...unitsBeside((lead ?? incident.unit).id, system).flatMap(seats),
    ...(moves ? chainOf(directory, lead).filter(supervising) : []),
    ...fixed,
  ]
}

/** 谁主管、谁运维、谁使用: what a unit is to the system that was hit. */
export type Hat = 'owner' | 'operator' | 'user'

export const hatsOf = ({ system }: Pick<Matter, 'system'>, unit: string): Hat[] => [
  ...(system?.owner.id === unit ? (['owner'] as const) : []),
  ...(system?.operator?.id === unit ? (['operator'] as const) : []),
  ...(system?.users.some(({ id }) => id === unit) ? (['user'] as const) : []),
]

/** Which unit's two persons; nothing: those of the unit that it was reported of. */
type Seat = string | undefined

/** Where the unit that leads stands in the chain. */
export const leadSeat = ({ moved, unit }: Matter): Seat => (moved ? unit.id : undefined)

/** The seats of the chain, the leading unit's first; each with its unit where it is not the one that was reported. */
export const seatsIn = (incident: Matter): { seat: Seat; unit?: UnitRef }[] => {
  const lead = leadSeat(incident)
  const others = incident.chain.flatMap(({ unit }) => (unit && unit.id !== lead ? [unit] : []))
  return [
    { seat: lead, ...(lead === undefined ? {} : { unit: incident.unit }) },
    ...others
      .filter(({ id }, at) => others.findIndex((other) => other.id === id) === at)
      .map((unit) => ({ seat: unit.id, unit })),
  ]
}

/** Who has it in hand: those of the unit that leads. The others beside it are many names to somebody who knows none of them. */
export const inHand = (incident: Matter, world: Parameters<typeof acting>[2]): Actor[] => {
  const held = holding(seenFrom(incident, seatsIn(incident)[0]?.seat).chain, 'first', 'direct')
  const acts = held.map((one) => acting(one, incident, world))
  return acts.filter(({ id }, at) => acts.findIndex((other) => other.id === id) === at)
}

/** The seat of the unit that operates the system (谁运维); the leading unit's where the register names none. */
export const operatorSeat = (incident: Matter): ReturnType<typeof seatsIn>[number] | undefined => {
  const seats = seatsIn(incident)
  const operator = incident.system?.operator?.id
  return seats.find(({ seat }) => (seat ?? incident.unit.id) === operator) ?? seats[0]
}

/** The chain as one unit sees it: its own two persons, and everybody above. */
export const seenFrom = <T extends Pick<Matter, 'chain'>>(incident: T, seat: Seat): T => {
  const chain = incident.chain.filter(({ post, unit }) => !isUnitPost(post) || unit?.id === seat)
  return chain.length === incident.chain.length ? incident : { ...incident, chain }
}

export const holding = (chain: Chain, ...posts: PostName[]): PersonRef[] =>
  chain.filter(({ post }) => posts.includes(post)).map(({ person }) => person)

/** Neither away nor out of reach. */
export const isHere = (
  { id }: PersonRef,
  { unreachable }: Pick<Matter, 'unreachable'>,
  world: Pick<World, 'away' | 'now'>,
): boolean => !isAway(id, world) && !unreachable.includes(id)

/** The directory's 代理人 of this person, when there is one who still is in the directory. */
const standInOf = (person: string, world: Pick<World, 'directory'>): PersonRef | undefined => {
  const standIn = personOf(world, personOf(world, person)?.standIn ?? '')
  return standIn ? refOf(standIn) : undefined
}

/**
 * Who acts for this person in this incident now: the one it was handed to (转办), unless they left the directory since,
 * else the person, else, while they are away (外出) or cannot be reached, their stand-in. Whoever of these is not there passes it on in the same way; nobody is
 * asked twice, so a ring of stand-ins ends. When nobody is there it is the person, who then is not (`isHere`).
 */
export const acting = (
  person: PersonRef,
  incident: Pick<Matter, 'delegations' | 'unreachable'>,
  world: Pick<World, 'away' | 'now' | 'directory'>,
): Actor => {
  const asked = new Set<string>()
  const found = (one: PersonRef | undefined): PersonRef | undefined => {
    if (!one || asked.has(one.id)) return undefined
    asked.add(one.id)
    const handed = incident.delegations.find(({ from }) => from.id === one.id)?.to
    return (
      found(handed && personOf(world, handed.id) ? handed : undefined) ??
      (isHere(one, incident, world) ? one : found(standInOf(one.id, world)))
    )
  }
  const actor = found(person)
  return !actor || actor.id === person.id ? person : { ...actor, for: person }
}

/** The people who hold these posts or act for their holders now; each person once. */
export const actingFor = (
  posts: readonly PostName[],
  incident: Pick<Matter, 'chain' | 'delegations' | 'unreachable'>,
  world: Pick<World, 'away' | 'now' | 'directory'>,
): Actor[] =>
  incident.chain
    .filter(({ post }) => posts.includes(post))
    .map(({ person }) => acting(person, incident, world))
    .filter((actor, at, all) => all.findIndex(({ id }) => id === actor.id) === at)

/** As whom may this person act on these posts: as the holder, or for the holder (代); nothing when they may not. */
export const mayActAs = (
  person: PersonRef,
  posts: readonly PostName[],
  incident: Pick<Matter, 'chain' | 'delegations' | 'unreachable'>,
  world: Pick<World, 'away' | 'now' | 'directory'>,
): Actor | undefined => {
  const own = incident.chain.filter(({ post }) => posts.includes(post))
  if (own.some((post) => post.person.id === person.id)) return person
  for (const post of own) {
    const actor = acting(post.person, incident, world)
    if (actor.id === person.id) return actor
  }
  return undefined
}

/** Everybody of the chain and whoever acts for them. */
export const onChain = (
  person: string,
  incident: Matter,
  world: Pick<World, 'away' | 'now' | 'directory'>,
): boolean =>
  incident.chain.some(
    (post) => post.person.id === person || acting(post.person, incident, world).id === person,
  )

/** A 联络员 of a unit on the chain: sees it and adds to it, and owes nothing. */
export const isLiaison = ({ id }: PersonRef, incident: Matter, world: Pick<World, 'directory'>): boolean =>
  personOf(world, id)?.posts.some(isLiaisonIn(incident)) ?? false

export const liaisonsOf = (incident: Matter, world: Pick<World, 'directory'>): PersonRef[] => {
  const ofChain = isLiaisonIn(incident) // the units are found once, not anew for everybody of the directory
  return world.directory.people.filter(({ posts }) => posts.some(ofChain)).map(refOf)
}

const isLiaisonIn = (incident: Matter) => {
  const units = seatsIn(incident).map(({ seat }) => seat ?? incident.unit.id)
  return ({ unit, role }: { unit: string; role: string }): boolean =>
    role === '联络员' && units.includes(unit)
}

/** Is this one of the two responsible people of the unit, or who acts for them? */
export const isResponsible = (
  { id }: PersonRef,
  incident: Matter,
  world: Pick<World, 'away' | 'now' | 'directory'>,
): boolean =>
  incident.chain.some(
    ({ post, person }) =>
      (post === 'first' || post === 'direct') &&
      (person.id === id || acting(person, incident, world).id === id),
  )

/** Who answers for both posts of a unit alone, because one of the two is away or handed it on. */
export const aloneIn = (
  incident: Matter,
  world: Pick<World, 'away' | 'now' | 'directory'>,
): PersonRef | undefined =>
  seatsIn(incident)
    .flatMap(({ seat }) => {
      const unit = seenFrom(incident, seat)
      const holders = new Set(holding(unit.chain, ...unitPosts).map(({ id }) => id))
      const [only, another] = actingFor(unitPosts, unit, world)
      return only && !another && holders.size > 1 && isHere(only, incident, world) ? [only] : []
    })
    .at(0)

// 通报, 督办: who may issue a rectification notice or an assignment, what is still missing of it, and what does it become? (细则 第十条（一）（二）、第十一条（二）（三）)

import { localParts } from '../rules/calendar.js'
import { chainOf } from '../rules/chain.js'
import type { World } from '../rules/world.js'
import { unit as unitOf, unitOfKind } from '../store/campus.js'
import type { EventOf, Issuing, Party, System, UnitRef } from '../store/schema.js'
import { refOf } from './decision.js'
import { ASSIGNMENT, NOTICE } from './report.js'
import { dayIn, isNone, noticeIn, senderIn, unitsAhead } from './understand/notice.js'
import { systemsNamed } from './understand/systems.js'

/** The office; a notice also whoever holds a post of 信息中心. */
export const mayIssue = (
  { id, office }: Party,
  kind: Issuing['kind'],
  { directory }: Pick<World, 'directory'>,
): boolean => {
  if (office || kind) return office
  const center = unitOfKind(directory, '信息中心')
  return directory.people.some((one) => one.id === id && one.posts.some(({ unit }) => unit === center?.id))
}

/** What is asked next; the preview where nothing is missing. */
export const nextAsked = ({
  units,
  text,
  term,
  source,
  own,
  reply,
}: Issuing): NonNullable<Issuing['asked']> =>
  units.length === 0
    ? 'units'
    : !text
      ? 'text'
      : !term
        ? 'term'
        : !source && !own
          ? 'source'
          : source && !reply && !own
            ? 'reply'
            : 'preview'

/** 上一步: without what was answered last, so that it is asked again. */
export const withoutLast = (issuing: Issuing): Issuing => {
  const { text, term, own, reply, source, authority, reference, ...rest } = issuing
  const said = { ...(text ? { text } : {}) }
  const until = { ...said, ...(term ? { term } : {}) }
  switch (issuing.asked) {
    case 'text':
      return { ...rest, units: [] }
    case 'term':
      return rest
    case 'source':
      return { ...rest, ...said }
    case 'preview':
      if (!source) return { ...rest, ...until }
      return {
        ...rest,
        ...until,
        source,
        ...(authority ? { authority } : {}),
        ...(reference ? { reference } : {}),
      }
    default:
      return { ...rest, ...until }
  }
}

/** What was typed behind the word 通报 or 督办, as far as it says something. */
export const begun = (
  { id, kind }: Pick<Issuing, 'id' | 'kind'>,
  typed: string,
  world: World,
): { issuing: Issuing; unclear?: string[] } => {
  const { units, rest, unclear } = unitsAhead(typed, world.directory)
  const said = rest ? noticeIn(rest, world) : undefined
  return {
    issuing: {
      id,
      ...(kind ? { kind } : {}),
      units: units.map(({ id, name }) => ({ id, name })),
      ...said,
      touchedAt: world.now,
    },
    ...(unclear ? { unclear: unclear.map(({ name }) => name) } : {}),
  }
}

/** What held when it was written and holds no more: units that are none by now, and days that have passed. They are asked anew. */
export const outdated = (
  { term, reply, ...issuing }: Issuing,
  { directory, now }: Pick<World, 'directory' | 'now'>,
): { issuing: Issuing; gone: UnitRef[]; past: boolean } => {
  const gone = issuing.units.filter(({ id }) => !unitOf(directory, id))
  const left = [term, reply].map((at) => (at !== undefined && at > now ? at : undefined))
  return {
    issuing: {
      ...issuing,
      units: issuing.units.filter((one) => !gone.includes(one)),
      ...(left[0] ? { term: left[0] } : {}),
      ...(left[1] ? { reply: left[1] } : {}),
    },
    gone,
    past: left[0] !== term || left[1] !== reply,
  }
}

/** An answer to what was asked; nothing where it answers nothing. */
export const answered = (issuing: Issuing, said: string, world: World): Issuing | undefined => {
  const touched = { ...issuing, touchedAt: world.now }
  switch (issuing.asked) {
    case 'units': {
      const { units, rest } = unitsAhead(said, world.directory)
      if (units.length === 0) return undefined
      const more = rest ? noticeIn(rest, world) : undefined
      return { ...touched, ...more, units: units.map(({ id, name }) => ({ id, name })) }
    }
    case 'text': {
      const { source, authority, reference, term, reply, text } = noticeIn(said, world)
      return {
        ...touched,
        text,
        ...(term ? { term } : {}),
        ...(reply ? { reply } : {}),
        ...(source ? { source } : {}),
        ...(authority ? { authority } : {}),
        ...(reference ? { reference } : {}),
      }
    }
    case 'term': {
      const term = dayIn(said, world)
      return term ? { ...touched, term } : undefined
    }
    case 'source': {
      if (isNone(said)) return { ...touched, own: true }
      const { source, authority, reference, reply } = senderIn(said.trim(), world)
      return {
        ...touched,
        source: source ?? said.trim(),
        ...(authority ? { authority } : {}),
        ...(reference ? { reference } : {}),
        ...(reply ? { reply } : {}),
      }
    }
    case 'reply': {
      if (isNone(said)) return { ...touched, own: true }
      const reply = dayIn(said, world)
      return reply ? { ...touched, reply } : undefined
    }
    default:
      return undefined
  }
}

/** `通报2026-0001`, `督办2026-0001`. */
const noticeNumber = (kind: Issuing['kind'], year: number, nth: number): string =>
  `${kind ? ASSIGNMENT : NOTICE}${year}-${String(nth).padStart(4, '0')}`

/** Where the numbers of its kind are counted, each year anew. */
export const countedAs = (kind: Issuing['kind'], world: World): string =>
  `number/${kind ?? 'notice'}/${yearOf(world)}`

const yearOf = ({ now, rules }: World): number => localParts(Date.parse(now), rules.timezone).y

/** The one system that the text names and this unit answers for: who operates it is told, too (细则 第十一条（二）). */
export const systemOf = (text: string, unit: string, { directory }: World): System | undefined => {
  const [system, ...others] = systemsNamed(text, directory).filter(({ owner, users }) =>
    [owner, ...users].some(({ id }) => id === unit),
  )
  return others.length === 0 ? system : undefined
}

/** One fact for each unit, each with its own number; `next`: the numbers of this year. */
export const issued = (
  by: Party,
  { kind, units, text = '', term = '', source, authority, reference, reply }: Issuing,
  next: () => number,
  world: World,
): EventOf<'issued'>[] => {
  const center = unitOfKind(world.directory, '信息中心')
  const found = units.flatMap(({ id }) => unitOf(world.directory, id) ?? [])
  const events = found.map((unit): EventOf<'issued'> => {
    const system = systemOf(text, unit.id, world)
    return {
      type: 'issued',
      ...(kind ? { kind } : {}),
      at: world.now,
      by: refOf(by),
      number: noticeNumber(kind, yearOf(world), next()),
      drill: false,
      unit: { id: unit.id, name: unit.name },
      chain: chainOf(world.directory, unit, system),
      ...(system ? { system } : {}),
      subject: {
        text,
        term,
        source: source ?? (center && !by.office ? center.name : '网信办'),
        ...(authority ? { authority } : {}),
        ...(reference ? { reference } : {}),
        ...(reply ? { reply } : {}),
      },
      ...(world.rules.version ? { rules: world.rules.version } : {}),
    }
  })
  const batch = events.length > 1 ? events[0]?.number : undefined
  return batch ? events.map((event) => ({ ...event, batch, of: events.length })) : events
}

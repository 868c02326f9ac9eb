// 演练 with a date: what is missing of the plan, what does it become, and what happens when its moment has come? (细则 第十一条（四）)
import { isAway } from '../rules/away.js'
import { eveMs, isNight, LATE_MS, MOST_LATE_MS, morningOf } from '../rules/planned.js'
import { personOf, type World } from '../rules/world.js'
import { findUnits, holders, unit as unitOf, unitOfKind, watchOf } from '../store/campus.js'
import {
  type EventOf,
  isIncident,
  type Party,
  type Person,
  type PersonRef,
  type Planned,
  type Planning,
  type Report,
} from '../store/schema.js'
import { overNow, refOf } from './decision.js'
import { contextOf, toReport } from './questions.js'
import { asksOtherTime, drillWhen } from './understand/drill.js'
import { parseYesNo } from './understand/replies.js'

/** What is asked next; nothing where it can be kept. */
export const nextOfPlanning = (
  { unit, at, night, foretold }: Planning,
  { rules }: Pick<World, 'rules'>,
): Planning['asked'] =>
  !unit
    ? 'unit'
    : !at
      ? 'time'
      : !night && isNight(at, rules)
        ? 'night'
        : foretold === undefined
          ? 'foretell'
          : undefined

type Read = {
  planning: Planning
  wrong?: NonNullable<ReturnType<typeof drillWhen>['wrong']> | 'unit' | 'choice' | undefined
}

/** What was said takes its place in it. */
export const withSaid = (planning: Planning, typed: string, world: World): Read => {
  const { asked } = planning
  const { before, wrong, at, ...said } = drillWhen(typed, world)
  const answered = asked === 'night' || asked === 'foretell' ? parseYesNo(typed) : undefined
  const yes = typeof answered === 'boolean' ? answered : undefined
  const found = before ? findUnits(world.directory, before) : []
  const [unit] = found.length === 1 ? found : []
  // what stands before an hour and names no unit may be a day that was not understood
  const time = before === '' || unit ? at : undefined
  const { at: old, ...untimed } = planning
  const other = asked === 'night' && (yes === false || asksOtherTime(typed))
  const next: Planning = {
    ...(other ? untimed : { ...untimed, ...(old ? { at: old } : {}) }),
    ...(unit ? { unit: { id: unit.id, name: unit.name } } : {}),
    ...said,
    ...(time ? { at: time } : {}),
    ...(asked === 'night' && yes === true ? { night: true as const } : {}),
    ...(asked === 'foretell' && yes !== undefined && said.foretold === undefined ? { foretold: yes } : {}),
    touchedAt: world.now,
  }
  if (wrong) return { planning: next, wrong }
  if (at && !time && planning.unit) return { planning: next, wrong: 'unread' }
  if (other || asked === undefined || nextOfPlanning(next, world) !== asked) return { planning: next }
  return { planning: next, wrong: asked === 'unit' ? 'unit' : asked === 'time' ? 'unread' : 'choice' }
}

/** Of which nothing is missing. */
export const plannedOf = (
  id: string,
  by: Party,
  { scenario, answers, unit, at, foretold, night }: Planning,
  { now }: Pick<World, 'now'>,
): Planned | undefined =>
  unit && at && foretold !== undefined
    ? {
        id,
        scenario,
        unit,
        answers,
        at,
        foretold,
        ...(night ? { night } : {}),
        by: refOf(by),
        plannedAt: now,
      }
    : undefined

/** Those that wait, the next one first. */
export const waitingPlans = (planned: Readonly<Record<string, Planned>>): Planned[] =>
  Object.values(planned).sort((a, b) => (a.at < b.at ? -1 : 1))

/** Whoever is away has their stand-in know. */
const here = ({ id, standIn, ...person }: Person, world: World): PersonRef => {
  const other = standIn && isAway(id, world) ? personOf(world, standIn) : undefined
  return refOf(other ?? { id, ...person })
}

const both = (unit: string, { directory }: World): Person[] => [
  ...holders(directory, unit, '第一责任人'),
  ...holders(directory, unit, '直接责任人'),
]

/** Who knows of it the day before: the office and 信息中心; its own unit only where it is 预告. */
const toldOf = ({ unit, foretold }: Pick<Planned, 'unit' | 'foretold'>, world: World): PersonRef[] => {
  const center = unitOfKind(world.directory, '信息中心')?.id ?? ''
  const people = [
    ...watchOf(world.directory),
    ...(center === unit.id ? [] : both(center, world)),
    ...(foretold ? both(unit.id, world) : []),
  ].map((person) => here(person, world))
  return people.filter(({ id }, at) => people.findIndex((other) => other.id === id) === at)
}

/** To whom a change of the plan matters: who made it, the office, and who knows already. */
export const concernedBy = (planned: Planned, world: World): PersonRef[] => {
  const people = [
    planned.by,
    ...watchOf(world.directory).map((person) => here(person, world)),
    ...(planned.told?.to ?? []),
  ]
  return people.filter(({ id }, at) => people.findIndex((other) => other.id === id) === at)
}

type CalledOff = { why: 'late' } | { why: 'unit-gone' } | { why: 'busy'; incident: string }

type Step =
  | { step: 'tell'; planned: Planned; to: PersonRef[] }
  | { step: 'wait'; planned: Planned }
  | { step: 'off'; off: CalledOff }
  | { step: 'begin'; report: Report; planned: NonNullable<EventOf<'reported'>['planned']> }

/** A unit that is hit by something real is not drilled as well. */
const hit = ({ unit }: Planned, { incidents }: World): string | undefined =>
  Object.values(incidents).find(
    (one) =>
      isIncident(one) && !one.drill && one.status === 'open' && one.unit.id === unit.id && !overNow(one),
  )?.id

/** What is due of it now. */
export const stepOf = (planned: Planned, world: World): Step => {
  const { now, rules } = world
  const lateMs = Date.parse(now) - Date.parse(planned.at)
  if (lateMs < 0) {
    // whoever has just planned it knows
    const early = eveMs(planned, rules) > Date.parse(planned.plannedAt)
    const to = toldOf(planned, world).filter(({ id }) => early || id !== planned.by.id)
    return { step: 'tell', planned: { ...planned, told: { at: now, to } }, to }
  }
  if (lateMs > MOST_LATE_MS) return { step: 'off', off: { why: 'late' } }
  const morning = planned.night ? undefined : morningOf(now, rules)
  if (morning)
    return {
      step: 'wait',
      planned: { ...planned, told: planned.told ?? { at: now, to: [] }, waits: morning },
    }
  const incident = hit(planned, world)
  if (incident) return { step: 'off', off: { why: 'busy', incident } }
  const unit = unitOf(world.directory, planned.unit.id)
  const parsed = toReport(
    { ...planned.answers, unit: planned.unit.id, discovered_at: now },
    contextOf(planned.by, world),
  )
  if (!unit || !('report' in parsed)) return { step: 'off', off: { why: 'unit-gone' } }
  const { scenario, at, plannedAt, foretold } = planned
  return {
    step: 'begin',
    report: parsed.report,
    planned: { scenario, at, on: plannedAt, foretold, ...(lateMs > LATE_MS ? { late: true as const } : {}) },
  }
}

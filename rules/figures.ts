// How did each unit keep its terms in a year? Counts and medians from the records alone (细则 第十六条), each with the matters behind it; drills and what was withdrawn are in none.
import { byKind, isOf, type Matter, type UnitRef } from '../store/schema.js'
import { metBy } from './missed.js'
import { isMissed, type Term, termsOf } from './terms.js'
import { rulesOf, type World } from './world.js'
import { isLateTold } from './zero.js'

/** What was done in time, and what was not; what is not due yet is in neither. `matters`: of which, by number. */
export type Share = { kept: number; missed: number; matters: string[] }

/** The middle of so many; nothing where there were none. */
export type Middle = { minutes?: number; of: number; matters: string[] }

/** Of one unit, or of all. Each list is of numbers. */
export type Figures = {
  incidents: string[]
  /** Reports to an authority: 首报, 续报, 终报. */
  reports: Share
  acknowledge: Middle
  /** 确认收到 that are overdue, by the incident. */
  unacknowledged: string[]
  firstReport: Middle
  notices: string[]
  /** By the term that the notice names. */
  rectified: Share
  assignments: string[]
  /** By the term that the assignment names. */
  carriedOut: Share
  /** Nothing where no 零报告 was asked for. */
  zero?: Share
  /** In which somebody of the unit acknowledged. */
  drills: string[]
  /** 误报: in no other figure. */
  withdrawn: string[]
}

export type UnitFigures = Figures & { unit: UnitRef }

/** The middle one; of an even number, the mean of the two in the middle. */
export const median = (values: readonly number[]): number | undefined => {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}

const minutes = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000

type Owed = Term & { matter: string }
type Counted = {
  incidents: string[]
  reports: Owed[]
  acknowledge: Owed[]
  notices: string[]
  rectified: Owed[]
  assignments: string[]
  carriedOut: Owed[]
}

const none: Counted = {
  incidents: [],
  reports: [],
  acknowledge: [],
  notices: [],
  rectified: [],
  assignments: [],
  carriedOut: [],
}

/** What runs until the date that the matter itself names; once, however many owe it. */
const byItsTerm = (terms: readonly Owed[]): Owed[] =>
  terms
    .filter(({ owed: { clock } }) => clock.within.unit === 'own' && clock.within.date === 'term')
    .filter(({ matter }, at, all) => all.findIndex((one) => one.matter === matter) === at)

/** Which terms of a matter are counted, and as what. */
const countedAs = byKind<[readonly Owed[]], Counted>({
  incident: ({ id }, terms) => ({
    ...none,
    incidents: [id],
    reports: terms.filter(({ owed: { clock } }) => clock.kind === 'report' || clock.kind === 'final'),
    acknowledge: terms.filter(({ owed: { clock } }) => clock.kind === 'acknowledge'),
  }),
  rectification: ({ id }, terms) => ({ ...none, notices: [id], rectified: byItsTerm(terms) }),
  zero: () => none, // it is asked of many units: counted by those, in `daysTold`
  assignment: ({ id }, terms) => ({ ...none, assignments: [id], carriedOut: byItsTerm(terms) }),
})

const mattersIn = (terms: readonly Owed[]): string[] => [...new Set(terms.map(({ matter }) => matter))]

const shareOf = (terms: readonly Owed[]): Share => {
  const due = terms.filter((term) => term.kept === 'in-time' || isMissed(term))
  const kept = due.filter((term) => !isMissed(term)).length
  return { kept, missed: due.length - kept, matters: mattersIn(due) }
}

const middleOf = (terms: readonly Owed[]): Middle => {
  const took = terms.flatMap((term) => {
    const { from } = term.owed
    const at = metBy(term.owed)?.at
    return from !== undefined && at !== undefined ? [{ term, minutes: minutes(from, at) }] : []
  })
  const middle = median(took.map((one) => one.minutes))
  return {
    of: took.length,
    matters: mattersIn(took.map(({ term }) => term)),
    ...(middle === undefined ? {} : { minutes: middle }),
  }
}

const figuresIn = (matters: readonly Matter[], drills: readonly Matter[], world: World): Figures => {
  const real = matters.filter(({ status }) => status !== 'withdrawn')
  const counted = real.map((matter) =>
    countedAs(
      matter,
      termsOf(matter, { ...world, rules: rulesOf(matter, world) }).map((term) => ({
        ...term,
        matter: matter.id,
      })),
    ),
  )
  const reports = counted.flatMap((one) => one.reports)
  const acknowledge = counted.flatMap((one) => one.acknowledge)
  return {
    incidents: counted.flatMap((one) => one.incidents),
    reports: shareOf(reports),
    acknowledge: middleOf(acknowledge.filter(({ owed }) => owed.done)),
    unacknowledged: acknowledge.flatMap(({ owed, kept, matter }) =>
      !owed.done && kept !== 'open' ? [matter] : [],
    ),
    firstReport: middleOf(reports.filter(({ owed: { clock } }) => clock.stage === 'first')),
    notices: counted.flatMap((one) => one.notices),
    rectified: shareOf(counted.flatMap((one) => one.rectified)),
    assignments: counted.flatMap((one) => one.assignments),
    carriedOut: shareOf(counted.flatMap((one) => one.carriedOut)),
    drills: drills.map(({ id }) => id),
    withdrawn: matters.filter(({ status }) => status === 'withdrawn').map(({ id }) => id),
  }
}

/** Days on which these units were asked for their 零报告 and the answer came in time; one that is not due yet is in neither. */
const daysTold = (days: readonly Matter[], world: World, only?: string): { zero?: Share } => {
  const asked = days.flatMap(({ id, status, zero, record }) => {
    if (!zero) return []
    const early = record.some((event) => event.type === 'day-ended' && event.early)
    return zero.units
      .filter((unit) => only === undefined || unit.id === only)
      .flatMap((unit) => {
        const told = zero.told[unit.id]
        if (told) return [{ id, kept: !isLateTold(zero, told) }]
        const isDue = status === 'closed' ? !early : world.now > zero.cutoff
        return isDue ? [{ id, kept: false }] : []
      })
  })
  if (asked.length === 0) return {}
  const kept = asked.filter((one) => one.kept).length
  return {
    zero: { kept, missed: asked.length - kept, matters: [...new Set(asked.map(({ id }) => id))] },
  }
}

/** The units of which somebody acknowledged: the one that leads, or those that are named. */
const unitsIn = ({ acknowledged, unit }: Matter): string[] => [
  ...new Set(acknowledged.map((one) => one.unit ?? unit.id)),
]

/**
 * Of all matters of a year, of whatever kind, drills among them. By the unit that leads, the one with the most incidents
 * first; of all together. `units`: who is named even if nothing is theirs.
 */
export const figuresOf = (
  matters: readonly Matter[],
  world: World,
  units: readonly UnitRef[] = [],
): { units: UnitFigures[]; all: Figures } => {
  const days = matters.filter((one) => isOf(one, ['zero']) && one.status !== 'withdrawn')
  const real = matters.filter((one) => !one.drill && !isOf(one, ['zero']))
  const drills = matters.filter(({ drill, status }) => drill && status !== 'withdrawn')
  const attended = (unit: string): Matter[] => drills.filter((drill) => unitsIn(drill).includes(unit))
  const named = new Map(
    [
      ...real.map(({ unit }) => unit),
      ...days.flatMap(({ zero }) => zero?.units ?? []),
      ...world.directory.units.filter(({ id }) => attended(id).length > 0),
      ...units,
    ].map(({ id, name }) => [id, { id, name }]),
  )
  const of = [...named.values()].map((unit) => ({
    unit,
    ...figuresIn(
      real.filter((matter) => matter.unit.id === unit.id),
      attended(unit.id),
      world,
    ),
    ...daysTold(days, world, unit.id),
  }))
  return {
    units: of.sort(
      (a, b) =>
        b.incidents.length - a.incidents.length ||
        b.notices.length - a.notices.length ||
        (a.unit.id < b.unit.id ? -1 : 1),
    ),
    all: {
      ...figuresIn(
        real,
        drills.filter((drill) => drill.acknowledged.length > 0),
        world,
      ),
      ...daysTold(days, world),
    },
  }
}

// 报告: what does a finished report become? An incident with its number, its chain frozen, its clock running from discovery.
import { chainOf, isResponsible } from '../rules/chain.js'
import type { World } from '../rules/world.js'
import { systemNamed, unit as unitOf } from '../store/campus.js'
import type { Actor, Claims, Event, EventOf, Matter, Party, Report } from '../store/schema.js'
import { acknowledge } from './actions/acknowledge.js'
import { figuresIn } from './understand/figures.js'

/** With which the number of a drill begins. */
export const DRILL = '演练'
export const NOTICE = '通报'
export const ASSIGNMENT = '督办'
export const ZERO = '零报告'

/** `2026-0001`, drills `演练2026-0001`. */
export const numberOf = (year: number, nth: number, drill: boolean): string =>
  `${drill ? DRILL : ''}${year}-${String(nth).padStart(4, '0')}`

/** The fact of a report. The unit was resolved by the question's own parser, so it is in the directory. */
export const reported = (
  by: Actor,
  report: Report,
  how: {
    number: string
    drill: boolean
    unlisted?: true | undefined
    planned?: EventOf<'reported'>['planned']
  },
  world: World,
): EventOf<'reported'> => {
  const unit = unitOf(world.directory, report.unit)
  if (!unit) throw new Error('a report names a unit that is not in the directory')
  const system = systemNamed(world.directory, report.system ?? '')
  return {
    type: 'reported',
    at: world.now,
    by,
    number: how.number,
    drill: how.drill,
    report,
    unit: { id: unit.id, name: unit.name },
    chain: chainOf(world.directory, unit, system),
    discoveredAt: startOfClock(report, world),
    ...(world.rules.version ? { rules: world.rules.version } : {}),
    ...(system ? { system } : {}),
    ...(how.unlisted && !system ? { unlisted: true as const } : {}),
    ...figuresOf(report),
    ...(how.planned ? { planned: how.planned } : {}),
  }
}

/** What the words of a report say in figures, whatever its fields say: for the level the gravest counts until the office has looked. */
const figuresOf = ({ summary, impact = '' }: Partial<Report>): { facts?: Record<string, number> } =>
  figuresIn([summary, impact].join('\n'))

/** The same of one field that is corrected. */
export const figuresAs = (field: string, value: unknown): { facts?: Record<string, number> } =>
  typeof value === 'string' && (field === 'summary' || field === 'impact') ? figuresIn(value) : {}

/** T0: when it was discovered, else now; never after the report itself (报告管理办法 第四条). */
const startOfClock = (report: Report, world: World): string => {
  const discovered = report.discovered_at
  return discovered && discovered !== 'unknown' && discovered < world.now ? discovered : world.now
}

/** What a further report says in figures, in its fields and in its words, and to what it says yes. */
const heardIn = (report: Report): { facts?: Claims } => {
  const fields = Object.entries(report).filter(
    (pair): pair is [string, number | true] =>
      pair[1] === true || (typeof pair[1] === 'number' && pair[1] > 0),
  )
  const facts: Claims = { ...figuresOf(report).facts, ...Object.fromEntries(fields) }
  return Object.keys(facts).length > 0 ? { facts } : {}
}

/** A second report of the same thing: its reporter is added, its words are kept beside the first. */
export const joined = (by: Actor, report: Report, world: World): EventOf<'joined'> => ({
  type: 'joined',
  at: world.now,
  by,
  report,
  ...heardIn(report),
})

/** Who answers for the unit and reports, or joins a report, has acknowledged by that. */
export const acknowledgedBy = (by: Party, incident: Matter, world: World): Event[] => {
  if (!isResponsible(by, incident, world)) return []
  const decision = acknowledge.decide({ by, incident, world })
  return decision.kind === 'record' ? decision.events : []
}

// Which open incidents may this report be about? System, unit, kind and time are compared (ADR 32); whether it is, a person says.
import type { World } from '../rules/world.js'
import { folded, systemNamed } from '../store/campus.js'
import { type Incident, isIncident, type Report, type System } from '../store/schema.js'
import { ofCampus, systemsNamed, unlike } from './understand/systems.js'

/** So many are asked about at once. */
const MOST = 3

/** What speaks for one thing, and what against it; it is asked about from `ASKED` on. */
const WEIGHT = { system: 6, name: 3, words: 2, unit: 2, kind: 1, otherKind: -4 } as const
const ASKED = 2

/** Of one report: the system of the register that it names, the name that is in no register, those that its words name. */
type Named = { system?: System | undefined; name?: string; words: readonly System[] }

const given = (text: string | undefined): string | undefined =>
  text && text !== 'unknown' ? text : undefined

const namedIn = ({ system: text, summary, impact }: Report, world: World, kept?: System): Named => {
  const name = given(text)
  const system = kept ?? (name ? systemNamed(world.directory, name) : undefined)
  if (system) return { system, words: [] }
  const said = [name, summary, given(impact)].filter(Boolean).join('\n')
  return { ...(name ? { name: folded(name) } : {}), words: systemsNamed(said, world.directory) }
}

const inCommon = (a: Named, b: Named): System | undefined => {
  const of = ({ system, words }: Named) => (system ? [system] : words)
  return of(a).find(({ id }) => of(b).some((other) => other.id === id))
}

const namesOf = ({ system, name }: Named): string[] =>
  system ? [system.name, ...system.aliases].map(folded) : name ? [name] : []

const bySystem = (a: Named, b: Named, sameUnit: boolean): number | undefined => {
  if (a.system && b.system) return a.system.id === b.system.id ? WEIGHT.system : undefined
  if (a.name && a.name === b.name && (sameUnit || ofCampus(a.name))) return WEIGHT.name
  if (inCommon(a, b)) return WEIGHT.words
  const [mine, theirs] = [namesOf(a), namesOf(b)]
  const known = mine.length > 0 && theirs.length > 0
  return known && mine.every((one) => theirs.every((other) => unlike(one, other))) ? undefined : 0
}

/** 其他事件 is what people choose who do not know the kind. */
const categoryOf = ({ category }: Report): string | undefined =>
  category === 'OTH' ? undefined : given(category)

const byCategory = (a: Report, b: Report): number => {
  const [mine, theirs] = [categoryOf(a), categoryOf(b)]
  return !mine || !theirs ? 0 : mine === theirs ? WEIGHT.kind : WEIGHT.otherKind
}

/** When somebody last reported it: what goes on for two days is still the same on the third. */
const lastHeardMs = ({ record, reportedAt }: Incident): number =>
  Date.parse(record.findLast(({ type }) => type === 'joined')?.at ?? reportedAt)

/** The nearest first. */
export const sameThings = (report: Report, drill: boolean, world: World): Incident[] => {
  const { mergeWithinMs } = world.rules
  const nowMs = Date.parse(world.now)
  const foundMs = Date.parse(given(report.discovered_at) ?? world.now)
  const mine = namedIn(report, world)
  const weighed = (incident: Incident): { incident: Incident; weight: number; awayMs: number }[] => {
    if (incident.status !== 'open' && incident.status !== 'resolved') return []
    if (incident.drill !== drill || nowMs - lastHeardMs(incident) > mergeWithinMs) return []
    const sameUnit = incident.unit.id === report.unit
    const system = bySystem(mine, namedIn(incident.report, world, incident.system), sameUnit)
    if (system === undefined) return []
    const weight = system + (sameUnit ? WEIGHT.unit : 0) + byCategory(incident.report, report)
    const awayMs = Math.abs(Date.parse(incident.discoveredAt) - foundMs)
    return weight < ASKED ? [] : [{ incident, weight, awayMs }]
  }
  return Object.values(world.incidents)
    .filter(isIncident)
    .flatMap(weighed)
    .sort(
      (a, b) =>
        b.weight - a.weight ||
        a.awayMs - b.awayMs ||
        b.incident.reportedAt.localeCompare(a.incident.reportedAt),
    )
    .slice(0, MOST)
    .map(({ incident }) => incident)
}

/**
 * What may be said of it to whoever reported this: the system, where they named it themselves; else it is of their own unit,
 * of which they may know more.
 */
export const systemInCommon = (report: Report, incident: Incident, world: World): string | undefined =>
  inCommon(namedIn(report, world), namedIn(incident.report, world, incident.system))?.name ??
  (incident.unit.id === report.unit ? undefined : given(report.system))

// What is an incident after an event? What is an incident's alone: its report, its level, its figures. The rest is store/common.ts.
import { allAsOf, begun, withNews } from './common.js'
import type { Claims, Correction, Event, EventOf, Incident, Level, Report } from './schema.js'

/** An ungraded incident is treated as 较大 (levels.yaml: 级别待定，按较大计时). */
const PROVISIONAL_LEVEL: Level = 3

/** The level in force, or presumed. */
export const gradedLevel = ({ grading }: Pick<Incident, 'grading'>): Level =>
  grading?.level ?? PROVISIONAL_LEVEL

/** The level under which the clocks run: a higher one as soon as what became known suggests it. */
export const levelOf = (incident: Pick<Incident, 'grading' | 'raised'>): Level =>
  incident.raised?.level ?? gradedLevel(incident)

/** The incident that a `reported` event begins. */
export const beginIncident = (event: EventOf<'reported'>): Incident => ({
  ...begun(event, event.discoveredAt),
  report: event.report,
  ...(event.facts ? { heard: event.facts } : {}),
  ...(event.unlisted ? { unlisted: event.unlisted } : {}),
})

export const foldedIncident = (incident: Incident, event: Event): Incident => {
  switch (event.type) {
    case 'joined':
      return hearing(
        {
          ...incident,
          reporters: [...incident.reporters, event.by],
          discoveredAt: earlier(incident.discoveredAt, event.report.discovered_at),
        },
        event,
      )
    case 'graded':
      return event.waits
        ? { ...lookedAtAgain(incident, event.at, true), gradeAsked: gradingOf(event) }
        : gradedAs(incident, gradingOf(event))
    case 'grade-confirmed':
      return incident.gradeAsked
        ? gradedAs(incident, { ...incident.gradeAsked, at: event.at, confirmed: event.by })
        : incident
    case 'grade-returned':
      return settledAgain(incident, event, incident.regrades?.at(-1)?.asked === true)
    case 'level-raised': {
      const { level, at, basis } = event
      const { regrades, ...again } = lookedAtAgain(withNews(incident, at, CHANGED), at)
      // to send a lower level back no longer answers it
      const owed = regrades?.map(({ asked: _, ...one }) => one)
      return { ...again, ...(owed ? { regrades: owed } : {}), raised: { level, at, basis } }
    }
    case 'assessed': {
      const settled = Object.keys(event.facts).filter((field) => event.facts[field] !== 'unknown')
      return overtaken(
        {
          ...unheard(decided(incident, event), settled),
          assessment: { ...incident.assessment, ...event.facts },
        },
        event.at,
      )
    }
    case 'follow-up-called':
      return hearing(withNews(incident, event.at, event.reason), event)
    case 'written':
      return hearing({ ...incident, parts: { ...incident.parts, ...event.parts } }, event)
    case 'marked': {
      const { item, by, at, reason } = event
      return { ...incident, marks: [...(incident.marks ?? []), { item, by, at, reason }] }
    }
    case 'unmarked':
      return { ...incident, marks: (incident.marks ?? []).filter(({ item }) => item !== event.item) }
    case 'reopened':
      return event.revoked ? withNews(incident, event.at, '重开') : incident
    case 'corrected':
      return overtaken(
        withNews(
          hearing(unheard(corrected(decided(incident, event), event), [event.field]), event),
          event.at,
          event.field,
        ),
        event.at,
      )
    case 'correction-asked':
      return { ...incident, correctionAsked: event.correction }
    case 'correction-returned':
      return withoutAsked(incident)
    case 'noted':
      return hearing(incident, event)
    default:
      return incident
  }
}

const gradingOf = ({ level, by, at, reason }: EventOf<'graded'>): NonNullable<Incident['grading']> => ({
  level,
  by,
  at,
  ...(reason ? { reason } : {}),
})

const CHANGED = '级别改变'

/**
 * The level is in force: what asked for it is answered. Another one than the clocks ran under is news: whoever had a
 * report until then was told that one, 暂按 too.
 */
const gradedAs = (before: Incident, grading: NonNullable<Incident['grading']>): Incident => {
  const { raised: _, ...incident } =
    levelOf(before) === grading.level ? before : withNews(before, grading.at, CHANGED)
  return { ...settledAgain(incident, grading), grading }
}

/** What was said with a figure or a yes in it counts until it is found out, and no lower level is confirmed over it. */
const hearing = (incident: Incident, { at, facts }: { at: string; facts?: Claims | undefined }): Incident => {
  if (!facts) return incident
  const heard = { ...incident.heard }
  for (const [field, said] of Object.entries(facts))
    heard[field] = said === true ? said : Math.max(said, Number(heard[field] ?? 0))
  return overtaken({ ...incident, heard }, at)
}

const unheard = (incident: Incident, fields: readonly string[]): Incident =>
  incident.heard
    ? {
        ...incident,
        heard: Object.fromEntries(
          Object.entries(incident.heard).filter(([field]) => !fields.includes(field)),
        ),
      }
    : incident

const overtaken = (incident: Incident, at: string): Incident =>
  incident.gradeAsked ? { ...incident, gradeAsked: { ...incident.gradeAsked, overtaken: at } } : incident

/** The level must be looked at again: after the first grading, and once until somebody has. */
const lookedAtAgain = (incident: Incident, from: string, asked = false): Incident => {
  const before = incident.regrades ?? []
  const last = before.at(-1)
  return !incident.grading || (last && !last.done)
    ? incident
    : { ...incident, regrades: [...before, { from, ...(asked ? { asked } : {}) }] }
}

/** Nothing waits for confirmation any more; `ends`: nor must the level be looked at again. */
const settledAgain = (
  { gradeAsked: _, ...incident }: Incident,
  { by, at }: { by: EventOf<'graded'>['by']; at: string },
  ends = true,
): Incident =>
  ends && incident.regrades
    ? { ...incident, regrades: incident.regrades.map((one) => ({ done: { by, at }, ...one })) }
    : incident

const withoutAsked = ({ correctionAsked: _, ...incident }: Incident): Incident => incident

/** With its confirmation a correction waits no more. */
const decided = (incident: Incident, { confirmed }: Correction): Incident =>
  confirmed ? withoutAsked(incident) : incident

/** T0 is the earlier of discovery and being told: it may move back, never forward (报告管理办法 第四条). */
const earlier = (known: string, other: string | undefined): string =>
  other && other !== 'unknown' && other < known ? other : known

/** What the unit before had acknowledged and done, and what it was reminded of and put off, stays that unit's. */
const ledBy = (incident: Incident, unit: Incident['unit']): Incident => {
  const { id: before } = incident.unit
  return {
    ...incident,
    unit,
    moved: true,
    report: { ...incident.report, unit: unit.id },
    acknowledged: incident.acknowledged.map((one) =>
      one.post === 'first' || one.post === 'direct' ? { unit: before, ...one } : one,
    ),
    ...(incident.performed ? { performed: allAsOf(incident.performed, before) } : {}),
    reminding: allAsOf(incident.reminding, before),
    snoozed: allAsOf(incident.snoozed, before),
  }
}

const corrected = (known: Incident, event: EventOf<'corrected'>): Incident => {
  const { system: _, unlisted, ...rest } = known
  const waits = unlisted && event.field !== 'unit' && !event.unit ? { unlisted } : {}
  const system = event.field === 'system' ? event.system : known.system
  const named = { ...rest, ...waits, ...(system ? { system } : {}) }
  const led = event.unit ? ledBy(named, event.unit) : named
  const incident = event.chain ? { ...led, chain: event.chain } : led
  const report = { ...incident.report, [event.field]: event.value } as Report // the handler parsed the value with the field's own zod type
  // what was found out before is corrected, too: the later word counts
  const { [event.field]: _found, ...assessment } = incident.assessment ?? {}
  const told = { ...incident, report, ...(incident.assessment ? { assessment } : {}) }
  return event.field === 'discovered_at'
    ? { ...told, discoveredAt: earlier(incident.discoveredAt, report.discovered_at) }
    : told
}

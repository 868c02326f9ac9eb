// What is an incident after an event? The fold from facts to the present; pure, total, no opinion.
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
export const begin = (event: EventOf<'reported'>): Incident => ({
  id: event.number,
  drill: event.drill,
  status: 'open',
  unit: event.unit,
  report: event.report,
  reporters: [event.by],
  chain: event.chain,
  discoveredAt: event.discoveredAt,
  reportedAt: event.at,
  acknowledged: [],
  submissions: {},
  reminding: {},
  snoozed: {},
  delegations: [],
  unreachable: [],
  ...(event.rules ? { rules: event.rules } : {}),
  ...(event.system ? { system: event.system } : {}),
  ...(event.facts ? { heard: event.facts } : {}),
  ...(event.unlisted ? { unlisted: event.unlisted } : {}),
  record: [event],
})

/** Under which key stands until when this person put off this duty? */
export const napOf = (duty: string, { id }: { id: string }): string => `${duty} ${id}`

/** What they put off is in other hands: it is put off no more. */
const awake = (incident: Incident, { id }: { id: string }): Incident => ({
  ...incident,
  snoozed: Object.fromEntries(
    Object.entries(incident.snoozed).filter(([nap]) => !nap.endsWith(napOf('', { id }))),
  ),
})

const folded = (incident: Incident, event: Event): Incident => {
  switch (event.type) {
    case 'reported':
      return incident
    case 'joined':
      return hearing(
        {
          ...incident,
          reporters: [...incident.reporters, event.by],
          discoveredAt: earlier(incident.discoveredAt, event.report.discovered_at),
        },
        event,
      )
    case 'acknowledged':
      return {
        ...incident,
        acknowledged: [
          ...incident.acknowledged,
          { post: event.post, ...(event.unit ? { unit: event.unit.id } : {}), by: event.by, at: event.at },
        ],
      }
    case 'unacknowledged':
      return {
        ...incident,
        acknowledged: incident.acknowledged.filter(
          ({ by, post, unit }) =>
            by.id !== event.by.id || post !== event.post || (event.unit && unit !== event.unit.id),
        ),
      }
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
    case 'missed': {
      const { duty, due, done } = event
      return { ...incident, missed: { [duty]: { due, ...(done ? { done } : {}) }, ...incident.missed } }
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
    case 'appointed':
      return { ...incident, reporting: { officer: event.officer, deputy: event.deputy } }
    case 'follow-up-called':
      return hearing(withNews(incident, event.at, event.reason), event)
    case 'written':
      return hearing({ ...incident, parts: { ...incident.parts, ...event.parts } }, event)
    case 'submitted':
      return withSubmission(incident, event.duty, { receipt: event.receipt, by: event.by, at: event.at })
    case 'confirmed': {
      const submission = incident.submissions[event.duty]
      return submission
        ? withSubmission(incident, event.duty, { ...submission, confirmed: { by: event.by, at: event.at } })
        : incident
    }
    case 'returned': {
      const submission = incident.submissions[event.duty]
      return submission
        ? withSubmission(incident, event.duty, {
            ...submission,
            returned: { by: event.by, at: event.at, reason: event.reason },
          })
        : incident
    }
    case 'performed': {
      // an older program did not name the unit
      const duty = incident.moved ? asOf(event.duty, incident.unit.id) : event.duty
      return { ...incident, performed: { ...incident.performed, [duty]: { by: event.by, at: event.at } } }
    }
    case 'marked': {
      const { item, by, at, reason } = event
      return { ...incident, marks: [...(incident.marks ?? []), { item, by, at, reason }] }
    }
    case 'unmarked':
      return { ...incident, marks: (incident.marks ?? []).filter(({ item }) => item !== event.item) }
    case 'demanded': {
      const { at, by, to, authority, text, due } = event
      return { ...incident, demands: [...(incident.demands ?? []), { at, by, to, authority, text, due }] }
    }
    case 'resolved':
      return { ...incident, status: 'resolved', resolvedAt: event.at }
    case 'unresolved': {
      const { resolvedAt: _, ...going } = incident
      return { ...going, status: 'open' }
    }
    case 'closed':
      return { ...incident, status: 'closed', closedAt: event.at }
    case 'reopened':
      return reopened(event.revoked ? withNews(incident, event.at, '重开') : incident, event.at)
    case 'withdrawal-asked':
      return { ...incident, withdrawalAsked: { by: event.by, reason: event.reason } }
    case 'withdrawn':
      return { ...incident, status: 'withdrawn', closedAt: event.at }
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
    case 'delegated':
      return {
        ...awake(incident, event.from),
        delegations: [
          ...incident.delegations.filter(({ from }) => from.id !== event.from.id),
          { from: event.from, to: event.to },
        ],
      }
    case 'undelegated':
      return {
        ...awake(incident, event.to),
        delegations: incident.delegations.filter(({ from }) => from.id !== event.from.id),
      }
    case 'succeeded':
      if (event.standIn)
        return { ...incident, delegations: incident.delegations.filter(({ to }) => to.id !== event.from.id) }
      return {
        ...incident,
        chain: event.to
          ? incident.chain.map((post) =>
              isHeldBy(event, post) && event.to ? { ...post, person: event.to } : post,
            )
          : incident.chain.filter((post) => !isHeldBy(event, post)),
      }
    case 'reminded':
      return {
        ...incident,
        reminding: {
          ...incident.reminding,
          [event.duty]: { ...incident.reminding[event.duty], slot: event.slot, nth: event.nth, at: event.at },
        },
      }
    case 'handed-over': {
      const reminding = incident.reminding[event.duty]
      return reminding
        ? {
            ...incident,
            reminding: { ...incident.reminding, [event.duty]: { ...reminding, handedOver: true } },
          }
        : incident
    }
    case 'snoozed':
      return {
        ...incident,
        snoozed: {
          ...incident.snoozed,
          [napOf(event.duty, event.by)]: {
            until: event.until,
            count: (incident.snoozed[napOf(event.duty, event.by)]?.count ?? 0) + 1,
          },
        },
      }
    case 'undeliverable':
      return incident.unreachable.includes(event.to.id)
        ? incident
        : { ...incident, unreachable: [...incident.unreachable, event.to.id] }
    case 'delivered':
      return incident.unreachable.includes(event.to.id)
        ? { ...incident, unreachable: incident.unreachable.filter((id) => id !== event.to.id) }
        : incident
    case 'noted':
      return hearing(incident, event)
    case 'away':
    case 'back':
    case 'turned-away':
    case 'evidence':
    case 'evidence-lost':
    case 'recalled':
    case 'seen':
      return incident
  }
}

/** The incident after `event`. The record keeps every event as it came. */
export const evolve = (incident: Incident, event: Event): Incident => {
  const next = folded(incident, event)
  return { ...next, record: [...next.record, event] }
}

const isHeldBy = ({ post, from, unit }: EventOf<'succeeded'>, held: Incident['chain'][number]): boolean =>
  held.post === post && held.person.id === from.id && held.unit?.id === unit?.id

/**
 * A false alarm that was none goes on where it was. What was closed had ended and has not: the end of its 处置 is still to
 * come, and with it another final report.
 */
const reopened = (incident: Incident, at: string): Incident => {
  const { closedAt, withdrawalAsked, resolvedAt, ...open } = incident
  const reminding = Object.entries(open.reminding).map(([duty, { handedOver, ...known }]) => [duty, known])
  return {
    ...open,
    reminding: Object.fromEntries(reminding),
    reopenedAt: at,
    ...(incident.status === 'withdrawn' && resolvedAt
      ? { status: 'resolved' as const, resolvedAt }
      : { status: 'open' as const }),
  }
}

const withSubmission = (
  incident: Incident,
  duty: string,
  submission: Incident['submissions'][string],
): Incident => ({
  ...incident,
  submissions: { ...incident.submissions, [duty]: submission },
})

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

const withNews = (incident: Incident, at: string, what: string): Incident => ({
  ...incident,
  news: [...(incident.news ?? []), { at, what, told: Object.keys(incident.submissions) }],
})

/** T0 is the earlier of discovery and being told: it may move back, never forward (报告管理办法 第四条). */
const earlier = (known: string, other: string | undefined): string =>
  other && other !== 'unknown' && other < known ? other : known

/** A duty of the unit that leads, which is named from when another one led before it. */
const asOf = (duty: string, unit: string): string => duty.replace(/\/(?:first|direct)(?=\/|$)/, `$&@${unit}`)

const allAsOf = <T>(table: Record<string, T>, unit: string): Record<string, T> =>
  Object.fromEntries(Object.entries(table).map(([duty, row]) => [asOf(duty, unit), row]))

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

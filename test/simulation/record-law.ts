// What may a line of the record say? The invariants of what is written: two people, no duty that vanishes, slots that rise.
import { acting, onChain } from '../../rules/chain.js'
import { duties, openDuties } from '../../rules/duties.js'
import { factsOf } from '../../rules/facts.js'
import { urgedFor } from '../../rules/reminders.js'
import { holds, type Rules } from '../../rules/rules.js'
import { rulesOf, type World } from '../../rules/world.js'
import { isOffice } from '../../store/campus.js'
import { napOf } from '../../store/common.js'
import { levelOf } from '../../store/incident.js'
import { begin, evolve, isBeginning } from '../../store/matter.js'
import type { Answered, Change, Entry, Event, Matter, Notice, Tables } from '../../store/schema.js'
import { eventsOf } from '../../templates/news.js'

type Ask = {
  tables: Readonly<Tables>
  world: World
  nowMs: number
  wrong: (sentence: string) => void
  /** When this thing came in before. */
  answered(id: string): string | undefined
  /** Did the platform take this notice? */
  delivered(key: string): boolean
  /** Is there no platform on which this person can be reached? */
  unreachable(person: string): boolean
}

const isReport = (kind: string): boolean => kind === 'report' || kind === 'final'

/** The statutory reports that the rules themselves ask of this incident, found without the duties' own code. */
const askedByLaw = (incident: Matter, rules: Rules): string[] => {
  if (incident.status === 'closed' || incident.status === 'withdrawn') return []
  const facts = factsOf(incident, rules)
  const level = incident.raised?.level ?? incident.grading?.level ?? 3
  return rules.clocks
    .filter(({ off, kind, statutory, levels, when, metBy, from }) => {
      if (off || !statutory || !isReport(kind) || metBy) return false
      if (levels && !levels.includes(level)) return false
      if (when && !holds(when, facts)) return false
      return (
        from === 'discovered' ||
        from === 'reported' ||
        (from === 'resolved' && incident.resolvedAt !== undefined)
      )
    })
    .flatMap(({ id, by }) => by.map((post) => `${id}/${post}`))
}

const settledBy = (event: Event): boolean => event.type === 'closed' || event.type === 'withdrawn'
/** Decisions of named people that may change what the law asks. */
const redecides = (event: Event): boolean =>
  [
    'graded',
    'assessed',
    'corrected',
    'withdrawn',
    'joined',
    'grade-confirmed',
    'reopened',
    'level-raised',
  ].includes(event.type)

export const lawOf = (ask: () => Ask) => {
  const eventMay = (id: string, event: Event, before: Matter | undefined): void => {
    const { world, wrong } = ask()
    if (!before) return
    const now = { ...world, now: event.at }
    const who = 'by' in event && 'name' in event.by ? event.by.name : ''
    switch (event.type) {
      case 'acknowledged': {
        const { by, post, unit } = event
        const held = before.chain.filter((one) => one.post === post && one.unit?.id === unit?.id)
        const own = held.some(({ person }) => person.id === by.id)
        const acts = held.some(({ person }) => acting(person, before, now).id === by.id)
        const falls = duties(before, now).some(
          (duty) =>
            duty.post === post && duty.unit?.id === unit?.id && duty.owners.some((one) => one.id === by.id),
        )
        if (!own && !acts && !falls) wrong(`${who} acknowledged ${id} for ${post} and is not of that post`)
        if (before.acknowledged.some((one) => one.post === post && one.unit === unit?.id))
          wrong(`${post} of ${id} was acknowledged twice`)
        return
      }
      case 'confirmed': {
        const entered = before.submissions[event.duty]
        if (!entered) return wrong(`a receipt of ${id} ${event.duty} was confirmed that nobody had entered`)
        if (entered.by.id === event.by.id)
          wrong(`${who} confirmed the receipt of ${id} that ${who} had entered`)
        if (entered.confirmed) wrong(`the receipt of ${id} ${event.duty} was confirmed twice`)
        if (entered.returned) wrong(`the receipt of ${id} ${event.duty} was confirmed after it was returned`)
        if (!isOffice(world.directory, event.by.id))
          wrong(`${who} is not of the office and confirmed a receipt of ${id}`)
        return
      }
      case 'performed': {
        const duty = duties(before, now).find((one) => one.id === event.duty)
        if (duty?.kind !== 'internal') return wrong(`${id} ${event.duty} was performed, and is no such duty`)
        if (duty.done) wrong(`${id} ${event.duty} was performed twice`)
        if (duty.readers) wrong(`${who} performed ${id} ${event.duty}, which only its reader can meet`)
        const owes = duty.owners.some((one) => one.id === event.by.id)
        const held = before.chain.some((one) => one.post === duty.post && one.person.id === event.by.id)
        const forOthers = duty.clock.by.length === 1 && isOffice(world.directory, event.by.id)
        if (!owes && !held && !forOthers) wrong(`${who} performed ${id} ${event.duty} and does not owe it`)
        return
      }
      case 'submitted': {
        const entered = before.submissions[event.duty]
        if (entered && !entered.returned) wrong(`a second receipt was entered for ${id} ${event.duty}`)
        return
      }
      case 'graded':
        if (!isOffice(world.directory, event.by.id)) wrong(`${who} is not of the office and graded ${id}`)
        if (!event.waits && event.level > levelOf(before))
          wrong(`${who} alone lowered the level of ${id} from ${levelOf(before)} to ${event.level}`)
        return
      case 'grade-confirmed': {
        const asked = before.gradeAsked
        if (!asked) return wrong(`a level of ${id} was confirmed that nobody had asked for`)
        if (asked.by.id === event.by.id)
          wrong(`${who} confirmed the level of ${id} that ${who} had asked for`)
        if (asked.level !== event.level) wrong(`another level of ${id} was confirmed than was asked for`)
        if (!isOffice(world.directory, event.by.id))
          wrong(`${who} is not of the office and confirmed the level of ${id}`)
        return
      }
      case 'closed': {
        const open = openDuties(before, now)
        if (open.length > 0)
          wrong(`${id} was closed while ${open.map((duty) => duty.id).join(', ')} was owed`)
        return
      }
      case 'withdrawn':
        if (!before.withdrawalAsked || before.withdrawalAsked.by.id === event.by.id)
          wrong(`${id} was withdrawn by one person alone (${who})`)
        return
      case 'reminded': {
        const duty = duties(before, now).find((one) => one.id === event.duty)
        if (!duty || duty.done) return wrong(`${id} ${event.duty} was reminded of after it was done`)
        const deed =
          (duty.kind === 'acknowledge' &&
            before.acknowledged.some((one) => one.post === duty.post && one.unit === duty.unit?.id)) ||
          (duty.kind === 'internal' && before.performed?.[event.duty] !== undefined) ||
          (isReport(duty.kind) && before.submissions[event.duty]?.confirmed !== undefined) ||
          (duty.kind === 'grade' && duty.nth === undefined && before.grading !== undefined)
        if (deed) return wrong(`${id} ${event.duty} was reminded of after it was done`)
        const last = before.reminding[event.duty]
        if (last && event.slot <= last.slot)
          wrong(`the slots of ${id} ${event.duty} went back: ${last.slot}, then ${event.slot}`)
        // the slots of a second end of the 处置 are counted from the first
        const ended = duty.clock.from === 'resolved' && before.record.find(({ type }) => type === 'resolved')
        if (Date.parse(event.at) < Date.parse(ended ? ended.at : duty.from) + event.slot - 1)
          wrong(`${id} ${event.duty} was reminded of before its time`)
        for (const { person } of before.chain.filter(
          (held) => held.post === duty.post && held.unit?.id === duty.unit?.id && duty.kind === 'acknowledge',
        )) {
          const handed = before.delegations.find(({ from }) => from.id === person.id)?.to
          if (!handed || before.unreachable.includes(handed.id)) continue
          const gone =
            before.delegations.some(({ from }) => from.id === handed.id) ||
            (world.away[handed.id] ?? []).some(({ from, to }) => from <= event.at && event.at <= to)
          const snoozed = (before.snoozed[napOf(event.duty, handed)]?.until ?? '') > event.at
          if (gone || snoozed) continue
          if (!event.to.some(({ id: heard }) => heard === handed.id))
            wrong(`${id} ${event.duty} was handed to ${handed.name}, who did not hear the reminder`)
          if (event.to.some(({ id: heard }) => heard === person.id) && event.overdueMs < 0)
            wrong(`${person.name} handed ${id} on and was reminded of it all the same`)
        }
        return
      }
      case 'delegated':
        if (!onChain(event.by.id, before, now)) wrong(`${who} is not of the chain of ${id} and handed it on`)
        return
      default:
        return
    }
  }

  const nothingVanishes = (id: string, event: Event, before: Matter, after: Matter): void => {
    const { world, wrong } = ask()
    const now = { ...world, now: event.at }
    const rules = rulesOf(after, now)
    const owed = new Set(openDuties(after, now).map((duty) => duty.id))
    if (!redecides(event) && !settledBy(event)) {
      for (const duty of openDuties(before, { ...now })) {
        if (owed.has(duty.id)) continue
        const byDeed =
          (event.type === 'confirmed' && event.duty === duty.id) ||
          (event.type === 'performed' && event.duty === duty.id) ||
          (event.type === 'acknowledged' &&
            event.post === (duty.clock.openedBy ?? duty.post) &&
            event.unit?.id === duty.unit?.id) ||
          // the receipt of another level counts for it; one that only waited to be checked went back
          duties(after, now).some(({ id, counted }) => id === duty.id && counted !== undefined) ||
          (duty.kept && event.type === 'returned' && event.duty === duty.id) ||
          (duty.kind === 'grade' && String(event.type).startsWith('grade')) ||
          (event.type === 'unresolved' && duty.clock.from === 'resolved')
        if (!byDeed) wrong(`${id} ${duty.id} vanished with «${event.type}»`)
      }
    }
    for (const wanted of askedByLaw(after, rules)) {
      const to = rules.clocks.find(({ id }) => wanted.startsWith(`${id}/`))?.to
      // one authority is told once: a first report of another level counts
      const confirmed = Object.entries(after.submissions).some(
        ([duty, one]) =>
          one.confirmed &&
          (duty === wanted ||
            rules.clocks.some(({ id, to: same }) => same === to && duty.startsWith(`${id}/`))),
      )
      if (!owed.has(wanted) && !confirmed)
        wrong(`${id} (level ${levelOf(after)}) owes ${wanted} by the rules, and it is not among its duties`)
    }
    const earlier = new Map(duties(before, { ...now }).map((duty) => [duty.id, duty]))
    for (const duty of duties(after, now)) {
      const then = earlier.get(duty.id)
      if (then && isReport(duty.kind) && duty.due > then.due && event.type !== 'resolved')
        wrong(
          `the deadline of ${id} ${duty.id} was put off from ${then.due} to ${duty.due} by «${event.type}»`,
        )
    }
  }

  /** A notice leaves the outbox when it was delivered, when it is stale, or when nobody can be reached. */
  const mayLeave = (notice: Notice): boolean => {
    const { tables, world, delivered, unreachable } = ask()
    if (delivered(notice.key) || notice.redraw !== undefined || notice.view.view === 'document') return true
    const incident = notice.incident === undefined ? undefined : tables.incidents[notice.incident]
    if (notice.incident !== undefined && !incident) return true
    if (notice.view.view === 'digest' && 'person' in notice.to) {
      const { incidents } = notice.view
      const { person } = notice.to
      const open = incidents.flatMap((id) => tables.incidents[id] ?? [])
      if (open.every((one) => urgedFor(one, person, world).length === 0)) return true
    }
    if (notice.duties && incident) {
      const open = openDuties(incident, world)
      if (!notice.duties.some((id) => open.some((duty) => duty.id === id))) return true
    }
    if (['question', 'preview', 'same-thing', 'secrecy'].includes(notice.view.view)) return true
    return notice.only === true || !('person' in notice.to) || unreachable(notice.to.person)
  }

  /** What a digest takes in is said by it, under the same key; a digest that waited is said whole by a newer one. */
  const inDigest = ({ key, view, gathered, to }: Notice, changes: readonly Change[]): boolean =>
    changes.some((change) => {
      if (!('put' in change) || change.put !== 'outbox' || change.key === key) return false
      const other = change.value as Notice // a row of the outbox; digests are never sealed
      if (other.view?.view !== 'digest' || JSON.stringify(other.to) !== JSON.stringify(to)) return false
      const told = new Set(other.gathered?.map((one) => one.key))
      return view.view === 'digest' ? gathered?.every((one) => told.has(one.key)) : told.has(key)
    })

  /** News that wait together become one message: every word of them must be in it. */
  const goesWith = (notice: Notice, { changes }: Entry): boolean => {
    const { view, to } = notice
    if (inDigest(notice, changes)) return true
    if (view.view !== 'news' || !('person' in to)) return false
    return changes.some((change) => {
      if (!('put' in change) || change.put !== 'outbox' || change.key === notice.key) return false
      const other = change.value as Notice // a row of the outbox; news are never sealed
      if (other.view?.view !== 'news' || !('person' in other.to) || other.to.person !== to.person)
        return false
      if (other.view.incident !== view.incident) return false
      const told = eventsOf(other.view)
      return eventsOf(view).every((event) => told.includes(event))
    })
  }

  return {
    each(change: Change, entry: Entry): void {
      const { tables, wrong } = ask()
      if ('event' in change) {
        const before = tables.incidents[change.incident]
        eventMay(change.incident, change.event, before)
        if (before) {
          const after = evolve(before, change.event)
          if (!['delivered', 'reminded', 'seen', 'turned-away'].includes(change.event.type))
            nothingVanishes(change.incident, change.event, before, after)
        } else if (isBeginning(change.event)) {
          const after = begin(change.event)
          nothingVanishes(change.incident, change.event, after, after)
        }
      } else if ('put' in change && change.put === 'inbox') {
        const { at } = change.value as Answered // a row of the inbox
        const before = ask().answered(change.key)
        // a row may be rewritten when its dialog is over: then it is of the same moment
        if (before !== undefined && before !== at)
          wrong(`${change.key} came in again and had its effect a second time`)
      } else if ('drop' in change && change.drop === 'outbox') {
        const notice = tables.outbox[change.key]
        if (notice && !mayLeave(notice) && !goesWith(notice, entry))
          wrong(`the notice ${change.key} was dropped and never delivered`)
      } else if ('drop' in change && change.drop === 'incidents') {
        const incident = tables.incidents[change.key]
        if (incident && incident.status !== 'closed' && incident.status !== 'withdrawn')
          wrong(`${change.key} was archived while it is ${incident.status}`)
      }
    },
  }
}

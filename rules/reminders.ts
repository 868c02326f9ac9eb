// When is somebody reminded, who hears it, and how loudly? Slots are computed, so a late or repeated tick can't double one.
import { napOf } from '../store/common.js'
import { levelOf } from '../store/incident.js'
import type { Actor, Matter, Urgency } from '../store/schema.js'
import { endOfQuiet, inQuietHours } from './calendar.js'
import { actingFor } from './chain.js'
import { type Duty, openDuties } from './duties.js'
import { keyPeriodOf } from './facts.js'
import { pressedBy } from './kinds.js'
import { passingOn } from './roster.js'
import type { Rules, Step } from './rules.js'
import { rulesOf, type World } from './world.js'

const HOUR_MS = 3_600_000

/** A reminder's identity. `slot` is its offset from the start of the duty in ms; `overdueMs` is below 0 before the deadline; `pressedMs` is that, or how long since 重开. `rung`: of the time allowed or of the ladder, no mere repetition. */
type Slot = { slot: number; overdueMs: number; atCeiling: boolean; pressedMs: number; rung: boolean }

/**
 * The rules by which this incident is reminded: those it started under, and in a key period (重要保障时期) their closer
 * rhythm. The period of the report counts to the end, so that slots stay what they are.
 */
export const remindingOf = (incident: Matter, world: Pick<World, 'rules' | 'rulebook'>): Rules => {
  const rules = rulesOf(incident, world)
  return pressedBy(incident, rules, keyPeriodOf(incident, rules) ? closer(rules) : rules)
}

const closer = (rules: Rules): Rules => {
  const { at, overdueEveryMs } = rules.keyPeriods
  return { ...rules, quietHours: undefined, remind: { ...rules.remind, at, overdueEveryMs } }
}

/**
 * Where the slots of a duty are counted from: its beginning; where the 处置 ended more than once, the first end, so that the
 * slots of another final report still rise.
 */
const start = (duty: Duty, { record }: Matter): number => {
  const first = duty.clock.from === 'resolved' && record.find(({ type }) => type === 'resolved')
  return Date.parse(first ? first.at : duty.from)
}
/**
 * From when on it is pressed: its deadline; where that was over before 重开, from then on, so that the ladder begins at its
 * foot, and its slots still rise.
 */
const pressed = (duty: Duty, { reopenedAt }: Matter): number =>
  Math.max(Date.parse(duty.due), Date.parse(reopenedAt ?? duty.due))
const allowed = (duty: Duty, incident: Matter): number => pressed(duty, incident) - start(duty, incident)

/** What a law asks for, also where it says 立即 without a figure; and what an authority does. */
export const byLaw = ({ statutory, clock }: Pick<Duty, 'statutory' | 'clock'>): boolean =>
  statutory || clock.figure !== undefined || clock.demanded !== undefined

/** The telephone is for a deadline that is law, and for a first notice that nobody has acknowledged. */
export const mayRing = ({ statutory, clock, kind }: Pick<Duty, 'statutory' | 'clock' | 'kind'>): boolean =>
  (statutory && clock.figure === undefined) || kind === 'acknowledge'

/** The rhythm past the ceiling: no ceiling silences what a law asks for. */
export const slowMs = (duty: Pick<Duty, 'statutory' | 'clock'>, { remind: { ceiling } }: Rules): number =>
  byLaw(duty) ? Math.min(ceiling.everyMs, HOUR_MS) : ceiling.everyMs

/** The offsets after the deadline: the rhythm, the steps of the ladder, and past the ceiling the slow rhythm. */
const overdueOffset = (nth: number, duty: Duty, rules: Rules): number => {
  const { count } = rules.remind.ceiling
  const fast = Math.min(nth, count) * rules.remind.overdueEveryMs
  return fast + Math.max(0, nth - count) * slowMs(duty, rules)
}

const overdueCount = (overdueMs: number, duty: Duty, rules: Rules): number => {
  const { count } = rules.remind.ceiling
  const every = rules.remind.overdueEveryMs
  const fast = Math.min(count, Math.floor(overdueMs / every))
  return fast < count ? fast : count + Math.floor((overdueMs - count * every) / slowMs(duty, rules))
}

const fixedOffsets = (duty: Duty, incident: Matter, rules: Rules): number[] => {
  const whole = allowed(duty, incident)
  const since = Date.parse(duty.from) - start(duty, incident)
  const parts = duty.clock.remindAtMs ?? rules.remind.at.map((part) => Math.round((whole - since) * part))
  return [
    ...(duty.clock.within.unit === 'asap' ? [] : parts.map((part) => since + part)),
    ...rules.remind.ladder.map(({ afterMs }) => whole + afterMs),
  ]
}

/** Until when this person put this duty off, in epoch ms. */
const napMs = (duty: Duty, { snoozed }: Matter, { id }: Pick<Actor, 'id'>): number =>
  Date.parse(snoozed[napOf(duty.id, { id })]?.until ?? '1970-01-01T00:00:00.000Z')

/** Who put it off hears again when it was said, and they alone, whatever was said to others meanwhile. */
const wakings = (duty: Duty, incident: Matter): { offset: number; id: string }[] =>
  duty.owners.flatMap(({ id }) =>
    incident.snoozed[napOf(duty.id, { id })]
      ? [{ offset: napMs(duty, incident, { id }) - start(duty, incident), id }]
      : [],
  )

const slotAt = (offset: number, duty: Duty, incident: Matter, rules: Rules, floor: number): Slot => {
  const pressedMs = offset - allowed(duty, incident)
  return {
    slot: offset,
    overdueMs: offset - (Date.parse(duty.due) - start(duty, incident)),
    pressedMs,
    rung: [...fixedOffsets(duty, incident, rules), ...wakings(duty, incident).map((one) => one.offset)].some(
      (one) => one > floor && one <= offset,
    ),
    atCeiling: pressedMs >= 0 && overdueCount(pressedMs, duty, rules) >= rules.remind.ceiling.count,
  }
}

/**
 * Offsets that may still be said: after the last one said, and, before the deadline, only those that came after the
 * incident was reported (its first notice already named the deadline).
 */
const floorOf = (duty: Duty, incident: Matter): number => {
  const last = incident.reminding[duty.id]?.slot ?? Number.NEGATIVE_INFINITY
  const levelled = incident.raised?.at ?? incident.grading?.at ?? incident.reportedAt
  const known = Math.max(Date.parse(incident.reportedAt), Date.parse(levelled)) - start(duty, incident)
  return Math.max(last, Math.min(known, allowed(duty, incident) - 1))
}

/**
 * The latest slot that has come and was not said: missed ones collapse into it. `undefined` when none has. `wakes`: whose
 * putting off is over, where nobody else is told.
 */
const dueSlot = (
  duty: Duty,
  incident: Matter,
  rules: Rules,
  nowMs: number,
): (Slot & { wakes?: string[] }) | undefined => {
  const floor = floorOf(duty, incident)
  const offset = nowMs - start(duty, incident)
  const candidates = fixedOffsets(duty, incident, rules).filter((candidate) => candidate <= offset)
  const overdueMs = offset - allowed(duty, incident)
  if (overdueMs >= 0)
    candidates.push(
      allowed(duty, incident) + overdueOffset(overdueCount(overdueMs, duty, rules), duty, rules),
    )
  const woken = wakings(duty, incident).filter((one) => one.offset > floor && one.offset <= offset)
  const latest = Math.max(...candidates, ...woken.map((one) => one.offset), Number.NEGATIVE_INFINITY)
  if (latest <= floor) return undefined
  const all = candidates.some((one) => one > floor)
  const wakes = all ? {} : { wakes: woken.map(({ id }) => id) }
  return { ...slotAt(latest, duty, incident, rules, floor), ...wakes }
}

/** The next moment, in epoch ms, at which `dueSlot` will answer; always after `floor`, may lie in the past. */
const nextSlotMs = (duty: Duty, incident: Matter, rules: Rules): number => {
  const floor = floorOf(duty, incident)
  const later = fixedOffsets(duty, incident, rules).filter((candidate) => candidate > floor)
  const overdueFloor = floor - allowed(duty, incident)
  const nth = overdueFloor < 0 ? 0 : overdueCount(overdueFloor, duty, rules) + 1
  later.push(allowed(duty, incident) + overdueOffset(nth, duty, rules))
  later.push(...wakings(duty, incident).flatMap(({ offset }) => (offset > floor ? [offset] : [])))
  return start(duty, incident) + Math.min(...later)
}

/**
 * Whether this duty's reminders keep the night: only one that no law asks for (a law that says 立即 without a figure
 * does), only at the levels that the rules name.
 */
const keepsQuiet = (duty: Duty, incident: Matter, rules: Rules): boolean =>
  !byLaw(duty) && (rules.quietHours?.levels.includes(levelOf(incident)) ?? false)

/** The step of the ladder for so long overdue; before the deadline only the owner hears, without a buzz. */
const stepFor = (overdueMs: number, rules: Rules): Step =>
  overdueMs < 0
    ? { afterMs: 0, to: ['owner'] }
    : (rules.remind.ladder.filter(({ afterMs }) => afterMs <= overdueMs).at(-1) ?? {
        afterMs: 0,
        to: ['owner'],
      })

/**
 * Who hears one step at that moment: the owners but those who put it off, then the people above, each once, as whoever acts
 * for them.
 */
const audience = (
  step: Step,
  duty: Duty,
  incident: Matter,
  world: World,
  atMs = Date.parse(world.now),
): { owners: Actor[]; above: Actor[] } => {
  const awake = duty.owners.filter((owner) => napMs(duty, incident, owner) <= atMs)
  const owners = step.to.includes('owner') ? awake : []
  const posts = step.to.filter((name) => name !== 'owner')
  const above = actingFor(posts, incident, world).filter(
    ({ id }) => !duty.owners.some((owner) => owner.id === id) && !incident.unreachable.includes(id),
  )
  return { owners, above }
}

export type DueReminder = Slot & {
  duty: Duty
  nth: number
  /** For its owners it is more than a repetition: another part of the time is over, or it grows louder. */
  step: boolean
  /** Those above whom it reaches with this step. */
  joins: string[]
  owners: Actor[]
  above: Actor[]
  urgency?: Urgency
}

/** Every reminder of this incident that is due now. */
export const dueReminders = (incident: Matter, world: World): DueReminder[] => {
  const nowMs = Date.parse(world.now)
  const rules = remindingOf(incident, world)
  return openDuties(incident, world).flatMap((duty) => {
    const slot = dueSlot(duty, incident, rules, nowMs)
    if (!slot) return []
    if (keepsQuiet(duty, incident, rules) && inQuiet(nowMs, rules)) return []
    const step = stepFor(slot.pressedMs, rules)
    const hear = audience(step, duty, incident, world)
    const { wakes } = slot
    const owners = wakes ? hear.owners.filter(({ id }) => wakes.includes(id)) : hear.owners
    const above = wakes ? [] : hear.above
    if (owners.length + above.length === 0) return []
    const nth = (incident.reminding[duty.id]?.nth ?? 0) + 1
    const urgency = step.urgent === 'phone' && !mayRing(duty) ? 'sms' : step.urgent
    const said = floorOf(duty, incident) - allowed(duty, incident)
    const louder = slot.pressedMs <= 0 || said < 0 || step.urgent !== stepFor(said, rules).urgent
    const heard = said < 0 ? [] : audience(stepFor(said, rules), duty, incident, world).above
    const joins = above.flatMap(({ id }) => (heard.some((one) => one.id === id) ? [] : [id]))
    const more = { step: slot.rung && louder, joins, ...(urgency ? { urgency } : {}) }
    return [{ ...slot, duty, nth, owners, above, ...more }]
  })
}

/** What of this incident was urged and is still open, and is this person's to do, or theirs to hear of. */
export const urgedFor = (incident: Matter, person: string, world: World): { duty: Duty; owns: boolean }[] => {
  const rules = remindingOf(incident, world)
  return openDuties(incident, world).flatMap((duty): { duty: Duty; owns: boolean }[] => {
    if (!incident.reminding[duty.id] && duty.kind !== 'acknowledge') return []
    if (duty.owners.some(({ id }) => id === person)) return [{ duty, owns: true }]
    const pressedMs = Date.parse(world.now) - pressed(duty, incident)
    const { above } = audience(stepFor(pressedMs, rules), duty, incident, world)
    return above.some(({ id }) => id === person) ? [{ duty, owns: false }] : []
  })
}

/** The moments at which `urgedFor` may answer otherwise though nothing happens, and a duty of it be late, in epoch ms. */
export const urgingTurnsMs = (incident: Matter, world: World): number[] => {
  const { ladder } = remindingOf(incident, world).remind
  return openDuties(incident, world).flatMap((duty) => {
    const [due, from] = [Date.parse(duty.due), pressed(duty, incident)]
    return [
      due,
      due + world.rules.remind.overdueEveryMs,
      from,
      ...ladder.map(({ afterMs }) => from + afterMs),
    ]
  })
}

const inQuiet = (ms: number, rules: Rules): boolean =>
  rules.quietHours !== undefined && inQuietHours(ms, rules.quietHours, rules.timezone)

/** When this duty next speaks, in epoch ms: never before the quiet ends, nor while all who would hear it have put it off. */
export const nextReminderMs = (duty: Duty, incident: Matter, world: World): number => {
  const rules = remindingOf(incident, world)
  const due = nextSlotMs(duty, incident, rules)
  const nowMs = Date.parse(world.now)
  let at = due
  const when = Math.max(at, nowMs)
  const step = stepFor(when - start(duty, incident) - allowed(duty, incident), rules)
  const { owners, above } = audience(step, duty, incident, world, when)
  // whoever would hear it put it off, and nobody above hears this step: it names none, or they are the owners, or out of reach
  if (owners.length + above.length === 0) at = nextAfterSnooze(duty, incident, rules, when)
  if (keepsQuiet(duty, incident, rules) && rules.quietHours && inQuiet(Math.max(at, nowMs), rules)) {
    at = endOfQuiet(Math.max(at, nowMs), rules.quietHours, rules.timezone)
  }
  return at
}

/** All who would hear have put it off until the ladder grows: whichever comes first, the end of one of them or the next step. */
const nextAfterSnooze = (duty: Duty, incident: Matter, rules: Rules, fromMs: number): number => {
  const grows = rules.remind.ladder
    .filter(({ to }) => to.some((name) => name !== 'owner'))
    .map(({ afterMs }) => pressed(duty, incident) + afterMs)
  const ends = duty.owners.map((owner) => napMs(duty, incident, owner))
  const next = [...grows, ...ends].filter((ms) => ms > fromMs)
  return next.length > 0 ? Math.min(...next) : fromMs
}

/** When this incident next needs a tick, in epoch ms; `undefined` when nothing is owed. */
export const nextDueMs = (incident: Matter, world: World): number | undefined => {
  const next = openDuties(incident, world).map((duty) => nextReminderMs(duty, incident, world))
  const passing = passingOn(incident, world)
  if (passing) next.push(passing.atMs)
  return next.length > 0 ? Math.min(...next) : undefined
}

/** What comes after this reminder: in how long, and who joins. For the line «10 分钟后将通知…». */
export const nextStep = (
  duty: Duty,
  incident: Matter,
  world: World,
): { atMs: number; joins: Actor[] } | undefined => {
  const rules = remindingOf(incident, world)
  const nowMs = Date.parse(world.now)
  const dueMs = pressed(duty, incident)
  const now = audience(stepFor(nowMs - dueMs, rules), duty, incident, world)
  const hear = new Set([...duty.owners, ...now.owners, ...now.above].map(({ id }) => id))
  for (const step of rules.remind.ladder) {
    const atMs = dueMs + step.afterMs
    if (atMs <= nowMs) continue
    const { above } = audience(step, duty, incident, world)
    const joins = above.filter(({ id }) => !hear.has(id))
    if (joins.length > 0) return { atMs, joins }
  }
  return undefined
}

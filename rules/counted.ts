// Which receipt counts for which duty, and who took the first report, where the level or the facts have changed since?
import type { Matter, PostName, Submission } from '../store/schema.js'
import { kept } from './kept.js'
import { type Authority, type Clock, clockOfDuty, oneIsEnough, type Rules } from './rules.js'
import { startOf } from './starts.js'

export const authorityOf = ({ to }: Pick<Clock, 'to'>, rules: Rules): Authority | undefined =>
  rules.authorities.find(({ id }) => id === to)

/** A receipt that was entered and not sent back. */
type Made = {
  duty: string
  post: string | undefined
  clock: Clock
  to: string | undefined
  submission: Submission
}

/** Of a final report the duty itself may name who took the first (`finalTo`). */
const addressee = (duty: string, clock: Clock, rules: Rules): string | undefined => {
  const named = clock.stage === 'final' ? duty.split('/')[2] : undefined
  return authorityOf({ to: named }, rules)?.id ?? clock.to
}

export const receipts = kept((incident, rules: Rules): readonly Made[] =>
  Object.entries(incident.submissions).flatMap(([duty, submission]) => {
    const clock = clockOfDuty(duty, rules)
    return clock && !submission.returned
      ? [{ duty, post: duty.split('/')[1], clock, to: addressee(duty, clock, rules), submission }]
      : []
  }),
)

/** Every first report, under whatever level or clock: who took it is told the rest. */
export const firstReports = (incident: Matter, rules: Rules): Made[] =>
  receipts(incident, rules).filter(({ clock }) => clock.stage === 'first')

/** Is this the campus's own duty to a side of which one authority is enough (细则 第十三条)? The law's name their own. */
const isForEither = (clock: Clock, rules: Rules): boolean =>
  !clock.statutory && authorityOf(clock, rules)?.side === oneIsEnough

/**
 * To whom this goes: 处置情况 to the one of its side that took the first report, be it the 报案; where none has yet, to the
 * one that is to get it. Where this very report went already, it stays.
 */
export const finalTo = (
  clock: Clock,
  incident: Matter,
  owing: readonly Clock[],
  rules: Rules,
): string | undefined => {
  if (clock.stage !== 'final' || !isForEither(clock, rules)) return clock.to
  const all = receipts(incident, rules)
  const told = all.filter((made) => made.clock.stage === 'first')
  const asked = owing.filter(({ stage }) => stage === 'first')
  const either = [
    clock.to,
    ...rules.authorities.filter(({ side }) => side === oneIsEnough).map(({ id }) => id),
  ]
  return (
    all.find((made) => made.clock === clock)?.to ??
    either.find((id) => told.some(({ to, submission }) => to === id && submission.confirmed)) ??
    either.find((id) => told.some(({ to }) => to === id)) ??
    either.find((id) => asked.some(({ to }) => to === id)) ??
    clock.to
  )
}

/** The id of a report that goes to `to`: it names the authority where that is not the one of its clock. */
export const reportId = ({ id, to: own }: Clock, post: PostName, to: string | undefined): string =>
  `${id}/${post}${to === own ? '' : `/${to}`}`

/**
 * Does what was reported under `made` count for `wanted`: the same paper to the same authority under another level or
 * other facts? What a statute asks for by itself is met by no report of another kind.
 */
const sameReport = (made: Clock, wanted: Clock): boolean => {
  if (made === wanted || made.to !== wanted.to || made.stage !== wanted.stage) return false
  const meets = made.metBy?.includes(wanted.id) || wanted.metBy?.includes(made.id)
  const { levels: a } = made
  const { levels: b } = wanted
  const apart = a !== undefined && b !== undefined && !a.some((level) => b.includes(level))
  if (made.stage === 'first') return meets || apart || !wanted.statutory
  if (made.stage !== 'final') return false
  // a full 终报 tells what a short one would; not the other way round
  return apart ? Math.max(...a) < Math.min(...b) : meets || !wanted.statutory
}

/** Does a first report to another authority of the side do, because one is enough? */
const sameSide = (made: Clock, wanted: Clock, rules: Rules): boolean =>
  made !== wanted &&
  made.stage === 'first' &&
  wanted.stage === 'first' &&
  isForEither(wanted, rules) &&
  authorityOf(made, rules)?.side === oneIsEnough

/** What was made under a clock that runs no more. */
const former = (incident: Matter, owing: readonly Clock[], rules: Rules): Made[] =>
  receipts(incident, rules).filter(({ clock }) => !owing.includes(clock))

/** What waits for its second person: it was sent, whatever is owed now. */
export const waitingReceipts = (incident: Matter, owing: readonly Clock[], rules: Rules): Made[] =>
  former(incident, owing, rules).filter(({ submission }) => !submission.confirmed)

/**
 * Which confirmed receipt counts for which duty. One made under a clock that runs no more counts for one duty; a first
 * report to one of a side, beside its own, for the side.
 */
export const countedFor = (
  incident: Matter,
  owing: readonly Clock[],
  rules: Rules,
): Map<string, { duty: string; to: string | undefined }> => {
  const isConfirmed = ({ submission }: Made): boolean => submission.confirmed !== undefined
  const left = former(incident, owing, rules).filter(isConfirmed)
  const firsts = firstReports(incident, rules).filter(isConfirmed)
  const found = new Map<string, { duty: string; to: string | undefined }>()
  if (left.length + firsts.length === 0) return found
  for (const clock of owing)
    for (const post of clock.by) {
      const id = reportId(clock, post, finalTo(clock, incident, owing, rules))
      const own = incident.submissions[id]
      const from = startOf(clock, incident)
      if (!from || (own && !own.returned)) continue
      const at = left.findIndex(
        (made) =>
          made.post === post &&
          sameReport(made.clock, clock) &&
          (clock.from !== 'resolved' || made.submission.at >= from),
      )
      const [made = firsts.find((one) => sameSide(one.clock, clock, rules))] =
        at < 0 ? [] : left.splice(at, 1)
      if (made) found.set(id, made)
    }
  return found
}

// Which receipt counts for which duty, where the level or the facts have changed since it was made?
import type { Incident } from '../store/schema.js'
import { type Authority, type Clock, clockOfDuty, type Rules } from './rules.js'
import { startOf } from './starts.js'

export const authorityOf = ({ to }: Clock, rules: Rules): Authority | undefined =>
  rules.authorities.find(({ id }) => id === to)

/** Does what was reported under `made` count for `wanted`: the same paper to the same authority under another level? */
export const sameReport = (made: Clock, wanted: Clock): boolean => {
  if (made === wanted || made.to !== wanted.to || made.stage !== wanted.stage) return false
  const meets = made.metBy?.includes(wanted.id) || wanted.metBy?.includes(made.id)
  const { levels: a } = made
  const { levels: b } = wanted
  const apart = a !== undefined && b !== undefined && !a.some((level) => b.includes(level))
  if (made.stage === 'first') return meets || apart
  // a full 终报 tells what a short one would; not the other way round
  return made.stage === 'final' && apart && Math.max(...a) < Math.min(...b)
}

/** Every first report that was entered and not sent back, under whatever level or clock: who took it is told the rest. */
export const firstReports = (incident: Incident, rules: Rules): { duty: string; to: string | undefined }[] =>
  Object.entries(incident.submissions).flatMap(([duty, { returned }]) => {
    const clock = clockOfDuty(duty, rules)
    return clock?.stage === 'first' && !returned ? [{ duty, to: clock.to }] : []
  })

/** Of every receipt that was entered, and not sent back: which clock it is of, where that one runs no more. */
export const formerReceipts = (incident: Incident, owing: readonly Clock[], rules: Rules) =>
  Object.entries(incident.submissions).flatMap(([duty, submission]) => {
    const clock = clockOfDuty(duty, rules)
    const stands = clock && !owing.includes(clock) && !submission.returned
    return stands ? [{ duty, post: duty.split('/')[1], clock, submission }] : []
  })

/** Which confirmed receipt of another level counts for which duty; each for one. */
export const countedFor = (
  incident: Incident,
  owing: readonly Clock[],
  rules: Rules,
): Map<string, string> => {
  const left = formerReceipts(incident, owing, rules).filter(({ submission }) => submission.confirmed)
  const found = new Map<string, string>()
  if (left.length === 0) return found
  for (const clock of owing)
    for (const post of clock.by) {
      const own = incident.submissions[`${clock.id}/${post}`]
      const from = startOf(clock, incident)
      if (!from || (own && !own.returned)) continue
      const at = left.findIndex(
        (made) =>
          made.post === post &&
          sameReport(made.clock, clock) &&
          (clock.from !== 'resolved' || made.submission.at >= from),
      )
      const [made] = at < 0 ? [] : left.splice(at, 1)
      if (made) found.set(`${clock.id}/${post}`, made.duty)
    }
  return found
}

// To whom does a report go, and which of its kind is it? One paper for each authority, by what is owed and what was sent (报告管理办法 第七条、第八条).
import type { Matter } from '../store/schema.js'
import { receipts } from './counted.js'
import { duties } from './duties.js'
import type { Authority, Clock } from './rules.js'
import { rulesOf, type World } from './world.js'

export type Stage = NonNullable<Clock['stage']>

type Here = Pick<World, 'away' | 'now' | 'directory' | 'rules' | 'rulebook'>

/** The receipts of this authority that were not sent back, the oldest first. */
export const receiptsOf = (
  incident: Matter,
  to: string,
  world: Pick<World, 'rules' | 'rulebook'>,
): { clock: Clock; stage: Stage; submission: Matter['submissions'][string] }[] => {
  return receipts(incident, rulesOf(incident, world))
    .filter((made) => made.to === to)
    .map(({ clock, submission }) => ({ clock, stage: clock.stage ?? ('first' as const), submission }))
    .sort((a, b) => (a.submission.receipt.sent_at < b.submission.receipt.sent_at ? -1 : 1))
}

/** One more than the follow-ups that already went to this authority. */
export const nextFollowUp = (
  incident: Matter,
  to: string,
  world: Pick<World, 'rules' | 'rulebook'>,
): number => 1 + receiptsOf(incident, to, world).filter(({ stage }) => stage === 'follow-up').length

/**
 * The authorities of this stage: those to whom it is or was owed; where no clock asks for it (a follow-up is owed 及时,
 * by the original channel: 报告管理办法 第七条), those of the first report.
 */
export const recipientsOf = (incident: Matter, stage: Stage, world: Here): Authority[] => {
  const owed = duties(incident, world)
  const of = (wanted: Stage): Authority[] => [
    ...new Map(
      owed
        .filter(({ clock }) => clock.stage === wanted)
        .flatMap(({ authority }) => (authority ? [[authority.id, authority] as const] : [])),
    ).values(),
  ]
  const own = of(stage)
  return own.length > 0 ? own : of('first')
}

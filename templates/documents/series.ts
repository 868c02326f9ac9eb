// Which report is this, and to whom does it go? Its place in the series 首报, 续报, 终报, from what was already submitted.
import { duties } from '../../rules/duties.js'
import type { Authority, Clock } from '../../rules/rules.js'
import type { World } from '../../rules/world.js'
import type { Incident } from '../../store/schema.js'
import type { Stage } from './fields.js'

/** The clock of a duty `<clock id>/<post>…`; the rules may have changed since, then there is none. */
export const clockOfDuty = (duty: string, world: Pick<World, 'rules'>): Clock | undefined =>
  world.rules.clocks.find(({ id }) => duty.startsWith(`${id}/`))

/** One more than the follow-ups that already went to the authority which has most of them (or to `to`). */
export const nextFollowUp = (incident: Incident, world: Pick<World, 'rules'>, to?: string): number => {
  const sent = new Map<string, number>()
  for (const [duty, { returned }] of Object.entries(incident.submissions)) {
    const clock = clockOfDuty(duty, world)
    if (returned || clock?.stage !== 'follow-up' || !clock.to) continue
    sent.set(clock.to, (sent.get(clock.to) ?? 0) + 1)
  }
  return 1 + (to ? (sent.get(to) ?? 0) : Math.max(0, ...sent.values()))
}

/**
 * The authorities of this stage: those to whom it is or was owed; where no clock asks for it (a follow-up is owed 及时,
 * by the original channel: 报告管理办法 第七条), those of the first report.
 */
export const authoritiesOf = (
  incident: Incident,
  stage: Stage,
  world: World,
  to: string | undefined,
): Authority[] => {
  const named = world.rules.authorities.filter(({ id }) => id === to)
  if (named.length > 0) return named
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

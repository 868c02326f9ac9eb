// When does a planned drill tell whoever must know, and when does it begin? The day before, at its hour, and not in the night unless that was asked for.
import type { Planned } from '../store/schema.js'
import { atLocal, endOfQuiet, inQuietHours, localParts } from './calendar.js'
import type { Rules } from './rules.js'

type Law = Pick<Rules, 'timezone' | 'quietHours' | 'briefings'>

/** So late it still begins, after the machine was down; later than that nobody waits for it any more. */
export const MOST_LATE_MS = 86_400_000
/** As far ahead as one is planned. */
export const FARTHEST_MS = 366 * 86_400_000
/** Later than this it says so. */
export const LATE_MS = 5 * 60_000

/** The day before, when the morning card leaves. */
export const eveMs = ({ at }: Pick<Planned, 'at'>, { timezone, briefings }: Law): number => {
  const { y, m, d } = localParts(Date.parse(at), timezone)
  const [h = 0, min = 0] = briefings.daily.at.split(':').map(Number)
  return atLocal({ y, m, d: d - 1, h, min }, timezone)
}

export const isNight = (at: string, { quietHours, timezone }: Law): boolean =>
  quietHours !== undefined && inQuietHours(Date.parse(at), quietHours, timezone)

/** Until when one waits that has come due in the night and was not meant for it. */
export const morningOf = (now: string, { quietHours, timezone }: Law): string | undefined =>
  quietHours && inQuietHours(Date.parse(now), quietHours, timezone)
    ? new Date(endOfQuiet(Date.parse(now), quietHours, timezone)).toISOString()
    : undefined

/** In epoch ms. */
export const nextPlannedMs = (planned: Planned, rules: Law): number => {
  const begins = Date.parse(planned.waits ?? planned.at)
  return planned.told ? begins : Math.min(begins, eveMs(planned, rules))
}

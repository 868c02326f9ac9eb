// Which years can the working days not be counted in yet? The present one must be known, and from 1 December the next.
import { localParts, presumedYears } from '../../rules/calendar.js'
import type { Rules } from '../../rules/rules.js'
import { rulesFinding } from '../../templates/operator/doctor.js'
import type { Finding } from '../../templates/operator/finding.js'
import { presumedHolidays } from '../../templates/plain.js'

const YEAR_MS = 366 * 86_400_000

/** `live`: a platform is set up. In the sandbox nothing depends on it, and it is a hint. */
export const holidayFindings = (
  { clocks, timezone, calendar }: Pick<Rules, 'clocks' | 'timezone' | 'calendar'>,
  now: number,
  live: boolean,
): Finding[] => {
  if (!clocks.some(({ within, off }) => within.unit === 'workdays' && !off)) return []
  const { y, m } = localParts(now, timezone)
  return presumedYears(now, now + YEAR_MS, timezone, calendar).map((year) =>
    rulesFinding.holidaysUnknown(presumedHolidays([year]), year, live && (year === y || m === 12)),
  )
}

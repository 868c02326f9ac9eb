// Which years can the working days not be counted in yet? The present one must be known; of the next it is only said.
import { localParts, presumedYears } from '../../rules/calendar.js'
import type { Rules } from '../../rules/rules.js'
import { rulesFinding } from '../../templates/operator/doctor.js'
import type { Finding } from '../../templates/operator/finding.js'
import { presumedHolidays } from '../../templates/plain.js'

const YEAR_MS = 366 * 86_400_000

export const holidayFindings = (
  { clocks, timezone }: Pick<Rules, 'clocks' | 'timezone'>,
  now: number,
): Finding[] =>
  clocks.some(({ within, off }) => within.unit === 'workdays' && !off)
    ? presumedYears(now, now + YEAR_MS, timezone).map((year) =>
        rulesFinding.holidaysUnknown(presumedHolidays([year]), year === localParts(now, timezone).y),
      )
    : []

// Which years can the working days not be counted in yet? The present one must be known; of the next it is only said.
import { localParts, presumedYears } from '../../rules/calendar.js'
import type { Rules } from '../../rules/rules.js'
import { presumedHolidays } from '../../templates/plain.js'
import type { Finding } from '../channels/channel.js'

const YEAR_MS = 366 * 86_400_000

export const holidayFindings = (
  { clocks, timezone }: Pick<Rules, 'clocks' | 'timezone'>,
  now: number,
): Finding[] =>
  clocks.some(({ within, off }) => within.unit === 'workdays' && !off)
    ? presumedYears(now, now + YEAR_MS, timezone).map((year) => {
        const what = presumedHolidays([year])
        return year === localParts(now, timezone).y
          ? {
              good: false,
              what,
              mend: '请更新程序：它的节假日表（chinese-days）还没有收录国务院办公厅的放假通知',
            }
          : { good: true, what: `提示：${what}；放假通知公布后请更新程序` }
      })
    : []

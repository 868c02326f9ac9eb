// What is wrong with a year's table of holidays in the rules file? A day in two lists, of another year, or no weekend that is worked.
import { isTable } from './condition.js'
import { fieldOf, rowsOf } from './mistakes.js'

type Say = (path: (string | number)[], expected: string) => void

/** The exchange for 元旦 may be worked in the last days of the year before, and stands in the same notice (29 December 2018). */
const belongs = (day: string, year: string): boolean =>
  day.startsWith(`${year}-`) || (day >= `${Number(year) - 1}-12-20` && day < year)

const onWeekend = (day: string): boolean => new Date(day).getUTCDay() % 6 === 0

export const yearContradictions = (raw: unknown, say: Say): void => {
  const calendar = fieldOf(raw, 'calendar')
  if (!isTable(calendar)) return
  const places = new Map<string, string>()
  for (const [year, table] of Object.entries(calendar)) {
    if (!/^20\d\d$/.test(year)) say(['calendar', year], '以四位年份为键的表，如 2027')
    else
      for (const list of ['holidays', 'workdays'])
        rowsOf(fieldOf(table, list)).forEach((day, at) => {
          if (typeof day !== 'string' || Number.isNaN(Date.parse(day))) return // its form is said elsewhere
          const path = ['calendar', year, list, at]
          const place = places.get(day)
          if (place) say(path, `只写一次的日期（${place} 已有它）`)
          if (!belongs(day, year)) say(path, `${year} 年的日期，或上一年 12 月 20 日以后为元旦调休的日期`)
          if (list === 'workdays' && !onWeekend(day)) say(path, '周六或周日（调休上班的日期）')
          places.set(day, `calendar.${year}.${list}[${at}]`)
        })
  }
}

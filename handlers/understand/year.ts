// Which year is meant? `2026`, 2026年, 今年, 去年, 本年度; nothing said is this year.
const FOUR = /^(?:公元)?(20\d{2}) ?(?:年度?)?(?:的?台账)?$/u

/** `thisYear` on the campus. Nothing where no year can be read. */
export const yearIn = (text: string, thisYear: number): number | undefined => {
  const said = text.normalize('NFKC').trim()
  if (/^(?:今年|本年度?|当年)?(?:的?台账)?$/u.test(said)) return thisYear
  if (/^(?:去年|上年度?|上一年)(?:的?台账)?$/u.test(said)) return thisYear - 1
  const year = FOUR.exec(said)?.[1]
  return year === undefined ? undefined : Number(year)
}

/** 统计 2026 考核表: the .xlsx of the assessments is meant, and of which year. */
export const assessmentIn = (text: string): { year: string } | undefined => {
  const said = text.normalize('NFKC').trim()
  const found = /^(.{0,12}?) ?(?:的|年度)?(?:考核表|考核数据|考核) ?(.{0,12})$/u.exec(said)
  return found ? { year: `${found[1] ?? ''}${found[2] ?? ''}`.trim() } : undefined
}

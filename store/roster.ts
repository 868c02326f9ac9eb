// Who has which turn of duty? The office's roster (值班表), from its rows; every mistake is told.
import { folded, wallsOf } from './campus.js'
import { type DeskName, deskNames, type Person, type Shift } from './schema.js'
import { type Complain, list, plain, type Row, type Table, zerosGone } from './sheets.js'

export const rosterColumns = {
  required: ['日期', '开始', '结束', '岗位', '值班人'],
  mayBeEmpty: [],
} as const
type Header = (typeof rosterColumns.required)[number]
type Say = (text: string) => void

const two = (n: number): string => String(n).padStart(2, '0')

const isDesk = (text: string): text is DeskName => deskNames.some((name) => name === text)

/** 2026-12-01, 2026/12/1, 2026.12.1, 2026年12月1日. */
const dayIn = (row: Row<Header>, say: Say): string | undefined => {
  const text = plain(row.cell('日期'))
  const [, y, m, d] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(text) ?? []
  const date = new Date(Date.UTC(Number(y), Number(m) - 1, Number(d)))
  if (y && date.getUTCMonth() === Number(m) - 1) return `${y}-${two(Number(m))}-${two(Number(d))}`
  say(`日期${text ? `“${text}”看不懂` : '是空的'}，应写作 2026-12-01`)
  return undefined
}

/** 8:00, 08:00, 8点, 8时30分, 次日8:00; 24:00 ends a day. */
const hourIn = (row: Row<Header>, header: '开始' | '结束', say: Say): string | undefined => {
  const text = plain(row.cell(header))
  const [, h, min = '0'] =
    /^(?:次日|第二天)?\s?(\d{1,2})(?:[:点时](?:(\d{1,2})分?)?(?::00)?)$/u.exec(text) ?? []
  const fits =
    h !== undefined && Number(min) < 60 && (Number(h) < 24 || (Number(h) === 24 && Number(min) === 0))
  if (fits && !(header === '开始' && Number(h) === 24)) return `${two(Number(h))}:${two(Number(min))}`
  say(`${header}${text ? `“${text}”看不懂` : '是空的'}，应写作 08:00`)
  return undefined
}

const personIn = (
  row: Row<Header>,
  people: readonly Person[],
  sheet: string,
  say: Say,
): string | undefined => {
  const text = row.cell('值班人')
  if (!text) say('没有值班人，应为姓名或人员编号')
  if (!text) return undefined
  const byId = people.find(({ id }) => id === plain(text))
  const named = byId ? [byId] : people.filter(({ name }) => folded(name) === folded(text))
  const [found, ...others] = named
  if (found && others.length === 0) return found.id
  if (found)
    say(`值班人“${text}”有 ${named.length} 人同名（${list(named.map(({ id }) => id))}），应写人员编号`)
  else {
    const zeros = zerosGone(new Set(people.map(({ id }) => id)), plain(text))
    say(`值班人“${text}”不在${sheet}里，应为那里的姓名或人员编号${zeros}`)
  }
  return undefined
}

/**
 * One row is one turn at one desk; an end that is not after its beginning is on the next day. Two people may share a desk;
 * the same person twice at once may not. `sheet`: how the people's file is called.
 */
export const rosterOf = (
  { label, rows }: Table<Header>,
  people: readonly Person[],
  sheet: string,
  complain: Complain,
): Shift[] => {
  const seen: { line: number; shift: Shift }[] = []
  for (const row of rows) {
    const say: Say = (text) => complain(label, row.line, text)
    const desk = plain(row.cell('岗位'))
    if (!isDesk(desk)) say(`岗位${desk ? `“${desk}”不认识` : '是空的'}，应为 ${list(deskNames)} 之一`)
    const [date, from, to] = [dayIn(row, say), hourIn(row, '开始', say), hourIn(row, '结束', say)]
    const person = personIn(row, people, sheet, say)
    if (!isDesk(desk) || !date || !from || !to || !person) continue
    const shift: Shift = { date, from, to, desk, person }
    const same = seen.find(
      (one) => one.shift.person === person && one.shift.desk === desk && overlap(one.shift, shift),
    )
    if (same) say(`与第 ${same.line} 行的时间重叠，同一人同一岗位应只排一次`)
    else seen.push({ line: row.line, shift })
  }
  return seen.map(({ shift }) => shift).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

const keyOf = ({ date, from, to, desk, person }: Shift): string => [date, from, to, desk, person].join(' ')

const overlap = (a: Shift, b: Shift): boolean => {
  const [one, other] = [wallsOf(a), wallsOf(b)]
  return one.from < other.to && other.from < one.to
}

// What do the parts of a rules file have against each other?
import { isTable } from './condition.js'
import { fieldOf, problem, type RuleProblem, rowsOf, textOf } from './mistakes.js'
import { parsePeriod } from './period.js'
import { shipped } from './shipped.js'

/** What the parts have against each other. Works on the raw file, so that a mistake of form hides none of these. */
export const contradictions = (raw: unknown): RuleProblem[] => {
  const problems: RuleProblem[] = []
  const say = (path: (string | number)[], expected: string) => problems.push(problem(raw, path, expected))

  const authorities = rowsOf(fieldOf(raw, 'authorities') ?? shipped.authorities).map((row) =>
    textOf(row, 'id'),
  )
  const clocks = fieldOf(raw, 'clocks')
  const ids = rowsOf(clocks).map((row) => textOf(row, 'id'))
  for (const [key, list] of [
    ['authorities', authorities],
    ['clocks', ids],
  ] as const) {
    list.forEach((id, at) => {
      const first = list.indexOf(id)
      if (id !== undefined && first < at) say([key, at, 'id'], `未用过的编号（${key}[${first}] 已是它）`)
    })
  }

  const named = `authorities 里有的编号：${authorities.filter(Boolean).join('、') || '（一个也没有）'}`
  rowsOf(clocks).forEach((clock, at) => {
    const [kind, to] = [textOf(clock, 'kind'), textOf(clock, 'to')]
    const reports = kind === 'report' || kind === 'final'
    if (to === undefined ? reports && fieldOf(clock, 'to') === undefined : !authorities.includes(to)) {
      say(['clocks', at, 'to'], named)
    }
    const stage = textOf(clock, 'stage')
    if (kind === 'final' && stage !== undefined && stage !== 'final') {
      say(['clocks', at, 'stage'], 'final（kind: final 就是终报）')
    }
    if (fieldOf(clock, 'statutory') === true && textOf(clock, 'confidence') === 'D') {
      say(['clocks', at, 'statutory'], 'false：confidence: D 是待网信办核定的建议值，不是法定时限')
    }
  })
  if (clocks === undefined) {
    const missing = new Set(shipped.clocks.flatMap(({ to }) => (to && !authorities.includes(to) ? [to] : [])))
    for (const id of missing)
      say(['authorities'], `含有编号 ${id} 的列表（没有写 clocks，出厂的 clocks 要报送它）`)
  }

  const remind = fieldOf(raw, 'remind')
  const rising = (path: (string | number)[], key: string | undefined, values: (number | undefined)[]) =>
    values.reduce<number | undefined>((before, value, at) => {
      if (before !== undefined && value !== undefined && value <= before) {
        say([...path, at, ...(key ? [key] : [])], '比前一项大的值（从小到大）')
      }
      return value ?? before
    }, undefined)
  rising(
    ['remind', 'at'],
    undefined,
    rowsOf(fieldOf(remind, 'at')).map((value) => (typeof value === 'number' ? value : undefined)),
  )
  rising(
    ['remind', 'ladder'],
    'after',
    rowsOf(fieldOf(remind, 'ladder')).map((step) => parsePeriod(textOf(step, 'after') ?? '-')),
  )

  const quiet = fieldOf(raw, 'quiet_hours')
  if (isTable(quiet)) {
    const from = textOf(quiet, 'from') ?? shipped.quiet_hours.from
    if (from === (textOf(quiet, 'to') ?? shipped.quiet_hours.to))
      say(['quiet_hours', 'to'], `与 from（${from}）不同的时刻`)
  }
  return problems
}

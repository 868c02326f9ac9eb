// What do the parts of a rules file have against each other?
import { askedContradictions } from './asked.js'
import { isTable } from './condition.js'
import { fieldOf, problem, type RuleProblem, rowsOf, textOf } from './mistakes.js'
import { parsePeriod } from './period.js'
import { ASKER, TOLD } from './shape.js'
import { yearContradictions } from './year-table.js'

/** What meets an obligation and is no clock: see `metBy`. */
const MET_OTHERWISE = ['notice', 'sides']

/** Where the clocks of what a unit is asked for stand. */
const askings = ['rectification', 'assignment']

/**
 * What the parts have against each other, and against the law where the file is silent. Works on the raw file, so that a
 * mistake of form hides none of these.
 */
export const contradictions = (raw: unknown, law: unknown): RuleProblem[] => {
  const problems: RuleProblem[] = []
  const say = (path: (string | number)[], expected: string) => problems.push(problem(raw, path, expected))

  const authorities = rowsOf(fieldOf(raw, 'authorities') ?? fieldOf(law, 'authorities')).map((row) =>
    textOf(row, 'id'),
  )
  const clocks = fieldOf(raw, 'clocks')
  const ids = rowsOf(clocks).map((row) => textOf(row, 'id'))
  for (const [key, list] of [
    ['authorities', authorities],
    ['clocks', ids],
  ] as const)
    usedBefore([key], list, say)

  const named = `authorities 里有的编号：${authorities.filter(Boolean).join('、') || '（一个也没有）'}`
  clockContradictions(['clocks'], rowsOf(clocks), { authorities, named }, say)
  // a duty is named by its clock, whatever it is of
  const known = new Map(rowsOf(clocks ?? fieldOf(law, 'clocks')).map((row) => [textOf(row, 'id'), 'clocks']))
  for (const key of askings) {
    const path = [key, 'clocks']
    const rows = rowsOf(fieldOf(fieldOf(raw, key), 'clocks'))
    const own = rows.map((row) => textOf(row, 'id'))
    usedBefore(path, own, say)
    own.forEach((id, at) => {
      const where = id === undefined ? undefined : known.get(id)
      if (where) say([...path, at, 'id'], `未用过的编号（${where} 里已有它）`)
    })
    clockContradictions(
      path,
      rows,
      { authorities: [...authorities, ASKER], named: named.replace('：', `或 ${ASKER}（来文单位）：`) },
      say,
    )
    const stands =
      rows.length > 0 ? own : rowsOf(fieldOf(fieldOf(law, key), 'clocks')).map((row) => textOf(row, 'id'))
    for (const id of stands) known.set(id, path.join('.'))
  }
  const others = [...new Set(ids.filter(Boolean)), ...MET_OTHERWISE].join('、')
  rowsOf(clocks).forEach((clock, at) => {
    rowsOf(fieldOf(clock, 'met_by')).forEach((id, nth) => {
      const own = textOf(clock, 'id')
      if (typeof id === 'string' && !MET_OTHERWISE.includes(id) && (id === own || !ids.includes(id)))
        say(['clocks', at, 'met_by', nth], `clocks 里另一项的编号，或 notice、sides：${others}`)
    })
  })
  rowsOf(fieldOf(raw, 'upward')).forEach((row, at) => {
    const of = textOf(row, 'of')
    if (of !== undefined && !authorities.includes(of)) say(['upward', at, 'of'], named)
  })
  levelContradictions(fieldOf(raw, 'levels'), law, say)
  askedContradictions(raw, law, say)
  yearContradictions(raw, say)
  rowsOf(fieldOf(fieldOf(raw, 'key_periods'), 'windows')).forEach((window, at) => {
    const [from, to] = [textOf(window, 'from'), textOf(window, 'to')]
    if (from && to && to < from) say(['key_periods', 'windows', at, 'to'], `不早于 from（${from}）的日期`)
  })

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
    ['key_periods', 'at'],
    undefined,
    rowsOf(fieldOf(fieldOf(raw, 'key_periods'), 'at')).map((value) =>
      typeof value === 'number' ? value : undefined,
    ),
  )
  rising(
    ['remind', 'ladder'],
    'after',
    rowsOf(fieldOf(remind, 'ladder')).map((step) => parsePeriod(textOf(step, 'after') ?? '-')),
  )

  const quiet = fieldOf(raw, 'quiet_hours')
  if (isTable(quiet)) {
    const usual = fieldOf(law, 'quiet_hours')
    const [from, to] = ['from', 'to'].map((key) => textOf(quiet, key) ?? textOf(usual, key))
    if (from !== undefined && from === to) say(['quiet_hours', 'to'], `与 from（${from}）不同的时刻`)
  }
  return problems
}

type Say = (path: (string | number)[], expected: string) => void

const usedBefore = (path: readonly string[], list: readonly (string | undefined)[], say: Say): void =>
  list.forEach((id, at) => {
    const first = list.indexOf(id)
    if (id !== undefined && first < at)
      say([...path, at, 'id'], `未用过的编号（${path.join('.')}[${first}] 已是它）`)
  })

/** `authorities`: to whom these may go. */
const clockContradictions = (
  path: readonly string[],
  clocks: readonly unknown[],
  { authorities, named }: { authorities: readonly (string | undefined)[]; named: string },
  say: Say,
): void =>
  clocks.forEach((clock, at) => {
    const [kind, to] = [textOf(clock, 'kind'), textOf(clock, 'to')]
    const wrong = (key: string, expected: string) => say([...path, at, key], expected)
    const reports = kind === 'report' || kind === 'final'
    if (textOf(clock, 'from') === 'withdrawn') {
      if (to !== TOLD) wrong('to', `${TOLD}：误报撤销后，向报告过的每个机关`)
    } else if (to === undefined ? reports && fieldOf(clock, 'to') === undefined : !authorities.includes(to)) {
      wrong('to', named)
    }
    const stage = textOf(clock, 'stage')
    if (kind === 'final' && stage !== undefined && stage !== 'final') {
      wrong('stage', 'final（kind: final 就是终报）')
    }
    for (const key of ['opened_by', 'unit', 'ended_by'])
      if (fieldOf(clock, key) !== undefined && kind !== 'internal') wrong(key, '不写：只用于 kind: internal')
    if (fieldOf(clock, 'statutory') === true && textOf(clock, 'figure') === 'D') {
      wrong('statutory', 'false：figure: D 的时长是建议值，条文没有数字')
    }
    if (fieldOf(clock, 'statutory') === true && textOf(clock, 'confidence') === 'D') {
      wrong('statutory', 'false：confidence: D 是待网信办核定的建议值，不是法定时限')
    }
  })

/** What the questions and predicates of the levels have against each other. */
const levelContradictions = (levels: unknown, law: unknown, say: Say): void => {
  const asked = fieldOf(levels, 'questions')
  const questions = rowsOf(asked ?? fieldOf(fieldOf(law, 'levels'), 'questions')).map((row) =>
    textOf(row, 'id'),
  )
  const matters = fieldOf(levels, 'matters')
  if (isTable(matters)) {
    for (const [code, list] of Object.entries(matters)) {
      rowsOf(list).forEach((id, at) => {
        if (typeof id === 'string' && !questions.includes(id.trim()))
          say(['levels', 'matters', code, at], `questions 里有的编号：${questions.join('、')}`)
      })
    }
  }
  for (const key of ['questions', 'predicates', 'priorities']) {
    const ids = rowsOf(fieldOf(levels, key)).map((row) => textOf(row, 'id'))
    ids.forEach((id, at) => {
      if (id !== undefined && ids.indexOf(id) < at) say(['levels', key, at, 'id'], '未用过的编号')
    })
  }
}

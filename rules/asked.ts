// Do the conditions of a rules file ask for facts that there are, with values that these can have?
import { Report } from '../store/schema.js'
import { isTable } from './condition.js'
import { fieldOf, rowsOf, textOf } from './mistakes.js'
import { categoryCodes } from './shape.js'

type Path = (string | number)[]
type Say = (path: Path, expected: string) => void
/** What a fact may be. A report and a question of the levels may both know it. */
type Kind = { numeric: boolean; fits: (value: unknown) => boolean; expected: string }

const truth: Kind = {
  numeric: false,
  fits: (value) => typeof value === 'boolean',
  expected: 'true 或 false',
}
const figure: Kind = { numeric: true, fits: (value) => typeof value === 'number', expected: '数' }
const choice = (values: readonly unknown[]): Kind => ({
  numeric: false,
  fits: (value) => values.includes(value),
  // a table among them is a mistake of its own, and may not even be text
  expected: `${values.filter((one) => typeof one !== 'object').join('、')} 之一`,
})

/** What the program itself finds out of an incident, beside its report. */
const found = [
  'data_event',
  'content_incident',
  'content_track',
  'key_period',
  'overdue_report',
  'hiding_asked',
  'contradicted',
]

const reported = (field: string, answer: { safeParse: (value: unknown) => { success: boolean } }): Kind => {
  if (field === 'category') return choice(categoryCodes)
  const takes = (value: unknown) => answer.safeParse(value).success
  return takes(true) ? truth : takes(1) ? figure : { numeric: false, fits: takes, expected: '一段文字' }
}

/** What is none is a mistake of its own place. */
const isWord = (value: unknown): boolean => typeof value !== 'object'

const questioned = (row: unknown): Kind | undefined => {
  const options = fieldOf(row, 'options')
  switch (textOf(row, 'kind')) {
    case 'yesno':
      return truth
    case 'number':
      return figure
    case 'choice':
      return isTable(options) ? choice(Object.values(options).filter(isWord)) : undefined
  }
  return undefined
}

/** Every table of conditions in the file, with its path. */
const conditionsOf = (raw: unknown): { path: Path; when: unknown }[] => {
  const levels = fieldOf(raw, 'levels')
  const whens = (path: Path, rows: unknown) =>
    rowsOf(rows).map((row, at) => ({ path: [...path, at, 'when'], when: fieldOf(row, 'when') }))
  const anys = (path: Path, rows: unknown) =>
    rowsOf(rows).flatMap((row, at) =>
      rowsOf(fieldOf(row, 'any')).map((when, nth) => ({ path: [...path, at, 'any', nth], when })),
    )
  return [
    ...whens(['clocks'], fieldOf(raw, 'clocks')),
    ...whens(['levels', 'questions'], fieldOf(levels, 'questions')),
    ...whens(['levels', 'below_major_needs_reason'], fieldOf(levels, 'below_major_needs_reason')),
    ...anys(['levels', 'predicates'], fieldOf(levels, 'predicates')),
    ...anys(['levels', 'priorities'], fieldOf(levels, 'priorities')),
    ...anys(['accountability'], fieldOf(raw, 'accountability')),
  ]
}

/** A condition that can never be met, or a fact that is never asked for, would change what is owed without a word. */
export const askedContradictions = (raw: unknown, law: unknown, say: Say): void => {
  const lawCampus = fieldOf(law, 'campus')
  const shipped = isTable(lawCampus) ? lawCampus : {}
  const campus = fieldOf(raw, 'campus')
  const own = isTable(campus) ? campus : {}
  const conditions = conditionsOf(raw)
  const asked = new Set(conditions.flatMap(({ when }) => (isTable(when) ? Object.keys(when) : [])))
  for (const [key, value] of Object.entries(own)) {
    if (Object.hasOwn(shipped, key)) {
      if (typeof value !== 'boolean') say(['campus', key], truth.expected)
    } else if (!asked.has(key))
      say(['campus', key], `${Object.keys(shipped).join('、')} 之一，或某个 when 会问的键`)
  }

  const questions = rowsOf(
    fieldOf(fieldOf(raw, 'levels'), 'questions') ?? fieldOf(fieldOf(law, 'levels'), 'questions'),
  )
  const kindsOf = (field: string): Kind[] | undefined => {
    const answer = Object.entries(Report.shape).find(([name]) => name === field)?.[1]
    const rows = questions.filter((row) => textOf(row, 'id') === field)
    if (!answer && rows.length === 0) {
      if (found.includes(field) || Object.hasOwn(shipped, field)) return [truth]
      return Object.hasOwn(own, field) ? [] : undefined
    }
    return [...(answer ? [reported(field, answer)] : []), ...rows.flatMap((row) => questioned(row) ?? [])]
  }

  for (const { path, when } of conditions) {
    for (const [field, condition] of isTable(when) ? Object.entries(when) : []) {
      const kinds = kindsOf(field)
      if (kinds === undefined) {
        say([...path, field], '报告、levels.questions 或 campus 里有的键')
        continue
      }
      if (kinds.length === 0) continue
      const expected = kinds.map((kind) => kind.expected).join('，或 ')
      const check = (at: Path, value: unknown) => {
        if (value !== undefined && !kinds.some(({ fits }) => fits(value))) say(at, expected)
      }
      const at = [...path, field]
      if (!isTable(condition)) {
        check(at, condition)
        continue
      }
      check([...at, 'is'], condition.is)
      rowsOf(condition.in).forEach((value, nth) => {
        check([...at, 'in', nth], value)
      })
      if (
        Object.keys(condition).some((key) => /^[gl]te?$/u.test(key)) &&
        !kinds.some(({ numeric }) => numeric)
      )
        say(at, expected)
    }
  }
}

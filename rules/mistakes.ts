// How is a mistake of the rules file said? With its path, what was found and what is expected.
import { z } from 'zod'
import { Mistakes } from '../store/mistakes.js'
import { isTable } from './condition.js'
import { RulesFile } from './shape.js'

/** What is wrong at one place of the rules. */
export type RuleProblem = { path: (string | number)[]; text: string }

/** All mistakes of a rules file. `mistakes` are sentences; `problems` keep the path, for whoever knows the lines. */
export class RuleMistakes extends Mistakes {
  readonly problems: RuleProblem[]

  constructor(problems: RuleProblem[]) {
    super(problems.map(({ text }) => text))
    this.name = 'RuleMistakes'
    this.problems = problems
  }
}

/** `clocks[3].within`; the file as a whole is `(文件)`. */
const shortened = (step: string): string => (step.length > 60 ? `${step.slice(0, 60)}…` : step)

const pathText = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (before, step) =>
      typeof step === 'number'
        ? `${before}[${step}]`
        : before
          ? `${before}.${shortened(step)}`
          : shortened(step),
    '',
  ) || '（文件）'

export const rowsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export const fieldOf = (value: unknown, key: string | number): unknown =>
  Array.isArray(value) && typeof key === 'number' ? value[key] : isTable(value) ? value[key] : undefined

export const textOf = (value: unknown, key: string): string | undefined => {
  const field = fieldOf(value, key)
  return typeof field === 'string' ? field.trim() : undefined
}

const found = (value: unknown): string => {
  if (value === undefined) return '没有写'
  if (value === null) return '是空的'
  const written = writtenAs(value)
  return `写的是 ${written.length > 60 ? `${written.slice(0, 60)}…` : written}`
}

const writtenAs = (value: unknown): string => {
  if (typeof value === 'number') return String(value) // JSON knows no .nan and .inf
  try {
    return JSON.stringify(value)
  } catch {
    return '包含自身的值' // YAML can say `clocks: &c [*c]`, JSON can't
  }
}

export const problem = (raw: unknown, path: (string | number)[], expected: string): RuleProblem => {
  const value = path.reduce<unknown>(fieldOf, raw)
  return {
    path,
    text: `${pathText(path)} ${found(value)}，应为${/^[ -~]/.test(expected) ? ' ' : ''}${expected}`,
  }
}

/** What the schema has against the file. */
export const problemsOf = (raw: unknown, error: z.ZodError): RuleProblem[] =>
  error.issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
    if (issue.code !== 'unrecognized_keys') return [problem(raw, path, issue.message)]
    return issue.keys.map((key) => ({
      path: [...path, key],
      text: `${pathText([...path, key])} 是不认识的键，应为 ${keysAt(path).join('、')} 之一`,
    }))
  })

/** The keys that are known where an unknown one was found. */
const keysAt = (path: (string | number)[]): string[] => {
  let shape: unknown = RulesFile
  for (const step of path) {
    const bare = unwrapped(shape)
    shape =
      bare instanceof z.ZodObject
        ? bare.shape[step]
        : bare instanceof z.ZodArray
          ? bare.element
          : bare instanceof z.ZodRecord
            ? bare.valueType
            : undefined
  }
  const bare = unwrapped(shape)
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : []
}

const unwrapped = (shape: unknown): unknown =>
  shape instanceof z.ZodOptional ? unwrapped(shape.unwrap()) : shape

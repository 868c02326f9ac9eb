// What is the report as one form, under the same names and through the same readers?
import { systemNamed, unit as unitById } from '../../store/campus.js'
import type { Field, Problem, Remark, Report } from '../../store/schema.js'
import { asksToHide } from '../understand/asks-to-hide.js'
import { mentionsCredentials } from '../understand/credentials.js'
import { mentionsSecret } from '../understand/watch-words.js'
import { harmful, judgeClassified, reportOf } from './read.js'
import { type Context, core, fields, type Question, questions } from './table.js'

const longTexts: readonly string[] = ['summary', 'impact', 'measures']

const exampleOf = ({ ask }: Question): string | undefined => /例如：(.+)$/u.exec(ask)?.[0]

const formType = ({ name, kind }: Question): Field['type'] => {
  switch (kind) {
    case 'unit':
    case 'category':
      return 'select'
    case 'text':
      return longTexts.includes(name) ? 'longtext' : 'text'
    case 'minutes':
      return 'text' // 半小时 is an answer, too
    case 'number':
      return 'text' // as is 1.2万
    default:
      return kind
  }
}

/** What is told first: who is in a hurry fills these, the rest is folded away. */
const first: ReadonlySet<string> = new Set([
  'classified',
  'harmful_content',
  'unit',
  'system',
  'category',
  'summary',
  'discovered_at',
  'measures',
])

/** The report as one form, the same items under the same names and labels. */
export const formFields = (context: Context): Field[] =>
  [
    ...questions.filter(({ name }) => first.has(name)),
    ...questions.filter(({ name }) => !first.has(name)),
  ].map((one): Field => {
    const placeholder = exampleOf(one)
    const options =
      one.kind === 'unit'
        ? context.directory.units.map(({ id, name }) => ({ label: name, value: id }))
        : one.kind === 'category'
          ? context.rules.categories.map(({ code, short }) => ({ label: short, value: code }))
          : one.kind === 'yesno'
            ? one.choices.map((choice) => ({ label: choice, value: choice }))
            : undefined
    return {
      name: one.name,
      label: one.label,
      type: formType(one),
      required: one.required,
      ...(options ? { options } : {}),
      ...(one.name === 'classified' ? { ends: '是' } : {}),
      ...(first.has(one.name) ? {} : { more: true as const }),
      ...(placeholder ? { placeholder } : {}),
      ...(one.kind === 'phone' && context.phone ? { value: context.phone } : {}),
    }
  })

/**
 * The form card's raw fields, through the same readers as the dialog. Left empty, an item of the report proper is `unknown`
 * (it was asked), one of the optional block absent. `say`: what else the reporter must be told.
 */
export const fromForm = (
  form: Readonly<Record<string, unknown>>,
  context: Context,
): { report: Report; say: Remark[] } | { classified: true } | { problems: Problem[] } => {
  const raw = (name: string): string => {
    const value = Object.hasOwn(form, name) ? form[name] : undefined
    return typeof value === 'string' ? value.trim() : ''
  }
  const texts = questions.map(({ name }) => raw(name))
  if (texts.some(mentionsSecret)) return { classified: true }
  const gate = judgeClassified(raw('classified'))
  if (gate === 'yes') return { classified: true }

  const given = fields.flatMap(({ name, required: must }): [string, string][] => {
    const text = raw(name)
    if (text || must) return [[name, text]]
    return core.includes(name) ? [[name, 'skip']] : []
  })
  const parsed = reportOf(Object.fromEntries(given), context)
  const system = 'report' in parsed && systemNamed(context.directory, parsed.report.system ?? '')
  const hiding = fields.filter(({ name, kind }) => kind === 'text' && asksToHide(raw(name)))
  const problems: Problem[] = [
    ...(gate === 'no' ? [] : [{ field: 'classified', problem: { say: 'classified-needed' } as const }]),
    ...hiding.map(({ name }) => ({ field: name, problem: { say: 'no-hiding' } as const })),
    ...('problems' in parsed
      ? parsed.problems.filter(({ field }) => !hiding.some(({ name }) => name === field))
      : []),
  ]
  if ('problems' in parsed || problems.length > 0) return { problems }
  const instead = system ? unitById(context.directory, parsed.report.unit) : undefined
  const report = system ? { ...parsed.report, unit: system.owner.id } : parsed.report
  const redacted = fields.some(({ name, kind }) => kind === 'text' && mentionsCredentials(raw(name)))
  return {
    report,
    say: [
      ...(system && instead && instead.id !== system.owner.id
        ? [{ say: 'from-register', system, instead: instead.name } as const]
        : []),
      ...(report.harmful_content === true ? [harmful(context)] : []),
      ...(redacted ? [{ say: 'redacted' } as const] : []),
    ],
  }
}

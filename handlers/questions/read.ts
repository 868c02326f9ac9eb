// What does a typed answer mean? One reader for each kind, the same for dialog and form.
import type { z } from 'zod'
import { brief } from '../../rules/brief.js'
import { deskPhone, findSystems, findUnits, folded, unit as unitById } from '../../store/campus.js'
import { type Draft, type Problem, type Remark, Report, type ReportField } from '../../store/schema.js'
import { LONG, length, limitOf } from '../limits.js'
import { parseMinutes, parseNumber } from '../understand/counts.js'
import { redactCredentials } from '../understand/credentials.js'
import { legible } from '../understand/legible.js'
import { normalize } from '../understand/letters.js'
import { isPlainNo, takesBack } from '../understand/plain-no.js'
import { isWayOut, parseYesNo } from '../understand/replies.js'
import { findCategories } from '../understand/taxonomy.js'
import { parseTime } from '../understand/time.js'
import { type Context, fields, type Question } from './table.js'

/** What any answer may hold; a text has its own limit. */
export const LONGEST_ANSWER = LONG

type Read = { value: unknown } | { problem: Remark }

const no = (problem: Remark): Read => ({ problem })

const clean = (text: string): string => legible(text).trim()

/** How an answer began, to be told back. */
export const begun = (text: string): string => {
  return brief(normalize(text), 21)
}

export const MOST_CHOICES = 10

/** What an unclear answer may mean, to be chosen from by number or name. */
export const candidates = (
  { kind }: Question,
  text: string,
  { directory, rules }: Context,
): { label: string; value: string }[] => {
  if (kind === 'unit') return findUnits(directory, text).map(({ id, name }) => ({ label: name, value: id }))
  return kind === 'category'
    ? findCategories(text, rules.categories).map(({ code, short }) => ({ label: short, value: code }))
    : []
}

/** 学生处 is near to 学生工作处: all its letters are there, in their order; else two that stand together. */
export const nearUnits = (text: string, { directory }: Context): { label: string; value: string }[] => {
  const wanted = [...folded(text.slice(0, 40))]
  const nearness = (name: string): number => {
    let at = 0
    for (const char of folded(name)) if (char === wanted[at]) at++
    if (wanted.length > 1 && at === wanted.length) return 2
    const ends = /^(?:学院|大学|中心|部|处|办公?室?|委员会)$/u
    return wanted.some((char, nth) => {
      const pair = `${char}${wanted[nth + 1] ?? ' '}`
      return !ends.test(pair) && folded(name).includes(pair)
    })
      ? 1
      : 0
  }
  return directory.units
    .filter(({ kind }) => kind !== '学校')
    .map(({ id, name, aliases }) => ({
      label: name,
      value: id,
      near: Math.max(...[name, ...aliases].map(nearness)),
    }))
    .filter(({ near }) => near > 0)
    .sort((a, b) => b.near - a.near)
    .slice(0, NEAR_CHOICES)
    .map(({ label, value }) => ({ label, value }))
}
const NEAR_CHOICES = 5

/** Whoever finds no unit leaves it to the office: filed under 网信办, which corrects 事发单位 then. */
export const atDesk = ({ units }: Context['directory']): { label: string; value: string }[] =>
  units
    .filter(({ kind }) => kind === '网信办')
    .slice(0, 1)
    .map(({ id }) => ({ label: '不在列表中，交网信办', value: id }))

const PHONE =
  /^(?:\+?\d{1,3}[ -]?)?(?:\(\d{2,4}\) ?)?\d{3,5}(?:[ -]?\d{2,5}){0,4}(?:(?:转|-|ext\.?) ?\d{1,6})?$/u

const readers: Record<Question['kind'], (text: string, context: Context, asked: Question) => Read> = {
  yesno: (text) => {
    const said = normalize(text).replace(/[\p{P}\s]+/gu, '') === '3' ? 'unknown' : parseYesNo(text)
    return said === undefined ? no({ say: 'yes-or-no' }) : { value: said }
  },
  unit: (text, context, asked) => {
    const found = candidates(asked, text, context)
    const [only] = found
    const said = begun(text)
    if (!only) return no({ say: 'no-such-unit', said, example: exampleUnit(context) })
    if (found.length === 1) return { value: only.value }
    return found.length > MOST_CHOICES
      ? no({ say: 'too-many-units', said, count: found.length })
      : no({ say: 'several-units', said, names: found.map(({ label }) => label) })
  },
  category: (text, context, asked) => {
    const found = candidates(asked, text, context)
    const [only] = found
    const said = begun(text)
    if (!only) return no({ say: 'no-such-kind', said, count: context.rules.categories.length })
    return found.length === 1
      ? { value: only.value }
      : no({ say: 'several-kinds', said, names: found.map(({ label }) => label) })
  },
  time: (text, { now, rules: { timezone } }) => {
    const read = parseTime(text, Date.parse(now), timezone)
    if ('at' in read) return { value: new Date(read.at).toISOString() }
    if (read.problem === 'future') return no({ say: 'ahead' })
    return no({ say: read.problem === 'ambiguous' ? 'hour-needed' : 'no-time' })
  },
  number: (text) => {
    const value = parseNumber(text)
    return value === undefined ? no({ say: 'no-number' }) : { value }
  },
  minutes: (text) => {
    const value = parseMinutes(text)
    return value === undefined ? no({ say: 'no-duration' }) : { value }
  },
  phone: (text, { phone }) => {
    const whole = normalize(text)
    if (phone && /^(?:1|是的?|对|好的?|可以|就?用?这个(?:号码?)?|本机|默认)$/u.test(whole))
      return { value: phone }
    const said = whole.replace(/^(?:我的)?(?:手机|电话|座机)?(?:号码|号)?(?:是|:)? ?/u, '')
    const digits = said.replace(/\D/gu, '').length
    return digits >= 5 && digits <= 18 && PHONE.test(said) ? { value: said } : no({ say: 'no-phone' })
  },
  text: (text, _, { name, label }) => {
    const kept = clean(text)
    if (kept !== '—' && !/[\p{L}\p{N}]/u.test(kept)) return no({ say: 'no-text', asked: 'text' })
    const most = limitOf(name)
    const found = length(kept)
    if (found > most) return no({ say: 'text-too-long', label, most, found, asked: 'text' })
    return { value: redactCredentials(kept).text }
  },
}

const exampleUnit = ({ directory }: Context): string | undefined =>
  directory.units.find(({ kind }) => kind === '院级单位')?.name

const read = (asked: Question, text: string, context: Context): Read => {
  const { label } = asked
  const out = isWayOut(text)
  if (out === 'skip' || out === 'unknown')
    return asked.required ? no({ say: 'required', label }) : { value: 'unknown' }
  if (asked.kind !== 'text') {
    if (normalize(text) === '') return no({ say: 'no-text', asked: 'other' })
    const found = length(text)
    if (found > LONGEST_ANSWER)
      return no({ say: 'text-too-long', label, most: LONGEST_ANSWER, found, asked: 'other' })
  }
  return readers[asked.kind](text, context, asked)
}

/** A text that means one system of the register is kept as its name; any other stays as it was written. */
const asRegistered = (value: unknown, { directory }: Context): unknown => {
  const [one, ...more] = typeof value === 'string' ? findSystems(directory, value) : []
  return one && more.length === 0 && value !== 'unknown' ? one.name : value
}

/** One raw answer, to the value the report keeps. */
export const answerOf = (asked: Question, name: ReportField, text: string, context: Context): Read => {
  const done = read(asked, text, context)
  if ('problem' in done) return done
  const kept = Report.shape[name].safeParse(
    name === 'system' ? asRegistered(done.value, context) : done.value,
  )
  return kept.success ? { value: kept.data } : no({ say: 'not-filled' })
}

const problemsOf = ({ issues }: z.ZodError): Problem[] =>
  issues.map(({ path }) => ({ field: String(path[0] ?? ''), problem: { say: 'not-filled' } }))

/**
 * What people typed, as a report: in the dialog and in the form card the same. 不详 and 跳过 become `unknown`, the unit its id,
 * times instants; every problem has its sentence with an example. What was not asked is absent.
 */
export const reportOf = (
  raw: Readonly<Record<string, string>>,
  context: Context,
): { report: Report } | { problems: Problem[] } => {
  const read = fields.flatMap((one) => {
    const text = Object.hasOwn(raw, one.name) ? raw[one.name] : undefined
    return text === undefined ? [] : [{ field: one.name, ...answerOf(one, one.name, text, context) }]
  })
  const problems = read.flatMap((one) =>
    'problem' in one ? [{ field: one.field, problem: one.problem }] : [],
  )
  if (problems.length > 0) return { problems }
  const answers = read.flatMap((one) => ('value' in one ? [[one.field, one.value] as const] : []))
  const parsed = Report.safeParse(Object.fromEntries(answers))
  return parsed.success ? { report: parsed.data } : { problems: problemsOf(parsed.error) }
}

/** A draft's answers as a report; the unit must still be in the directory, which may have changed meanwhile. */
export const toReport = (
  answers: Draft['answers'],
  { directory }: Pick<Context, 'directory'>,
): { report: Report } | { problems: Problem[] } => {
  const parsed = Report.safeParse(answers)
  if (!parsed.success) return { problems: problemsOf(parsed.error) }
  return unitById(directory, parsed.data.unit)
    ? { report: parsed.data }
    : { problems: [{ field: 'unit', problem: { say: 'unit-gone' } }] }
}

/** Whom to call about harmful content, which must not be brought here (regulations.md §6, text ②). */
export const harmful = ({ directory }: Pick<Context, 'directory'>): Remark => ({
  say: 'harmful',
  phone: deskPhone(directory, '宣传部'),
})

/**
 * 不详 and 跳过 are refused, any doubt is a yes: better a call too many to 保密办 than a secret kept here. Only an unmistakable
 * no is a no; what is neither is asked again.
 */
export const judgeClassified = (text: string): 'yes' | 'no' | 'must-answer' | 'unclear' => {
  if (
    /^(?:不详|暂不详|不明)$/u.test(normalize(text).replace(/[\p{P}\s]+/gu, '')) ||
    isWayOut(text) === 'skip'
  )
    return 'must-answer'
  const said = parseYesNo(text)
  if (said === true || takesBack(text)) return 'yes'
  return isPlainNo(text) ? 'no' : 'unclear'
}

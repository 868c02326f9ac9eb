// What does a typed answer mean? One reader for each kind, and the one schema for dialog and form.
import { z } from 'zod'
import { findUnits, unit as unitById } from '../../store/campus.js'
import { type Draft, Report, type ReportField } from '../../store/schema.js'
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

type Read = { value: unknown } | { problem: string }

export { length }

const clean = (text: string): string => legible(text).trim()

const quoted = (text: string): string => {
  const short = [...normalize(text)].slice(0, 20).join('')
  return `“${short}${length(text) > 20 ? '…' : ''}”`
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

const PHONE =
  /^(?:\+?\d{1,3}[ -]?)?(?:\(\d{2,4}\) ?)?\d{3,5}(?:[ -]?\d{2,5}){0,4}(?:(?:转|-|ext\.?) ?\d{1,6})?$/u

const readers: Record<Question['kind'], (text: string, context: Context, asked: Question) => Read> = {
  yesno: (text) => {
    const said = normalize(text).replace(/[\p{P}\s]+/gu, '') === '3' ? 'unknown' : parseYesNo(text)
    return said === undefined ? { problem: '请回复“是”“否”或“不详”。' } : { value: said }
  },
  unit: (text, context, asked) => {
    const found = candidates(asked, text, context)
    const [only] = found
    if (!only)
      return {
        problem: `没有找到${quoted(text)}这个单位。请写单位的名称、简称或编号，例如：${exampleUnit(context)}`,
      }
    if (found.length > MOST_CHOICES)
      return { problem: `有 ${found.length} 个单位符合${quoted(text)}，请多写几个字。` }
    return found.length === 1
      ? { value: only.value }
      : {
          problem: `有 ${found.length} 个单位符合${quoted(text)}：${found.map(({ label }) => label).join('、')}。`,
        }
  },
  category: (text, context, asked) => {
    const found = candidates(asked, text, context)
    const [only] = found
    if (!only)
      return {
        problem: `没有看懂${quoted(text)}是哪一种。请回复 1 到 ${context.rules.categories.length} 的序号，例如：2`,
      }
    return found.length === 1
      ? { value: only.value }
      : { problem: `${quoted(text)}可能是：${found.map(({ label }) => label).join('、')}。` }
  },
  time: (text, { now, rules: { timezone } }) => {
    const read = parseTime(text, Date.parse(now), timezone)
    if ('at' in read) return { value: new Date(read.at).toISOString() }
    if (read.problem === 'future') return { problem: '时间不能晚于现在。例如：今天 14:30、10分钟前' }
    return read.problem === 'ambiguous'
      ? { problem: '请写明几点，上午还是下午。例如：昨晚9点、11月23日 14:30' }
      : { problem: '没有看懂这个时间。例如：今天 14:30、10分钟前、2026-11-23 14:30' }
  },
  number: (text) => {
    const value = parseNumber(text)
    return value === undefined ? { problem: '没有看懂这个数。请只写一个数，例如：约 1200 人' } : { value }
  },
  minutes: (text) => {
    const value = parseMinutes(text)
    return value === undefined ? { problem: '没有看懂这个时长。例如：90 分钟、半小时、2小时' } : { value }
  },
  phone: (text, { phone }) => {
    const whole = normalize(text)
    if (phone && /^(?:1|是的?|对|好的?|可以|就?用?这个(?:号码?)?|本机|默认)$/u.test(whole))
      return { value: phone }
    const said = whole.replace(/^(?:我的)?(?:手机|电话|座机)?(?:号码|号)?(?:是|:)? ?/u, '')
    const digits = said.replace(/\D/gu, '').length
    return digits >= 5 && digits <= 18 && PHONE.test(said)
      ? { value: said }
      : { problem: '没有看懂这个号码。请写手机号或带区号的座机号，例如：0471-1234567' }
  },
  text: (text, _, { name, label }) => {
    const kept = clean(text)
    if (kept !== '—' && !/[\p{L}\p{N}]/u.test(kept))
      return { problem: '没有看到文字。请写几个字，图片和表情不能代替。' }
    const most = limitOf(name)
    if (length(kept) > most) {
      return {
        problem: `${label}的文字太长（${length(kept)} 字），没有记录，请控制在 ${most} 字以内，其余可以提交后用“补充”添加。`,
      }
    }
    return { value: redactCredentials(kept).text }
  },
}

const exampleUnit = ({ directory }: Context): string =>
  directory.units.find(({ kind }) => kind === '院级单位')?.name ?? '信息学院'

const mustAnswer = (asked: Question): string => `${asked.label}是必填项，没有它报告送不到责任人，不能跳过。`

const read = (asked: Question, text: string, context: Context): Read => {
  const out = isWayOut(text)
  if (out === 'skip' || out === 'unknown')
    return asked.required ? { problem: mustAnswer(asked) } : { value: 'unknown' }
  if (normalize(text) === '' && asked.kind !== 'text') return { problem: '没有看到文字。' }
  if (length(text) > LONGEST_ANSWER && asked.kind !== 'text') {
    return {
      problem: `${asked.label}的文字太长（${length(text)} 字），没有记录，请控制在 ${LONGEST_ANSWER} 字以内。`,
    }
  }
  return readers[asked.kind](text, context, asked)
}

/** One raw answer, to the value the report keeps. */
export const answerOf = (
  asked: Question,
  name: ReportField,
  context: Context,
): z.ZodType<unknown, string> => {
  const kept: z.ZodType = Report.shape[name]
  return z
    .string()
    .transform((text, issues) => {
      const done = read(asked, text, context)
      if ('value' in done) return done.value
      issues.addIssue({ code: 'custom', message: done.problem })
      return z.NEVER
    })
    .pipe(kept)
}

/**
 * The one schema for what people type, in the dialog and in the form card: raw texts to a Report. 不详 and 跳过 become
 * `unknown`, the unit its id, times instants; every problem is a sentence with an example. What was not asked is absent.
 */
export const reportAnswers = (context: Context) =>
  z
    .object(Object.fromEntries(fields.map((one) => [one.name, answerOf(one, one.name, context).optional()])))
    .transform((answers) =>
      Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined)),
    )
    .pipe(Report)

export type Problem = { field: string; problem: string }

export const problemsOf = ({ issues }: z.ZodError): Problem[] =>
  issues.map(({ path, message, code }) => ({
    field: String(path[0] ?? ''),
    problem: code === 'custom' ? message : '这一项没有填写，或内容不对，请修改。',
  }))

/** A draft's answers as a report; the unit must still be in the directory, which may have changed meanwhile. */
export const toReport = (
  answers: Draft['answers'],
  { directory }: Pick<Context, 'directory'>,
): { report: Report } | { problems: Problem[] } => {
  const parsed = Report.safeParse(answers)
  if (!parsed.success) return { problems: problemsOf(parsed.error) }
  return unitById(directory, parsed.data.unit)
    ? { report: parsed.data }
    : { problems: [{ field: 'unit', problem: '这个单位已不在通讯录里，请回复“修改”重新选择。' }] }
}

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
  if (said === true || said === 'unknown' || takesBack(text)) return 'yes'
  return isPlainNo(text) ? 'no' : 'unclear'
}

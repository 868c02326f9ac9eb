// What may the rules file say? Its shape in zod; every message says what is expected.
import { z } from 'zod'
import { Level, Urgency } from '../store/schema.js'
import { CONDITION, type Condition, isCondition, type When } from './condition.js'
import { parsePeriod, parseWithin, type Within } from './period.js'
import { shipped } from './shipped.js'

// Every message below is what is expected; `problemsOf` puts the path and what was found before it.
export const PERIOD = '30s、15m、4h、1d 这样的时长，可连写如 1h30m'

export const text = z.string('一段文字').trim().min(1, '一段文字，不能为空')

export const flag = z.boolean('true 或 false')

export const count = (least: number) => {
  const expected = `不小于 ${least} 的整数`
  return z.int(expected).min(least, expected)
}

export const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, `${words.join('、')} 之一`)

export const once = (values: readonly unknown[]): boolean => new Set(values).size === values.length

export const listOf = <T extends z.ZodType>(item: T) =>
  z.array(item, '一个列表，如 [a, b]').min(1, '至少一项').refine(once, '每项只写一次')

export const read = <T>(parse: (text: string) => T | undefined, expected: string) =>
  z.string(expected).transform((written, context): T => {
    const value = parse(written)
    if (value !== undefined) return value
    context.issues.push({ code: 'custom', message: expected, input: written })
    return z.NEVER
  })

export const period = read((written) => parsePeriod(written) || undefined, `${PERIOD}，大于零`)

export const periodOrZero = read(parsePeriod, PERIOD)

export const within = read(parseWithin, `${PERIOD}，或 5wd（工作日）、asap（立即）`)

export const timeOfDay = z
  .string('"22:30" 这样的时刻')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '"22:30" 这样的时刻（00:00 至 23:59）')

export const level = z.union(Level.options, '1（特别重大）、2（重大）、3（较大）、4（一般）之一')

export const isTimezone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false // Intl has no other way to ask
  }
}

export const Organization = z.strictObject({ name: text, rule: text }, '一张表：name、rule')

export const AuthorityRow = z.strictObject(
  {
    id: text.regex(/^[^\s/]+$/, '不含空格和 / 的编号'),
    name: text,
    // YAML reads an unquoted 12387 as a number
    phone: z.union([text, z.int().transform(String)], '电话号码').optional(),
  },
  '一张表：id、name、phone',
)

/** An upper or local authority (上级主管部门、属地职能部门). */
export type Authority = { id: string; name: string; phone?: string | undefined }

export const kinds = ['acknowledge', 'grade', 'report', 'final', 'internal'] as const

export const starts = ['discovered', 'reported', 'graded', 'resolved', 'classified'] as const

export const stages = ['first', 'follow-up', 'final'] as const

export const debtors = ['first', 'direct', 'office', 'it_center', 'publicity', 'secrecy'] as const

export const hearers = [
  'owner',
  'first',
  'direct',
  'office_deputy',
  'office_director',
  'supervising_leader',
  'school_first',
  'school_direct',
] as const

export const marks = ['A', 'B', 'C', 'D'] as const

export const ClockRow = z.strictObject(
  {
    id: text.regex(/^[^\s/]+$/, '不含空格和 / 的编号'), // a duty is named <clock id>/<post>
    name: text.optional(),
    kind: oneOf(kinds),
    stage: oneOf(stages).optional(),
    to: text.optional(),
    by: listOf(oneOf(debtors)).optional(),
    levels: listOf(level).optional(),
    when: z
      .record(z.string(), z.custom<Condition>(isCondition, CONDITION), '一张表，如 {is_cii: false}')
      .optional(),
    from: oneOf(starts).optional(),
    within,
    statutory: flag.optional(),
    source: text.optional(),
    confidence: oneOf(marks).optional(),
    wording: text.optional(),
  },
  '一张表：id、kind、within 等',
)

/** An obligation with a clock, complete: what the file left out is filled in. */
export type Clock = {
  id: string
  /** Shown to people. */
  name: string
  kind: (typeof kinds)[number]
  /** Of a report: 首报, 续报, 终报. */
  stage?: (typeof stages)[number] | undefined
  /** The authority's id; always there for `report` and `final`. */
  to?: string | undefined
  /** Each of these posts owes it separately. */
  by: (typeof debtors)[number][]
  /** Left out: every level. */
  levels?: Level[] | undefined
  when?: When | undefined
  from: (typeof starts)[number]
  within: Within
  /** `false` is shown as 校内时限，非法定. */
  statutory: boolean
  source?: string | undefined
  /** A wording seen in the source, B seen second-hand, C from memory, D 待网信办核定. */
  confidence?: (typeof marks)[number] | undefined
  /** The source's own words where it gives no figure: 及时, 第一时间. */
  wording?: string | undefined
}

export const StepRow = z.strictObject(
  {
    after: periodOrZero,
    to: listOf(oneOf(hearers)),
    urgent: z.enum(Urgency.options, 'app、sms、phone 之一').optional(),
  },
  '一张表：after、to、urgent',
)

/** A step of the ladder: who hears, and how loudly, once a duty is overdue by `afterMs`. */
export type Step = { afterMs: number; to: (typeof hearers)[number][]; urgent?: Urgency | undefined }

export const RulesFile = z.strictObject(
  {
    organization: Organization.extend({
      name: text.prefault(shipped.organization.name),
      rule: text.prefault(shipped.organization.rule),
    }).prefault({}),
    timezone: text.refine(isTimezone, 'IANA 时区名，如 Asia/Shanghai').prefault(shipped.timezone),
    authorities: z.array(AuthorityRow, '一个列表').prefault(shipped.authorities),
    clocks: z.array(ClockRow, '一个列表').prefault(shipped.clocks),
    remind: z
      .strictObject(
        {
          at: z
            .array(
              z
                .number('大于 0、不大于 1 的数')
                .gt(0, '大于 0、不大于 1 的数')
                .lte(1, '大于 0、不大于 1 的数'),
              '一个列表，如 [0.5, 1.0]',
            )
            .prefault(shipped.remind.at),
          overdue_every: period.prefault(shipped.remind.overdue_every),
          ladder: z.array(StepRow, '一个列表').prefault(shipped.remind.ladder),
          ceiling: z
            .strictObject(
              {
                count: count(1).prefault(shipped.remind.ceiling.count),
                every: period.prefault(shipped.remind.ceiling.every),
              },
              '一张表：count、every',
            )
            .prefault({}),
          snooze: z
            .strictObject(
              {
                for: period.prefault(shipped.remind.snooze.for),
                times: count(0).prefault(shipped.remind.snooze.times),
              },
              '一张表：for、times',
            )
            .prefault({}),
        },
        '一张表：at、overdue_every、ladder、ceiling、snooze',
      )
      .prefault({}),
    quiet_hours: z
      .strictObject(
        {
          from: timeOfDay.prefault(shipped.quiet_hours.from),
          to: timeOfDay.prefault(shipped.quiet_hours.to),
          // an empty list switches the quiet hours off
          levels: z.array(level, '一个列表，如 [4]').prefault(shipped.quiet_hours.levels),
        },
        '一张表：from、to、levels',
      )
      .prefault({}),
    merge_within: period.prefault(shipped.merge_within),
    dialog_lapses: period.prefault(shipped.dialog_lapses),
    // Reserved by contract §5, so that a file which already carries the level predicates is no mistake.
    levels: z.unknown().optional(),
  },
  '一张“键: 值”的表',
)

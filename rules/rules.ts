// What may the rules file say, and what does it mean? Its shape, what stands where it is silent, and all its mistakes.
import { z } from 'zod'
import { Mistakes } from '../store/mistakes.js'
import { Level, Urgency } from '../store/schema.js'

const DAY_MS = 86_400_000
const UNIT_MS = { d: DAY_MS, h: 3_600_000, m: 60_000, s: 1000 } as const
const LONGEST_DAYS = 3650 // ten years: beyond it a slip of the finger is likelier than a rule

/** How long something may take: real time, working days of the Chinese calendar, or 立即. */
export type Within = { unit: 'ms'; ms: number } | { unit: 'workdays'; days: number } | { unit: 'asap' }

/** `30s`, `15m`, `4h`, `30d`, `1h30m` → ms; `undefined` for what is none. */
export const parsePeriod = (text: string): number | undefined => {
  const match = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text.trim())
  if (!match?.[0]) return undefined
  const [, d, h, m, s] = match.map((part) => Number(part ?? 0))
  const ms = (d ?? 0) * UNIT_MS.d + (h ?? 0) * UNIT_MS.h + (m ?? 0) * UNIT_MS.m + (s ?? 0) * UNIT_MS.s
  return ms <= LONGEST_DAYS * DAY_MS ? ms : undefined
}

/** A period above zero, `5wd` or `asap`; `undefined` for what is none. */
export const parseWithin = (text: string): Within | undefined => {
  if (text.trim() === 'asap') return { unit: 'asap' }
  const days = Number(/^(\d+)wd$/.exec(text.trim())?.[1])
  if (days > 0 && days <= LONGEST_DAYS) return { unit: 'workdays', days }
  const ms = parsePeriod(text)
  return ms ? { unit: 'ms', ms } : undefined
}

// Every message below is what is expected; `problemsOf` puts the path and what was found before it.
const PERIOD = '30s、15m、4h、1d 这样的时长，可连写如 1h30m'
const text = z.string('一段文字').trim().min(1, '一段文字，不能为空')
const flag = z.boolean('true 或 false')
const count = (least: number) => {
  const expected = `不小于 ${least} 的整数`
  return z.int(expected).min(least, expected)
}
const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, `${words.join('、')} 之一`)
const once = (values: readonly unknown[]): boolean => new Set(values).size === values.length
const listOf = <T extends z.ZodType>(item: T) =>
  z.array(item, '一个列表，如 [a, b]').min(1, '至少一项').refine(once, '每项只写一次')
const read = <T>(parse: (text: string) => T | undefined, expected: string) =>
  z.string(expected).transform((written, context): T => {
    const value = parse(written)
    if (value !== undefined) return value
    context.issues.push({ code: 'custom', message: expected, input: written })
    return z.NEVER
  })
const period = read((written) => parsePeriod(written) || undefined, `${PERIOD}，大于零`)
const periodOrZero = read(parsePeriod, PERIOD)
const within = read(parseWithin, `${PERIOD}，或 5wd（工作日）、asap（立即）`)
const timeOfDay = z
  .string('"22:30" 这样的时刻')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '"22:30" 这样的时刻（00:00 至 23:59）')
const level = z.union(Level.options, '1（特别重大）、2（重大）、3（较大）、4（一般）之一')

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isTimezone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false // Intl has no other way to ask
  }
}

const Organization = z.strictObject({ name: text, rule: text }, '一张表：name、rule')

const AuthorityRow = z.strictObject(
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

const kinds = ['acknowledge', 'grade', 'report', 'final', 'internal'] as const
const starts = ['discovered', 'reported', 'graded', 'resolved', 'classified'] as const
const stages = ['first', 'follow-up', 'final'] as const
const debtors = ['first', 'direct', 'office', 'it_center', 'publicity', 'secrecy'] as const
const hearers = [
  'owner',
  'first',
  'direct',
  'office_deputy',
  'office_director',
  'supervising_leader',
  'school_first',
  'school_direct',
] as const
const marks = ['A', 'B', 'C', 'D'] as const

const CONDITION = '一个值（true、false、数、文字），或 {gte: 数}、{gt: 数}、{lt: 数}、{lte: 数}'
type Condition = boolean | number | string | { gte?: number; gt?: number; lt?: number; lte?: number }
const isCondition = (value: unknown): boolean => {
  if (!isTable(value)) return ['boolean', 'number', 'string'].includes(typeof value)
  const bounds = Object.entries(value)
  return (
    bounds.length > 0 && bounds.every(([key, bound]) => /^[gl]te?$/.test(key) && typeof bound === 'number')
  )
}
const Condition = z.custom<Condition>(isCondition, CONDITION)
/** What must hold for a clock to run: a value that equals, or bounds. All of them must hold. */
export type When = Record<string, Condition>

const ClockRow = z.strictObject(
  {
    id: text.regex(/^[^\s/]+$/, '不含空格和 / 的编号'), // a duty is named <clock id>/<post>
    name: text.optional(),
    kind: oneOf(kinds),
    stage: oneOf(stages).optional(),
    to: text.optional(),
    by: listOf(oneOf(debtors)).optional(),
    levels: listOf(level).optional(),
    when: z.record(z.string(), Condition, '一张表，如 {is_cii: false}').optional(),
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

const StepRow = z.strictObject(
  {
    after: periodOrZero,
    to: listOf(oneOf(hearers)),
    urgent: z.enum(Urgency.options, 'app、sms、phone 之一').optional(),
  },
  '一张表：after、to、urgent',
)
/** A step of the ladder: who hears, and how loudly, once a duty is overdue by `afterMs`. */
export type Step = { afterMs: number; to: (typeof hearers)[number][]; urgent?: Urgency | undefined }

/**
 * What stands where a rules file is silent: the shipped rules.yaml, in its own words. Kept here as well because a rules
 * file with one line less must still work; a test holds the two equal, and rules.yaml says where each value comes from.
 */
const shipped = {
  organization: { name: '内蒙古师范大学', rule: '党委贯彻落实网络安全工作责任制实施细则（试行）' },
  timezone: 'Asia/Shanghai',
  authorities: [{ id: 'prov-cac', name: '自治区党委网信办', phone: '12387' }],
  clocks: [
    {
      id: 'ack',
      name: '确认收到',
      kind: 'acknowledge',
      by: ['first', 'direct'],
      from: 'reported',
      within: '15m',
      statutory: false,
      source: '建议值（细则第十二条（三）只写“及时”）',
      confidence: 'D',
    },
    {
      id: 'grade',
      name: '定级',
      kind: 'grade',
      from: 'reported',
      within: '60m',
      statutory: false,
      source: '建议值（细则第十三条只写“立即”）',
      confidence: 'D',
    },
    {
      id: 'NAT-OTHER-4H',
      name: '首报',
      kind: 'report',
      stage: 'first',
      to: 'prov-cac',
      levels: [1, 2, 3],
      when: { is_cii: false },
      from: 'discovered',
      within: '4h',
      statutory: true,
      source: '国家网络安全事件报告管理办法 第四条',
      confidence: 'A',
    },
    {
      id: 'INT-GENERAL-24H',
      name: '一般事件简报',
      kind: 'report',
      stage: 'first',
      to: 'prov-cac',
      levels: [4],
      from: 'discovered',
      within: '24h',
      statutory: false,
      source: '建议值（细则第十三条没有时限）',
      confidence: 'D',
    },
    {
      id: 'NAT-FINAL-30D',
      name: '终报',
      kind: 'final',
      to: 'prov-cac',
      levels: [1, 2, 3],
      from: 'resolved',
      within: '30d',
      statutory: true,
      source: '国家网络安全事件报告管理办法 第八条',
      confidence: 'A',
    },
  ] satisfies z.input<typeof ClockRow>[] as z.input<typeof ClockRow>[], // widened: the default is a list like any other
  remind: {
    at: [0.5, 0.75, 0.9, 1.0],
    overdue_every: '10m',
    ladder: [
      { after: '0m', to: ['owner'], urgent: 'app' },
      { after: '10m', to: ['owner', 'office_deputy'], urgent: 'app' },
      { after: '30m', to: ['owner', 'office_deputy', 'supervising_leader'], urgent: 'sms' },
      {
        after: '60m',
        to: ['owner', 'office_deputy', 'supervising_leader', 'office_director', 'school_first'],
        urgent: 'phone',
      },
    ] satisfies z.input<typeof StepRow>[] as z.input<typeof StepRow>[], // widened, as above
    ceiling: { count: 24, every: '1d' },
    snooze: { for: '30m', times: 2 },
  },
  quiet_hours: { from: '22:30', to: '07:00', levels: [4 as const] },
  merge_within: '24h',
  dialog_lapses: '24h',
}

const RulesFile = z.strictObject(
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

/** The rules as the code reads them. Every time is in ms, every default in place. */
export type Rules = {
  organization: { name: string; rule: string }
  timezone: string
  authorities: Authority[]
  clocks: Clock[]
  remind: {
    /** Fractions of the time allowed, rising. */
    at: number[]
    overdueEveryMs: number
    ladder: Step[]
    /** After `count` overdue reminders the duty is handed to people, and the rhythm slows to `everyMs`. */
    ceiling: { count: number; everyMs: number }
    /** 稍后提醒: for how long, and how often at most. */
    snooze: { forMs: number; times: number }
  }
  /** Absent: nothing ever waits for the morning. */
  quietHours?: { from: string; to: string; levels: Level[] } | undefined
  /** Two reports of one unit within this time are offered as the same thing. */
  mergeWithinMs: number
  dialogLapsesMs: number
}

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
export const pathText = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (before, step) => (typeof step === 'number' ? `${before}[${step}]` : before ? `${before}.${step}` : step),
    '',
  ) || '（文件）'

const rowsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const fieldOf = (value: unknown, key: string | number): unknown =>
  Array.isArray(value) && typeof key === 'number' ? value[key] : isTable(value) ? value[key] : undefined

const textOf = (value: unknown, key: string): string | undefined => {
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

const problem = (raw: unknown, path: (string | number)[], expected: string): RuleProblem => {
  const value = path.reduce<unknown>(fieldOf, raw)
  return {
    path,
    text: `${pathText(path)} ${found(value)}，应为${/^[ -~]/.test(expected) ? ' ' : ''}${expected}`,
  }
}

/** What the schema has against the file. */
const problemsOf = (raw: unknown, error: z.ZodError): RuleProblem[] =>
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
  const [top, second] = path
  const remind = RulesFile.shape.remind.unwrap().shape
  switch (top) {
    case undefined:
      return Object.keys(RulesFile.shape)
    case 'organization':
      return Object.keys(Organization.shape)
    case 'authorities':
      return Object.keys(AuthorityRow.shape)
    case 'clocks':
      return Object.keys(ClockRow.shape)
    case 'quiet_hours':
      return Object.keys(shipped.quiet_hours)
    case 'remind':
      if (second === undefined) return Object.keys(remind)
      return Object.keys(
        second === 'ladder'
          ? StepRow.shape
          : second === 'ceiling'
            ? shipped.remind.ceiling
            : shipped.remind.snooze,
      )
    default:
      return []
  }
}

/** What the parts have against each other. Works on the raw file, so that a mistake of form hides none of these. */
const contradictions = (raw: unknown): RuleProblem[] => {
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

const stageNames = { first: '首报', 'follow-up': '续报', final: '终报' } as const

const clockOf = (row: z.infer<typeof ClockRow>): Clock => {
  const reports = row.kind === 'report' || row.kind === 'final'
  const stage = row.kind === 'final' ? 'final' : row.kind === 'report' ? (row.stage ?? 'first') : row.stage
  return {
    ...row,
    name: row.name ?? labelOf(row, stage),
    stage,
    by: row.by ?? (row.kind === 'acknowledge' || row.kind === 'internal' ? ['first', 'direct'] : ['office']),
    from: row.from ?? (stage === 'final' ? 'resolved' : reports ? 'discovered' : 'reported'),
    statutory: row.statutory ?? false,
  }
}

/** The authority is not part of it: `templates/` adds it where a duty is named. */
const labelOf = (row: z.infer<typeof ClockRow>, stage: Clock['stage']): string => {
  switch (row.kind) {
    case 'acknowledge':
      return '确认收到'
    case 'grade':
      return '定级'
    case 'internal':
      return row.id
    case 'report':
    case 'final':
      return stageNames[stage ?? 'first']
  }
}

/**
 * Reads what a rules file holds (contract §5, §10). Throws `RuleMistakes` with every mistake at once. An empty file is a
 * mistake, an empty table is not: a file that lost its content must not quietly become the shipped rules.
 */
export const parseRules = (raw: unknown): Rules => {
  const parsed = RulesFile.safeParse(raw)
  const problems = [...(parsed.success ? [] : problemsOf(raw, parsed.error)), ...contradictions(raw)]
  if (!parsed.success || problems.length > 0) throw new RuleMistakes(problems)
  const { organization, timezone, authorities, clocks, remind, quiet_hours, merge_within, dialog_lapses } =
    parsed.data
  return {
    organization,
    timezone,
    authorities,
    clocks: clocks.map(clockOf),
    remind: {
      at: remind.at,
      overdueEveryMs: remind.overdue_every,
      ladder: remind.ladder.map(({ after, ...step }) => ({ afterMs: after, ...step })),
      ceiling: { count: remind.ceiling.count, everyMs: remind.ceiling.every },
      snooze: { forMs: remind.snooze.for, times: remind.snooze.times },
    },
    quietHours: quiet_hours,
    mergeWithinMs: merge_within,
    dialogLapsesMs: dialog_lapses,
  }
}

/**
 * Do all conditions hold? A value that is absent, `unknown` or not to be compared counts as holding: an obligation is
 * not escaped by leaving a question open.
 */
export const holds = (when: When, facts: Record<string, unknown>): boolean =>
  Object.entries(when).every(([field, condition]) => {
    const fact = facts[field]
    if (fact === undefined || fact === null || fact === 'unknown') return true
    if (typeof condition !== 'object') return fact === condition
    if (typeof fact !== 'number' || Number.isNaN(fact)) return true
    const { gte, gt, lt, lte } = condition
    return (
      (gte === undefined || fact >= gte) &&
      (gt === undefined || fact > gt) &&
      (lt === undefined || fact < lt) &&
      (lte === undefined || fact <= lte)
    )
  })

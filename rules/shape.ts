// What may the rules file say? Its shape in zod; every message says what is expected.
import { z } from 'zod'
import { type Level, Urgency } from '../store/schema.js'
import { CONDITION, type Condition, isCondition, type When } from './condition.js'
import { parsePeriod, type Within } from './period.js'
import {
  count,
  filled,
  flag,
  fractions,
  isTimezone,
  level,
  listOf,
  oneOf,
  PERIOD,
  period,
  periodOrZero,
  read,
  text,
  timeOfDay,
  within,
  withinOwn,
} from './values.js'

/** 上级有关部门 and 属地网络安全职能部门 (细则 第十三条). */
export const sides = ['upper', 'local'] as const
export type Side = (typeof sides)[number]
/** Of this side one that knows is enough: 公安 or 属地网信. Of the other all must. */
export const oneIsEnough: Side = 'local'

const AuthorityRow = z.strictObject(
  {
    id: text.regex(/^[^\s/]+$/, '不含空格和 / 的编号'),
    name: text,
    // YAML reads an unquoted 12387 as a number
    phone: z.union([text, z.int().transform(String)], '电话号码').optional(),
    channels: listOf(text).optional(),
    side: oneOf(sides).optional(),
  },
  '一张表：id、name、phone、channels、side',
)

/** An upper or local authority (上级主管部门、属地职能部门). */
export type Authority = {
  id: string
  name: string
  phone?: string | undefined
  /** Every way of reaching it, in words. */
  channels?: string[] | undefined
  /** Which of the two sides that must both know it is; left out: neither. */
  side?: Side | undefined
}

const kinds = ['acknowledge', 'grade', 'report', 'final', 'internal'] as const

const starts = ['discovered', 'reported', 'graded', 'resolved', 'classified', 'news', 'withdrawn'] as const
const noticeStarts = [...starts, 'fixed', 'passed'] as const
/** Of a day of 零报告: when its cut-off had passed. */
const ownStarts = [...noticeStarts, 'cutoff'] as const

/** What of what a unit is asked for ends a duty: the unit's 已整改 or 已办理, the retest or the office's look that passed. */
const ends = ['fixed', 'passed'] as const

/** Instead of an authority: whoever asked for it. */
export const ASKER = 'asker'

/** Instead of an authority: each that has been told of the incident. */
export const TOLD = 'told'

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

/** Whose opening of the incident can be what is owed. */
const readers = ['office_director', 'school_first', 'school_direct', 'supervising_leader'] as const

const marks = ['A', 'B', 'C', 'D'] as const
const mark = oneOf(marks)
export type Mark = (typeof marks)[number]

const when = z.record(z.string(), z.custom<Condition>(isCondition, CONDITION), '一张表，如 {is_cii: false}')
const alternatives = filled(when, '一个列表，任一项成立即可', '至少一项')

const ClockRow = z.strictObject(
  {
    id: text.regex(/^[^\s/]+$/, '不含空格和 / 的编号'), // a duty is named <clock id>/<post>
    name: text.optional(),
    kind: oneOf(kinds),
    stage: oneOf(stages).optional(),
    to: text.optional(),
    by: listOf(oneOf(debtors)).optional(),
    unit: z.literal('operator', 'operator（first、direct 是系统的运维单位的），或不写').optional(),
    levels: listOf(level).optional(),
    when: when.optional(),
    from: oneOf(starts).optional(),
    within,
    remind_at: listOf(period).optional(),
    figure: z.literal('D', 'D（条文没有数字，within 是建议值），或不写').optional(),
    statutory: flag.optional(),
    source: text.optional(),
    confidence: mark.optional(),
    wording: text.optional(),
    met_by: listOf(text).optional(),
    in_force: flag.optional(),
    done: text.optional(),
    steps: listOf(text).optional(),
    ground: text.optional(),
    opened_by: oneOf(readers).optional(),
  },
  '一张表：id、kind、within 等',
)

/** Of what a unit is asked for, which carries its own dates. */
export const NoticeClockRow = ClockRow.extend({
  from: oneOf(noticeStarts).optional(),
  within: withinOwn,
  ended_by: oneOf(ends).optional(),
  after: oneOf(ends).optional(),
})

/** An obligation with a clock, complete: what the file left out is filled in. */
export type Clock = {
  id: string
  /** Shown to people. */
  name: string
  kind: (typeof kinds)[number]
  /** Of a report: 首报, 续报, 终报. */
  stage?: (typeof stages)[number] | undefined
  /** The authority's id, or `told`; always there for `report` and `final`. */
  to?: string | undefined
  /** Each of these posts owes it separately. */
  by: (typeof debtors)[number][]
  /** Of `internal`: `first` and `direct` are those of the unit that operates the system, where the register names one. */
  unit?: 'operator' | undefined
  /** Left out: every level. */
  levels?: Level[] | undefined
  when?: When | undefined
  from: (typeof ownStarts)[number]
  within: Within
  /** Offsets from the start at which to remind, instead of the fractions of `remind.at`. */
  remindAtMs?: number[] | undefined
  /** `D`: the source gives no figure (its word is `wording`), `within` is a proposal of the office. */
  figure?: 'D' | undefined
  /** `false` is shown as 校内时限，非法定. */
  statutory: boolean
  source?: string | undefined
  /** A wording seen in the source, B seen second-hand, C from memory, D 待网信办核定. */
  confidence?: Mark | undefined
  /** The source's own words where it gives no figure: 及时, 第一时间. */
  wording?: string | undefined
  /**
   * No duty of its own while one of these clocks runs for the same incident; `notice`: Fenghuo's own notices do it;
   * `sides`: while a first report runs to each of the two sides.
   */
  metBy?: string[] | undefined
  /** Of `internal`: what the button says that ends it, instead of 已办. */
  done?: string | undefined
  /** Of `internal`: what may be ticked with it. */
  steps?: string[] | undefined
  /** Of `internal`: it may also be decided not to do it; what the reason for that is called. */
  ground?: string | undefined
  /** Of `internal`: it is met when this post has opened the incident or acknowledged it, and by nothing else. */
  openedBy?: (typeof readers)[number] | undefined
  /** Of `internal`: it is met by this moment of the matter, and by nothing else. */
  endedBy?: (typeof ends)[number] | 'told' | undefined
  /** No clock of the file: every unit of the chain owes it for itself, whichever of its two people does it. */
  each?: true | undefined
  /** No clock of the file: others are to be pressed, and it is met when these have done theirs. */
  presses?: true | undefined
  /** Its time runs, but no card asks for it before this moment of the matter, or before little of the time is left. */
  after?: (typeof ends)[number] | undefined
  /** No clock of the file: it is met when the office has named the unit. */
  assigns?: true | undefined
  /** No clock of the file: this authority set the date itself. */
  demanded?: string | undefined
  /** Kept as data, and not in force. */
  off?: true | undefined
}

/** What an authority itself must do once it has the report: no duty of the university. */
const UpwardRow = z.strictObject(
  {
    id: text,
    levels: listOf(level).optional(),
    of: text,
    to: text,
    within: read((written) => parsePeriod(written) || undefined, `${PERIOD}，大于零`),
    source: text,
    confidence: mark,
  },
  '一张表：id、of、to、within 等',
)
export type Upward = {
  id: string
  levels?: Level[] | undefined
  of: string
  to: string
  withinMs: number
  source: string
  confidence: Mark
}

const scalar = z.union([z.boolean(), z.number(), text], '一个值')
const LevelQuestionRow = z.strictObject(
  {
    id: text,
    ask: text,
    kind: z.enum(['yesno', 'number', 'choice'], 'yesno、number、choice 之一'),
    options: z.record(z.string(), scalar, '一张表，如 {否: false}').optional(),
    when: when.optional(),
  },
  '一张表：id、ask、kind 等',
)
export type LevelQuestion = z.output<typeof LevelQuestionRow>

const PredicateRow = z
  .strictObject(
    {
      id: text,
      level,
      text,
      any: alternatives.optional(),
      /** Only people can judge it; with `any`, they must before the level is settled. */
      human: flag.optional(),
      source: text,
      confidence: mark,
      applies: z.enum(['univ', 'na'], 'univ、na 之一').optional(),
    },
    '一张表：id、level、text、any 等',
  )
  .refine(({ any, human }) => any !== undefined || human === true, '有 any，或 human: true，或两者都有')
export type Predicate = z.output<typeof PredicateRow>

/** In the order of the standard, GB/T 20986-2023: what people answer by number counts from here. */
export const categoryCodes = ['MP', 'NA', 'DS', 'IC', 'DE', 'RO', 'SHE', 'AB', 'FOC', 'OTH'] as const
export type CategoryCode = (typeof categoryCodes)[number]

export const Levels = z.strictObject(
  {
    questions: z.array(LevelQuestionRow, '一个列表'),
    matters: z.partialRecord(
      z.enum(categoryCodes, `${categoryCodes.join('、')} 之一`),
      z.array(text),
      '一张表',
    ),
    predicates: z.array(PredicateRow, '一个列表'),
    below_major_needs_reason: z.array(z.strictObject({ text, when }, '一张表：text、when'), '一个列表'),
    priorities: z.array(z.strictObject({ id: text, any: alternatives }, '一张表：id、any'), '一个列表'),
  },
  '一张表：questions、matters、predicates、below_major_needs_reason、priorities',
)
export type Levels = z.output<typeof Levels>

export const AccountabilityRow = z.strictObject(
  { item: text, text, any: alternatives.optional(), confidence: mark.optional() },
  '一张表：item、text、any、confidence',
)

const CategoryRow = z.strictObject(
  {
    code: z.enum(categoryCodes, `${categoryCodes.join('、')} 之一`),
    name: text,
    short: text,
    channel: z.enum(['tech', 'content', 'ops', 'hazard'], 'tech、content、ops、hazard 之一'),
    legacy: text,
    examples: z.array(text),
    sub: z.array(text),
  },
  '一张表：code、name、channel、legacy 等',
)

/** A kind of incident. */
export type Category = z.output<typeof CategoryRow>

const yesOrNo = z.boolean('true 或 false')
const from = (least: number, most: number) =>
  z
    .int(`${least} 至 ${most} 的整数`)
    .min(least, `${least} 至 ${most} 的整数`)
    .max(most, `${least} 至 ${most} 的整数`)
const some = z.int('一个整数').nonnegative('不小于零')
/** What is said to have happened, by the names of the report. */
const DrillRow = z.strictObject(
  {
    name: text,
    report: z.strictObject(
      {
        category: z.enum(categoryCodes, `${categoryCodes.join('、')} 之一`),
        summary: text,
        harmful_content: yesOrNo,
        system: text.optional(),
        impact: text.optional(),
        measures: text.optional(),
        tampered: yesOrNo.optional(),
        ransomware: yesOrNo.optional(),
        spreading: yesOrNo.optional(),
        crime_suspected: yesOrNo.optional(),
        important_data: yesOrNo.optional(),
        people_affected: some.optional(),
        pi_persons: some.optional(),
        outage_minutes: some.optional(),
      },
      '一张表：category、summary、harmful_content 等，同报告的字段',
    ),
  },
  '一张表：name、report',
)

/** 演练场景. */
export type Drill = z.output<typeof DrillRow>

const day = z.iso.date('"2026-12-08" 这样的日期')
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

const LadderRow = z.array(StepRow, '一个列表')
/** 三色督办: so much of the term is left when it is said, and how that is called. */
const WarningRow = z.strictObject(
  { left: z.number('0 到 1 之间的数').min(0).max(1), name: text },
  '一张表：left、name',
)
const AskingRow = z.strictObject(
  {
    clocks: z.array(NoticeClockRow, '一个列表'),
    warnings: filled(WarningRow, '一个列表', '至少一项'),
    overdue_every: period,
    ladder: LadderRow,
  },
  '一张表：clocks、warnings、overdue_every、ladder',
)

/** Who gets the morning card of every day, or of the week. */
const briefed = ['office', 'school_first', 'school_direct', 'supervising_leader'] as const
const BriefingRow = z.strictObject(
  { at: timeOfDay, spread: periodOrZero, to: z.array(oneOf(briefed), '一个列表，空着不发') },
  '一张表：at、spread、to',
)
export type Briefed = (typeof briefed)[number]

const ZeroRow = z.strictObject(
  { opens: period, at: fractions, overdue_every: period, ladder: LadderRow, longest_days: count(1) },
  '一张表：opens、at、overdue_every、ladder、longest_days',
)

/** What the law says, whole. An operator's file may say a part of it: the rest is filled in from the shipped law. */
export const RulesFile = z.strictObject(
  {
    organization: z.strictObject({ name: text, rule: text }, '一张表：name、rule'),
    timezone: text.refine(isTimezone, 'IANA 时区名，如 Asia/Shanghai'),
    edition: text,
    campus: z.record(z.string(), scalar, '一张表，如 {is_cii: false}'),
    authorities: z.array(AuthorityRow, '一个列表'),
    clocks: z.array(ClockRow, '一个列表'),
    rectification: AskingRow,
    assignment: AskingRow,
    zero_report: ZeroRow,
    upward: z.array(UpwardRow, '一个列表'),
    remind: z.strictObject(
      {
        at: fractions,
        overdue_every: period,
        ladder: LadderRow,
        ceiling: z.strictObject({ count: count(1), every: period }, '一张表：count、every'),
        snooze: z.strictObject({ for: period, times: count(0) }, '一张表：for、times'),
      },
      '一张表：at、overdue_every、ladder、ceiling、snooze',
    ),
    quiet_hours: z.strictObject(
      {
        from: timeOfDay,
        to: timeOfDay,
        // an empty list switches the quiet hours off
        levels: z.array(level, '一个列表，如 [4]'),
      },
      '一张表：from、to、levels',
    ),
    roster: z.strictObject(
      {
        unanswered: period,
        next_week: z.strictObject(
          {
            weekday: z
              .int('1（周一）至 7（周日）')
              .min(1, '1（周一）至 7（周日）')
              .max(7, '1（周一）至 7（周日）'),
            at: timeOfDay,
          },
          '一张表：weekday、at',
        ),
        reach_test: z.strictObject(
          { day: count(0), night: timeOfDay, daytime: timeOfDay, within: period },
          '一张表：day、night、daytime、within',
        ),
      },
      '一张表：unanswered、next_week、reach_test',
    ),
    key_periods: z.strictObject(
      {
        windows: z.array(
          z.strictObject({ name: text, from: day, to: day }, '一张表：name、from、to'),
          '一个列表',
        ),
        at: fractions,
        overdue_every: period,
      },
      '一张表：windows、at、overdue_every',
    ),
    briefings: z.strictObject({ daily: BriefingRow, weekly: BriefingRow }, '一张表：daily、weekly'),
    reconfirm: z.strictObject(
      { month: from(1, 12), day: from(1, 28), at: timeOfDay, within: period },
      '一张表：month、day、at、within',
    ),
    yearly_drills: z.strictObject(
      { least: from(0, 12), month: from(1, 12), day: from(1, 28), at: timeOfDay, remind: fractions },
      '一张表：least、month、day、at、remind',
    ),
    merge_within: period,
    dialog_lapses: period,
    drills: z.array(DrillRow, '一个列表'),
    levels: Levels,
    accountability: z.array(AccountabilityRow, '一个列表'),
    categories: z.array(CategoryRow, '一个列表'),
    // 国务院办公厅's 放假通知 of the years that the program doesn't know yet
    calendar: z
      .record(
        z.string(),
        z.strictObject(
          { holidays: filled(day, '一个列表', '至少一天'), workdays: z.array(day, '一个列表') },
          '一张表：holidays、workdays',
        ),
        '一张表，如 {2027: {holidays: […], workdays: […]}}',
      )
      .optional(),
    // what the campus has bought of a platform; the program has the figures of the free edition, dated
    platforms: z
      .strictObject(
        {
          dingtalk: z
            .strictObject({ as_of: day, calls: count(1), pushes: count(1) }, '一张表：as_of、calls、pushes')
            .optional(),
        },
        '一张表：dingtalk',
      )
      .optional(),
  },
  '一张“键: 值”的表',
)

/** The shipped law, read and found whole: what stands where an operator's file is silent. */
export type Law = z.input<typeof RulesFile>

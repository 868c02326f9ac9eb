// What does the rules file mean? Read, checked, with every default in place.
import type { z } from 'zod'
import type { Level } from '../store/schema.js'
import type { Calendar } from './calendar.js'
import { isTable } from './condition.js'
import { contradictions } from './contradictions.js'
import { problem, problemsOf, RuleMistakes } from './mistakes.js'
import {
  type AccountabilityRow,
  type Authority,
  type Briefed,
  type Category,
  type Clock,
  categoryCodes,
  type Drill,
  type Law,
  type Levels,
  type NoticeClockRow,
  RulesFile,
  type Step,
  type Upward,
} from './shape.js'

export { type Facts, holds, judge, judgeAny, type When } from './condition.js'
export { RuleMistakes } from './mistakes.js'
export { parsePeriod, parseWithin } from './period.js'
export type {
  Authority,
  Category,
  CategoryCode,
  Clock,
  Drill,
  Law,
  LevelQuestion,
  Mark,
  Predicate,
  Side,
  Step,
} from './shape.js'

export { oneIsEnough, sides } from './shape.js'

/** How what a unit is asked for runs: its clocks, its 三色督办 (the first is the earliest), and how it is pressed. */
export type Asking = {
  clocks: Clock[]
  warnings: { left: number; name: string }[]
  overdueEveryMs: number
  ladder: Step[]
}

/** The rules as the code reads them. Every time is in ms, every default in place. */
export type Rules = {
  /** Which file this was: a fingerprint of all it says, the defaults included. Empty where nobody computed one. */
  version: string
  /** The edition that people read on cards and documents. */
  edition: string
  /** What is true of the university as a whole; the `when` of a clock may ask it. */
  campus: Record<string, boolean | number | string>
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
  /** 值班, where the office keeps a roster. */
  roster: {
    /** So long a new report waits for the duty officer alone. */
    unansweredMs: number
    /** 1 Monday … 7 Sunday, local. */
    nextWeek: { weekday: number; at: string }
    /** Day 0: none. */
    reachTest: { day: number; night: string; daytime: string; withinMs: number }
  }
  /** 重要保障时期: incidents reported within a window are reminded more closely, and no night is kept. Local dates. */
  keyPeriods: { windows: { name: string; from: string; to: string }[]; at: number[]; overdueEveryMs: number }
  /** The 放假安排 of the years that the office entered. */
  calendar?: Calendar | undefined
  /** 通报整改, 督办事项: their own clocks, their 三色督办, and how they are pressed. */
  rectification: Asking
  assignment: Asking
  /** 零报告: how long before the cut-off it is asked for, and how it is pressed. */
  zeroReport: { opensMs: number; at: number[]; overdueEveryMs: number; ladder: Step[]; longestDays: number }
  /** What authorities must do once they have a report: no duty of the university. */
  upward: Upward[]
  levels: Levels
  /** 细则 第十四条: what a case may touch, for the office and the school's leaders. */
  accountability: z.output<typeof AccountabilityRow>[]
  /** All ten, in the order of the standard. */
  categories: Category[]
  /** What the campus has bought of a platform, each month, as read on `as_of`. */
  platforms?: { dingtalk?: { as_of: string; calls: number; pushes: number } | undefined } | undefined
  /** The morning cards: of every day, and of the week (on Mondays). Each leaves within `spreadMs` after `at`. */
  /** 年度核对: on which day of the year, and how long a unit has. */
  reconfirm: { month: number; day: number; at: string; withinMs: number }
  /** So many drills a year; from which day on 信息中心 is asked where they are lacking, and at which parts of the time left it is reminded. */
  yearlyDrills: { least: number; month: number; day: number; at: string; remind: number[] }
  briefings: Record<'daily' | 'weekly', { at: string; spreadMs: number; to: Briefed[] }>
  /** Two reports of one unit within this time are offered as the same thing. */
  mergeWithinMs: number
  dialogLapsesMs: number
  /** 演练场景, in the order of the file. */
  drills: readonly Drill[]
}

/** What the office must look at as soon as at a level; nothing where these rules know no grading. */
const asGrading = (id: string, name: string, more: Partial<Clock> = {}) => {
  return ({ clocks }: Pick<Rules, 'clocks'>): Clock | undefined => {
    const grading = clocks.find(({ kind, off }) => kind === 'grade' && !off)
    return (
      grading && {
        ...grading,
        id,
        name,
        kind: 'internal',
        by: ['office'],
        from: 'reported',
        done: name,
        ...more,
      }
    )
  }
}

const CORRECTION = 'CORRECTION'
/** A correction that waits for its second person. */
export const correctionClock = asGrading(CORRECTION, '核定更正')

const UNIT = 'ASSIGN-UNIT'
/** A unit that was in no list: no duty of any unit runs before it is named. */
export const unitClock = asGrading(UNIT, '指定事发单位', { assigns: true })

const ofZero = {
  kind: 'internal',
  statutory: false,
  source: '网信办规定的截止时间（重要保障时期“零报告”制度）',
  confidence: 'D',
} as const
/** 零报告: each unit's own; and, once the cut-off has passed, the office's, to ring up who is missing. */
export const zeroClocks: readonly Clock[] = [
  {
    ...ofZero,
    id: 'ZERO',
    name: '报零报告',
    by: ['direct'],
    from: 'reported',
    within: { unit: 'own', date: 'cutoff' },
    endedBy: 'told',
    each: true,
    done: '今日无事件',
  },
  {
    ...ofZero,
    id: 'ZERO-PRESS',
    name: '催报零报告',
    by: ['office'],
    from: 'cutoff',
    within: { unit: 'own', date: 'until' },
    presses: true,
  },
]

/** Whose clocks are whose. */
export type Clocked = Pick<Rules, 'clocks' | 'rectification' | 'assignment'>

/** Of matters of every kind, those of incidents first. */
export const allClocks = ({ clocks, rectification, assignment }: Clocked): Clock[] => [
  ...clocks,
  ...rectification.clocks,
  ...assignment.clocks,
  ...zeroClocks,
]

/** The clock of a duty `<clock id>/<post>…`; the rules may have changed since, then there is none. */
export const clockOfDuty = (duty: string, rules: Clocked): Clock | undefined =>
  duty.startsWith(`${CORRECTION}/`)
    ? correctionClock(rules)
    : duty.startsWith(`${UNIT}/`)
      ? unitClock(rules)
      : allClocks(rules).find(({ id }) => duty.startsWith(`${id}/`))

const stageNames = { first: '首报', 'follow-up': '续报', final: '终报' } as const

const clockOf = (row: z.infer<typeof NoticeClockRow>): Clock => {
  const { remind_at, met_by, in_force, opened_by, ended_by, ...rest } = row
  const reports = row.kind === 'report' || row.kind === 'final'
  const stage = row.kind === 'final' ? 'final' : row.kind === 'report' ? (row.stage ?? 'first') : row.stage
  return {
    ...rest,
    name: row.name ?? labelOf(row, stage),
    stage,
    by: row.by ?? (row.kind === 'acknowledge' || row.kind === 'internal' ? ['first', 'direct'] : ['office']),
    from: row.from ?? (stage === 'final' ? 'resolved' : reports ? 'discovered' : 'reported'),
    statutory: row.statutory ?? false,
    ...(remind_at ? { remindAtMs: remind_at } : {}),
    ...(met_by ? { metBy: met_by } : {}),
    ...(opened_by ? { openedBy: opened_by } : {}),
    ...(ended_by ? { endedBy: ended_by } : {}),
    ...(in_force === false ? { off: true as const } : {}),
  }
}

/** The authority is not part of it: `templates/` adds it where a duty is named. */
const labelOf = (row: z.infer<typeof NoticeClockRow>, stage: Clock['stage']): string => {
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

const stepOf = ({ after, ...step }: { after: number } & Omit<Step, 'afterMs'>): Step => ({
  afterMs: after,
  ...step,
})

const briefingOf = ({ spread, ...row }: { at: string; spread: number; to: Briefed[] }) => ({
  ...row,
  spreadMs: spread,
})

/** The tables of which a file may say a part; any other value is taken as a whole. */
const inParts = new Set([
  '',
  'organization',
  'quiet_hours',
  'key_periods',
  'levels',
  'remind',
  'remind.ceiling',
  'remind.snooze',
  'rectification',
  'roster',
  'roster.next_week',
  'roster.reach_test',
  'assignment',
  'zero_report',
  'briefings',
  'briefings.daily',
  'briefings.weekly',
  'reconfirm',
  'yearly_drills',
])

const filled = (written: unknown, law: unknown, path = ''): unknown => {
  if (!isTable(written) || !isTable(law) || !inParts.has(path)) return written
  const part = (key: string): unknown =>
    written[key] === undefined ? law[key] : filled(written[key], law[key], path ? `${path}.${key}` : key)
  return Object.fromEntries(Object.keys({ ...law, ...written }).map((key) => [key, part(key)]))
}

/**
 * Authorities that the law's clocks need are added where the file names its own and leaves the clocks as they are; one
 * that says nothing of its side stays on the law's.
 */
const authoritiesOf = (authorities: readonly unknown[], law: Law): unknown[] => {
  const known = new Map<unknown, Law['authorities'][number]>(law.authorities.map((row) => [row.id, row]))
  const own = authorities.map((row) => {
    const side = isTable(row) ? known.get(row.id)?.side : undefined
    return isTable(row) && side ? { side, ...row } : row
  })
  const named = new Set(authorities.map((row) => (isTable(row) ? row.id : undefined)))
  return [...own, ...law.authorities.filter(({ id }) => !named.has(id))]
}

/**
 * The file with everything that it leaves out, in the law's own words: what is kept as the version that an incident
 * started under, so that not even another edition of the program changes it. What is no table is no file, and stays so.
 */
export const completeRules = (raw: unknown, law: Law): unknown =>
  filled(
    isTable(raw) && Array.isArray(raw.authorities) && raw.clocks === undefined
      ? { ...raw, authorities: authoritiesOf(raw.authorities, law) }
      : raw,
    law,
  )

/** Throws `RuleMistakes` with every mistake at once, as they stand in the file itself. */
const checked = (raw: unknown, complete: unknown, law: unknown): z.output<typeof RulesFile> => {
  const parsed = RulesFile.safeParse(complete)
  const problems = [...(parsed.success ? [] : problemsOf(raw, parsed.error)), ...contradictions(raw, law)]
  if (!parsed.success || problems.length > 0) throw new RuleMistakes(problems)
  return parsed.data
}

/** The shipped law, once it is found whole. Throws `RuleMistakes`. */
export const lawOf = (raw: unknown): Law => {
  const { categories } = checked(raw, raw, raw)
  const absent = categoryCodes.filter((code) => !categories.some((row) => row.code === code))
  if (absent.length > 0)
    throw new RuleMistakes([problem(raw, ['categories'], `全部十类，缺 ${absent.join('、')}`)])
  return raw as Law // what was checked is its own input
}

const askingOf = ({
  clocks,
  warnings,
  overdue_every,
  ladder,
}: z.output<typeof RulesFile>['rectification']): Asking => ({
  clocks: clocks.map(clockOf),
  warnings: warnings.toSorted((a, b) => b.left - a.left),
  overdueEveryMs: overdue_every,
  ladder: ladder.map(stepOf),
})

/**
 * Reads what a rules file holds (contract §5, §10), over the law. Throws `RuleMistakes`. An empty file is a mistake, an
 * empty table is not: a file that lost its content must not quietly become the shipped rules. Its version is for whoever
 * can compute a fingerprint of `completeRules`.
 */
export const parseRules = (raw: unknown, law: Law): Rules => {
  const {
    remind,
    quiet_hours,
    key_periods,
    roster,
    merge_within,
    dialog_lapses,
    clocks,
    upward,
    categories,
    rectification,
    assignment,
    zero_report,
    briefings,
    reconfirm: { within: reconfirmWithinMs, ...reconfirm },
    yearly_drills,
    ...same
  } = checked(raw, completeRules(raw, law), law)
  return {
    version: '',
    ...same,
    clocks: clocks.map(clockOf),
    remind: {
      at: remind.at,
      overdueEveryMs: remind.overdue_every,
      ladder: remind.ladder.map(stepOf),
      ceiling: { count: remind.ceiling.count, everyMs: remind.ceiling.every },
      snooze: { forMs: remind.snooze.for, times: remind.snooze.times },
    },
    quietHours: quiet_hours,
    roster: {
      unansweredMs: roster.unanswered,
      nextWeek: roster.next_week,
      reachTest: {
        day: roster.reach_test.day,
        night: roster.reach_test.night,
        daytime: roster.reach_test.daytime,
        withinMs: roster.reach_test.within,
      },
    },
    keyPeriods: {
      windows: key_periods.windows,
      at: key_periods.at,
      overdueEveryMs: key_periods.overdue_every,
    },
    categories: categoryCodes.flatMap(
      (code) => [...categories, ...law.categories].find((row) => row.code === code) ?? [],
    ),
    rectification: askingOf(rectification),
    assignment: askingOf(assignment),
    zeroReport: {
      opensMs: zero_report.opens,
      at: zero_report.at,
      overdueEveryMs: zero_report.overdue_every,
      ladder: zero_report.ladder.map(stepOf),
      longestDays: zero_report.longest_days,
    },
    upward: upward.map(({ within, ...row }) => ({ ...row, withinMs: within })),
    briefings: { daily: briefingOf(briefings.daily), weekly: briefingOf(briefings.weekly) },
    reconfirm: { ...reconfirm, withinMs: reconfirmWithinMs },
    yearlyDrills: yearly_drills,
    mergeWithinMs: merge_within,
    dialogLapsesMs: dialog_lapses,
  }
}

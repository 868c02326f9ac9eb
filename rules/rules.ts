// What does the rules file mean? Read, checked, with every default in place.
import type { z } from 'zod'
import type { Level } from '../store/schema.js'
import { contradictions } from './contradictions.js'
import { problemsOf, RuleMistakes } from './mistakes.js'
import { type Authority, type Clock, type ClockRow, RulesFile, type Step } from './shape.js'

export { holds, type When } from './condition.js'
export { pathText, RuleMistakes, type RuleProblem } from './mistakes.js'
export { parsePeriod, parseWithin, type Within } from './period.js'
export type { Authority, Clock, Step } from './shape.js'

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

// What does the raw journal say of a year? Counted from the lines on the disk and the law's own file, with nothing of the house's rules: who doubts 统计 would count like this.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import chineseDays from 'chinese-days'
import { parse } from 'yaml'

// biome-ignore lint/suspicious/noExplicitAny: a line as it lies there, read by nobody's schema
type Raw = any
type Clock = { id: string; kind: string; stage?: string; from: string; within: string; to?: string }

const law = parse(readFileSync('rules/rules.yaml', 'utf8')) as { clocks: Clock[] }
const clockOf = (duty: string): Clock | undefined => law.clocks.find(({ id }) => id === duty.split('/')[0])

/** Every event of every matter, in the order of the lines. */
export const eventsIn = (dir: string): Map<string, Raw[]> => {
  const found = new Map<string, Raw[]>()
  const folder = join(dir, 'journal')
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .sort())
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean))
      for (const { incident, event } of JSON.parse(line).changes as Raw[])
        if (event) found.set(incident, [...(found.get(incident) ?? []), event])
  return found
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const BEIJING = 8 * 60 * MINUTE
const dayOf = (ms: number): string => new Date(ms + BEIJING).toISOString().slice(0, 10)

const dueAt = (from: number, within: string): number => {
  const [, count = '0', unit] = /^(\d+)(m|h|d|wd)$/.exec(within) ?? []
  const many = Number(count)
  if (unit === 'm') return from + many * MINUTE
  if (unit === 'h') return from + many * 60 * MINUTE
  if (unit === 'd') return from + many * DAY
  if (unit !== 'wd') return from
  // the day on which it begins is not counted; it ends at the same hour of the last of so many working days
  let day = from
  for (let left = many; left > 0; ) {
    day += DAY
    if (chineseDays.isWorkday(dayOf(day))) left--
  }
  return day
}

const median = (values: number[]): number | undefined => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? sorted[middle]
    : sorted.length === 0
      ? undefined
      : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

export type Counted = {
  incidents: number
  withdrawn: number
  acknowledge: { minutes?: number; of: number }
  firstReport: { minutes?: number; of: number }
  reports: { kept: number; missed: number }
  notices: number
  rectified: { kept: number; missed: number }
  drills: number
  assignments: number
  carriedOut: { kept: number; missed: number }
  zero: { kept: number; missed: number }
}

const ms = (at: string): number => Date.parse(at)
const last = (events: Raw[], type: string, from = 0): Raw | undefined =>
  events.slice(from).findLast((event) => event.type === type)

/** Each report that went out and was confirmed: when, and until when it was owed. */
export const reportsOf = (
  events: Raw[],
): { duty: string; stage: string; sent: number; base: number; due: number }[] => {
  const confirmed = new Set(events.filter(({ type }) => type === 'confirmed').map(({ duty }) => duty))
  const submitted = (duty: string) =>
    events.findLast((event) => event.type === 'submitted' && event.duty === duty)
  return [...confirmed].flatMap((duty) => {
    const clock = clockOf(duty)
    const sub = submitted(duty)
    if (!clock || !sub) return []
    const [name, post, nth] = duty.split('/')
    let base = ms(events[0].discoveredAt)
    if (clock.from === 'resolved') base = ms(last(events, 'resolved')?.at)
    if (clock.from === 'withdrawn') base = ms(last(events, 'withdrawn')?.at)
    if (clock.from === 'news') {
      const earlier =
        nth === '1'
          ? firstTo(events, clock.to)
          : events.findIndex((e) => e.type === 'submitted' && e.duty === `${name}/${post}/${Number(nth) - 1}`)
      const news = events.find(
        (e, at) => at > earlier && ((e.type === 'graded' && !e.waits) || e.type === 'grade-confirmed'),
      )
      base = ms(news?.at ?? events[0].at)
    }
    return [
      {
        duty,
        stage: clock.kind === 'final' ? 'final' : (clock.stage ?? ''),
        sent: ms(sub.receipt.sent_at),
        base,
        due: dueAt(base, clock.within),
      },
    ]
  })
}

const firstTo = (events: Raw[], to: string | undefined): number =>
  events.findIndex(
    (e) => e.type === 'submitted' && clockOf(e.duty)?.to === to && clockOf(e.duty)?.stage === 'first',
  )

/** Of all of these; `unit`: a day of 零报告 is counted for this one of its units alone. */
export const count = (matters: Iterable<readonly [string, Raw[]]>, unit?: string): Counted => {
  const counted: Counted = {
    ...{ incidents: 0, withdrawn: 0, notices: 0, drills: 0, assignments: 0 },
    ...{ carriedOut: { kept: 0, missed: 0 }, zero: { kept: 0, missed: 0 } },
    ...{
      acknowledge: { of: 0 },
      firstReport: { of: 0 },
      reports: { kept: 0, missed: 0 },
      rectified: { kept: 0, missed: 0 },
    },
  }
  const acks: number[] = []
  const firsts: number[] = []
  for (const [, events] of matters) {
    const [begin] = events
    if (begin.drill) {
      counted.drills++
      continue
    }
    if (begin.type === 'day-opened') {
      for (const one of begin.zero.units) {
        const told = events.find((event) => event.type === 'zero-told' && event.unit.id === one.id)
        if (unit === undefined || one.id === unit)
          counted.zero[told && told.at <= begin.zero.cutoff ? 'kept' : 'missed']++
      }
      continue
    }
    if (last(events, 'withdrawn')) {
      counted.withdrawn++
      continue
    }
    if (begin.type === 'issued') {
      const fixed = events.findLast(({ type }) => type === 'fixed' || type === 'carried-out')
      const share = fixed && ms(fixed.at) <= ms(begin.subject.term) ? 'kept' : 'missed'
      if (begin.kind === 'assignment') {
        counted.assignments++
        counted.carriedOut[share]++
      } else {
        counted.notices++
        counted.rectified[share]++
      }
      continue
    }
    counted.incidents++
    const posts = new Map<string, number>()
    for (const event of events)
      if (
        event.type === 'acknowledged' &&
        !event.opened &&
        (event.post === 'first' || event.post === 'direct')
      ) {
        const key = `${event.post}@${event.unit?.id ?? ''}`
        if (!posts.has(key)) posts.set(key, (ms(event.at) - ms(begin.at)) / MINUTE)
      }
    acks.push(...posts.values())
    const sentOnes = reportsOf(events)
    // what was overdue and is asked for no more stays missed (a fact of the journal)
    for (const { type, duty } of events)
      if (
        type === 'missed' &&
        ['report', 'final'].includes(clockOf(duty)?.kind ?? '') &&
        !sentOnes.some((one) => one.duty === duty)
      )
        counted.reports.missed++
    for (const { stage, sent, base, due } of sentOnes) {
      if (sent <= due) counted.reports.kept++
      else counted.reports.missed++
      if (stage === 'first') firsts.push((sent - base) / MINUTE)
    }
  }
  const put = (values: number[]) => {
    const minutes = median(values)
    return { of: values.length, ...(minutes === undefined ? {} : { minutes }) }
  }
  return { ...counted, acknowledge: put(acks), firstReport: put(firsts) }
}

// Can any sequence of grading, facts, reports and waiting lose what was overdue, or count one receipt twice?
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actions } from '../../handlers/actions/index.js'
import { following } from '../../handlers/following.js'
import { joined, reported } from '../../handlers/report.js'
import { partyOf } from '../../handlers/see.js'
import { deadline, duties, openDuties, running } from '../../rules/duties.js'
import { suggestLevel } from '../../rules/level.js'
import { missedOf, wasLate } from '../../rules/missed.js'
import { clockOfDuty } from '../../rules/rules.js'
import type { World } from '../../rules/world.js'
import { levelOf } from '../../store/incident.js'
import { begin, evolve } from '../../store/matter.js'
import type { ActionName, Directory, Event, Incident, Report } from '../../store/schema.js'
import { shipped } from '../scenes/stage.js'

const { directory: sample, rules } = await shipped()
/** One system of the campus is 关基: other clocks, to other authorities (办法 第四条（一）). */
const directory: Directory = {
  ...sample,
  systems: (sample.systems ?? []).map((one) => (one.name === '教务系统' ? { ...one, critical: true } : one)),
}
const START = Date.parse('2026-11-24T00:00:00.000Z')
const unit = directory.units.find(({ name }) => name === '信息学院')?.id ?? ''
const worldAt = (ms: number): World => ({
  now: new Date(ms).toISOString(),
  rules,
  directory,
  away: {},
  strangers: {},
  incidents: {},
  ledger: {},
  find: () => undefined,
})
const teacher = { id: 's', name: '刘老师' }
const fresh = (report: Partial<Report>): Incident =>
  begin(
    reported(
      teacher,
      { unit, summary: '名单外泄', ...report },
      { number: '2026-0001', drill: false },
      worldAt(START),
    ),
  )
/** What it is about: data, an attack or content (宣传部's, 细则 第十七条), on a system that is 关基 or not. */
const about: fc.Arbitrary<Partial<Report>> = fc.record({
  category: fc.constantFrom('DS', 'NA', 'IC'),
  harmful_content: fc.boolean(),
  system: fc.constantFrom('unknown', '教务系统', '图书馆管理系统'),
  crime_suspected: fc.constantFrom<(boolean | 'unknown')[]>(true, false, 'unknown'),
})

/**
 * `made`: a receipt is entered by one of the office and confirmed by another, at once; `all made`: of every report that is
 * owed. `joined`: somebody else reports the same.
 */
type Move = {
  wait: number
  who: number
  nth: number
  what: readonly [ActionName | 'made' | 'all made' | 'regraded' | 'joined', Record<string, string>]
}
const persons = fc.constantFrom('300', '6000', '50000', '1200000', '不详')
const RECEIPT = { channel: '电话', sent_at: '刚刚', received_by: '王科长' }
const EARLIER = { ...RECEIPT, sent_at: '28小时前' }
const what = fc.oneof(
  fc
    .constantFrom('特别重大', '重大', '较大', '一般')
    .map((level) => ['grade', { level, reason: '研判' }] as const),
  fc.constantFrom(
    ['confirm_grade', {}] as const,
    ['return_grade', { reason: '再看' }] as const,
    ['confirm_correction', {}] as const,
    ['confirm_correction', {}] as const,
    ['return_correction', { reason: '再看' }] as const,
    ['confirm_receipt', {}] as const,
    ['return_receipt', { reason: '写错' }] as const,
    ['resolve', {}] as const,
    ['unresolve', { reason: '还没有' }] as const,
    ['withdraw', { reason: '误报' }] as const,
    ['withdraw', { reason: '误报' }] as const,
    ['reopen', { reason: '不是误报' }] as const,
    ['submit_receipt', RECEIPT] as const,
    ['submit_receipt', EARLIER] as const,
    ['note', { note: '约 5 万名学生的身份证号被出售' }] as const,
    ['follow_up', { reason: '涉及 6 万人的个人信息' }] as const,
  ),
  persons.map((pi_persons) => ['assess', { pi_persons }] as const),
  persons.map((value) => ['correct', { field: '涉及个人信息人数', value, reason: '核实' }] as const),
  fc
    .constantFrom('是', '否')
    .map((value) => ['correct', { field: '是否涉嫌违法犯罪', value, reason: '核实' }] as const),
  fc
    .constantFrom(
      ['事发单位', '文学院'],
      ['事发单位', '信息学院'],
      ['事件类型', '信息内容安全事件'],
      ['事件类型', '数据安全事件'],
      ['系统名称', '教务系统'],
      ['系统名称', '图书馆管理系统'],
      ['是否出现违法有害信息', '是'],
      ['是否出现违法有害信息', '否'],
    )
    .map(([field = '', value = '']) => ['correct', { field, value, reason: '核实' }] as const),
  fc
    .constantFrom<object[]>(
      { summary: '名单外泄，约 6 万人' },
      { summary: '同一件事', discovered_at: new Date(START - 600_000).toISOString() },
      { summary: '同一件事', crime_suspected: true, harmful_content: true },
    )
    .map((report) => ['joined', report] as const),
  fc.constant(['all made', RECEIPT] as const),
  fc.constantFrom(['made', RECEIPT] as const, ['made', EARLIER] as const),
  fc.constantFrom('重大', '较大', '一般').map((level) => ['regraded', { level, reason: '研判' }] as const),
)
const move: fc.Arbitrary<Move> = fc.record({
  wait: fc.constantFrom(0, 0, 60_000, 3 * 3_600_000, 30 * 3_600_000),
  who: fc.nat(2),
  nth: fc.nat(5),
  what: what as fc.Arbitrary<Move['what']>, // each pair is an action with its answers
})

const reportsOwed = (incident: Incident, world: World) =>
  openDuties(incident, world).filter(({ kind }) => kind === 'report' || kind === 'final')

/** Which duty is meant: of those that a receipt may be entered, confirmed or sent back for. */
const dutyFor = ({ what: [name], nth }: Move, incident: Incident, world: World): string | undefined => {
  if (!name.endsWith('_receipt') && name !== 'made') return undefined
  const open = reportsOwed(incident, world)
  return open[nth % Math.max(1, open.length)]?.id
}

const play = (
  [report, moves]: readonly [Partial<Report>, readonly Move[]],
  seen: (event: Event, before: Incident, after: Incident, world: World) => void,
): void => {
  let incident = fresh(report)
  let ms = START
  const people = incident.chain.filter(({ post }) => post === 'office').map(({ person }) => person)
  const happens = (events: readonly Event[], world: World) => {
    for (const event of events) {
      const before = incident
      incident = evolve(incident, event)
      for (const more of following(event, before, incident, world)) incident = evolve(incident, more)
      seen(event, before, incident, world)
    }
  }
  for (const one of moves) {
    ms += one.wait
    const world = worldAt(ms)
    const [name, answers] = one.what
    const act = (action: ActionName, who: number, duty = dutyFor(one, incident, world)) => {
      const by = partyOf(people[who % people.length] ?? { id: '', name: '' }, world)
      const decision = actions[action].decide({ by, incident, world, answers, ...(duty ? { duty } : {}) })
      if (decision.kind === 'record') happens(decision.events, world)
    }
    const make = (duty = dutyFor(one, incident, world)) => {
      act('submit_receipt', one.who, duty)
      act('confirm_receipt', one.who + 1, duty)
    }
    if (name === 'made') make()
    else if (name === 'all made') for (const { id } of reportsOwed(incident, world)) make(id)
    else if (name === 'regraded') {
      act('grade', one.who)
      act('confirm_grade', one.who + 1)
    } else if (name === 'joined') {
      // sameThing offers an open incident only
      if (incident.status === 'open' || incident.status === 'resolved')
        happens(
          [joined({ id: 't', name: '王老师' }, { unit: incident.unit.id, ...answers } as Report, world)],
          world,
        )
    } else act(name, one.who)
  }
}

const stories = fc.tuple(about, fc.array(move, { maxLength: 40 }))

describe('whatever is graded, found out, reported and waited for', () => {
  it('a statutory duty that was overdue is asked for, done late, or stands in the record as 未按时', () => {
    fc.assert(
      fc.property(stories, (all) => {
        const late = new Set<string>()
        play(all, (_, before, after, world) => {
          for (const duty of duties(before, world))
            if (duty.statutory && !duty.kept && wasLate(duty, world)) late.add(duty.id)
          // sent in time, and checked when it was late, or asked for no more
          for (const [id, submission] of Object.entries(after.submissions)) {
            const clock = clockOfDuty(id, rules)
            const due = clock && deadline(after.discoveredAt, clock, rules)
            if (
              clock?.from === 'discovered' &&
              due &&
              submission.confirmed &&
              submission.receipt.sent_at <= due
            ) {
              late.delete(id)
              expect(missedOf(after, world).map((one) => one.id)).not.toContain(id)
            }
          }
          const listed = new Set([
            ...duties(after, world).flatMap(({ id, kept, counted }) => (kept || counted ? [] : [id])),
            ...missedOf(after, world).map(({ id }) => id),
          ])
          for (const id of late) expect(listed).toContain(id)
          for (const id of Object.keys(before.missed ?? {})) expect(after.missed).toHaveProperty([id])
        })
      }),
      { numRuns: 300 },
    )
  })

  it('更正 and 研判 end a statutory duty that is owed only with a second person', () => {
    fc.assert(
      fc.property(stories, (all) =>
        play(all, (event, before, after, world) => {
          if ((event.type !== 'corrected' && event.type !== 'assessed') || event.confirmed) return
          const { owing, met } = running(after, rules)
          const run = [...owing, ...met].map(({ id }) => id)
          for (const { statutory, kept, clock } of openDuties(before, world))
            if (statutory && !kept) expect(run).toContain(clock.id)
        }),
      ),
      { numRuns: 300 },
    )
  })

  it('a confirmed receipt ends one duty', () => {
    fc.assert(
      fc.property(stories, (all) =>
        play(all, (_, __, after, world) => {
          const listed = duties(after, world)
          // for 属地 one that knows is enough: what 公安 took counts beside its own duty
          const used = listed.flatMap(({ id, done, counted, authority: to, statutory }) =>
            done && to && (statutory || to.side !== 'local') ? [counted ?? id] : [],
          )
          expect(new Set(used).size).toBe(used.length)
          for (const { counted } of listed)
            if (counted) expect(after.submissions[counted]?.confirmed).toBeDefined()
        }),
      ),
      { numRuns: 300 },
    )
  })

  it('who has a confirmed first report is owed no second one at another level, whatever changed it', () => {
    fc.assert(
      fc.property(stories, (all) =>
        play(all, (_, __, after, world) => {
          const told = new Set(
            Object.entries(after.submissions).flatMap(([duty, { confirmed, returned }]) => {
              const clock = clockOfDuty(duty, rules)
              const filed = clock?.to === 'psb' // 报案 is another thing than the 首报 of 关基
              const stands = confirmed && !returned && clock?.stage === 'first' && !filed
              return stands ? [`${clock.to} ${duty.split('/')[1]}`] : []
            }),
          )
          // a receipt that only waits to be checked is no report that is owed
          for (const { id, clock, authority: to, post, kept } of openDuties(after, world))
            if (clock.stage === 'first' && clock.levels && !kept)
              expect(told, id).not.toContain(`${to?.id} ${post}`)
        }),
      ),
      { numRuns: 300 },
    )
  })

  it('after a new fact the clocks run at least under the level that is suggested, and only two people lower it', () => {
    fc.assert(
      fc.property(stories, (all) =>
        play(all, (event, before, after, world) => {
          const facts = ['noted', 'follow-up-called', 'assessed', 'corrected'].includes(event.type)
          const changed = suggestLevel(after, rules).level < suggestLevel(before, rules).level
          const open = after.status === 'open' || after.status === 'resolved'
          if (facts && open && changed)
            expect(levelOf(after)).toBeLessThanOrEqual(suggestLevel(after, rules).level)
          if (levelOf(after) > levelOf(before)) expect(event.type).toBe('grade-confirmed')
          if (after.raised && after.grading && open)
            expect(openDuties(after, world).some(({ kind }) => kind === 'grade')).toBe(true)
        }),
      ),
      { numRuns: 300 },
    )
  })

  it('a false alarm is over only when everybody who was told of it has been told that', () => {
    fc.assert(
      fc.property(stories, (all) =>
        play(all, (event, _, after, world) => {
          if (event.type !== 'withdrawn') return
          const owed = new Set(openDuties(after, world).map(({ authority: to }) => to?.id))
          for (const [duty, { confirmed }] of Object.entries(after.submissions)) {
            const clock = rules.clocks.find(({ id }) => duty.startsWith(`${id}/`))
            if (confirmed && clock?.stage === 'first') expect(owed).toContain(clock.to)
          }
        }),
      ),
      { numRuns: 300 },
    )
  })
})

// Does every predicate of the levels hit at its threshold and not below, and is unknown never zero?
import { describe, expect, it } from 'vitest'
import { grade, needsReason } from '../../handlers/actions/grade.js'
import { accountabilityOf, itemsOf } from '../../rules/article14.js'
import { levelQuestions, priorityOf, suggestLevel } from '../../rules/level.js'
import type { Rules } from '../../rules/rules.js'
import { evolve } from '../../store/matter.js'
import { type Event, type Fact, HIDING, type Report } from '../../store/schema.js'
import { suggestionLines } from '../../templates/level.js'
import { sourced } from '../../templates/plain.js'
import { type Case, incidentOf, rules, T0, worldAt } from './ground.js'

const cii: Rules = { ...rules, campus: { ...rules.campus, is_cii: true } }
const spread = { report: { category: 'NA', harmful_content: true, tampered: true } } satisfies Case

type Row = { id: string; at: Record<string, Fact>; below: Record<string, Fact>; given?: Case; law?: Rules }
const number = (id: string, field: string, threshold: number, more: Partial<Row> = {}): Row => ({
  id,
  at: { [field]: threshold },
  below: { [field]: threshold - 1 },
  ...more,
})
const scope = (id: string, value: string): Row => ({
  id,
  at: { authority_scope: value },
  below: { authority_scope: 'none' },
  given: { report: { category: 'IC', harmful_content: true } },
})

const table: Row[] = [
  number('N1-CII', 'outage_minutes', 360, { law: cii }),
  number('N1-CII', 'outage_main_minutes', 1440, { law: cii }),
  number('N1-POP', 'people_affected', 10_000_000),
  number('N1-PI', 'pi_persons', 100_000_000),
  number('N1-LOSS', 'loss_yuan', 100_000_000),
  scope('N1-SPREAD', '特大范围'),
  number('N2-PI', 'pi_persons', 10_000_000),
  number('N2-LOSS', 'loss_yuan', 20_000_000),
  scope('N2-SPREAD', '大范围'),
  number('N2-SPREAD', 'tamper_home_minutes', 120, { given: spread }),
  number('N2-SPREAD', 'tamper_other_minutes', 720, { given: spread }),
  number('N2-SPREAD', 'reposts', 10_000, { given: spread }),
  number('N2-SPREAD', 'views', 100_000, { given: spread }),
  number('N2-CII', 'outage_minutes', 120, { law: cii }),
  number('N2-CII', 'outage_main_minutes', 360, { law: cii }),
  number('N2-POP', 'people_affected', 1_000_000),
  number('N3-PI', 'pi_persons', 1_000_000),
  number('N3-LOSS', 'loss_yuan', 5_000_000),
  scope('N3-SPREAD', '较大范围'),
  number('N3-SPREAD', 'tamper_home_minutes', 30, { given: spread }),
  number('N3-SPREAD', 'tamper_other_minutes', 120, { given: spread }),
  number('N3-SPREAD', 'reposts', 1000, { given: spread }),
  number('N3-SPREAD', 'views', 10_000, { given: spread }),
  number('N3-CII', 'outage_minutes', 10, { law: cii }),
  number('N3-CII', 'outage_main_minutes', 30, { law: cii }),
  number('N3-POP', 'people_affected', 100_000),
  { id: 'N3-SYS', at: { mlps_level: 3, outage_minutes: 1 }, below: { mlps_level: 2, outage_minutes: 1 } },
  { id: 'N3-SYS', at: { mlps_level: 3, outage_minutes: 1 }, below: { mlps_level: 3, outage_minutes: 0 } },
  { id: 'N3-DATA', at: { important_data: 'important' }, below: { important_data: false } },
  { id: 'N3-DATA', at: { important_data: 'core' }, below: { important_data: 'suspected' } },
]
const predicateOf = (id: string) => rules.levels.predicates.find((one) => one.id === id)

const suggested = (one: Case, law: Rules = rules) => suggestLevel(incidentOf(one), law)

describe.each(table.map((row) => ({ ...row, source: sourced(predicateOf(row.id) ?? {}) })))(
  '$id $at — $source',
  (row) => {
    const level = predicateOf(row.id)?.level
    it('is met at its threshold (“以上”含本数)', () => {
      const met = suggested({ ...row.given, assessed: row.at }, row.law)
      expect(met.hits.map(({ id }) => id)).toContain(row.id)
      expect(met.level).toBeLessThanOrEqual(level ?? 0)
    })
    it('and not below', () => {
      const { hits } = suggested({ ...row.given, assessed: row.below }, row.law)
      expect(hits.map(({ id }) => id)).not.toContain(row.id)
    })
  },
)

describe('the suggestion', () => {
  it('就高不就低: the gravest that is met', () => {
    expect(suggested({ assessed: { pi_persons: 1_200_000, loss_yuan: 20_000_000 } })).toMatchObject({
      level: 2,
      pending: false,
    })
  })
  it('nothing met and everything known: 一般', () => {
    const quiet = { report: { category: 'DS', pi_persons: 300, important_data: false } } satisfies Case
    expect(suggested({ ...quiet, assessed: { loss_yuan: 0 } })).toMatchObject({ level: 4, pending: false })
  })
  it.each([undefined, 'unknown' as const])('unknown is not zero: pi_persons %s of a leak', (pi_persons) => {
    const report: Partial<Report> = {
      category: 'DS',
      important_data: false,
      ...(pi_persons ? { pi_persons } : {}),
    }
    const found = suggested({ report, assessed: { loss_yuan: 0 } })
    expect(found).toMatchObject({ level: 3, pending: true })
    expect(found.open.map(({ id }) => id)).toEqual(['N3-PI', 'N3-PI-JUDGE'])
    expect(suggestionLines(found)[0]).toBe('级别待定，按较大计时（有关键项未知，不详不等于零）')
  })
  it('what the class of incident makes no matter is no unknown', () => {
    expect(suggested({ report: { category: 'SHE' } })).toMatchObject({ level: 4, pending: false, open: [] })
  })
  it('what only people can judge is named, never decided', () => {
    const { human } = suggested({ report: { category: 'DS' } })
    expect(human.map(({ id }) => id)).toEqual(['N1-DATA', 'N2-DATA'])
    expect(suggested({ report: { category: 'NA' } }).human).toEqual([])
  })
  it.each([
    ['N3-PI-JUDGE', { pi_persons: 5000 }, { pi_persons: 4999 }],
    ['N3-DATA-JUDGE', { important_data: 'suspected' }, { important_data: false }],
  ] satisfies [string, Record<string, Fact>, Record<string, Fact>][])(
    '%s holds the level until people have judged it, and not below',
    (id, at, below) => {
      const known = { pi_persons: 3, important_data: false, loss_yuan: 0 }
      const quiet = { report: { category: 'DS' } } satisfies Case
      const held = suggested({ ...quiet, assessed: { ...known, ...at } })
      expect(held).toMatchObject({ level: 3, pending: true, held: [{ id }] })
      expect(suggestionLines(held)[0]).toBe('级别待定，按较大计时（须先由网信办判断）')
      expect(needsReason(4, incidentOf({ ...quiet, assessed: { ...known, ...at } }), held)).toBe(true)
      expect(suggested({ ...quiet, assessed: { ...known, ...below } })).toMatchObject({
        level: 4,
        pending: false,
        held: [],
      })
    },
  )
  it('in a key period what an authority told of is judged first', () => {
    const kept: Rules = {
      ...rules,
      keyPeriods: { ...rules.keyPeriods, windows: [{ name: '重保', from: '2026-11-24', to: '2026-11-24' }] },
    }
    const told = { report: { category: 'SHE' }, assessed: { notified_by: '公安' } } satisfies Case
    expect(suggested(told, kept)).toMatchObject({ level: 3, pending: true, held: [{ id: 'N3-OTHER-JUDGE' }] })
    expect(suggested(told)).toMatchObject({ level: 4, pending: false })
  })
  it('a level that a figure reaches is not held back by what is judged', () => {
    expect(suggested({ report: { category: 'DS', pi_persons: 1_000_000 } })).toMatchObject({
      level: 3,
      held: [],
    })
  })
  it('every predicate of the rules is in this table, or is for people to judge, or is the rest', () => {
    const here = new Set([...table.map(({ id }) => id), 'N4-ELSE'])
    expect(rules.levels.predicates.filter(({ id, human }) => !human && !here.has(id))).toEqual([])
  })
})

describe('the questions', () => {
  const ids = (one: Case) => levelQuestions(incidentOf(one), rules).map(({ id }) => id)
  it('only those that the class makes matter', () => {
    expect(ids({ report: { category: 'DS' } })).toEqual([
      'pi_persons',
      'important_data',
      'loss_yuan',
      'notified_by',
    ])
    expect(ids({ report: { category: 'SHE' } })).toEqual(['notified_by'])
  })
  it('how far it spread only where harmful content was seen on a changed page', () => {
    expect(ids({ report: { category: 'NA', harmful_content: false } })).not.toContain('views')
    expect(ids(spread)).toEqual(
      expect.arrayContaining(['tamper_home_minutes', 'reposts', 'views', 'authority_scope']),
    )
    expect(ids({ report: { category: 'NA', harmful_content: true, tampered: false } })).not.toContain(
      'tamper_home_minutes',
    )
  })
  it('not what is known already', () => {
    expect(ids({ report: { category: 'DS', pi_persons: 3 } })).not.toContain('pi_persons')
    expect(ids({ report: { category: 'DS' }, assessed: { loss_yuan: 0 } })).not.toContain('loss_yuan')
  })
})

describe('when a level needs a reason', () => {
  const twice: [string, Case][] = [
    ['页面被篡改并出现违法有害信息', spread],
    ['疑似重要数据', { assessed: { important_data: 'suspected' } }],
    ['10 万人以上个人信息', { report: { pi_persons: 100_000 } }],
  ]
  it.each(twice)('一般 with %s', (why, one) => {
    const found = suggested(one)
    expect(found.reasons).toContain(why)
    expect(needsReason(4, incidentOf(one), found)).toBe(true)
  })
  it('99 999 people need none, and a key period counts only where an authority told', () => {
    expect(suggested({ report: { pi_persons: 99_999 } }).reasons).toEqual([])
    const kept: Rules = {
      ...rules,
      keyPeriods: { ...rules.keyPeriods, windows: [{ name: '重保', from: '2026-11-24', to: '2026-11-24' }] },
    }
    expect(suggested({ assessed: { notified_by: '公安' } }, kept).reasons).toHaveLength(1)
    expect(suggested({ assessed: { notified_by: '自查' } }, kept).reasons).toEqual([])
    expect(suggested({ assessed: { notified_by: '公安' } }).reasons).toEqual([])
  })
  it('below what is met, and every change', () => {
    const met = { report: { category: 'SHE', pi_persons: 1_000_000 } } satisfies Case
    const found = suggested(met)
    const incident = incidentOf(met)
    expect(needsReason(4, incident, found)).toBe(true)
    expect(needsReason(3, incident, found)).toBe(false)
    expect(needsReason(2, incident, found)).toBe(false)
    const by = { id: 'x', name: 'x' }
    const graded = evolve(incident, { type: 'graded', at: incident.reportedAt, by, level: 3 })
    expect(needsReason(2, graded, found)).toBe(true)
  })
  it('below the level that the clocks run under, and while something unknown could raise it', () => {
    const quiet = { report: { category: 'SHE' } } satisfies Case
    expect(suggested(quiet)).toMatchObject({ level: 4, open: [] })
    expect(needsReason(4, incidentOf(quiet), suggested(quiet))).toBe(true)
    expect(needsReason(3, incidentOf(quiet), suggested(quiet))).toBe(false)
    const open = { report: { category: 'DS', pi_persons: 1_000_000 } } satisfies Case
    expect(suggested(open).open.map(({ id }) => id)).toEqual(['N1-LOSS', 'N2-LOSS'])
    expect(needsReason(3, incidentOf(open), suggested(open))).toBe(true)
    expect(needsReason(1, incidentOf(open), suggested(open))).toBe(false)
  })
  it('the record keeps who, what was suggested and on which predicates', () => {
    const incident = incidentOf({ report: { category: 'SHE', pi_persons: 1_200_000 } })
    const by = { id: 'P007', name: '钱小雨', office: true, leader: false }
    const decision = grade.decide({ by, incident, world: worldAt(T0), answers: { level: '3' } })
    expect(decision).toMatchObject({
      kind: 'record',
      events: [{ type: 'graded', level: 3, suggested: 3, basis: ['N3-PI'], by: { id: 'P007' } }],
    })
    expect(grade.decide({ by, incident, world: worldAt(T0), answers: { level: '4' } })).toEqual({
      kind: 'form',
      level: 4,
    })
    expect(
      grade.decide({ by: { ...by, office: false }, incident, world: worldAt(T0), answers: { level: '3' } })
        .kind,
    ).toBe('refuse')
  })
})

describe('校内处置优先级, never in what goes up', () => {
  it.each([
    ['P1', { assessed: { outage_minutes: 480, people_affected: 10_000 } }],
    ['P2', { assessed: { outage_minutes: 480, people_affected: 9999 } }],
    ['P1', { report: { pi_persons: 5000 } }],
    ['P2', { report: { pi_persons: 4999 } }],
    ['P2', { report: { pi_persons: 1000 } }],
    ['P3', { report: { pi_persons: 999 } }],
    ['P1', spread],
    ['P1', { report: { ransomware: true } }],
    ['P2', { assessed: { outage_minutes: 240 } }],
    ['P3', { assessed: { outage_minutes: 239 } }],
    ['P2', { report: { spreading: true } }],
  ] satisfies [string, Case][])('%s: %j', (priority, one: Case) =>
    expect(priorityOf(incidentOf(one), rules)).toBe(priority),
  )
})

describe('细则 第十四条, as neutral flags', () => {
  const by = { id: 'P007', name: '钱小雨' }
  const at = new Date(T0).toISOString()
  const receipt = { channel: '电话', sent_at: at, received_by: '王科长' }
  const told: Event = { type: 'submitted', at, by, duty: 'NAT-OTHER-4H/office', receipt }
  const corrected: Event = { type: 'corrected', at, by, field: 'pi_persons', value: 900, reason: '复核' }
  const asked: Event = { type: 'turned-away', at, by, ...HIDING }
  const joined = (pi_persons: number): Event => ({
    type: 'joined',
    at,
    by,
    report: { unit: 'U06', summary: '名单外泄', pi_persons },
  })
  const flags = (one: Case, late = false, ...events: Event[]) =>
    accountabilityOf(events.reduce(evolve, incidentOf(one)), rules, { late }).map(({ item }) => item)
  const people = { report: { pi_persons: 30 } }
  it.each([
    ['（一）', spread],
    ['（二）', { report: { important_data: true } }],
    ['（三）', { report: { pi_persons: 5000 } }],
    ['（四）', { report: { category: 'NA', outage_minutes: 1 } }],
  ] satisfies [string, Case][])('%s', (item, one: Case) => expect(flags(one)).toContain(item))
  it('（三） is for 大面积, not for one person', () => {
    expect(flags({ report: { pi_persons: 4999 } })).toEqual([])
    expect(rules.accountability.find(({ item }) => item === '（三）')?.confidence).toBe('D')
  })
  it('lateness stands under （一） and is no 瞒报', () => expect(flags({}, true)).toEqual(['（一）']))
  it('（五） on a recorded wish to hide, another who says otherwise, a change after it went out', () => {
    expect(flags({}, false, asked)).toEqual(['（五）'])
    expect(flags(people, false, joined(900))).toEqual(['（五）'])
    expect(flags(people, false, joined(30), corrected)).toEqual([])
    expect(flags(people, false, told, corrected)).toEqual(['（五）'])
  })
  it('（六） to （九） are there, and nothing suggests them', () => {
    expect(itemsOf(rules)).toEqual([...'一二三四五六七八九'].map((one) => `（${one}）`))
    expect(rules.accountability.filter(({ any }) => !any)).toHaveLength(4)
  })
  it('nothing where nothing is known', () => expect(flags({ report: { pi_persons: 'unknown' } })).toEqual([]))
})

it('of a system that the register calls 关基 the interruption is asked for, and until it is known the level hangs on it', () => {
  const of = (critical: boolean) => ({
    ...incidentOf({ report: { category: 'DE' } }),
    system: {
      ...{ id: 'S1', name: '一卡通', aliases: [], addresses: [], users: [] },
      owner: { id: 'U10', name: '信息中心' },
      critical,
    },
  })
  const open = (critical: boolean) => suggestLevel(of(critical), rules).open.map(({ id }) => id)
  expect(open(true)).toEqual(expect.arrayContaining(['N1-CII', 'N2-CII', 'N3-CII']))
  expect(open(false).filter((id) => id.endsWith('-CII'))).toEqual([])
  const asked = (critical: boolean) => levelQuestions(of(critical), rules).map(({ id }) => id)
  expect(asked(true)).toContain('outage_main_minutes')
  expect(asked(false)).not.toContain('outage_main_minutes')
})

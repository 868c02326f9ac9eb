// Does every row of the timetable run where it must, not where it must not, and say on what it rests?
import { describe, expect, it } from 'vitest'
import { chainOf } from '../../rules/chain.js'
import { canRun, type Duty, duties, running } from '../../rules/duties.js'
import { dueReminders, nextDueMs } from '../../rules/reminders.js'
import type { Rules } from '../../rules/rules.js'
import { dueSecrecy, nextSecrecyMs, secrecyDesk, secrecyDueMs } from '../../rules/secrecy.js'
import type { Level, Stub, System } from '../../store/schema.js'
import { basis, sourced } from '../../templates/plain.js'
import { at, type Case, DAY, directory, HOUR, incidentOf, MINUTE, rules, T0, worldAt } from './ground.js'
import { parseRules } from './law.js'

const levels = [1, 2, 3, 4] as const
const R = T0 + 26 * HOUR // when it was resolved, where it was
const cii: Rules = { ...rules, campus: { ...rules.campus, is_cii: true } }
const central: Rules = { ...rules, campus: { ...rules.campus, is_central_unit: true } }

type Row = {
  id: string
  /** The levels at which it is owed. */
  levels: readonly Level[]
  to: string
  /** From the start of the clock, in ms. */
  dueMs: number
  from?: 'discovered' | 'resolved'
  given?: Case
  /** Cases in which it is not owed, whatever the level. */
  not?: Case[]
  law?: Rules
  says: string
  post?: string
}

const major = [1, 2, 3] as const
const rows: Row[] = [
  {
    id: 'NAT-OTHER-4H',
    levels: major,
    to: '自治区党委网信办',
    dueMs: 4 * HOUR,
    says: '法定时限：国家网络安全事件报告管理办法 第四条',
  },
  {
    id: 'NAT-CII-1H',
    levels: major,
    to: '关键信息基础设施保护工作部门',
    dueMs: HOUR,
    law: cii,
    says: '法定时限：国家网络安全事件报告管理办法 第四条（一）',
  },
  {
    id: 'NAT-CII-1H-PS',
    levels: major,
    to: '属地公安机关网安部门',
    dueMs: HOUR,
    law: cii,
    says: '法定时限：国家网络安全事件报告管理办法 第四条（一）',
  },
  {
    id: 'NAT-CENTRAL-2H',
    levels: major,
    to: '本部门网信工作机构',
    dueMs: 2 * HOUR,
    law: central,
    says: '法定时限：国家网络安全事件报告管理办法 第四条（二）',
  },
  {
    id: 'NAT-FINAL-30D',
    levels: major,
    to: '自治区党委网信办',
    dueMs: 30 * DAY,
    from: 'resolved',
    given: { resolvedAt: R },
    not: [{}],
    says: '法定时限：国家网络安全事件报告管理办法 第八条',
  },
  {
    id: 'NAT-FINAL-30D-CII',
    levels: major,
    to: '关键信息基础设施保护工作部门',
    dueMs: 30 * DAY,
    from: 'resolved',
    given: { resolvedAt: R },
    not: [{}],
    law: cii,
    says: '法定时限：国家网络安全事件报告管理办法 第八条',
  },
  {
    id: 'NAT-FINAL-30D-CII-PS',
    levels: major,
    to: '属地公安机关网安部门',
    dueMs: 30 * DAY,
    from: 'resolved',
    given: { resolvedAt: R },
    not: [{}],
    law: cii,
    says: '法定时限：国家网络安全事件报告管理办法 第八条',
  },
  {
    id: 'NAT-FINAL-30D-CENTRAL',
    levels: major,
    to: '本部门网信工作机构',
    dueMs: 30 * DAY,
    from: 'resolved',
    given: { resolvedAt: R },
    not: [{}],
    law: central,
    says: '法定时限：国家网络安全事件报告管理办法 第八条',
  },
  {
    id: 'PS-CASE-24H',
    levels,
    to: '属地公安机关网安部门',
    dueMs: 24 * HOUR,
    given: { report: { crime_suspected: true } },
    not: [{}, { report: { crime_suspected: false } }, { report: { crime_suspected: 'unknown' } }],
    says: '法定时限：计算机信息系统安全保护条例（国务院令147号） 第十四条',
  },
  {
    id: 'PS-CONTENT-24H',
    levels,
    to: '属地公安机关网安部门',
    dueMs: 24 * HOUR,
    given: { report: { harmful_content: true } },
    not: [{}, { report: { harmful_content: false } }, { report: { harmful_content: 'unknown' } }],
    says: '待网信办核定：计算机信息网络国际联网安全保护管理办法（公安部令33号） 第十条',
    post: 'publicity',
  },
  {
    id: 'EDU-EMERG',
    levels: major,
    to: '自治区教育厅',
    dueMs: 2 * HOUR,
    says: '校内时限，非法定（原文“立即口头或电话”：教技厅函〔2014〕75号，待网信办核定）',
  },
  {
    id: 'EDU-MID-8H',
    levels: major,
    to: '自治区教育厅',
    dueMs: 8 * HOUR,
    says: '待网信办核定：教技厅函〔2014〕75号',
  },
  {
    id: 'EDU-POST-5WD',
    levels: major,
    to: '自治区教育厅',
    dueMs: 7 * DAY, // five working days from a Wednesday
    from: 'resolved',
    given: { resolvedAt: R },
    not: [{}],
    says: '待网信办核定：教技厅函〔2014〕75号',
  },
  {
    id: 'PI-NOTIFY',
    levels,
    to: '履行个人信息保护职责的部门',
    dueMs: 2 * HOUR,
    given: { report: { pi_persons: 1 } },
    not: [{}, { report: { pi_persons: 0 } }],
    says: '校内时限，非法定（原文“立即采取补救措施，并通知履职部门和受影响的个人，措施能有效避免危害的，可不通知个人”：个人信息保护法 第五十七条）',
  },
  {
    id: 'DATA-REPORT',
    levels: [4],
    to: '自治区教育厅',
    dueMs: 2 * HOUR,
    given: { report: { category: 'DS' } },
    not: [{}, { report: { category: 'NA', important_data: false } }],
    says: '校内时限，非法定（原文“立即启动预案，按照规定报告，及时通知利害关系人”：数据安全法 第二十九条；网络数据安全管理条例 第十一条）',
  },
  {
    id: 'INT-GENERAL-24H',
    levels: [4],
    to: '自治区党委网信办',
    dueMs: 24 * HOUR,
    says: '校内时限，非法定',
  },
  {
    id: 'INT-GENERAL-EDU',
    levels: [4],
    to: '自治区教育厅',
    dueMs: 24 * HOUR,
    not: [{ report: { category: 'DS' } }], // DATA-REPORT goes there, and sooner
    says: '校内时限，非法定',
  },
  {
    id: 'INT-GENERAL-LOCAL',
    levels: [4],
    to: '属地网络安全职能部门',
    dueMs: 24 * HOUR,
    says: '校内时限，非法定',
  },
  ...(
    [
      ['INT-GENERAL-END', '自治区党委网信办'],
      ['INT-GENERAL-END-EDU', '自治区教育厅'],
      ['INT-GENERAL-END-LOCAL', '属地网络安全职能部门'],
    ] as const
  ).map(
    ([id, to]): Row => ({
      id,
      levels: [4],
      to,
      dueMs: 7 * DAY,
      from: 'resolved',
      given: { resolvedAt: R },
      not: [{}],
      says: '校内时限，非法定',
    }),
  ),
  ...(
    [
      ['SEED-UP-CAC', '自治区党委网信办', {}, cii],
      ['SEED-UP-EDU', '自治区教育厅', { category: 'IC' }, rules],
    ] as const
  ).flatMap(([id, to, report, law]): Row[] => [
    {
      id,
      levels: major,
      to,
      dueMs: 4 * HOUR,
      given: { report },
      law,
      says: '校内时限，非法定（原文“同时报告、第一时间”：实施细则 第十一条第四项、第十三条）',
    },
    {
      id: `${id}-END`,
      levels: major,
      to,
      dueMs: 30 * DAY,
      from: 'resolved',
      given: { report, resolvedAt: R },
      not: [{ report }],
      law,
      says: '校内时限，非法定（原文“事件发生及其组织处置情况，同时报告”：实施细则 第十三条）',
    },
  ]),
  {
    id: 'SEED-UP-LOCAL',
    levels: major,
    to: '属地网络安全职能部门',
    dueMs: 4 * HOUR,
    says: '校内时限，非法定（原文“同时报告、第一时间”：实施细则 第十一条第四项、第十三条）',
  },
  {
    id: 'SEED-UP-LOCAL-END',
    levels: major,
    to: '属地网络安全职能部门',
    dueMs: 30 * DAY,
    from: 'resolved',
    given: { resolvedAt: R },
    not: [{}],
    says: '校内时限，非法定（原文“事件发生及其组织处置情况，同时报告”：实施细则 第十三条）',
  },
]

const owedOf = (one: Case, law: Rules, ms = T0): readonly Duty[] => duties(incidentOf(one), worldAt(ms, law))

describe.each(rows)('$id — $says', (row) => {
  const law = row.law ?? rules
  it.each(levels)('level %i', (level) => {
    const found = owedOf({ ...row.given, level }, law).find(({ clock }) => clock.id === row.id)
    if (!row.levels.includes(level)) {
      expect(found).toBeUndefined()
      return
    }
    expect(found?.authority?.name).toBe(row.to)
    expect(found?.due).toBe(at((row.from === 'resolved' ? R : T0) + row.dueMs))
    expect(found?.post).toBe(row.post ?? 'office')
    expect(found && basis(found)).toBe(row.says)
  })
  it.each(row.not ?? [])('not for %j', (one) => {
    for (const level of levels)
      expect(owedOf({ ...one, level }, law).map(({ clock }) => clock.id)).not.toContain(row.id)
  })
  it('ungraded is timed as 较大', () => {
    const ids = owedOf({ ...row.given }, law).map(({ clock }) => clock.id)
    expect(ids.includes(row.id)).toBe(row.levels.includes(3))
  })
})

describe('what is data and not in force here', () => {
  it.each([
    ['NAT-CII-1H', '本校未认定关键信息基础设施'],
    ['NAT-CII-1H-PS', '本校未认定关键信息基础设施'],
    ['NAT-CENTRAL-2H', '自治区属高校不适用'],
    ['VULN-24H', '不对外提供网络产品'],
    ['INT-ACK', '待网信办核定后启用'],
  ])('%s: %s', (id) => {
    const clock = rules.clocks.find((one) => one.id === id)
    expect(clock).toBeDefined()
    expect(clock && canRun(clock, rules)).toBe(false)
    for (const level of levels) {
      const report = { crime_suspected: true, harmful_content: true, pi_persons: 5, category: 'DS' }
      expect(owedOf({ level, report }, rules).map((duty) => duty.clock.id)).not.toContain(id)
    }
  })
  it('what is asked of 关基 can run where the register has one such system, whatever the campus is', () => {
    const clock = (id: string) => {
      const found = rules.clocks.find((one) => one.id === id)
      if (!found) throw new Error(id)
      return found
    }
    const [plain, critical] = [{ critical: false }, { critical: true }]
    for (const id of ['NAT-CII-1H', 'NAT-CII-1H-PS', 'NAT-FINAL-30D-CII', 'SEED-UP-CAC']) {
      expect(canRun(clock(id), rules, [plain])).toBe(false)
      expect(canRun(clock(id), rules, [plain, critical])).toBe(true)
    }
    expect(canRun(clock('NAT-OTHER-4H'), rules, [critical])).toBe(true)
    expect(canRun(clock('NAT-CENTRAL-2H'), rules, [critical])).toBe(false)
  })
  it('where the university is critical infrastructure or central, the 4 hours give way', () => {
    for (const law of [cii, central])
      expect(owedOf({ level: 3 }, law).map(({ clock }) => clock.id)).not.toContain('NAT-OTHER-4H')
  })
  it('VULN-24H and INT-ACK run once the office puts them in force', () => {
    const law: Rules = {
      ...rules,
      campus: { ...rules.campus, own_product_flaw: true, national_or_public_risk: true },
      clocks: rules.clocks.map(({ off: _, ...clock }) => clock),
    }
    const owed = owedOf({ level: 4 }, law)
    expect(owed.find(({ clock }) => clock.id === 'VULN-24H')?.due).toBe(at(T0 + 24 * HOUR))
    expect(owed.filter(({ clock }) => clock.id === 'INT-ACK').map(({ post }) => post)).toEqual([
      'office',
      'it_center',
    ])
  })
})

describe('what another clock or Fenghuo itself meets is no duty of its own, and stays data with its source', () => {
  it.each([
    ['NAT-CRIME', 'PS-CASE-24H', { report: { crime_suspected: true } }],
    ['NAT-SECTOR', 'EDU-EMERG', { level: 3 }],
    ['EDU-MAJOR-NOW', 'EDU-EMERG', { level: 2 }],
    ['DATA-REPORT', 'EDU-EMERG', { level: 3, report: { category: 'DS' } }],
    ['SEED-UNIT', 'notice', {}],
    ['SEED-UP', 'sides', { level: 3 }],
    ['SEED-UP', 'sides', { level: 4 }],
    ['INT-GENERAL-LOCAL', 'PS-CASE-24H', { level: 4, report: { crime_suspected: true } }],
    ['INT-GENERAL-LOCAL', 'PS-CONTENT-24H', { level: 4, report: { harmful_content: true } }],
    ['INT-UNIT-ORAL', 'notice', {}],
    ['INT-FIRST-UP', 'NAT-OTHER-4H', { level: 3 }],
  ] satisfies [string, string, Case][])('%s is met by %s', (id, by, one: Case) => {
    const { owing, met } = running(incidentOf(one), rules)
    expect(owing.map((clock) => clock.id)).not.toContain(id)
    const clock = met.find((candidate) => candidate.id === id)
    expect(clock?.metBy).toContain(by)
    expect(sourced(clock ?? {})).toMatch(/.（(?:条文已核|(?:建议值，)?待网信办核定)）$/)
    if (by !== 'notice' && by !== 'sides') expect(owing.map((candidate) => candidate.id)).toContain(by)
  })
  it('INT-GRADE is the clock `grade`, the acknowledgement of the unit is `ack`', () => {
    const owed = owedOf({}, rules)
    expect(owed.filter(({ clock }) => clock.id === 'ack').map(({ due }) => due)).toEqual([
      at(T0 + 15 * MINUTE),
      at(T0 + 15 * MINUTE),
    ])
    expect(owed.find(({ clock }) => clock.id === 'grade')?.due).toBe(at(T0 + HOUR))
  })
  it('SEED-START is owed by each of the three bodies, within the campus’s own time', () => {
    const owed = owedOf({ discoveredAt: T0 - HOUR }, rules).filter(({ clock }) => clock.id === 'SEED-START')
    expect(owed.map(({ id, due }) => [id, due])).toEqual([
      ['SEED-START/first', at(T0 + 30 * MINUTE)],
      ['SEED-START/it_center', at(T0 + 30 * MINUTE)],
      ['SEED-START/publicity', at(T0 + 30 * MINUTE)],
    ])
    expect(owed[0] && basis(owed[0])).toBe('校内时限，非法定（原文“立即”：实施细则 第十三条）')
  })
  it('SEED-START of the unit is the one’s that operates the system, where the register names it (细则 第十三条: 运营单位)', () => {
    const [unit, centre] = ['教务处', '信息中心'].map((name) =>
      directory.units.find((one) => one.name === name),
    )
    const registered = directory.systems?.find(({ name }) => name === '教务系统')
    if (!unit || !centre || !registered) throw new Error('the sample register has 教务系统')
    const of = (system: System) => ({
      ...incidentOf(),
      unit: { id: unit.id, name: unit.name },
      system,
      chain: chainOf(directory, unit, system),
    })
    const started = (system: System) =>
      duties(of(system), worldAt(T0))
        .filter(({ clock, post }) => clock.id === 'SEED-START' && post === 'first')
        .map(({ id, unit: by, owners }) => [id, by?.name, owners.map(({ name }) => name)])
    expect(started(registered)).toEqual([[`SEED-START/first@${centre.id}`, '信息中心', ['郑国栋']]])
    const { operator: _, ...unattended } = registered
    expect(started(unattended)).toEqual([['SEED-START/first', undefined, ['孔勤勉']]])
  })
  it.each([
    ['INT-LEADER', [1, 2, 3], 30, '赵明轩'],
    ['INT-SECRETARY', [1, 2], 60, '王志远'],
  ] as const)(
    '%s is owed by the office and met by nothing but the leader’s opening',
    (id, at3, minutes, who) => {
      const found = (one: Case) => owedOf(one, rules).find(({ clock }) => clock.id === id)
      for (const level of levels)
        expect(found({ level }) !== undefined).toBe((at3 as readonly Level[]).includes(level))
      expect(found({}) !== undefined).toBe(id === 'INT-LEADER') // provisional
      const duty = found({ level: 2, discoveredAt: T0 - 10 * MINUTE })
      expect(duty?.due).toBe(at(T0 + (minutes - 10) * MINUTE))
      expect(duty?.post).toBe('office')
      expect(duty?.readers?.map(({ name }) => name)).toEqual([who])
    },
  )
  it('the first reminder of the 4 hours comes at INT-FIRST-UP’s 120 minutes', () => {
    const incident = incidentOf({ level: 3 })
    const due = dueReminders(incident, worldAt(T0 + 2 * HOUR)).map(({ duty }) => duty.clock.id)
    expect(due).toContain('NAT-OTHER-4H')
    expect(
      dueReminders(incident, worldAt(T0 + 2 * HOUR - MINUTE)).map(({ duty }) => duty.clock.id),
    ).not.toContain('NAT-OTHER-4H')
  })
})

describe('SECRET-24H — 保守国家秘密法实施条例（2024） 第六十一条', () => {
  const stub: Stub = {
    id: 's1',
    at: at(T0),
    by: { id: 's', name: '刘老师' },
    what: '疑似涉密, 已引导至保密办',
  }
  it.each([4, 12, 20])('保密办 is asked after %i hours', (hours) => {
    const before = [4, 12, 20].filter((one) => one < hours).length
    const told = { ...stub, reminded: before }
    expect(dueSecrecy(told, rules, T0 + hours * HOUR - 1)).toBeUndefined()
    expect(dueSecrecy(told, rules, T0 + hours * HOUR)).toBe(before + 1)
    expect(nextSecrecyMs(told, rules)).toBe(T0 + hours * HOUR)
  })
  it('is due after 24 hours, asks then and every day until it is done, and is no duty of an incident', () => {
    expect(secrecyDueMs(stub, rules)).toBe(T0 + 24 * HOUR)
    expect(nextSecrecyMs({ ...stub, reminded: 3 }, rules)).toBe(T0 + 24 * HOUR)
    expect(nextSecrecyMs({ ...stub, reminded: 5 }, rules)).toBe(T0 + 72 * HOUR)
    expect(dueSecrecy({ ...stub, reminded: 3 }, rules, T0 + 49 * HOUR)).toBe(5)
    expect(nextSecrecyMs({ ...stub, done: { by: stub.by, at: at(T0) } }, rules)).toBeUndefined()
    expect(dueSecrecy({ ...stub, done: { by: stub.by, at: at(T0) } }, rules, T0 + 20 * HOUR)).toBeUndefined()
    expect(owedOf({}, rules).map(({ clock }) => clock.id)).not.toContain('SECRET-24H')
    expect(secrecyDesk(worldAt(T0)).map(({ name }) => name)).toEqual(['蒋守正', '沈慎言'])
  })
  it('reminders that were missed collapse into one', () => {
    expect(dueSecrecy(stub, rules, T0 + 13 * HOUR)).toBe(2)
  })
})

describe('上级机关自己的时限 is told and never owed', () => {
  it.each([
    ['NAT-UP-PROV-1H', 'prov-cac', HOUR, 'A'],
    ['NAT-UP-CII-30M', 'cii-dept', 30 * MINUTE, 'A'],
    ['NAT-UP-CENTRAL-1H', 'central-cac', HOUR, 'A'],
  ])('%s', (id, of, withinMs, confidence) => {
    expect(rules.upward.find((one) => one.id === id)).toMatchObject({
      of,
      withinMs,
      confidence,
      levels: [1, 2],
    })
    expect(rules.clocks.map((clock) => clock.id)).not.toContain(id)
  })
})

describe('working days, quiet hours, key periods', () => {
  it.each([
    [
      '2026-09-28T02:00:00.000Z',
      '2026-10-10T02:00:00.000Z',
      '国庆放假 10 月 1 至 7 日，10 月 10 日（周六）上班',
    ],
    [
      '2026-02-12T02:00:00.000Z',
      '2026-02-26T02:00:00.000Z',
      '春节放假 2 月 15 至 23 日，14 日、28 日（周六）上班',
    ],
    ['2026-11-25T02:00:00.000Z', '2026-12-02T02:00:00.000Z', '没有假日的一周'],
  ])('5wd from %s is %s: %s', (from, due) => {
    const ms = Date.parse(from)
    const found = owedOf({ level: 3, reportedAt: ms - DAY, resolvedAt: ms }, rules, ms)
    expect(found.find(({ clock }) => clock.id === 'EDU-POST-5WD')?.due).toBe(due)
  })

  const night = T0 + 15 * HOUR // 23:00
  it('the night holds a proposal at 一般, never what a law asks for', () => {
    const reportedAt = night - 12 * HOUR
    const general = incidentOf({ level: 4, reportedAt, report: { pi_persons: 3 } })
    const heard = dueReminders(general, worldAt(night)).map(({ duty }) => duty.clock.id)
    expect(heard).not.toContain('INT-GENERAL-24H')
    expect(heard).toContain('PI-NOTIFY') // 立即, though its figure is the campus's
    const crime = incidentOf({ level: 4, reportedAt, report: { crime_suspected: true } })
    expect(dueReminders(crime, worldAt(night)).map(({ duty }) => duty.clock.id)).toContain('PS-CASE-24H')
  })

  const kept: Rules = {
    ...rules,
    keyPeriods: { ...rules.keyPeriods, windows: [{ name: '重保', from: '2026-11-24', to: '2026-11-26' }] },
  }
  it('a key period reminds earlier, twice as often, and keeps no night', () => {
    const incident = incidentOf({})
    const usual = nextDueMs(incident, worldAt(T0, rules))
    expect(usual).toBe(T0 + 7.5 * MINUTE)
    expect(nextDueMs(incident, worldAt(T0, kept))).toBe(T0 + 3.75 * MINUTE)
    const general = incidentOf({ level: 4, reportedAt: night - 12 * HOUR })
    expect(dueReminders(general, worldAt(night, kept)).map(({ duty }) => duty.clock.id)).toContain(
      'INT-GENERAL-24H',
    )
  })
  it('the day of the report decides, by the campus’s calendar', () => {
    const outside = incidentOf({ reportedAt: Date.parse('2026-11-26T16:00:00.000Z') }) // 27 November, 00:00
    expect(nextDueMs(outside, worldAt(Date.parse(outside.reportedAt), kept))).toBe(
      Date.parse(outside.reportedAt) + 7.5 * MINUTE,
    )
  })
})

it('a system that the register calls 关基 runs under the clocks of 关键信息基础设施 (办法 第四条（一）), whatever the campus is', () => {
  const system = {
    id: 'S1',
    name: '一卡通',
    aliases: [],
    addresses: [],
    owner: { id: 'U10', name: '信息中心' },
    users: [],
  }
  const ids = (critical: boolean) =>
    duties({ ...incidentOf({ level: 3 }), system: { ...system, critical } }, worldAt(T0, rules)).map(
      ({ clock }) => clock.id,
    )
  expect(ids(true)).toContain('NAT-CII-1H')
  expect(ids(true)).not.toContain('NAT-OTHER-4H')
  expect(ids(false)).not.toContain('NAT-CII-1H')
})

it('a file with the clocks of contract §5 alone owes exactly those', () => {
  const small = parseRules({
    authorities: [{ id: 'prov-cac', name: '自治区党委网信办' }],
    clocks: [
      { id: 'ack', kind: 'acknowledge', within: '15m' },
      {
        id: 'NAT-OTHER-4H',
        kind: 'report',
        to: 'prov-cac',
        levels: [1, 2, 3],
        when: { is_cii: false },
        within: '4h',
      },
    ],
  })
  const report = { crime_suspected: true, harmful_content: true, pi_persons: 5 }
  expect(owedOf({ level: 3, report }, small).map(({ id }) => id)).toEqual([
    'ack/first',
    'ack/direct',
    'NAT-OTHER-4H/office',
  ])
})

it('every clock of the rules is in this file', () => {
  const here = new Set([
    ...rows.map(({ id }) => id),
    ...['ack', 'grade', 'VULN-24H', 'INT-ACK', 'NAT-CRIME', 'NAT-SECTOR', 'EDU-MAJOR-NOW', 'SEED-UNIT'],
    ...['SEED-UP', 'INT-UNIT-ORAL', 'INT-FIRST-UP', 'SECRET-24H'],
    ...['CONTENT-DONE', 'PI-PERSONS', 'SEED-START', 'INT-LEADER', 'INT-SECRETARY'], // test/scenes/perform.test.ts
    'RETRACT', // test/scenes/grading.test.ts
    'NAT-SUPPLEMENT', // test/rules/series.test.ts
    ...['CII', 'CENTRAL', 'EDU', 'PS', 'LOCAL', 'PI'].map((to) => `NAT-SUPPLEMENT-${to}`),
  ])
  expect(rules.clocks.map(({ id }) => id).filter((id) => !here.has(id))).toEqual([])
})

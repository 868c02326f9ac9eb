// Is a rules file read as the contract says, and is every mistake named by its path and line?
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { loadRules, rulesFrom } from '../../bot/turn/rules.js'
import {
  type Facts,
  holds,
  lawOf,
  parsePeriod,
  parseWithin,
  RuleMistakes,
  type When,
} from '../../rules/rules.js'
import { Mistakes } from '../../store/mistakes.js'
import { readRulesFile } from '../../store/rules-yaml.js'
import { law, parseRules } from './law.js'

const SHIPPED = 'rules/rules.yaml'

/** The example of contract §5, letter by letter. */
const EXAMPLE = `organization: {name: 内蒙古师范大学, rule: 党委贯彻落实网络安全工作责任制实施细则（试行）}
timezone: Asia/Shanghai
authorities:                      # upper and local authorities
  - {id: prov-cac, name: 自治区党委网信办, phone: "12387"}
clocks:                           # every obligation with a clock
  - id: ack                       # what must be done
    kind: acknowledge             # acknowledge | grade | report | final | internal
    by: [first, direct]           # each separately
    from: reported                # discovered | reported | graded | resolved | classified
    within: 15m                   # 30s | 15m | 4h | 30d | 5wd (working days, Chinese calendar) | asap
    statutory: false              # false is shown to people as 校内时限，非法定
  - id: NAT-OTHER-4H
    kind: report
    stage: first                  # first 首报 | follow-up 续报 | final 终报
    to: prov-cac
    levels: [1, 2, 3]             # 1 特别重大 … 4 一般
    when: {is_cii: false}         # field: value | {gte: n} | {lt: n}; all must hold; an unknown value counts as holding
    from: discovered
    within: 4h
    statutory: true
    source: 国家网络安全事件报告管理办法 第四条
remind:
  at: [0.5, 0.75, 0.9, 1.0]       # fractions of the time allowed
  overdue_every: 10m
  ladder:                         # who else hears, and how loudly, once a duty is overdue by \`after\`
    - {after: 0m,  to: [owner], urgent: app}
    - {after: 10m, to: [owner, office_deputy], urgent: app}
    - {after: 30m, to: [owner, office_deputy, supervising_leader], urgent: sms}
    - {after: 60m, to: [owner, office_deputy, supervising_leader, office_director, school_first], urgent: phone}
quiet_hours: {from: "22:30", to: "07:00", levels: [4]}   # only non-statutory clocks of these levels wait
`

let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'rules-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

const file = async (text: string | Buffer) => {
  const path = join(home, 'rules.yaml')
  await writeFile(path, text)
  return path
}

const mistakesOf = (raw: unknown, read: (raw: unknown) => unknown = parseRules): string[] => {
  try {
    read(raw)
    return []
  } catch (error) {
    if (error instanceof RuleMistakes) return error.mistakes
    throw error
  }
}
const mistakesIn = async (text: string | Buffer): Promise<string[]> => {
  const path = await file(text)
  return loadRules(path).then(
    () => [],
    (error: unknown) => {
      if (error instanceof Mistakes) return error.mistakes
      throw error
    },
  )
}

const MINUTE = 60_000
const report = { id: 'r', kind: 'report', to: 'prov-cac', within: '4h' }

describe('the contract’s example', () => {
  it('is valid and means what it says', async () => {
    const rules = await loadRules(await file(EXAMPLE))
    expect(rules.organization.name).toBe('内蒙古师范大学')
    expect(rules.authorities).toEqual([{ id: 'prov-cac', name: '自治区党委网信办', phone: '12387' }])
    expect(rules.clocks).toEqual([
      {
        id: 'ack',
        name: '确认收到',
        kind: 'acknowledge',
        by: ['first', 'direct'],
        from: 'reported',
        within: { unit: 'ms', ms: 15 * MINUTE },
        statutory: false,
      },
      {
        id: 'NAT-OTHER-4H',
        name: '首报',
        kind: 'report',
        stage: 'first',
        to: 'prov-cac',
        by: ['office'],
        levels: [1, 2, 3],
        when: { is_cii: false },
        from: 'discovered',
        within: { unit: 'ms', ms: 240 * MINUTE },
        statutory: true,
        source: '国家网络安全事件报告管理办法 第四条',
      },
    ])
    expect(rules.remind.at).toEqual([0.5, 0.75, 0.9, 1])
    expect(rules.remind.overdueEveryMs).toBe(10 * MINUTE)
    expect(rules.remind.ladder).toEqual([
      { afterMs: 0, to: ['owner'], urgent: 'app' },
      { afterMs: 10 * MINUTE, to: ['owner', 'office_deputy'], urgent: 'app' },
      { afterMs: 30 * MINUTE, to: ['owner', 'office_deputy', 'supervising_leader'], urgent: 'sms' },
      {
        afterMs: 60 * MINUTE,
        to: ['owner', 'office_deputy', 'supervising_leader', 'office_director', 'school_first'],
        urgent: 'phone',
      },
    ])
    expect(rules.quietHours).toEqual({ from: '22:30', to: '07:00', levels: [4] })
  })

  it('gets from the shipped rules what it leaves out', async () => {
    const rules = await loadRules(await file(EXAMPLE))
    expect(rules.remind.ceiling).toEqual({ count: 24, everyMs: 24 * 60 * MINUTE })
    expect(rules.remind.snooze).toEqual({ forMs: 30 * MINUTE, times: 2 })
    expect(rules.mergeWithinMs).toBe(24 * 60 * MINUTE)
    expect(rules.dialogLapsesMs).toBe(24 * 60 * MINUTE)
  })
})

describe('the shipped rules', () => {
  it('have short names: whoever prints a duty adds the authority', async () => {
    const { clocks } = await loadRules(SHIPPED)
    for (const { name } of clocks) expect(name.length).toBeLessThanOrEqual(15)
    expect(clocks.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        '确认收到',
        '定级',
        '首报',
        '一般事件简报',
        '续报',
        '终报',
        '报案',
        '紧急报告',
      ]),
    )
  })

  it('are what stands where a file is silent, to the last value', async () => {
    const { version, ...shipped } = await loadRules(SHIPPED)
    expect({ ...shipped, version: '' }).toEqual(parseRules({}))
    expect(version).toMatch(/^[0-9a-f]{12}$/)
    expect(Object.keys(parse(await readFile(SHIPPED, 'utf8')))).toEqual([
      'edition',
      'organization',
      'timezone',
      'campus',
      'authorities',
      'clocks',
      'upward',
      'remind',
      'rectification',
      'assignment',
      'zero_report',
      'quiet_hours',
      'roster',
      'key_periods',
      'reconfirm',
      'yearly_drills',
      'briefings',
      'merge_within',
      'dialog_lapses',
      'drills',
      'levels',
      'accountability',
      'categories',
    ])
  })

  it.each([
    [
      'ack',
      'acknowledge',
      undefined,
      'reported',
      { unit: 'ms', ms: 15 * MINUTE },
      false,
      ['first', 'direct'],
    ],
    ['grade', 'grade', undefined, 'discovered', { unit: 'ms', ms: 60 * MINUTE }, false, ['office']],
    ['NAT-OTHER-4H', 'report', [1, 2, 3], 'discovered', { unit: 'ms', ms: 240 * MINUTE }, true, ['office']],
    ['INT-GENERAL-24H', 'report', [4], 'discovered', { unit: 'ms', ms: 1440 * MINUTE }, false, ['office']],
    ['NAT-FINAL-30D', 'final', [1, 2, 3], 'resolved', { unit: 'ms', ms: 43_200 * MINUTE }, true, ['office']],
  ])('%s', async (id, kind, levels, from, within, statutory, by) => {
    const clock = (await loadRules(SHIPPED)).clocks.find((one) => one.id === id)
    expect(clock).toMatchObject({ kind, from, within, statutory, by })
    expect(clock?.levels).toEqual(levels)
    expect(clock?.source).toBeTruthy()
    expect(clock?.confidence).toBe(statutory ? 'A' : 'D')
  })

  it('name a source and a mark for every figure', async () => {
    const { clocks, levels, upward } = await loadRules(SHIPPED)
    for (const one of [...clocks, ...levels.predicates, ...upward]) {
      expect(one.source, one.id).toBeTruthy()
      expect(one.confidence, one.id).toMatch(/^[ABCD]$/)
    }
    const lines = (await readFile(SHIPPED, 'utf8')).split('\n')
    const figures = lines.filter((line) =>
      /^ *-? *(at|overdue_every|ceiling|snooze|quiet_hours|merge_within|dialog_lapses|phone|remind_at):/.test(
        line,
      ),
    )
    expect(figures.length).toBeGreaterThan(8)
    for (const line of figures) expect(line).toMatch(/#.*[ABCD（]/)
  })

  it('the same rules have the same version, whatever the order of their keys; another figure has another', async () => {
    const versionOf = async (text: string) => (await loadRules(await file(text))).version
    const one = await versionOf('timezone: Asia/Shanghai\nmerge_within: 24h\n')
    expect(await versionOf('merge_within: 24h\ntimezone: Asia/Shanghai\n')).toBe(one)
    expect((await loadRules(SHIPPED)).version).toBe(one)
    expect(await versionOf('merge_within: 23h\n')).not.toBe(one)
  })

  // Another version is a change that waits for two people of the office, on every campus: let it be one of the law.
  it.each([
    ['nothing at all', '780e6f52b699', {}],
    ['only clocks', 'beb6cf1214de', { clocks: [{ id: 'ack', kind: 'acknowledge', within: '15m' }] }],
    [
      'only an authority',
      '7ca4be2643cd',
      { authorities: [{ id: 'edu', name: '自治区教育厅', phone: '0471' }] },
    ],
    [
      'parts of parts',
      '100bbc48cc4b',
      {
        remind: { overdue_every: '5m', ceiling: { count: 3 } },
        quiet_hours: { levels: [] },
        levels: { priorities: [] },
      },
    ],
    [
      'the campus and its platform',
      '67d2873f1aa7',
      {
        platforms: { dingtalk: { as_of: '2026-01-01', calls: 1, pushes: 2 } },
        campus: { is_cii: true },
      },
    ],
    [
      'one category',
      '87fbd9dbca34',
      {
        categories: [
          { code: 'NA', name: 'x', short: 'y', channel: 'tech', legacy: 'z', examples: [], sub: [] },
        ],
      },
    ],
  ])('a file that says %s has the version %s', (_, version, raw) =>
    expect(rulesFrom(raw).version).toBe(version),
  )

  it('must be whole: what is missing there stands nowhere else', () => {
    const { quiet_hours, remind, ...rest } = law
    const { snooze, ...reminders } = remind
    const missing = (raw: unknown) => mistakesOf(raw, lawOf)
    expect(missing({ ...rest, remind: reminders })).toEqual([
      'remind.snooze 没有写，应为一张表：for、times',
      'quiet_hours 没有写，应为一张表：from、to、levels',
    ])
    expect(missing({}).length).toBe(Object.keys(law).length)
    const { matters: _, ...levels } = law.levels
    expect(missing({ ...law, levels })).toEqual(['levels.matters 没有写，应为一张表'])
    expect(missing({ ...law, categories: law.categories.slice(0, 8) })[0]).toMatch(
      /应为全部十类，缺 FOC、OTH$/,
    )
    expect(missing(law)).toEqual([])
  })

  it('the shipped file has the version 780e6f52b699', async () =>
    expect((await loadRules(SHIPPED)).version).toBe('780e6f52b699'))
})

describe('what may be left out', () => {
  it('by: acknowledgements are owed by the two responsible people, all else by the office', () => {
    const { clocks } = parseRules({
      clocks: [
        { id: 'a', kind: 'acknowledge', within: '1m' },
        { id: 'b', kind: 'grade', within: '1m' },
        report,
        { id: 'd', kind: 'final', to: 'prov-cac', within: '30d' },
      ],
    })
    expect(clocks.map(({ by }) => by)).toEqual([['first', 'direct'], ['office'], ['office'], ['office']])
    expect(clocks.map(({ from }) => from)).toEqual(['reported', 'reported', 'discovered', 'resolved'])
    expect(clocks.map(({ stage }) => stage)).toEqual([undefined, undefined, 'first', 'final'])
    expect(clocks.map(({ statutory }) => statutory)).toEqual([false, false, false, false])
    expect(clocks.map(({ name }) => name)).toEqual(['确认收到', '定级', '首报', '终报'])
  })

  it('single keys of remind, quiet_hours and organization', () => {
    const shipped = parseRules({})
    expect(parseRules({ remind: { overdue_every: '5m' } })).toEqual({
      ...shipped,
      remind: { ...shipped.remind, overdueEveryMs: 5 * MINUTE },
    })
    expect(parseRules({ remind: { ceiling: { count: 3 } } }).remind.ceiling).toEqual({
      count: 3,
      everyMs: 86_400_000,
    })
    expect(parseRules({ quiet_hours: { levels: [] } }).quietHours).toEqual({
      ...shipped.quietHours,
      levels: [],
    })
    expect(parseRules({ organization: { name: '示例大学' } }).organization).toEqual({
      ...shipped.organization,
      name: '示例大学',
    })
  })

  it('a phone number typed without quotes, and an own name of a clock', () => {
    const rules = parseRules({
      authorities: [{ id: 'edu', name: '教育厅', phone: 12387 }],
      clocks: [{ ...report, to: 'edu', name: '口头报告' }],
    })
    expect(rules.authorities[0]?.phone).toBe('12387')
    expect(rules.clocks[0]?.name).toBe('口头报告')
  })

  it('levels: single keys, but none that is unknown', () => {
    expect(parseRules({ levels: { priorities: [] } }).levels).toEqual({
      ...parseRules({}).levels,
      priorities: [],
    })
    expect(mistakesOf({ levels: { level_1: [] } })).toEqual([
      expect.stringContaining('levels.level_1 是不认识的键，应为 questions、matters、predicates、'),
    ])
    expect(mistakesOf({ classified: { to: '保密办' } })).toEqual([
      expect.stringContaining('classified 是不认识的键，应为 organization、'),
    ])
  })

  it('authorities that the shipped clocks need stay, where only others are named', () => {
    const { authorities } = parseRules({ authorities: [{ id: 'edu', name: '自治区教育厅', phone: '0471' }] })
    expect(authorities.find(({ id }) => id === 'edu')).toMatchObject({ phone: '0471', side: 'upper' })
    expect(authorities.map(({ id }) => id)).toEqual(expect.arrayContaining(['prov-cac', 'psb', 'pi-dept']))
  })

  it('the wording of a source without a figure is kept', () => {
    const [clock] = parseRules({ clocks: [{ ...report, within: 'asap', wording: '及时' }] }).clocks
    expect(clock).toMatchObject({ within: { unit: 'asap' }, wording: '及时' })
    expect(mistakesOf({ clocks: [{ ...report, wording: 3 }] })).toEqual([
      'clocks[0].wording 写的是 3，应为一段文字',
    ])
  })

  it('but an empty file is a mistake', async () => {
    expect(await mistakesIn('')).toEqual(['rules.yaml:1 （文件） 是空的，应为一张“键: 值”的表'])
    expect(await mistakesIn('- a\n')).toEqual([expect.stringContaining('应为一张“键: 值”的表')])
    expect(await mistakesIn('{}')).toEqual([])
  })
})

describe('times', () => {
  it.each([
    ['30s', { unit: 'ms', ms: 30_000 }],
    ['15m', { unit: 'ms', ms: 900_000 }],
    ['4h', { unit: 'ms', ms: 14_400_000 }],
    ['30d', { unit: 'ms', ms: 2_592_000_000 }],
    ['1h30m', { unit: 'ms', ms: 5_400_000 }],
    ['1d2h3m4s', { unit: 'ms', ms: 93_784_000 }],
    ['5wd', { unit: 'workdays', days: 5 }],
    ['asap', { unit: 'asap' }],
    ['', undefined],
    ['0m', undefined],
    ['0wd', undefined],
    ['15', undefined],
    ['15min', undefined],
    ['-5m', undefined],
    ['1.5h', undefined],
    ['30m1h', undefined],
    ['1wd2h', undefined],
    ['ASAP', undefined],
    ['99999d', undefined],
  ])('%j → %j', (text, expected) => expect(parseWithin(text)).toEqual(expected))

  it('every sum of days, hours, minutes, seconds is read as that sum', () => {
    const part = fc.integer({ min: 0, max: 99 })
    fc.assert(
      fc.property(part, part, part, part, (d, h, m, s) => {
        expect(parsePeriod(`${d}d${h}h${m}m${s}s`)).toBe((((d * 24 + h) * 60 + m) * 60 + s) * 1000)
      }),
    )
  })
})

describe('mistakes, by path', () => {
  const clock = (row: object) => ({ clocks: [{ id: 'ok', kind: 'grade', within: '1h' }, row] })
  const cases: [string, unknown, string][] = [
    [
      'a notice that goes to nobody',
      { rectification: { clocks: [{ id: 'R', kind: 'report', to: 'moe', within: 'reply' }] } },
      'rectification.clocks[0].to 写的是 "moe"，应为 authorities 里有的编号或 asker（来文单位）',
    ],
    [
      'a clock of notices under the id of another',
      { rectification: { clocks: [{ id: 'ack', kind: 'acknowledge', within: '24h' }] } },
      'rectification.clocks[0].id 写的是 "ack"，应为未用过的编号（clocks 里已有它）',
    ],
    [
      'an incident that is answered by a date of its own',
      clock({ id: 'X', kind: 'internal', within: 'term' }),
      'clocks[1].within 写的是 "term"，应为',
    ],
    ['an unknown key', { quite_hours: {} }, 'quite_hours 是不认识的键，应为 organization、timezone、'],
    [
      'an unknown key of a clock',
      clock({ ...report, witin: '4h' }),
      'clocks[1].witin 是不认识的键，应为 id、name、kind、',
    ],
    [
      'an unknown key of remind',
      { remind: { overdue: '1m' } },
      'remind.overdue 是不认识的键，应为 at、overdue_every、ladder、ceiling、snooze 之一',
    ],
    [
      'an unknown key of the ladder',
      { remind: { ladder: [{ after: '0m', to: ['owner'], urgnt: 'app' }] } },
      'remind.ladder[0].urgnt 是不认识的键，应为 after、to、urgent 之一',
    ],
    [
      'an unknown key of the ceiling',
      { remind: { ceiling: { number: 2 } } },
      'remind.ceiling.number 是不认识的键，应为 count、every 之一',
    ],
    [
      'an unknown key of an authority',
      { authorities: [{ id: 'prov-cac', name: '网信办', tel: '1' }] },
      'authorities[0].tel 是不认识的键，应为 id、name、phone、channels、side 之一',
    ],
    [
      'a malformed within',
      clock({ ...report, within: '15min' }),
      'clocks[1].within 写的是 "15min"，应为 30s、15m、4h、1d 这样的时长，可连写如 1h30m，或 5wd（工作日）、asap（立即）',
    ],
    ['a within without unit', clock({ ...report, within: 15 }), 'clocks[1].within 写的是 15，应为'],
    ['no within', clock({ id: 'x', kind: 'grade' }), 'clocks[1].within 没有写，应为'],
    ['no id', clock({ kind: 'grade', within: '1h' }), 'clocks[1].id 没有写，应为'],
    [
      'an id that would break the name of a duty',
      clock({ id: 'a/b', kind: 'grade', within: '1h' }),
      'clocks[1].id 写的是 "a/b"，应为不含空格和 / 的编号',
    ],
    [
      'an id twice',
      clock({ ...report, id: 'ok' }),
      'clocks[1].id 写的是 "ok"，应为未用过的编号（clocks[0] 已是它）',
    ],
    [
      'an unknown kind',
      clock({ ...report, kind: 'reports' }),
      'clocks[1].kind 写的是 "reports"，应为 acknowledge、grade、report、final、internal 之一',
    ],
    [
      'an unknown stage',
      clock({ ...report, stage: 'second' }),
      'clocks[1].stage 写的是 "second"，应为 first、follow-up、final 之一',
    ],
    [
      'an unknown start',
      clock({ ...report, from: 'closed' }),
      'clocks[1].from 写的是 "closed"，应为 discovered、reported、graded、resolved、classified、news、withdrawn 之一',
    ],
    [
      'an unknown post',
      clock({ ...report, by: ['boss'] }),
      'clocks[1].by[0] 写的是 "boss"，应为 first、direct、office、it_center、publicity、secrecy 之一',
    ],
    [
      'a post twice',
      clock({ ...report, by: ['office', 'office'] }),
      'clocks[1].by 写的是 ["office","office"]，应为每项只写一次',
    ],
    ['nobody', clock({ ...report, by: [] }), 'clocks[1].by 写的是 []，应为至少一项'],
    [
      'a level out of range',
      clock({ ...report, levels: [0] }),
      'clocks[1].levels[0] 写的是 0，应为 1（特别重大）',
    ],
    [
      'no authority',
      clock({ id: 'x', kind: 'report', within: '4h' }),
      'clocks[1].to 没有写，应为 authorities 里有的编号：prov-cac',
    ],
    [
      'no authority of a final report',
      clock({ id: 'x', kind: 'final', within: '4h' }),
      'clocks[1].to 没有写',
    ],
    [
      'an authority that does not exist',
      clock({ ...report, to: 'moe' }),
      'clocks[1].to 写的是 "moe"，应为 authorities 里有的编号：prov-cac',
    ],
    [
      'a final report that is a first one',
      clock({ ...report, kind: 'final', stage: 'first' }),
      'clocks[1].stage 写的是 "first"，应为 final',
    ],
    [
      'a proposal that calls itself law',
      clock({ ...report, statutory: true, confidence: 'D' }),
      'clocks[1].statutory 写的是 true，应为 false：confidence: D 是待网信办核定的建议值',
    ],
    [
      'statutory as a word',
      clock({ ...report, statutory: 'no' }),
      'clocks[1].statutory 写的是 "no"，应为 true 或 false',
    ],
    [
      'an unknown mark',
      clock({ ...report, confidence: 'E' }),
      'clocks[1].confidence 写的是 "E"，应为 A、B、C、D 之一',
    ],
    [
      'a condition of another kind',
      clock({ ...report, when: { pi_persons: { above: 3 } } }),
      'clocks[1].when.pi_persons 写的是 {"above":3}，应为一个值',
    ],
    [
      'an empty condition',
      clock({ ...report, when: { pi_persons: {} } }),
      'clocks[1].when.pi_persons 写的是 {}，应为一个值',
    ],
    [
      'an authority twice',
      {
        authorities: [
          { id: 'prov-cac', name: 'a' },
          { id: 'prov-cac', name: 'b' },
        ],
      },
      'authorities[1].id 写的是 "prov-cac"，应为未用过的编号',
    ],
    [
      'a clock that is met by none',
      clock({ ...report, met_by: ['nothing'] }),
      'clocks[1].met_by[0] 写的是 "nothing"，应为 clocks 里另一项的编号，或 notice、sides：ok、r、notice、sides',
    ],
    [
      'a clock that meets itself',
      clock({ ...report, met_by: ['r'] }),
      'clocks[1].met_by[0] 写的是 "r"，应为 clocks 里另一项的编号',
    ],
    [
      'a proposed figure that calls itself law',
      clock({ ...report, statutory: true, confidence: 'A', figure: 'D' }),
      'clocks[1].statutory 写的是 true，应为 false：figure: D 的时长是建议值',
    ],
    [
      'a condition that only says what is unknown',
      clock({ ...report, when: { crime_suspected: { unknown: false } } }),
      'clocks[1].when.crime_suspected 写的是 {"unknown":false}，应为一个值',
    ],
    [
      'an upward deadline of nobody',
      { upward: [{ id: 'u', of: 'moe', to: 'x', within: '1h', source: 's', confidence: 'A' }] },
      'upward[0].of 写的是 "moe"，应为 authorities 里有的编号',
    ],
    ['a class of incident that is none', { levels: { matters: { XX: [] } } }, 'levels.matters'],
    [
      'a question that is not there',
      { levels: { matters: { DS: ['pi_count'] } } },
      'levels.matters.DS[0] 写的是 "pi_count"，应为 questions 里有的编号',
    ],
    [
      'a predicate of nothing',
      { levels: { predicates: [{ id: 'p', level: 3, text: 't', source: 's', confidence: 'A' }] } },
      'levels.predicates[0] 写的是 {',
    ],
    [
      'a key period that ends before it begins',
      { key_periods: { windows: [{ name: '重保', from: '2026-12-08', to: '2026-12-01' }] } },
      'key_periods.windows[0].to 写的是 "2026-12-01"，应为不早于 from（2026-12-08）的日期',
    ],
    [
      'a time zone that is none',
      { timezone: 'Asia/Hohhot' },
      'timezone 写的是 "Asia/Hohhot"，应为 IANA 时区名，如 Asia/Shanghai',
    ],
    ['a fraction of nothing', { remind: { at: [0, 1] } }, 'remind.at[0] 写的是 0，应为大于 0、不大于 1 的数'],
    [
      'a fraction above 1',
      { remind: { at: [0.5, 1.5] } },
      'remind.at[1] 写的是 1.5，应为大于 0、不大于 1 的数',
    ],
    [
      'falling fractions',
      { remind: { at: [0.5, 0.9, 0.75] } },
      'remind.at[2] 写的是 0.75，应为比前一项大的值',
    ],
    ['equal fractions', { remind: { at: [0.5, 0.5] } }, 'remind.at[1] 写的是 0.5，应为比前一项大的值'],
    ['no rhythm', { remind: { overdue_every: '0m' } }, 'remind.overdue_every 写的是 "0m"，应为'],
    [
      'a rhythm in working days',
      { remind: { overdue_every: '1wd' } },
      'remind.overdue_every 写的是 "1wd"，应为',
    ],
    [
      'a falling ladder',
      {
        remind: {
          ladder: [
            { after: '10m', to: ['owner'] },
            { after: '5m', to: ['owner'] },
          ],
        },
      },
      'remind.ladder[1].after 写的是 "5m"，应为比前一项大的值',
    ],
    [
      'an unknown hearer',
      { remind: { ladder: [{ after: '0m', to: ['rector'] }] } },
      'remind.ladder[0].to[0] 写的是 "rector"，应为 owner、first、direct、office_deputy、',
    ],
    [
      'an unknown urgency',
      { remind: { ladder: [{ after: '0m', to: ['owner'], urgent: 'fax' }] } },
      'remind.ladder[0].urgent 写的是 "fax"，应为 app、sms、phone 之一',
    ],
    [
      'a ceiling of none',
      { remind: { ceiling: { count: 0 } } },
      'remind.ceiling.count 写的是 0，应为不小于 1 的整数',
    ],
    [
      'half a snooze',
      { remind: { snooze: { times: 1.5 } } },
      'remind.snooze.times 写的是 1.5，应为不小于 0 的整数',
    ],
    [
      'a time of day that is none',
      { quiet_hours: { from: '24:00' } },
      'quiet_hours.from 写的是 "24:00"，应为 "22:30" 这样的时刻',
    ],
    [
      'quiet all day or never',
      { quiet_hours: { from: '07:00' } },
      'quiet_hours.to 没有写，应为与 from（07:00）不同的时刻',
    ],
    ['merge_within', { merge_within: 'soon' }, 'merge_within 写的是 "soon"，应为'],
    ['dialog_lapses', { dialog_lapses: null }, 'dialog_lapses 是空的，应为'],
    ['clocks that are no list', { clocks: {} }, 'clocks 写的是 {}，应为一个列表'],
    ['a clock that is no table', { clocks: ['ack'] }, 'clocks[0] 写的是 "ack"，应为一张表'],
  ]
  it.each(cases)('%s', (_, raw, expected) => {
    expect(mistakesOf(raw)).toEqual([expect.stringContaining(expected)])
  })

  it('whatever stands at one place, it is read or it is a mistake: never a crash', async () => {
    const shipped: unknown = parse(await readFile(SHIPPED, 'utf8'))
    const put = (value: unknown, [step, ...rest]: (string | number)[], other: unknown): unknown => {
      if (step === undefined) return other
      if (Array.isArray(value)) return value.map((item, at) => (at === step ? put(item, rest, other) : item))
      return typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value).map(([key, item]) => [key, key === step ? put(item, rest, other) : item]),
          )
        : other
    }
    const places = (value: unknown, path: (string | number)[] = []): (string | number)[][] => [
      path,
      ...(Array.isArray(value)
        ? value.flatMap((item, at) => places(item, [...path, at]))
        : typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]))
          : []),
    ]
    fc.assert(
      fc.property(fc.constantFrom(...places(shipped)), fc.anything(), (path, value) => {
        for (const mistake of mistakesOf(put(shipped, path, value))) expect(mistake).toContain('应为')
      }),
      { numRuns: 2000, examples: [[['levels', 'questions', 4, 'options', '疑似'], { toString: [] }]] },
    )
  })

  // what can't be written as a word, where a word or a length is looked for
  const wordless = { toString: 1, valueOf: 1 }
  const choosing = { id: 'q', ask: '哪一个', kind: 'choice', options: { 甲: wordless } }
  it.each<[string, object]>([
    [
      'levels.questions[0].options.甲',
      { levels: { questions: [choosing], predicates: [{ any: [{ q: true }] }] } },
    ],
    ['edition', { edition: { length: wordless } }],
    ['clocks', { clocks: { length: wordless } }],
    ['levels.predicates[0].any', { levels: { predicates: [{ any: { length: wordless } }] } }],
    ['remind.ladder[0].to', { remind: { ladder: [{ to: { length: wordless } }] } }],
    ['calendar.2027.holidays', { calendar: { 2027: { holidays: { length: wordless } } } }],
  ])('a table that is no word, at %s, is a mistake as any other', (place, raw) => {
    const named = mistakesOf(raw).map((mistake) => mistake.split(' ')[0])
    expect(named).toContain(place)
  })

  it('are Mistakes, as those of the directory are', () => {
    expect(() => parseRules({ timezone: 'nowhere' })).toThrow(Mistakes)
  })

  it('all at once: a mistake of form hides none between the parts', () => {
    const paths = mistakesOf({
      timezone: 'nowhere',
      colour: 'red',
      clocks: [
        { id: 'a', kind: 'report', within: 'x', to: 'nobody' },
        { id: 'a', kind: 'final', within: '1d' },
      ],
      remind: {
        at: [0.9, 0.5],
        ladder: [
          { after: '1h', to: ['owner'] },
          { after: '1m', to: ['x'] },
        ],
      },
    }).map((mistake) => mistake.split(' ')[0])
    expect(new Set(paths)).toEqual(
      new Set([
        'timezone',
        'colour',
        'clocks[0].within',
        'clocks[0].to',
        'clocks[1].id',
        'clocks[1].to',
        'remind.at[1]',
        'remind.ladder[1].after',
        'remind.ladder[1].to[0]',
      ]),
    )
  })
})

describe('mistakes, by line', () => {
  it('each with its line, in order; a missing key at what should hold it', async () => {
    const text = EXAMPLE.replace('within: 4h', 'within: 4 h')
      .replace('    kind: acknowledge', '    knd: acknowledge')
      .replace('    to: prov-cac', '    to: moe')
      .replace('Asia/Shanghai', 'Asia/Hohhot')
      .replace('{after: 30m, to: [owner, ', '{after: 30m, to: [ownr, ')
    expect((await mistakesIn(text)).map((mistake) => mistake.split(' ').slice(0, 2).join(' '))).toEqual([
      'rules.yaml:2 timezone',
      'rules.yaml:6 clocks[0].kind',
      'rules.yaml:7 clocks[0].knd',
      'rules.yaml:15 clocks[1].to',
      'rules.yaml:19 clocks[1].within',
      'rules.yaml:28 remind.ladder[2].to[0]',
    ])
  })

  it('a key twice', async () => {
    expect(await mistakesIn(`${EXAMPLE}timezone: UTC\n`)).toEqual([
      'rules.yaml:31 同一个键写了两次，应只写一次',
    ])
    expect(await mistakesIn(EXAMPLE.replace('    within: 4h', '    within: 4h\n    within: 5h'))).toEqual([
      'rules.yaml:20 同一个键写了两次，应只写一次',
    ])
  })

  it('what is no YAML', async () => {
    expect(await mistakesIn(EXAMPLE.replace('levels: [1, 2, 3] ', 'levels: [1, 2, 3 '))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^rules\.yaml:1[67] 不是正确的 YAML/)]),
    )
    expect(await mistakesIn('timezone: *nowhere\n')).toEqual([
      expect.stringMatching(/^rules\.yaml:1 不是正确的 YAML/),
    ])
    expect(await mistakesIn('timezone: UTC\nclocks: &c\n  - *c\n')).toEqual([
      expect.stringMatching(/^rules\.yaml:\d clocks\[0\] 写的是 包含自身的值，应为一张表/),
    ])
    expect(await mistakesIn('remind: {at: [.nan]}\n')).toEqual([
      'rules.yaml:1 remind.at[0] 写的是 NaN，应为大于 0、不大于 1 的数',
    ])
    expect(await mistakesIn(Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xff]))).toEqual([
      expect.stringContaining('不是 UTF-8 编码'),
    ])
  })

  it('a BOM and CRLF are no mistake', async () => {
    const plain = await loadRules(await file(EXAMPLE))
    expect(await loadRules(await file(`\uFEFF${EXAMPLE.replaceAll('\n', '\r\n')}`))).toEqual(plain)
  })

  it('no file', async () => {
    await expect(loadRules(join(home, 'nowhere.yaml'))).rejects.toThrow(/nowhere\.yaml 读不到/)
    expect(() => readRulesFile(join(home, 'nowhere.yaml'))).toThrow(Mistakes)
  })

  it('readRulesFile gives what is written, unchecked', async () => {
    expect(readRulesFile(await file('colour: red\n'))).toEqual({ colour: 'red' })
  })
})

describe('holds', () => {
  it.each<[When, Facts, boolean]>([
    [{}, {}, true],
    [{ is_cii: false }, { is_cii: false }, true],
    [{ is_cii: false }, { is_cii: true }, false],
    [{ is_cii: true }, { is_cii: false }, false],
    [{ category: 'malware' }, { category: 'fault' }, false],
    [{ pi_persons: { gte: 1 } }, { pi_persons: 1 }, true],
    [{ pi_persons: { gte: 1 } }, { pi_persons: 0 }, false],
    [{ pi_persons: { gt: 0 } }, { pi_persons: 0 }, false],
    [{ outage_minutes: { lt: 30 } }, { outage_minutes: 30 }, false],
    [{ outage_minutes: { lt: 30 } }, { outage_minutes: 29 }, true],
    [{ outage_minutes: { lte: 30 } }, { outage_minutes: 30 }, true],
    [{ outage_minutes: { gte: 10, lt: 30 } }, { outage_minutes: 40 }, false],
    [{ a: true, b: true }, { a: true, b: false }, false],
    [{ crime_suspected: true }, {}, true],
    [{ crime_suspected: true }, { crime_suspected: 'unknown' }, true],
    [{ crime_suspected: true }, { crime_suspected: null }, true],
    [{ pi_persons: { gte: 1 } }, { pi_persons: 'unknown' }, true],
    [{ pi_persons: { gte: 1 } }, { pi_persons: Number.NaN }, true],
    [{ a: true, b: true }, { b: false }, false],
    [{ crime_suspected: { is: true, unknown: false } }, { crime_suspected: true }, true],
    [{ crime_suspected: { is: true, unknown: false } }, { crime_suspected: 'unknown' }, false],
    [{ crime_suspected: { is: true, unknown: false } }, {}, false],
    [{ pi_persons: { gt: 0, unasked: false } }, { pi_persons: 1 }, true],
    [{ pi_persons: { gt: 0, unasked: false } }, { pi_persons: 'unknown' }, true],
    [{ pi_persons: { gt: 0, unasked: false } }, {}, false],
    [{ important_data: { in: [true, 'core'] } }, { important_data: 'core' }, true],
    [{ important_data: { in: [true, 'core'] } }, { important_data: 'suspected' }, false],
  ])('%j of %j → %s', (when, facts, expected) => expect(holds(when, facts)).toBe(expected))
})

describe('the holidays of a year', () => {
  const table = (holidays: string, workdays = '[]') =>
    `timezone: Asia/Shanghai\ncalendar:\n  2027:\n    holidays: ${holidays}\n    workdays: ${workdays}\n`
  it('are dates of that year, and of 元旦’s exchange before it', async () => {
    const path = await file(table('[2027-01-01, 2026-12-31]', '["2026-12-27"]'))
    expect((await loadRules(path)).calendar).toEqual({
      2027: { holidays: ['2027-01-01', '2026-12-31'], workdays: ['2026-12-27'] },
    })
  })
  it.each([
    [table('[2027-02-31]'), 'rules.yaml:4 calendar.2027.holidays[0] 写的是 "2027-02-31"，应为'],
    [table('[2027-1-1]'), 'rules.yaml:4 calendar.2027.holidays[0]'],
    [table('[2028-01-01]'), 'rules.yaml:4 calendar.2027.holidays[0] 写的是 "2028-01-01"，应为 2027 年的日期'],
    [table('[2026-12-01]'), 'rules.yaml:4 calendar.2027.holidays[0]'],
    [table('[2027-02-06]', '[2027-02-06]'), 'rules.yaml:5 calendar.2027.workdays[0]'],
    [table('[2027-01-01, 2027-01-01]'), 'rules.yaml:4 calendar.2027.holidays[1]'],
    [
      table('[2027-01-01]', '[2027-02-19]'),
      'rules.yaml:5 calendar.2027.workdays[0] 写的是 "2027-02-19"，应为周六',
    ],
    [table('[]'), 'rules.yaml:4 calendar.2027.holidays'],
    [table('2027-01-01'), 'rules.yaml:4 calendar.2027.holidays'],
    ['calendar: {27: {holidays: [2027-01-01], workdays: []}}', 'rules.yaml:1 calendar.27'],
    ['calendar: {2027: {holidays: [2027-01-01]}}', 'rules.yaml:1 calendar.2027.workdays 没有写'],
    ['calendar: {2027: {holidays: [2027-01-01], workdays: [], more: []}}', 'rules.yaml:1 calendar.2027.more'],
    ['calendar: []', 'rules.yaml:1 calendar 写的是 []'],
  ])('%j is refused with its line', async (text, mistake) => {
    const mistakes = await mistakesIn(text)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(mistake)
  })
})

describe('a fact or a value that there is not', () => {
  const clock = (when: unknown) => ({ clocks: [{ ...report, when }] })
  it.each([
    ['campus: {is_cii: no}', 'rules.yaml:1 campus.is_cii'],
    ['campus: {is_cii: 否}', 'campus.is_cii'],
    ['campus: {is_cii: "false"}', 'campus.is_cii'],
    ['campus: {is_cii: 0}', 'campus.is_cii'],
    ['campus: {is_ciii: true}', 'campus.is_ciii'],
    ['accountability: [{item: 一, text: 二, any: [{tamperd: true}]}]', 'accountability[0].any[0].tamperd'],
  ])('%s is named by its path', async (text, place) => {
    const mistakes = await mistakesIn(text)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(place)
  })
  it.each([
    [{ is_cii: 'no' }, 'clocks[0].when.is_cii'],
    [{ is_cii: { is: 'false' } }, 'clocks[0].when.is_cii.is'],
    [{ is_cii: { gte: 1 } }, 'clocks[0].when.is_cii'],
    [{ is_ciii: false }, 'clocks[0].when.is_ciii'],
    [{ people_affected: '1000人' }, 'clocks[0].when.people_affected'],
    [{ harmful_content: '是' }, 'clocks[0].when.harmful_content'],
    [{ category: 'DSS' }, 'clocks[0].when.category'],
    [{ notified_by: { in: ['网信', '公安部'] } }, 'clocks[0].when.notified_by.in[1]'],
  ])('%j asks for what never is', (when, place) => {
    const mistakes = mistakesOf(clock(when))
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]?.startsWith(`${place} 写的是`)).toBe(true)
  })
  it.each([
    [{ is_cii: false, people_affected: { gte: 1000 }, data_event: true, key_period: true }],
    [{ important_data: 'suspected', notified_by: { in: ['网信', '公安'] }, category: 'DS' }],
    [{ system: '教务系统', outage_minutes: 0, loss_yuan: { gt: 0, unknown: false } }],
  ])('%j may be asked', (when) => expect(mistakesOf(clock(when))).toEqual([]))
  it('a fact of the campus’s own is one, as soon as something asks for it', () => {
    const own = { campus: { has_hospital: true }, clocks: [{ ...report, when: { has_hospital: true } }] }
    expect(mistakesOf(own)).toEqual([])
  })
})

// Does the series of reports go on as the 办法 says: what is new is told again, numbered, and what is unknown says 不详?
import { describe, expect, it } from 'vitest'
import { actions } from '../../handlers/actions/index.js'
import { duties } from '../../rules/duties.js'
import { reportingOf } from '../../rules/owners.js'
import { evolve } from '../../store/matter.js'
import type { Event, Incident, Report } from '../../store/schema.js'
import { contentOf } from '../../templates/documents/document.js'
import { dutyName } from '../../templates/plain.js'
import { firstReport, owedLine } from '../../templates/series.js'
import { at, HOUR, incidentOf, T0, worldAt } from './ground.js'

const by = { id: 'P007', name: '钱小雨' }
const party = { ...by, office: true, leader: false }
const receipt = { channel: '电话', sent_at: at(T0), received_by: '王科长' }
const submitted = (duty: string): Event => ({ type: 'submitted', at: at(T0), by, duty, receipt })
const returned = (duty: string): Event => ({ type: 'returned', at: at(T0), by, duty, reason: '有误' })
const corrected: Event = {
  type: 'corrected',
  at: at(T0 + HOUR),
  by,
  field: 'impact',
  value: '扩大',
  reason: '核实',
}
const regraded: Event = { type: 'graded', at: at(T0 + HOUR), by, level: 2, previous: 3, reason: '扩大' }
const called: Event = { type: 'follow-up-called', at: at(T0 + HOUR), by, reason: '查明' }
const FIRST = 'NAT-OTHER-4H/office'

const incidentAfter = (...events: Event[]): Incident => events.reduce(evolve, incidentOf({ level: 3 }))
const followUps = (incident: Incident) =>
  duties(incident, worldAt(T0)).filter(({ clock }) => clock.id === 'NAT-SUPPLEMENT')

describe('NAT-SUPPLEMENT — 国家网络安全事件报告管理办法 第七条', () => {
  it('nothing new, or no first report yet: none', () => {
    expect(followUps(incidentAfter())).toEqual([])
    expect(followUps(incidentAfter(submitted(FIRST)))).toEqual([])
    expect(followUps(incidentAfter(corrected, regraded, called))).toEqual([])
    expect(followUps(incidentAfter(corrected, submitted(FIRST)))).toEqual([])
    expect(followUps(incidentAfter(submitted('EDU-EMERG/office'), corrected))).toEqual([])
  })
  it.each([
    ['更正', corrected],
    ['改级', regraded],
    ['登记续报', called],
  ])('%s after the first report: the first follow-up, from that moment', (_, news) => {
    const [one, ...more] = followUps(incidentAfter(submitted(FIRST), news))
    expect(more).toEqual([])
    expect(one).toMatchObject({
      id: 'NAT-SUPPLEMENT/office/1',
      nth: 1,
      from: at(T0 + HOUR),
      due: at(T0 + 3 * HOUR),
    })
    expect(one && dutyName(one)).toBe('第 1 次续报（自治区党委网信办）')
  })
  it('what is new before it was sent belongs to it; afterwards begins the second', () => {
    const sent = submitted('NAT-SUPPLEMENT/office/1')
    expect(followUps(incidentAfter(submitted(FIRST), corrected, called))).toHaveLength(1)
    expect(followUps(incidentAfter(submitted(FIRST), corrected, sent))).toHaveLength(1)
    expect(followUps(incidentAfter(submitted(FIRST), corrected, sent, called)).map(({ id }) => id)).toEqual([
      'NAT-SUPPLEMENT/office/1',
      'NAT-SUPPLEMENT/office/2',
    ])
  })
  it('goes where the first report went, and nowhere else; to 教育厅 when its 事中情况报告 is out (原渠道, 办法 第八条)', () => {
    const to = (...events: Event[]) =>
      duties(incidentAfter(...events), worldAt(T0))
        .filter(({ clock }) => clock.from === 'news')
        .map(({ authority }) => authority?.id)
    const [edu, mid, local] = ['EDU-EMERG/office', 'EDU-MID-8H/office', 'SEED-UP-LOCAL/office'].map(submitted)
    if (!edu || !mid || !local) throw new Error('three receipts')
    expect(to(submitted(FIRST), called)).toEqual(['prov-cac'])
    expect(to(submitted(FIRST), edu, called)).toEqual(['prov-cac'])
    expect(to(edu, mid, called)).toEqual(['edu'])
    expect(to(submitted(FIRST), edu, mid, local, called)).toEqual(['prov-cac', 'edu', 'local'])
  })
  it('a receipt that came back is the same follow-up still', () => {
    const one = 'NAT-SUPPLEMENT/office/1'
    const found = followUps(incidentAfter(submitted(FIRST), corrected, submitted(one), returned(one)))
    expect(found.map(({ id, done }) => [id, done])).toEqual([[one, undefined]])
  })
  it('at 一般, too: who has the briefing is told what is new (原渠道)', () => {
    const general = incidentOf({ level: 4 })
    const briefed = submitted('INT-GENERAL-24H/office')
    expect(followUps([briefed].reduce(evolve, general))).toEqual([])
    expect(followUps([briefed, corrected].reduce(evolve, general)).map(({ id }) => id)).toEqual([
      'NAT-SUPPLEMENT/office/1',
    ])
  })
  it('whoever took a first report is told, under whatever level or clock it was made', () => {
    const to = (incident: Incident, ...events: Event[]) =>
      duties(events.reduce(evolve, incident), worldAt(T0))
        .filter(({ clock, done }) => clock.from === 'news' && !done)
        .map(({ authority }) => authority?.id)
    const lowered: Event = { type: 'graded', at: at(T0 + HOUR), by, level: 4, previous: 3 }
    const report = { crime_suspected: true, pi_persons: 5 }
    const made = ['PS-CASE-24H/office', 'PI-NOTIFY/office', 'SEED-UP-LOCAL/office'].map(submitted)
    expect(to(incidentOf({ level: 3, report }), submitted(FIRST), ...made, lowered)).toEqual([
      'prov-cac',
      'psb',
      'local',
      'pi-dept',
    ])
    const noCrime: Event = { ...corrected, field: 'crime_suspected', value: false }
    expect(to(incidentOf({ level: 4, report }), submitted('PS-CASE-24H/office'), noCrime)).toEqual(['psb'])
    expect(to(incidentOf({ level: 3 }), submitted(FIRST), returned(FIRST), called)).toEqual([])
  })
  it('a false alarm that was none is told to whoever believes in it, at 一般, too', () => {
    const [brief, retract] = ['INT-GENERAL-24H/office', 'RETRACT/office/prov-cac']
    const confirmed = (duty: string): Event => ({
      type: 'confirmed',
      at: at(T0),
      by: { id: 'P008', name: '冯一鸣' },
      duty,
    })
    const story: Event[] = [
      submitted(brief),
      confirmed(brief),
      { type: 'withdrawn', at: at(T0), by, reason: '误报' },
      submitted(retract),
      confirmed(retract),
      { type: 'reopened', at: at(T0 + HOUR), by, reason: '不是误报', revoked: true },
    ]
    expect(followUps(story.reduce(evolve, incidentOf({ level: 4 })))).toMatchObject([
      { id: 'NAT-SUPPLEMENT/office/1', from: at(T0 + HOUR) },
    ])
  })
  it('the office calls it, with words, after a first report', () => {
    expect(
      actions.follow_up.decide({
        by: party,
        incident: incidentAfter(),
        world: worldAt(T0),
        answers: { reason: '新' },
      }),
    ).toMatchObject({
      refusal: { why: 'no-first-report' },
    })
    expect(
      actions.follow_up.decide({
        by: party,
        incident: incidentAfter(submitted(FIRST)),
        world: worldAt(T0),
        answers: { reason: ' ' },
      }),
    ).toEqual({
      kind: 'form',
    })
    const other = { ...party, office: false }
    expect(
      actions.follow_up.decide({
        by: other,
        incident: incidentAfter(submitted(FIRST)),
        world: worldAt(T0),
        answers: { reason: '新' },
      }).kind,
    ).toBe('refuse')
  })
})

describe('who took the first report is told the rest — 细则 第十三条: 公安 or 属地网信, one is enough', () => {
  const confirmed = (duty: string): Event[] => [
    submitted(duty),
    { type: 'confirmed', at: at(T0), by: { id: 'P008', name: '冯一鸣' }, duty },
  ]
  const dutiesAfter = (one: Parameters<typeof incidentOf>[0], ...events: Event[]) =>
    duties(events.reduce(evolve, incidentOf(one)), worldAt(T0 + HOUR))
  /** What is still to be reported at this stage, and to whom. */
  const open = (stage: string, found: ReturnType<typeof dutiesAfter>) =>
    found
      .filter(({ clock, done }) => clock.stage === stage && clock.from !== 'news' && !done)
      .map(({ id, authority }) => `${id} → ${authority?.id}`)
  const news = (found: ReturnType<typeof dutiesAfter>) =>
    found.filter(({ clock, done }) => clock.from === 'news' && !done).map(({ authority }) => authority?.id)
  const crime = { crime_suspected: true }
  const resolved: Event = { type: 'resolved', at: at(T0), by }
  const fact = (field: 'crime_suspected' | 'category', value: boolean | string): Event => ({
    ...corrected,
    field,
    value,
  })

  it('一般 with a 报案: how it was handled goes to 公安, which took the first report', () => {
    const ended = open(
      'final',
      dutiesAfter({ level: 4, report: crime }, ...confirmed('PS-CASE-24H/office'), resolved),
    )
    expect(ended).toEqual([
      'INT-GENERAL-END/office → prov-cac',
      'INT-GENERAL-END-EDU/office → edu',
      'INT-GENERAL-END-LOCAL/office/psb → psb',
    ])
    expect(open('final', dutiesAfter({ level: 4, report: crime }, resolved))).toContain(
      'INT-GENERAL-END-LOCAL/office/psb → psb', // it is the one that is to get the first
    )
    expect(open('final', dutiesAfter({ level: 4 }, resolved))).toContain(
      'INT-GENERAL-END-LOCAL/office → local',
    )
  })
  it('and stays there, whatever is found out and graded afterwards', () => {
    const end = 'INT-GENERAL-END-LOCAL/office/psb'
    const story = [...confirmed('PS-CASE-24H/office'), resolved, ...confirmed(end)]
    const noCrime = fact('crime_suspected', false)
    expect(open('final', dutiesAfter({ level: 4, report: crime }, ...story, noCrime))).not.toContain(
      'INT-GENERAL-END-LOCAL/office → local',
    )
    const short = dutiesAfter({ level: 4, report: crime }, ...story, { ...regraded, level: 3, previous: 4 })
    expect(open('final', short)).toContain('SEED-UP-LOCAL-END/office/psb → psb') // the short one is not the full one
  })
  it('较大 with a confirmed 报案: the 属地 side knows, and is told the end there; until then it is asked for', () => {
    const local = (found: ReturnType<typeof dutiesAfter>) =>
      found.find(({ clock }) => clock.id === 'SEED-UP-LOCAL')
    const before = dutiesAfter({ level: 3, report: crime }, submitted('PS-CASE-24H/office'))
    expect(local(before)).toMatchObject({ authority: { id: 'local' } })
    expect(local(before)?.done).toBeUndefined()
    const told = dutiesAfter({ level: 3, report: crime }, ...confirmed('PS-CASE-24H/office'), resolved)
    expect(local(told)).toMatchObject({ authority: { id: 'psb' }, counted: 'PS-CASE-24H/office' })
    expect(local(told)?.done).toBeDefined()
    expect(open('final', told)).toContain('SEED-UP-LOCAL-END/office/psb → psb')
  })
  it('what a statute asks of one authority is owed, whoever else knows', () => {
    const found = dutiesAfter(
      { level: 3 },
      ...confirmed('SEED-UP-LOCAL/office'),
      fact('crime_suspected', true),
    )
    expect(open('first', found)).toContain('PS-CASE-24H/office → psb')
    expect(news(found)).toEqual(['local'])
  })
  it.each([
    [
      'no crime after all',
      { level: 4, report: crime },
      'PS-CASE-24H/office',
      fact('crime_suspected', false),
      'local',
      'psb',
    ],
    ['数据安全 after all', { level: 4 }, 'INT-GENERAL-EDU/office', fact('category', 'DS'), 'edu', 'edu'],
    [
      'no 数据安全',
      { level: 4, report: { category: 'DS' } },
      'DATA-REPORT/office',
      fact('category', 'NA'),
      'edu',
      'edu',
    ],
    ['信息内容 after all', { level: 3 }, 'EDU-EMERG/office', fact('category', 'IC'), 'edu', 'edu'],
    [
      'no 信息内容',
      { level: 3, report: { category: 'IC' } },
      'SEED-UP-EDU/office',
      fact('category', 'NA'),
      'edu',
      undefined,
    ],
  ] as const)(
    '更正: %s — no second first report to who knows, a 续报 instead',
    (_, one, made, event, to, told) => {
      expect(open('first', dutiesAfter(one, event)).map((line) => line.split(' → ')[1])).toContain(to)
      const found = dutiesAfter(one, ...confirmed(made), event)
      expect(open('first', found).map((line) => line.split(' → ')[1])).not.toContain(to)
      // what the 事中情况报告 is still to say is said there
      expect(news(found)).toEqual(told ? [told] : [])
    },
  )
  it('a receipt that waits when the facts change is still to be confirmed, and counts then', () => {
    const found = dutiesAfter(
      { level: 4, report: crime },
      submitted('PS-CASE-24H/office'),
      fact('crime_suspected', false),
    )
    expect(found.filter(({ kept }) => kept).map(({ id }) => id)).toEqual(['PS-CASE-24H/office'])
  })
})

describe('the first report — 办法 第七条第二款: never held back for what is missing', () => {
  it('is one paragraph that can be read aloud, and says 不详', () => {
    const text = firstReport(incidentOf(), worldAt(T0))
    expect(text).not.toContain('\n')
    expect(text).toContain('事发单位信息学院，系统不详；11月24日 08:00发现，发生时间不详，地点不详')
    expect(text).toContain('级别：待定，正在研判')
    expect(text).toContain('联系人钱小雨，电话10000000007')
  })
  it('lists what is still owed', () => {
    const owed = (report: Partial<Report>) => owedLine(incidentOf({ report }), 'first', worldAt(T0))
    expect(owed({ impact: '打不开' })).toBe('尚欠：发生时间、发生地点、系统名称、事件类型、已采取措施')
    expect(owed({ ransomware: true })).toContain('赎金金额、支付方式和日期')
    expect(owed({ ransomware: true, ransom: '2 个比特币' })).not.toContain('赎金')
  })
  it('says what was noted, found out or told by another reporter, and owes it no more; a level in doubt is none', () => {
    const noted = (text: string): Event => ({ type: 'noted', at: at(T0), by, text })
    const incident = incidentAfter(
      noted('影响：选课停止（13900001111）'),
      noted('措施：已断网'),
      { type: 'assessed', at: at(T0), by, facts: { pi_persons: 6000 } },
      { type: 'joined', at: at(T0), by, report: { unit: 'U006', summary: '同一事', place: '机房' } },
      { type: 'level-raised', at: at(T0), level: 2, basis: [], previous: 3 },
    )
    const text = firstReport(incident, worldAt(T0))
    for (const words of [
      '地点机房',
      '级别：待定，正在研判',
      '影响和危害：选课停止（139****1111）',
      '已采取措施：已断网',
      '涉及个人信息6000 人',
    ])
      expect(text).toContain(words)
    expect(owedLine(incident, 'first', worldAt(T0))).toBe('尚欠：发生时间、系统名称、事件类型')
    const script = contentOf('script', incident, worldAt(T0)).blocks[0]
    expect(script?.kind === 'text' && script.paragraphs[0]).toMatch(
      /事件级别：待定，正在研判。.*已采取的措施及效果：已断网。/u,
    )
  })
})

describe('the final report — 办法 第八条', () => {
  const form = { cause_final: '弱口令', accountability: '约谈', lessons: '定期检查，密码：abc12345' }
  it('owes cause, recovery, rectification, accountability and lessons until they are written', () => {
    const decision = actions.write_final.decide({
      by: party,
      incident: incidentAfter(),
      world: worldAt(T0),
      answers: form,
    })
    if (decision.kind !== 'record') throw new Error('recorded')
    const incident = decision.events.reduce(evolve, incidentAfter())
    const owed = (...more: Event[]) => owedLine(more.reduce(evolve, incident), 'final', worldAt(T0))
    expect(owed()).toContain('影响与恢复情况、安全整改措施')
    expect(owed()).not.toContain('教训')
    expect(owed({ type: 'noted', at: at(T0), by, text: '整改：强制改密' })).not.toContain('安全整改措施')
    expect(JSON.stringify(incident)).not.toContain('abc12345')
  })
  it('nothing written is nothing recorded', () => {
    expect(
      actions.write_final.decide({ by: party, incident: incidentAfter(), world: worldAt(T0), answers: {} }),
    ).toMatchObject({
      refusal: { why: 'nothing-answered' },
    })
  })
})

describe('上报责任人 — 细则 第九条、第十条、第十一条、第十三条', () => {
  it('is always one named person and one deputy: the first two of the office, else those appointed', () => {
    expect(reportingOf(incidentAfter(), worldAt(T0))).toMatchObject({
      officer: { name: '钱小雨' },
      deputy: { name: '冯一鸣' },
    })
    const appointed: Event = {
      type: 'appointed',
      at: at(T0),
      by,
      officer: { id: 'P008', name: '冯一鸣' },
      deputy: by,
    }
    const incident = incidentAfter(appointed)
    const owed = duties(incident, worldAt(T0)).find(({ id }) => id === FIRST)
    expect(owed?.owners.map(({ name }) => name)).toEqual(['冯一鸣', '钱小雨'])
  })
})

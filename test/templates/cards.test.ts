// What does one card say to one reader at one moment? Cases that a whole scene would only reach by accident.
import { describe, expect, it } from 'vitest'
import { hereOf } from '../../bot/turn/drawing.js'
import type { Rules } from '../../rules/rules.js'
import { evolve } from '../../store/matter.js'
import type { Event, Incident, View } from '../../store/schema.js'
import type { Card } from '../../templates/card.js'
import { render } from '../../templates/cards.js'
import { at, incidentOf, MINUTE, rules, T0, worldAt } from '../rules/ground.js'

const officer = { id: 'P007', name: '钱小雨', office: true, leader: false }
const other = { id: 'P008', name: '冯一鸣', office: true, leader: false }
const reporter = { id: 's', name: '刘老师', office: false, leader: false }
const FIRST_REPORT = 'NAT-OTHER-4H/office'

const drawn = (
  view: View,
  incident: Incident,
  reader: typeof officer,
  ms: number,
  law: Rules = rules,
): Card => {
  const rendered = render(view, reader, hereOf(worldAt(ms, law, incident)))
  if (!rendered || !('card' in rendered)) throw new Error('not a card')
  return rendered.card
}
const withEvents = (incident: Incident, ...events: Event[]): Incident => events.reduce(evolve, incident)

describe('立即', () => {
  const law: Rules = {
    ...rules,
    clocks: rules.clocks.map((clock) =>
      `${clock.id}/office` === FIRST_REPORT ? { ...clock, within: { unit: 'asap' } } : clock,
    ),
  }
  const incident = incidentOf({ level: 3 })
  const duty: View = { view: 'duty', incident: incident.id, duties: [FIRST_REPORT] }
  const reminder: View = { ...duty, view: 'reminder', nth: 1, role: 'owner' }

  it('is not late in the second in which its owner hears of it', () => {
    const card = drawn(duty, incident, officer, T0, law)
    expect(card.lead).toBe('请立即向自治区党委网信办报送首报（发现时间 11月24日 08:00）')
    expect(card.tone).toBe('orange')
    expect(drawn(reminder, incident, officer, T0, law).title).not.toContain('⚠')
    const list = drawn({ view: 'list', filter: '超期' }, incident, officer, T0, law)
    expect(list.lead).toBe('没有符合条件的事件')
  })

  it('is red from the first step after that, and says how long ago it began', () => {
    const card = drawn(duty, incident, officer, T0 + 10 * MINUTE, law)
    expect(card.lead).toBe(
      '请立即向自治区党委网信办报送首报（发现时间 11月24日 08:00，截至 11月24日 08:10 已过 10 分钟）',
    )
    expect(card.tone).toBe('red')
    expect(drawn(reminder, incident, officer, T0 + 10 * MINUTE, law).title).toContain('⚠')
    const leader = { id: 'P004', name: '周立新', office: false, leader: true }
    const above: View = { ...duty, view: 'reminder', nth: 2, role: 'above' }
    expect(drawn(above, incident, leader, T0 + 10 * MINUTE, law).lead).toContain(
      '应立即办理（发现时间 11月24日 08:00，截至 11月24日 08:10 已过 10 分钟）',
    )
  })
})

describe('the reminder of a duty whose receipt was entered', () => {
  const incident = withEvents(incidentOf({ level: 3 }), {
    type: 'submitted',
    at: at(T0),
    by: { id: officer.id, name: officer.name },
    duty: FIRST_REPORT,
    receipt: { channel: '电话', sent_at: at(T0), received_by: '王科长' },
  })
  const view: View = {
    view: 'reminder',
    incident: incident.id,
    duties: [FIRST_REPORT],
    nth: 2,
    role: 'owner',
  }
  const LATE = T0 + 5 * 60 * MINUTE

  it('leaves nothing to press for the one who entered it', () => {
    const card = drawn(view, incident, officer, LATE)
    expect(card.lead).toBe('自治区党委网信办的首报回执已由钱小雨填写，待核实：须由冯一鸣或网信办其他同志核实')
    expect(card.tone).toBe('blue')
    expect(card.actions).toEqual([])
    const asked = drawn(
      { view: 'duty', incident: incident.id, duties: [FIRST_REPORT] },
      incident,
      officer,
      LATE,
    )
    expect([asked.tone, asked.lead]).toEqual(['blue', card.lead])
  })

  it('asks the other officers to confirm it', () => {
    const card = drawn(view, incident, other, LATE)
    expect(card.lead).toContain('请核实自治区党委网信办的首报回执（钱小雨填写）')
    expect(card.actions[0]).toMatchObject({ label: '核实回执', primary: true })
  })
})

describe('several reports on one card', () => {
  const incident = withEvents(
    incidentOf({ level: 1, report: { harmful_content: true, crime_suspected: true } }),
    {
      type: 'submitted',
      at: at(T0),
      by: { id: officer.id, name: officer.name },
      duty: FIRST_REPORT,
      receipt: { channel: '电话', sent_at: at(T0), received_by: '王科长' },
    },
  )
  const reports = [FIRST_REPORT, 'PS-CASE-24H/office', 'PS-CONTENT-24H/publicity']
  const view: View = { view: 'duty', incident: incident.id, duties: reports }

  it('asks 宣传部 for its own only', () => {
    const card = drawn(view, incident, { id: 'P011', name: '卫佳宁', office: false, leader: false }, T0)
    expect(card.lead).toContain('请向属地公安机关网安部门报送有害信息报告')
    expect(card.body).not.toContain('报案')
    expect(card.actions.map(({ label, value }) => [label, value.duty])).toEqual([
      ['填写回执', 'PS-CONTENT-24H/publicity'],
    ])
  })

  it('names every report but the one in the lead', () => {
    const card = drawn(view, incident, other, T0)
    expect(card.lead).toContain('请核实自治区党委网信办的首报回执')
    expect(card.actions.map(({ label }) => label)).toEqual([
      '核实回执',
      '退回',
      '填写回执：报案',
      '填写回执：有害信息报告',
    ])
  })
})

describe('the line of the two responsible people', () => {
  const lost = (...people: [string, string][]): Event[] =>
    people.map(([id, name]) => ({
      type: 'undeliverable',
      at: at(T0),
      notice: `card/${id}`,
      to: { id, name },
      what: '事件通知',
      reason: '对方不可达',
    }))
  const line = (incident: Incident): string | undefined =>
    drawn({ view: 'incident', incident: incident.id }, incident, other, T0 + MINUTE)
      .body?.split('\n')
      .find((text) => text.startsWith('第一责任人'))

  it('says who could not be reached and who acts instead', () => {
    expect(line(withEvents(incidentOf(), ...lost(['P014', '张伟'])))).toBe(
      '第一责任人张伟（未送达），由李建国办理，尚未确认；直接责任人李建国尚未确认',
    )
  })

  it('never names as acting somebody who is out of reach too', () => {
    expect(line(withEvents(incidentOf(), ...lost(['P014', '张伟'], ['P015', '李建国'])))).toBe(
      '第一责任人张伟（未送达），由钱小雨、冯一鸣办理，尚未确认；直接责任人李建国（未送达），由钱小雨、冯一鸣办理，尚未确认',
    )
  })
})

describe('the details of an incident', () => {
  const view: View = { view: 'incident', incident: '2026-0001' }
  const labelled = (incident: Incident, reader: typeof officer, label: string) =>
    drawn(view, incident, reader, T0).details?.find((one) => one.label === label)?.value

  it('print the vendor of the system for who answers for the unit and the office, nobody else; never in the group', () => {
    const system = {
      id: 'S03',
      name: '教务系统',
      aliases: [],
      addresses: [],
      owner: { id: 'U11', name: '教务处' },
      users: [],
      vendor: '示例教务软件公司',
      vendorPhone: '100-0000-0102',
    }
    const incident: Incident = { ...incidentOf(), system }
    const printed = '示例教务软件公司，电话 100-0000-0102'
    const secretary = { id: 'P014', name: '张伟', office: false, leader: false }
    const above = { id: 'P004', name: '周立新', office: false, leader: true }
    expect(labelled(incident, secretary, '供应商')).toBe(printed)
    expect(labelled(incident, officer, '供应商')).toBe(printed)
    expect(labelled(incident, reporter, '供应商')).toBeUndefined()
    expect(labelled(incident, above, '供应商')).toBeUndefined()
    const group = drawn({ view: 'bulletin', incident: incident.id }, incident, reporter, T0)
    expect(JSON.stringify(group)).not.toContain('示例教务')
    const { vendorPhone: _, ...unrung } = system
    expect(labelled({ ...incident, system: unrung }, officer, '供应商')).toBe('示例教务软件公司')
  })

  it('say what 研判 found out, and what another reporter knew, where the report knew nothing', () => {
    const known = withEvents(
      incidentOf({ report: { pi_persons: 300, outage_minutes: 'unknown', place: 'unknown' } }),
      { type: 'assessed', at: at(T0), by: officer, facts: { pi_persons: 6000, outage_minutes: 20 } },
      { type: 'joined', at: at(T0), by: other, report: { unit: 'U006', summary: '同一事', place: '机房' } },
    )
    expect(labelled(known, officer, '涉及个人信息人数')).toBe('6000 人')
    expect(labelled(known, officer, '中断时长（分钟）')).toBe('20 分钟')
    expect(labelled(known, officer, '发生地点')).toBe('机房')
  })
})

it('the list of units begins with the reader’s own', () => {
  const view: View = {
    view: 'question',
    title: '事发单位',
    question: 'd1/unit',
    text: '',
    choices: [],
    pick: 'unit',
  }
  const dean = { id: 'P014', name: '张伟', office: false, leader: false }
  const { pick } = drawn(view, incidentOf(), dean, T0)
  const options = pick && 'options' in pick ? pick.options : []
  expect(options[0]).toBe('信息学院')
  expect(new Set(options).size).toBe(options.length)
})

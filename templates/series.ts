// What is said and written in a report upwards? The first one as one paragraph that can be read aloud; what is unknown says 不详.

import type { Duty } from '../rules/duties.js'
import { SPACES, withoutEnd } from '../rules/ends.js'
import { fieldLabels } from '../rules/fields.js'
import { reportingOf } from '../rules/owners.js'
import { receiptsOf, type Stage } from '../rules/papers.js'
import { parts } from '../rules/series.js'
import { rulesOf, type World } from '../rules/world.js'
import type { Incident } from '../store/schema.js'
import { type Case, levelSaid } from './documents/answers.js'
import { owedOn } from './documents/form.js'
import { clause, said, withoutPhones } from './documents/known.js'
import { caseOf } from './documents/report.js'
import { aloud } from './documents/spoken.js'
import { dateTime } from './plain.js'

const stop = (text: string): string => withoutEnd(text, `。.；;，,${SPACES}`)

/** The case as a paper of this stage tells it: under the rules that the incident began under. */
const toldOf = (stage: Stage, incident: Incident, world: World): Case =>
  caseOf(stage, incident, { ...world, rules: rulesOf(incident, world) }, undefined)

/**
 * 首报: one paragraph to be read aloud, since the first call is oral (教技厅函〔2014〕75号; 报告管理办法 第七条: where cause
 * and effect can't be judged in time, the first two items do). Never held back: what is missing says 不详.
 */
export const firstReport = (incident: Incident, world: World): string => {
  const of = toldOf('first', incident, world)
  const { organization, timezone } = of.world.rules
  const officer = reportingOf(incident, world)?.officer
  const phone = world.directory.people.find(({ id }) => id === officer?.id)?.phone
  return [
    `${incident.drill ? '【演练，不得报送】' : ''}${organization.name}报告一起网络安全事件`,
    `事发单位${incident.unit.name}，系统${aloud(of, 'system')}`,
    `${dateTime(incident.discoveredAt, timezone)}发现，发生时间${aloud(of, 'occurred_at')}，地点${aloud(of, 'place')}`,
    `类型：${aloud(of, 'category')}，级别：${levelSaid(of)}`,
    `简要经过：${clause(withoutPhones(incident.report.summary))}`,
    `影响和危害：${aloud(of, 'impact')}`,
    `已采取措施：${aloud(of, 'measures')}`,
    ...(said(incident, 'ransomware')?.value === true ? [`勒索软件，赎金：${aloud(of, 'ransom')}`] : []),
    ...(said(incident, 'pi_persons') ? [`涉及个人信息${aloud(of, 'pi_persons')}`] : []),
    `联系人${officer?.name ?? '不详'}，电话${phone ?? '不详'}`,
    '其余情况及时补报',
  ]
    .join('；')
    .concat('。')
}

/** 撤销报告: what was reported, under which number of theirs, and why it was none. */
export const retraction = (incident: Incident, { authority }: Duty, world: World): string => {
  const { organization, timezone } = rulesOf(incident, world)
  const made = authority && receiptsOf(incident, authority.id, world)[0]?.submission.receipt
  const end = incident.record.findLast((event) => event.type === 'withdrawn')
  return [
    `${incident.drill ? '【演练，不得报送】' : ''}${organization.name}撤销一起网络安全事件的报告`,
    `事发单位${incident.unit.name}，${dateTime(incident.discoveredAt, timezone)}发现`,
    ...(made
      ? [`${dateTime(made.sent_at, timezone)}报告${made.ref_no ? `，受理编号${made.ref_no}` : ''}`]
      : []),
    `经核实为误报，原因：${end?.type === 'withdrawn' ? stop(end.reason) : '不详'}`,
  ]
    .join('；')
    .concat('。')
}

/** What a first report must say; where it is unknown it says 不详, and the report goes all the same (办法 第七条第二款). */
const minimum = [
  { id: 't_occurred', label: fieldLabels.occurred_at },
  { id: 'place', label: fieldLabels.place },
  { id: 'sys_name', label: fieldLabels.system },
  { id: 'category', label: fieldLabels.category },
  { id: 'summary', label: fieldLabels.summary },
  { id: 'impact', label: fieldLabels.impact },
  { id: 'measures', label: fieldLabels.measures },
  { id: 'ransom', label: fieldLabels.ransom },
] as const

/** 尚欠: what the paper of this stage could not say yet, in one line, or nothing. */
export const owedLine = (incident: Incident, stage: Stage, world: World): string | undefined => {
  const items = [...minimum, ...(stage === 'first' ? [] : parts[stage])]
  const ids = items.map(({ id }) => id)
  const owed = owedOn(toldOf(stage, incident, world), ids)
  return owed.length > 0
    ? `尚欠：${owed.map((id) => items.find((item) => item.id === id)?.label).join('、')}`
    : undefined
}

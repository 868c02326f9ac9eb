// What is said and written in a report upwards? The first one as one paragraph that can be read aloud; what is unknown says 不详.

import type { Duty } from '../rules/duties.js'
import { SPACES, withoutEnd } from '../rules/ends.js'
import { showField } from '../rules/fields.js'
import { reportingOf } from '../rules/owners.js'
import { receiptsOf } from '../rules/papers.js'
import { isUnknown, stillOwed } from '../rules/series.js'
import { rulesOf, type World } from '../rules/world.js'
import { type Incident, levelNames, type ReportField } from '../store/schema.js'
import { dateTime } from './plain.js'

const stop = (text: string): string => withoutEnd(text, `。.；;，,${SPACES}`)

/**
 * 首报: one paragraph to be read aloud, since the first call is oral (教技厅函〔2014〕75号; 报告管理办法 第七条: where cause
 * and effect can't be judged in time, the first two items do). Never held back: what is missing says 不详.
 */
export const firstReport = (incident: Incident, world: World): string => {
  const rules = rulesOf(incident, world)
  const { organization, timezone } = rules
  const { report } = incident
  const said = (field: ReportField): string =>
    isUnknown(report[field])
      ? '不详'
      : stop(showField(field, report[field], { rules, directory: world.directory }))
  const officer = reportingOf(incident)?.officer
  const phone = world.directory.people.find(({ id }) => id === officer?.id)?.phone
  return [
    `${incident.drill ? '【演练，不得报送】' : ''}${organization.name}报告一起网络安全事件`,
    `事发单位${incident.unit.name}，系统${said('system')}`,
    `${dateTime(incident.discoveredAt, timezone)}发现，发生时间${said('occurred_at')}，地点${said('place')}`,
    `类型：${said('category')}，级别：${incident.grading && !incident.raised ? levelNames[incident.grading.level] : `待定，按${incident.raised ? levelNames[incident.raised.level] : '较大'}报告`}`,
    `简要经过：${said('summary')}`,
    `影响和危害：${said('impact')}`,
    `已采取措施：${said('measures')}`,
    ...(report.ransomware === true ? [`勒索软件，赎金：${said('ransom')}`] : []),
    ...(isUnknown(report.pi_persons) ? [] : [`涉及个人信息${said('pi_persons')}`]),
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

/** 尚欠: in one line, or nothing. */
export const owedLine = (incident: Incident, stage: 'first' | 'follow-up' | 'final'): string | undefined => {
  const owed = stillOwed(incident, stage)
  return owed.length > 0 ? `尚欠：${owed.join('、')}` : undefined
}

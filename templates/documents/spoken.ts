// What is said when the first report is telephoned? One paragraph with all that 报告管理办法 第七条第（一）（二）项 asks for.
import { showField } from '../../rules/fields.js'
import { deskPhone } from '../../store/campus.js'
import type { ReportField } from '../../store/schema.js'
import { type Case, contactOf, levelSaid } from './answers.js'
import type { FieldId } from './fields.js'
import { clause, fullTime, said, saidUnknown, withoutPhones } from './known.js'

/** Under which item of the form a note adds to what was reported. */
const items = {
  place: 'place',
  system: 'sys_name',
  category: 'category',
  occurred_at: 't_occurred',
  impact: 'impact',
  measures: 'measures',
  ransom: 'ransom',
  pi_persons: 'n_pi',
} as const satisfies Partial<Record<ReportField, FieldId>>

/** An item as it is read aloud: what was reported, corrected or found out, and what was noted of it; 不详 where nobody knows. */
export const aloud = ({ incident, world, notes }: Case, field: keyof typeof items): string => {
  const one = said(incident, field)
  return (
    [
      ...(one ? [withoutPhones(showField(field, one.value, world))] : []),
      ...notes.of(items[field]).map(({ text }) => text),
    ]
      .map(clause)
      .join('；') || '不详'
  )
}

/**
 * The first report is a call (regulations.md §4): what is not known is said to be 不详, so that nothing is forgotten and
 * nothing invented. A drill's text says so first and last, because it is heard without its header.
 */
export const spokenReport = (of: Case): string => {
  const { incident, world } = of
  const { timezone, organization } = world.rules
  const occurred = said(incident, 'occurred_at')
  const ransom =
    said(incident, 'ransomware')?.value === true
      ? `涉及勒索软件，赎金金额、支付方式和日期：${aloud(of, 'ransom')}。`
      : saidUnknown(incident, 'ransomware')
        ? '是否勒索软件尚不清楚。'
        : ''
  const contact = contactOf(of)
  const phone = deskPhone(world.directory, '网信办')
  return [
    ...(incident.drill ? ['演练，演练，演练。'] : []),
    `您好，这里是${organization.name}网信办，`,
    '我是值班员（报本人姓名），',
    '现报告一起网络安全事件。',
    `事发单位：${incident.unit.name}；`,
    `涉及系统：${aloud(of, 'system')}。`,
    `发生时间：${occurred ? fullTime(occurred.value, timezone) : aloud(of, 'occurred_at')}；`,
    `发现或获知时间：${fullTime(incident.discoveredAt, timezone)}；`,
    `发生地点：${aloud(of, 'place')}。`,
    `事件类型：${aloud(of, 'category')}；`,
    `事件级别：${levelSaid(of)}。`,
    `简要经过：${clause(withoutPhones(incident.report.summary))}。`,
    `已造成的影响和危害：${aloud(of, 'impact')}。`,
    `已采取的措施及效果：${aloud(of, 'measures')}。`,
    ransom,
    '原因、影响和趋势正在核实，其余情况将及时补报。',
    `事发单位联系人：${contact.name}，电话 ${contact.phone ?? '不详'}；`,
    `网信办值班电话：${phone || '不详'}。`,
    '请告知您的姓名、职务和受理编号，我们登记备查。',
    ...(incident.drill ? ['以上均为演练内容。'] : []),
  ].join('')
}

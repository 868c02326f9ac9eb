// What is said when the first report is telephoned? One paragraph with all that 报告管理办法 第七条第（一）（二）项 asks for.
import { showField } from '../../rules/fields.js'
import { deskPhone } from '../../store/campus.js'
import { levelNames, type ReportField } from '../../store/schema.js'
import { type Case, contactOf } from './answers.js'
import { clause, fullTime, said, saidUnknown, withoutPhones } from './known.js'

/**
 * The first report is a call (regulations.md §4): what is not known is said to be 不详, so that nothing is forgotten and
 * nothing invented. A drill's text says so first and last, because it is heard without its header.
 */
export const spokenReport = (of: Case): string => {
  const { incident, world } = of
  const { timezone, organization } = world.rules
  const value = (field: ReportField): string => {
    const one = said(incident, field)
    return one ? clause(withoutPhones(showField(field, one.value, world))) : '不详'
  }
  const occurred = said(incident, 'occurred_at')
  const noted = (field: 'impact' | 'measures'): string =>
    [
      ...(said(incident, field) ? [value(field)] : []),
      ...of.notes.of(field).map(({ text }) => clause(text)),
    ].join('；') || '不详'
  const ransom =
    said(incident, 'ransomware')?.value === true
      ? `涉及勒索软件，赎金金额、支付方式和日期：${
          of.notes
            .of('ransom')
            .map(({ text }) => clause(text))
            .join('；') || '不详'
        }。`
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
    `涉及系统：${value('system')}。`,
    `发生时间：${occurred ? fullTime(occurred.value, timezone) : '不详'}；`,
    `发现或获知时间：${fullTime(incident.discoveredAt, timezone)}；`,
    `发生地点：${value('place')}。`,
    `事件类型：${value('category')}；`,
    `事件级别：${incident.grading ? levelNames[incident.grading.level] : '待定，正在研判'}。`,
    `简要经过：${clause(withoutPhones(incident.report.summary))}。`,
    `已造成的影响和危害：${noted('impact')}。`,
    `已采取的措施及效果：${noted('measures')}。`,
    ransom,
    '原因、影响和趋势正在核实，其余情况将及时补报。',
    `事发单位联系人：${contact.name}，电话 ${contact.phone ?? '不详'}；`,
    `网信办值班电话：${phone || '不详'}。`,
    '请告知您的姓名、职务和受理编号，我们登记备查。',
    ...(incident.drill ? ['以上均为演练内容。'] : []),
  ].join('')
}

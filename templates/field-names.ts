// What is a field called where no form has said so? A message that is too long, an answer without its question.
import { fieldLabels } from '../rules/fields.js'
import { parts } from '../rules/series.js'

const names: Readonly<Record<string, string>> = {
  note: '补充',
  reason: '原因',
  value: '更正为',
  received_by: '接报人',
  received_at: '接收时间',
  ref_no: '受理编号',
  instructions: '上级要求',
  demand_due: '要求时限',
  to: '转给',
  officer: '上报责任人',
  deputy: '副手',
  channel: '报送渠道',
  sent_at: '报送时间',
  field: '更正哪一项',
  level: '级别',
  incident: '编号',
  argument: '这个词后面',
  summary: fieldLabels.summary,
  impact: fieldLabels.impact,
  measures: fieldLabels.measures,
  ransom: fieldLabels.ransom,
  system: fieldLabels.system,
  place: fieldLabels.place,
  ...Object.fromEntries([...parts['follow-up'], ...parts.final].map(({ id, label }) => [id, label])),
}

export const fieldName = (field: string): string => names[field] ?? '这一项'

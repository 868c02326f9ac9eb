// Which small forms are there: the receipt, the grading, reasons, a stand-in, a correction?
import { duties } from '../../rules/duties.js'
import { fieldLabels } from '../../rules/fields.js'
import type { Incident, ReportField, View } from '../../store/schema.js'
import type { ActionValue, Card, FormField } from '../card.js'
import { levelNames, name } from '../plain.js'
import { settledCard } from './duty.js'
import { type Here, titleOf } from './parts.js'

export const receiptForm = (incident: Incident, dutyId: string, here: Here): Card => {
  const duty = duties(incident, here).find(({ id }) => id === dutyId)
  if (!duty || duty.done || incident.status === 'closed' || incident.status === 'withdrawn') {
    return settledCard(incident, duty ? [duty] : [], here)
  }
  if (duty.submission && !duty.submission.returned) {
    return {
      title: titleOf(incident),
      tone: 'green',
      lead: `回执已由${name(duty.submission.by)}填写，等待网信办另一位同志核实`,
      fields: [],
      actions: [],
    }
  }
  return {
    title: `填写回执 · ${incident.drill ? '【演练】' : ''}${incident.id}`,
    tone: 'orange',
    lead: `${duty.authority?.name ?? ''}${duty.kind === 'final' ? '终报' : '首报'}的回执`,
    fields: [{ label: '单位', value: incident.unit.name }],
    body: '请在实际报送之后填写。也可以直接按顺序回复每一项。',
    actions: [],
    form: {
      fields: [
        {
          name: 'channel',
          label: '报送渠道',
          type: 'select',
          required: true,
          options: here.receiptChannels.map((channel) => ({ label: channel, value: channel })),
        },
        {
          name: 'sent_at',
          label: '报送时间',
          type: 'time',
          required: true,
          placeholder: '例如：刚刚、今天 14:30',
        },
        {
          name: 'received_by',
          label: '接报人',
          type: 'text',
          required: false,
          placeholder: '姓名和职务；网站、传真等可不填',
        },
        { name: 'ref_no', label: '受理编号', type: 'text', required: false },
        { name: 'instructions', label: '上级要求', type: 'longtext', required: false },
      ],
      submit: { label: '提交', value: { action: 'submit_receipt', incident: incident.id, duty: dutyId } },
    },
  }
}

const levelOptions = ([1, 2, 3, 4] as const).map((level) => ({
  label: levelNames[level],
  value: levelNames[level],
}))

export const reasonForm = (
  view: Extract<View, { view: 'reason-form' }>,
  incident: Incident,
  here: Here,
): Card => {
  const keys: ActionValue = {
    action: view.action,
    incident: incident.id,
    ...(view.duty ? { duty: view.duty } : {}),
  }
  const base = { tone: 'orange' as const, fields: [], actions: [] }
  const reason = (label: string, required: boolean): FormField => ({
    name: 'reason',
    label,
    type: 'longtext',
    required,
  })
  const head = `${incident.drill ? '【演练】' : ''}${incident.id}`
  switch (view.action) {
    case 'grade':
      return {
        ...base,
        title: `定级 · ${head}`,
        lead: incident.grading
          ? `现为${levelNames[incident.grading.level]}，更改级别须说明原因`
          : '请确认级别；时限仍从发现时间起算',
        form: {
          fields: [
            {
              name: 'level',
              label: '级别',
              type: 'select',
              required: true,
              options: levelOptions,
              ...(view.level ? { value: levelNames[view.level] } : {}),
            },
            reason('原因', incident.grading !== undefined),
          ],
          submit: { label: '确认定级', value: keys },
        },
      }
    case 'return_receipt':
      return {
        ...base,
        title: `退回回执 · ${head}`,
        lead: '请说明退回原因',
        form: { fields: [reason('原因', true)], submit: { label: '退回', value: keys } },
      }
    case 'withdraw':
      return {
        ...base,
        title: `误报 · ${head}`,
        lead: '请说明为什么是误报',
        form: { fields: [reason('原因', true)], submit: { label: '提交', value: keys } },
      }
    case 'delegate':
      return {
        ...base,
        title: `转办 · ${head}`,
        lead: '请写明由谁代为办理',
        form: {
          fields: [
            { name: 'to', label: '转给', type: 'text', required: true, placeholder: '姓名或人员编号' },
            reason('原因', false),
          ],
          submit: { label: '转办', value: keys },
        },
      }
    default:
      return {
        ...base,
        title: `更正 · ${head}`,
        lead: '更正会追加到记录，原内容保留；发现时间只能提前',
        form: {
          fields: [
            {
              name: 'field',
              label: '更正哪一项',
              type: 'select',
              required: true,
              options: here.correctable.map((field) => ({
                label: fieldLabels[field as ReportField],
                value: field,
              })), // from handlers/note.ts, report fields only
            },
            { name: 'value', label: '更正为', type: 'longtext', required: true },
            reason('原因', true),
          ],
          submit: { label: '提交更正', value: keys },
        },
      }
  }
}

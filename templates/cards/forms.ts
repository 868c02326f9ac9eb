// Which small forms are there: the receipt, the grading, reasons, a stand-in, a correction?
import { duties, reportingOf } from '../../rules/duties.js'
import { fieldLabels } from '../../rules/fields.js'
import { levelQuestions, suggestLevel } from '../../rules/level.js'
import { roundOf } from '../../rules/rounds.js'
import { parts } from '../../rules/series.js'
import { rulesOf, sheetOf } from '../../rules/world.js'
import type { Field, Incident, Party, ReportField, ViewOf } from '../../store/schema.js'
import { answered } from '../answered.js'
import type { ActionValue, Card } from '../card.js'
import { choicesOf, suggestionLines } from '../level.js'
import { levelNames, name, paperName } from '../plain.js'
import { usedBefore } from '../sentences.js'
import { settledCard } from './duty.js'
import { type Here, press, titleOf } from './parts.js'

/** A form that was filled, here or by typing: nothing is left to press. Blue: it was said already that it is done. */
const filled = (
  sheet: string | undefined,
  incident: Incident,
  reader: Party,
  here: Here,
): Card | undefined => {
  const used = sheet ? here.used?.[sheetOf(reader.id, sheet)] : undefined
  return used && { ...answered(`已办理 · ${incident.id}`, usedBefore(used, here)), tone: 'blue' }
}

export const receiptForm = (
  { duty: dutyId, sheet }: ViewOf<'receipt-form'>,
  incident: Incident,
  reader: Party,
  here: Here,
): Card => {
  const used = filled(sheet, incident, reader, here)
  if (used) return used
  const duty = duties(incident, here).find(({ id }) => id === dutyId)
  if (!duty || duty.done || incident.status === 'closed' || incident.status === 'withdrawn') {
    return settledCard(incident, duty ? [duty] : [], here)
  }
  if (duty.submission && !duty.submission.returned) {
    return {
      title: titleOf(incident, here),
      tone: 'green',
      lead: `回执已由${name(duty.submission.by)}填写，等待网信办另一位同志核实`,
      fields: [],
      actions: [],
    }
  }
  return {
    title: `填写回执 · ${incident.drill ? '【演练】' : ''}${incident.id}`,
    tone: 'orange',
    lead: `${duty.authority?.name ?? ''}${paperName(duty)}的回执`,
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
      submit: {
        label: '提交',
        value: {
          action: 'submit_receipt',
          incident: incident.id,
          duty: dutyId,
          ...(sheet ? { sheet } : {}),
        },
      },
    },
  }
}

const levelOptions = ([1, 2, 3, 4] as const).map((level) => ({
  label: levelNames[level],
  value: levelNames[level],
}))

export const reasonForm = (
  view: ViewOf<'reason-form'>,
  incident: Incident,
  reader: Party,
  here: Here,
): Card => {
  const used = filled(view.sheet, incident, reader, here)
  if (used) return used
  const settled = incident.status === 'closed' || incident.status === 'withdrawn'
  // 重开 is asked of what is settled, everything else of what is not
  if (settled !== (view.action === 'reopen')) return settledCard(incident, [], here)
  const nth = roundOf(view.action, incident, view.duty)
  const keys: ActionValue = {
    action: view.action,
    incident: incident.id,
    ...(view.duty ? { duty: view.duty } : {}),
    ...(nth === undefined ? {} : { nth: String(nth) }),
    ...(view.sheet ? { sheet: view.sheet } : {}),
  }
  const base = { tone: 'orange' as const, fields: [], actions: [] }
  const reason = (label: string, required: boolean): Field => ({
    name: 'reason',
    label,
    type: 'longtext',
    required,
  })
  const head = `${incident.drill ? '【演练】' : ''}${incident.id}`
  const rules = rulesOf(incident, here)
  const suggestion = suggestLevel(incident, rules)
  const questions = levelQuestions(incident, rules)
  const needed = incident.grading !== undefined || (view.action === 'grade' && view.level !== undefined)
  switch (view.action) {
    case 'grade':
      return {
        ...base,
        title: `定级 · ${head}`,
        lead: incident.grading
          ? `现为${levelNames[incident.grading.level]}，更改级别须说明原因`
          : view.level && needed
            ? `定为${levelNames[view.level]}须说明原因：低于建议级别，或有须慎重的情形`
            : '请确认级别；时限仍从发现时间起算',
        body: suggestionLines(suggestion).join('\n'),
        actions: questions.length > 0 ? [press('研判', 'assess', { incident: incident.id })] : [],
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
            reason('原因', needed),
          ],
          submit: { label: '确认定级', value: keys },
        },
      }
    case 'assess':
      return {
        ...base,
        title: `研判 · ${head}`,
        lead: '只问这一类事件定级用得上的；不清楚的请选“不详”，不详不等于零',
        body: suggestionLines(suggestion).join('\n'),
        form: {
          fields: questions.map((question): Field => {
            const options = choicesOf(question)
            return {
              name: question.id,
              label: question.ask,
              type: options ? 'select' : 'text',
              required: false,
              ...(options ? { options } : { placeholder: '一个数，或“不详”' }),
            }
          }),
          submit: { label: '提交研判', value: keys },
        },
      }
    case 'appoint': {
      const named = reportingOf(incident)
      const person = (name: string, label: string, value: string | undefined): Field => ({
        name,
        label,
        type: 'text',
        required: true,
        placeholder: '姓名或人员编号',
        ...(value ? { value } : {}),
      })
      return {
        ...base,
        title: `上报责任人 · ${head}`,
        lead: '请指定一名上报责任人和一名副手，报送的催办只找这两位',
        form: {
          fields: [
            person('officer', '上报责任人', named?.officer.name),
            person('deputy', '副手', named?.deputy.name),
          ],
          submit: { label: '指定', value: keys },
        },
      }
    }
    case 'follow_up':
      return {
        ...base,
        title: `续报 · ${head}`,
        lead: '请写明出现了什么新的重要情况，或调查取得了什么进展',
        form: { fields: [reason('新情况', true)], submit: { label: '登记续报', value: keys } },
      }
    case 'write_follow_up':
    case 'write_final': {
      const stage = view.action === 'write_final' ? 'final' : 'follow-up'
      return {
        ...base,
        title: `${stage === 'final' ? '写终报' : '写续报'} · ${head}`,
        lead: '暂时不清楚的可以留空，文书上写“不详”',
        form: {
          fields: parts[stage].map(({ id, label }): Field => {
            const value = incident.parts?.[id]
            return { name: id, label, type: 'longtext', required: false, ...(value ? { value } : {}) }
          }),
          submit: { label: '保存', value: keys },
        },
      }
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
    case 'reopen':
      return {
        ...base,
        title: `重开 · ${head}`,
        lead: '请说明为什么重开；编号和起算时间不变',
        form: { fields: [reason('原因', true)], submit: { label: '重开', value: keys } },
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

// How is a form filled where a tenant has none? The bot asks field by field; whoever has the whole form in mind answers what is asked.
import type { Card } from '../../../../templates/card.js'

/** The fields of contract §8 and §7, by what they are called. */
const names: Record<string, string> = {
  报送渠道: 'channel',
  报送时间: 'sent_at',
  接报人: 'received_by',
  接收时间: 'received_at',
  受理编号: 'ref_no',
  上级要求: 'instructions',
  级别: 'level',
  原因: 'reason',
  转给: 'to',
  更正哪一项: 'field',
  更正为: 'value',
}

type Form = { title: RegExp; labels: string[]; submit: string }

/** The small forms by the title of their card: all their fields, and what the button below is called where forms exist. */
const small: Form[] = [
  {
    title: /^填写回执/,
    labels: ['报送渠道', '报送时间', '接报人', '接收时间', '受理编号', '上级要求'],
    submit: '提交',
  },
  { title: /^定级/, labels: ['级别', '原因'], submit: '确认定级' },
  { title: /^退回/, labels: ['原因'], submit: '退回' },
  { title: /^误报/, labels: ['原因'], submit: '提交' },
  { title: /^转办/, labels: ['转给', '原因'], submit: '转办' },
  { title: /^更正/, labels: ['更正哪一项', '更正为', '原因'], submit: '提交更正' },
]

/** The form of the report, as the dialog asks for it up to where it can be looked over; `names` as in contract §7. */
const report: [label: string, name: string][] = [
  ['是否可能涉及国家秘密或涉密网络', 'classified'],
  ['是否出现违法有害信息', 'harmful_content'],
  ['事发单位', 'unit'],
  ['系统名称', 'system'],
  ['事件类型', 'category'],
  ['简要经过', 'summary'],
  ['发现时间', 'discovered_at'],
]

/** What is typed for a whole report: every question in its order, then the end of it. */
export const reportTyped = (form: Record<string, string>): string[] => [
  '报告',
  ...report.map(([label, name]) => form[name] || form[label] || '跳过'),
  '预览',
  '提交',
]

const fieldOf = (label: string, name: string) => ({ name, label, type: 'text' as const, required: false })

/**
 * The form that a message asks to be typed: each field one after another, or the whole report in the dialog.
 * What is known already is not asked for, but belongs to the form.
 */
export const formIn = (card: Card): Card['form'] | undefined => {
  if (card.title === '网络安全事件报告' && card.actions.some(({ label }) => label === '报告'))
    return {
      fields: report.map(([label, name]) => fieldOf(label, name)),
      submit: { label: '提交', value: { action: 'submit_report', form: 'report' } },
    }
  if (!/请直接回复.+，一次一项：/.test(card.body ?? '')) return undefined
  const known = small.find(({ title }) => title.test(card.title))
  return known
    ? {
        fields: known.labels.map((label) => fieldOf(label, names[label] ?? label)),
        submit: { label: known.submit, value: { action: 'type-form' } },
      }
    : undefined
}

/** Which field the bot asks for now, by its label; nothing when it asks for none any more. */
export const askedFor = (text: string): { label: string; again: boolean } | undefined => {
  const found = /请(重新|直接)?回复([^（，。\n]+)(?:（可回复“跳过”）)?[，。]/.exec(text)
  return found ? { label: found[2] ?? '', again: found[1] === '重新' } : undefined
}

/** The answer to what is asked: by the field's name, by its label, or that there is none. */
export const answerTo = (label: string, form: Record<string, string>): string =>
  form[names[label] ?? label] || form[label] || '跳过'

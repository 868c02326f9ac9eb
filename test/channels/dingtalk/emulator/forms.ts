// How is a form filled where a tenant has none? The bot asks field by field; whoever has the whole form in mind answers what is asked.
import type { Card } from '../../../../templates/card.js'

/** The fields of contract §8 and §7, by what they are called. */
const names: Record<string, string> = {
  报送渠道: 'channel',
  报送时间: 'sent_at',
  接报人: 'received_by',
  受理编号: 'ref_no',
  上级要求: 'instructions',
  级别: 'level',
  原因: 'reason',
  转给: 'to',
  更正哪一项: 'field',
  更正为: 'value',
}

/** What the button below such a form is called where forms exist. */
const submits: [RegExp, string][] = [
  [/^定级/, '确认定级'],
  [/^退回/, '退回'],
  [/^转办/, '转办'],
  [/^更正/, '提交更正'],
]

/** The form that a message asks to be typed: `（1）报送渠道 *（电话、…）`, one field a line. */
export const formIn = (card: Card): Card['form'] | undefined => {
  const text = card.body ?? ''
  if (!/请直接回复.+，一次一项：/.test(text)) return undefined
  const fields = [...text.matchAll(/^（\d+）([^（*\n]+?)( \*)?(?:（.*)?$/gm)].map((found) => {
    const label = (found[1] ?? '').trim()
    return { name: names[label] ?? label, label, type: 'text' as const, required: found[2] !== undefined }
  })
  const label = submits.find(([title]) => title.test(card.title))?.[1] ?? '提交'
  return { fields, submit: { label, value: { action: 'type-form' } } }
}

/** Which field the bot asks for now, by its label; nothing when it asks for none any more. */
export const askedFor = (text: string): { label: string; again: boolean } | undefined => {
  const found = /请(重新|直接)?回复([^（，。\n]+)(?:（可回复“跳过”）)?[，。]/.exec(text)
  return found ? { label: found[2] ?? '', again: found[1] === '重新' } : undefined
}

/** The answer to what is asked: by the field's name, by its label, or that there is none. */
export const answerTo = (label: string, form: Record<string, string>): string =>
  form[names[label] ?? label] || form[label] || '跳过'

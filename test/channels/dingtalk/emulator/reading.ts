// What does somebody see who reads what the bot sent? Templates, messages with buttons and numbered text, brought back into the neutral card.
import { valueIn } from '../../../../bot/channels/dingtalk/buttons.js'
import type { ActionValue, Card, CardAction, Rendered } from '../../../../templates/card.js'
import { formIn } from './forms.js'
import { buttonsIn, type MsgButton } from './presses.js'
import type { Sent } from './state.js'
import { dtmdText, linksOf } from './words.js'

/** Signs that a channel widens so that they are no markup; a reader sees the same sign. */
const narrow: Record<string, string> = {
  '［': '[',
  '］': ']',
  '＜': '<',
  '＞': '>',
  '＊': '*',
  '＿': '_',
  '｀': '`',
  '～': '~',
  '｜': '|',
  '＼': '\\',
  '＠': '@',
  '＆': '&',
  '＄': '$',
  '．': '.',
  '＃': '#',
}
const plain = (text: string): string =>
  text
    .replace(/\*\*(.+?)\*\*/g, '$1')
    .replace(/[［］＜＞＊＿｀～｜＼＠＆＄．＃]/g, (sign) => narrow[sign] ?? sign)
    .replaceAll('：//', '://')
    .replace(/^－/gm, '-')
    .trim()

/** What the buttons of contract §8 mean, where a message shows their label and no more. */
const meant: Record<string, string> = {
  确认收到: 'acknowledge',
  转办: 'delegate',
  定级: 'grade',
  填写回执: 'submit_receipt',
  核实回执: 'confirm_receipt',
  退回: 'return_receipt',
  处置结束: 'resolve',
  办结: 'close',
  稍后提醒: 'snooze',
  提交: 'submit_report',
  修改: 'edit_report',
  取消: 'cancel_report',
}

/** The value behind a button of a card, as the channel packed it. Where it can't be read, its id stands for it. */
export const valueBehind = ({ text, id = '', params = {} }: MsgButton): ActionValue => {
  const found = valueIn(params, [id])
  return found && 'value' in found ? found.value : { action: meant[text] ?? 'press', unread: id }
}

/** `**label**：value` */
const pair = (line: string): Card['fields'][number] | undefined => {
  const found = /^\*\*(.+?)\*\*：(.*)$/.exec(line)
  return found ? { label: plain(found[1] ?? ''), value: plain(found[2] ?? '') } : undefined
}

/** A line without a label goes on with the value above it. */
const pairsIn = (lines: readonly string[]): Card['fields'] => {
  const pairs: Card['fields'] = []
  for (const line of lines) {
    const found = pair(line)
    const last = pairs.at(-1)
    if (found) pairs.push(found)
    else if (line && last) pairs[pairs.length - 1] = { ...last, value: `${last.value}\n${plain(line)}` }
  }
  return pairs
}

/** The markdown of a card, from the lead to the details. */
const readMarkdown = (markdown: string): Omit<Card, 'title' | 'tone' | 'actions'> => {
  const [upper = '', lower = ''] = markdown.split(/^\*\*\*\s*$/m)
  const blocks = upper
    .split(/\n\s*\n/)
    .map((block) =>
      block
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#### ')),
    )
    .filter((lines) => lines.length > 0)
  const head = /^\*\*([^*]+)\*\*$/.exec(blocks[0]?.[0] ?? '')
  const lead = head ? plain(head[1] ?? '') : undefined
  if (head) blocks[0]?.shift()
  const [facts = [], ...more] = blocks.filter((lines) => lines.length > 0)
  const hasFacts = pair(facts[0] ?? '') !== undefined
  const others = [...(hasFacts ? [] : facts), ...more.flat()]
  const isRow = (line: string): boolean => /^\|.*\|$/.test(line) || (/^- /.test(line) && line.includes(' · '))
  const table = others
    .filter(isRow)
    .filter((line) => !/^[|\s-]+$/.test(line))
    .map((line) =>
      line.startsWith('|') ? line.slice(1, -1).split('|').map(plain) : line.slice(2).split(' · ').map(plain),
    )
  const details = pairsIn(lower.split('\n').map((one) => one.trim()))
  const body = others
    .filter((line) => !isRow(line))
    .map(plain)
    .join('\n')
  return {
    ...(lead ? { lead } : {}),
    fields: hasFacts ? pairsIn(facts) : [],
    ...(body ? { body } : {}),
    ...(table.length > 0 ? { table } : {}),
    ...(details.length > 0 ? { details } : {}),
  }
}

/** What the buttons of a message offer as an answer to its first field, or instead of the form, stands in the form already. */
const withForm = (card: Card): Card => {
  const form = formIn(card)
  if (!form) return card
  const asked = (card.body ?? '')
    .split('\n')
    .filter((line) => /^（\d+）/.test(line))
    .join('\n')
  const offered = ({ label, value }: CardAction): boolean =>
    value.action === 'word' || label === '报告' || (value.typed !== undefined && asked.includes(label))
  return { ...card, form, actions: card.actions.filter((one) => !offered(one)) }
}

/** A card as its public map shows it. */
export const readCard = (map: Record<string, string>): Card =>
  withForm({
    title: plain(map.title ?? ''),
    tone: 'blue',
    ...readMarkdown(map.markdown ?? ''),
    ...(map.tips ? { foot: plain(map.tips) } : {}),
    actions: buttonsIn(map).map((button): CardAction => {
      const value = valueBehind(button)
      return {
        label: button.text,
        action: value.action,
        value,
        ...(button.color === 'blue' ? { primary: true } : {}),
      }
    }),
  })

/** A button that types: pressing it means saying these words. */
const typing = (label: string, typed: string): CardAction => {
  const action = meant[label] ?? 'typed'
  return { label, action, value: { action, typed } }
}

const numbered = '请直接回复编号办理：'

/** A message, as a reader sees it. */
export const readSent = ({ msgKey, param }: Pick<Sent, 'msgKey' | 'param'>): Rendered => {
  if (msgKey === 'sampleFile') return { text: `［文件］${param.fileName}` }
  const content = param.content
  if (content !== undefined) {
    // In a group the one who asked is called by their id; a client shows the name.
    const text = plain(content.replace(/^@dt_\S+ /, ''))
    const [title = '', ...lines] = text.split('\n')
    const isCode = (line: string): boolean => /^[A-Z]{2}\d{1,2} .+$/.test(line)
    if (!text.includes(numbered) && !/请直接回复.+，一次一项：/.test(text)) return { text }
    return {
      card: withForm({
        title,
        tone: 'blue',
        fields: [],
        body: lines.filter((line) => line !== numbered && !isCode(line)).join('\n'),
        actions: lines.filter(isCode).map((line) => {
          const [code = '', ...label] = line.split(' ')
          return typing(label.join(' '), code)
        }),
      }),
    }
  }
  return {
    card: withForm({
      title: plain(param.title ?? ''),
      tone: 'blue',
      ...readMarkdown(param.text ?? ''),
      actions: linksOf(param).flatMap(({ label, link }) => {
        const typed = dtmdText(link)
        return typed === undefined ? [] : [typing(label, typed)]
      }),
    }),
  }
}

// How is a neutral card drawn here? As a public template, as our own with a form, as a message with `dtmd://` buttons, or as numbered text.

import { brief } from '../../../rules/brief.js'
import type { Field } from '../../../store/schema.js'
import { abridged } from '../../../templates/abridged.js'
import { reportButton } from '../../../templates/answered.js'
import type { ActionValue, Card, CardAction, Chart } from '../../../templates/card.js'
import {
  fieldsInstead,
  onlyLastRows,
  orReply,
  orReplyCodes,
  replyWithCode,
  reportInstead,
} from '../../../templates/platform/dingtalk.js'
import { pleaseFill, yesOrNo } from '../../../templates/platform/words.js'
import { type Button, buttonOf } from './buttons.js'
import { bold, escapeLine, escapeText, plainText } from './markdown.js'

/** MarkdownButton, shipped in the platform's own Python SDK: title, markdown and buttons, for every app. */
export const publicTemplate = '1366a1eb-bc54-4859-ac88-517c56a9acb1.schema'

/** More would not fit on a phone (platform notes 6.5). */
const mostButtons = 8
/** A message has no more; the others are codes. */
const mostTaps = 5
/** Above this a client cuts or refuses. */
const mostMarkdown = 3_800
const mostRows = 40

/** How long a single value may be, tried one after another: the long ones give way to each other, the short ones to nobody. */
const lengths = [2_000, 1_200, 800, 500, 300, 200, 120, 60, 30]

/** The card with every value shortened to this; what is left out is said where it was. */
const shortened = (card: Card, most: number): Card => {
  const short = (row: Card['fields'][number]) => ({ ...row, value: abridged(row.value, most) })
  return {
    ...card,
    ...(card.lead ? { lead: abridged(card.lead, Math.max(most, 300)) } : {}),
    fields: card.fields.map(short),
    ...(card.body ? { body: abridged(card.body, most * 3) } : {}),
    ...(card.details ? { details: card.details.map(short) } : {}),
    ...(card.table ? { table: card.table.map((row) => row.map((cell) => abridged(cell, most))) } : {}),
    ...(card.foot ? { foot: abridged(card.foot, Math.max(most, 300)) } : {}),
  }
}

/** The card as long as it may be for `fits`; at the shortest it is given as it is, to be cut. */
const fitted = (card: Card, fits: (card: Card) => boolean): Card => {
  if (fits(card)) return card
  const all = lengths.map((most) => shortened(card, most))
  return all.find(fits) ?? all.at(-1) ?? card
}

const line = ({ label, value }: { label: string; value: string }): string =>
  `${bold(label)}：${escapeText(value) || '—'}`

const pressable = (card: Card): CardAction[] => card.actions.filter(({ disabled }) => !disabled)

/** In the order in which they are shown: of more than `most`, the ways out of a question stand among the first. */
const buttonsOf = (card: Card, most: number): CardAction[] => {
  const all = pressable(card)
  const ways = all.filter(({ wayOut }) => wayOut)
  if (all.length <= most || ways.length === 0) return all
  const others = all.filter(({ wayOut }) => !wayOut)
  const shown = most - ways.length
  return [...others.slice(0, shown), ...ways, ...others.slice(shown)]
}

/** The report is asked for question by question here; a small form is asked field by field by the house itself. */
const isReport = (form: NonNullable<Card['form']>): boolean => form.submit.value.action === 'submit_report'

/** A form where none can be shown: what to type instead, and a button where one helps. */
export const withoutForm = (card: Card): Card => {
  const { form, instead, ...rest } = card
  if (!form) return card
  if (instead) return { ...rest, ...instead }
  if (isReport(form)) {
    return {
      ...rest,
      lead: reportInstead.lead,
      body: [card.body, reportInstead.body].filter(Boolean).join('\n'),
      actions: [reportButton, ...card.actions],
    }
  }
  const asked = form.fields.filter(({ value }) => value === undefined)
  const [first] = asked
  if (!first) return { ...rest }
  const offered = first.options ?? []
  // of one form and one field: tapped twice, it is no answer to what is asked next
  const { sheet } = form.submit.value
  const chosen = (text: string): ActionValue =>
    sheet ? { action: 'fill', sheet, field: first.name, text } : { action: 'word', text }
  return {
    ...rest,
    body: fieldsInstead(card.body, asked),
    actions: [
      ...(offered.length <= mostButtons
        ? offered.map(({ label }) => ({ label, action: chosen(label).action, value: chosen(label) }))
        : []),
      ...card.actions,
    ],
  }
}

/** In a list, columns of bare numbers say nothing without their heads; of a few everybody sees what they are. */
const headOf = ([head = []]: string[][]): string[][] => (head.length > 5 ? [head] : [])

/** `table`: is the dialect that of a card, which draws tables? A message shows a list instead. */
const rowsOf = (rows: string[][], table: boolean): string => {
  const [head = [], ...all] = rows
  const shown = all.slice(-mostRows)
  const more = all.length > shown.length ? `\n\n${onlyLastRows(shown.length, all.length)}` : ''
  if (shown.length === 0) return ''
  const drawn = table
    ? [head, head.map(() => '---'), ...shown].map(
        (cells, at) => `| ${cells.map((cell) => (at === 1 ? cell : escapeLine(cell) || '—')).join(' | ')} |`,
      )
    : [...headOf(rows), ...shown].map(
        (cells) => `- ${cells.map((cell) => escapeLine(cell) || '—').join(' · ')}`,
      )
  return `${drawn.join('\n')}${more}`
}

const BLOCKS = 10

/** There is no chart and no table here: bars of blocks. What is full is the first of the series, what is empty the rest. */
const barsOf = ({ title, unit, series, bars }: Chart): string[] => {
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
  const widest = Math.max(...bars.map(({ values }) => total(values)))
  return [
    `${title}（${[series.map(({ name }) => name).join('／'), unit].join('，')}）`,
    ...bars.map(({ name, values }) => {
      const whole = series.length > 1 ? total(values) : widest
      const full = whole > 0 ? Math.round((BLOCKS * (values[0] ?? 0)) / whole) : 0
      return `${'█'.repeat(full)}${'░'.repeat(BLOCKS - full)} ${values.join('／')} ${name}`
    }),
  ]
}

const chartsOf = ({ charts = [] }: Card): string[][] => charts.map(barsOf)

/** The text of a card in markdown: what to do first, then facts, then details. Long values are shortened; only where that is not enough is it cut from the end. */
export const markdownOf = (given: Card, dialect: { table: boolean; foot: boolean }): string => {
  const whole = (card: Card) => partsOf(card, dialect).join('\n\n')
  const shown = fitted(given, (card) => whole(card).length <= mostMarkdown - ellipsis.length)
  const text = cutAtLine(partsOf(shown, dialect))
  // The reader sees at the end that not everything is here.
  return shown === given || text.endsWith(ellipsis) ? text : `${text}${ellipsis}`
}

const ellipsis = '\n\n……'

const partsOf = (card: Card, dialect: { table: boolean; foot: boolean }): string[] => {
  const hidden = buttonsOf(card, mostButtons).slice(mostButtons)
  return [
    card.lead ? bold(card.lead) : '',
    card.fields.map(line).join('  \n'),
    card.body ? escapeText(card.body) : '',
    ...chartsOf(card).map((lines) => lines.map(escapeLine).join('  \n')),
    card.table ? rowsOf(card.table, dialect.table) : '',
    hidden.length > 0 ? orReply(hidden.map(({ label }) => escapeLine(label))) : '',
    card.details && card.details.length > 0 ? ['***', ...card.details.map(line)].join('  \n') : '',
    dialect.foot && card.foot ? escapeText(card.foot) : '',
  ].filter((part) => part !== '')
}

const cutAtLine = (parts: string[]): string => {
  let text = ''
  for (const part of parts) {
    const next = text === '' ? part : `${text}\n\n${part}`
    if (next.length > mostMarkdown) {
      const lines = brief(next, mostMarkdown - 1).slice(0, -1)
      return `${lines.slice(0, Math.max(lines.lastIndexOf('\n'), text.length)).trimEnd()}${ellipsis}`
    }
    text = next
  }
  return text
}

const titleOf = (card: Card): string => brief(plainText(card.title).replaceAll('\n', ' ').trim(), 120)

/** A form field as the card platform's form component takes it (platform notes 6.6). */
const componentOf = ({ name, label, type, required, options, placeholder, value }: Field): object => {
  const choices =
    type === 'yesno' && !options
      ? [true, false].map(yesOrNo).map((word) => ({ label: word, value: word }))
      : options
  const index = choices?.findIndex((one) => one.value === value) ?? -1
  return {
    name,
    label,
    required,
    ...(required ? { requiredMsg: pleaseFill(label) } : {}),
    ...(placeholder ? { placeholder } : {}),
    ...(choices
      ? {
          type: 'SELECT',
          options: choices.map((one) => ({ value: one.value, text: one.label })),
          ...(index >= 0 ? { defaultValue: { index, value } } : {}),
        }
      : { type: type === 'longtext' ? 'TEXT_AREA' : 'TEXT', ...(value ? { defaultValue: value } : {}) }),
  }
}

/** All values are strings: the platform takes no others. */
export type CardParams = Record<string, string>

const msgButtons = (card: Card): Button[] => buttonsOf(card, mostButtons).slice(0, mostButtons).map(buttonOf)

/** For the public MarkdownButton template. */
export const publicParams = (given: Card): CardParams => {
  const card = withoutForm(given)
  return {
    title: titleOf(card),
    markdown: markdownOf(card, { table: true, foot: false }),
    tips: card.foot ? plainText(card.foot) : '',
    sys_full_json_obj: JSON.stringify({ msgButtons: msgButtons(card) }),
  }
}

/** For our own template (as `template.json` describes it): the same, and a form that is hidden where there is none. */
export const ownParams = (card: Card): CardParams => ({
  title: titleOf(card),
  markdown: markdownOf(card, { table: true, foot: false }),
  tips: card.foot ? plainText(card.foot) : '',
  tone: card.tone,
  sys_full_json_obj: JSON.stringify({ msgButtons: msgButtons(card) }),
  form: JSON.stringify({ fields: card.form?.fields.map(componentOf) ?? [] }),
  form_btn_text: card.form?.submit.label ?? '',
  form_status: card.form ? 'normal' : 'hidden',
})

/** What a tap on a `dtmd://` button says in the chat: the label, and the code that leads back to the value. */
const said = (label: string, code: string): string => `${plainText(label)} ${code}`

/** A message whose buttons make the reader say a short code. `codes` in the order of the buttons. */
export const actionCard = (
  given: Card,
  codes: string[],
): { msgKey: string; msgParam: Record<string, string> } => {
  const card = withoutForm(given)
  const buttons = buttonsOf(card, mostTaps)
    .slice(0, Math.min(codes.length, mostTaps))
    .map(({ label }, at) => ({
      title: plainText(label),
      url: `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(said(label, codes[at] ?? ''))}`,
    }))
  const rest = buttonsOf(card, mostTaps).slice(mostTaps, codes.length)
  const title = titleOf(card)
  const text = [
    `#### ${escapeLine(title)}`,
    markdownOf(card, { table: false, foot: true }),
    ...(rest.length > 0
      ? [orReplyCodes(rest.map(({ label }, at) => `${codes[at + mostTaps] ?? ''} ${escapeLine(label)}`))]
      : []),
  ].join('\n\n')
  const [only] = buttons
  if (!only) return { msgKey: 'sampleMarkdown', msgParam: { title, text } }
  if (buttons.length === 1)
    return {
      msgKey: 'sampleActionCard',
      msgParam: { title, text, singleTitle: only.title, singleURL: only.url },
    }
  return {
    msgKey: `sampleActionCard${buttons.length}`,
    msgParam: Object.fromEntries([
      ['title', title],
      ['text', text],
      ...buttons.flatMap((button, at) => [
        [`actionTitle${at + 1}`, button.title],
        [`actionURL${at + 1}`, button.url],
      ]),
    ]),
  }
}

/** The last rung: plain text that says which code to type. */
export const numberedText = (given: Card, codes: string[]): string => {
  const whole = (card: Card): string => plainLines(card, codes)
  return brief(whole(fitted(withoutForm(given), (card) => whole(card).length <= mostMarkdown)), mostMarkdown)
}

const plainLines = (card: Card, codes: string[]): string => {
  const row = (field: { label: string; value: string }) => `${field.label}：${field.value || '—'}`
  return plainText(
    [
      card.title,
      card.lead ?? '',
      ...card.fields.map(row),
      card.body ?? '',
      ...chartsOf(card).flat(),
      ...[...headOf(card.table ?? []), ...(card.table ?? []).slice(1).slice(-mostRows)].map((cells) =>
        cells.join(' · '),
      ),
      ...(codes.length > 0
        ? [
            replyWithCode,
            ...buttonsOf(card, mostTaps)
              .slice(0, codes.length)
              .map(({ label }, at) => `${codes[at]} ${label}`),
          ]
        : []),
      ...(card.details ?? []).map(row),
      card.foot ?? '',
    ]
      .filter((one) => one !== '')
      .join('\n'),
  )
}

/** The buttons of the card as a message shows them: what the codes of a menu stand for. */
export const menuOf = (card: Card): CardAction[] => buttonsOf(withoutForm(card), mostTaps).slice(0, 20)

/** Settled: nothing is asked of anybody any more. */
export const settled = (card: Card): boolean =>
  card.actions.length === 0 && !card.form && (card.tone === 'green' || card.tone === 'grey')

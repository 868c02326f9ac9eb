// How does a card look on Feishu? The neutral card as card JSON 2.0; what people wrote stays text and never becomes markup.

import { abridged } from '../../../templates/abridged.js'
import type { Card, Tone } from '../../../templates/card.js'
import { bareBody, bareText, leanBody, moreRows } from '../../../templates/platform/feishu.js'
import { moreItems } from '../../../templates/platform/words.js'
import { chart } from './chart.js'
import { clip, drawForm, type Element, plain } from './form.js'
import { buttons, details, facts, picker, table, tags, text } from './pieces.js'

type FeishuCard = {
  schema: '2.0'
  config: Record<string, unknown>
  header: Record<string, unknown>
  body: { vertical_spacing: string; elements: Element[] }
}

/** Of 30 KB and 200 elements: their own counting is a little larger than ours. */
const MOST_BYTES = 27_000
const MOST_ELEMENTS = 180

const templates: Record<Tone, string> = {
  red: 'red',
  orange: 'orange',
  blue: 'blue',
  green: 'green',
  grey: 'grey',
  violet: 'violet',
}

/** A line break, and whatever blank stands around it, is one space. */
const inOneLine = (text: string): string => {
  const lines = text.split('\n')
  return lines
    .map((line, nth) =>
      lines.length === 1
        ? line
        : nth === 0
          ? line.trimEnd()
          : nth === lines.length - 1
            ? line.trimStart()
            : line.trim(),
    )
    .filter((line, nth) => line !== '' || nth === 0 || nth === lines.length - 1)
    .join(' ')
}

/** Markdown without any meaning: every sign that could have one becomes its number. */
const mute = (text: string): string =>
  inOneLine(text).replace(/[*~<>[\]()#:+"'`$_\-\\&|!@{}]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** How much of a card is shown: each step leaves out more, details first. */
type Measure = { details: number; body: number; value: number; rows: number; fields: number; charts: number }

const sizes: Measure[] = [
  { details: 60, body: 4000, value: 1000, rows: 200, fields: 30, charts: 5 },
  { details: 20, body: 2000, value: 400, rows: 60, fields: 20, charts: 3 },
  { details: 8, body: 1000, value: 200, rows: 20, fields: 12, charts: 1 },
  { details: 0, body: 500, value: 100, rows: 5, fields: 8, charts: 0 },
]

const build = (card: Card, measure: Measure): FeishuCard => {
  const short = <T extends { label: string; value: string }>(rows: readonly T[], most: number): T[] =>
    rows
      .slice(0, most)
      .map((row) => ({ ...row, label: clip(row.label, 60), value: abridged(row.value, measure.value) }))
  const fields = short(card.fields, measure.fields)
  const folded = short(card.details ?? [], measure.details)
  const shown = tags(card)
  const elements: Element[] = [
    ...(card.lead
      ? [{ tag: 'markdown', content: `**${mute(clip(card.lead, 300))}**`, text_size: 'heading' }]
      : []),
    ...facts(fields),
    ...(card.fields.length > fields.length ? [text(moreItems(card.fields.length - fields.length))] : []),
    ...(card.body ? [text(clip(card.body, measure.body))] : []),
    ...(card.charts ?? []).slice(0, measure.charts).map(chart),
    ...(card.table
      ? table(
          card.table
            .slice(0, 1 + Math.max(measure.rows, 1))
            .map((row) => row.map((cell) => clip(cell, measure.value))),
        )
      : []),
    ...(card.table && card.table.length - 1 > measure.rows
      ? [text(moreRows(card.table.length - 1 - measure.rows))]
      : []),
    ...(card.form ? [drawForm(card.form)] : []),
    ...(card.pick ? picker(card.pick) : []),
    ...buttons(card.actions),
    ...details(folded, (card.details?.length ?? 0) - folded.length),
    ...(card.foot ? [text(clip(card.foot, 300), { text_size: 'notation', text_color: 'grey' })] : []),
  ]
  return {
    schema: '2.0',
    config: {
      update_multi: true,
      // What is said to one person is not passed on by a touch.
      enable_forward: false,
      summary: { content: clip(card.lead ? `${card.lead}｜${card.title}` : card.title, 120) },
    },
    header: {
      title: plain(clip(card.title, 150)),
      template: templates[card.tone],
      ...(shown.length > 0 ? { text_tag_list: shown } : {}),
    },
    body: { vertical_spacing: '8px', elements },
  }
}

/** As the platform counts: everything that has a tag. */
const countTags = (node: unknown): number => {
  if (Array.isArray(node)) return node.reduce((sum: number, one) => sum + countTags(one), 0)
  if (typeof node !== 'object' || node === null) return 0
  return ('tag' in node ? 1 : 0) + Object.values(node).reduce((sum: number, one) => sum + countTags(one), 0)
}

export const fits = (card: FeishuCard): boolean =>
  Buffer.byteLength(JSON.stringify(card)) <= MOST_BYTES && countTags(card.body) <= MOST_ELEMENTS

/** Without anything that an audit of contents could take offence at, or that could be ill-formed: what to do, and the buttons. */
export const lean = (card: Card): Card => ({
  title: card.title,
  tone: card.tone,
  ...(card.lead ? { lead: card.lead } : {}),
  fields: [],
  body: leanBody,
  actions: card.actions,
  ...(card.form ? { form: card.form } : {}),
})

/** The last word, when no card is taken at all. */
export const asText = (card: Card): string =>
  [card.title, card.lead, card.actions.length > 0 || card.form ? bareText : undefined]
    .filter((line) => line)
    .join('\n')

/** With all of its form; nothing where that is more than the platform takes. */
export const drawWhole = (card: Card): FeishuCard | undefined => {
  for (const measure of sizes) {
    const drawn = build(card, measure)
    if (fits(drawn)) return drawn
  }
  return undefined
}

export const draw = (card: Card): FeishuCard => {
  const whole = drawWhole(card)
  if (whole) return whole
  const bare = build(
    { ...lean(card), actions: card.actions.slice(0, 10) },
    { details: 0, body: 300, value: 80, rows: 1, fields: 0, charts: 0 },
  )
  return fits(bare)
    ? bare
    : build(
        {
          title: clip(card.title, 100),
          tone: card.tone,
          lead: clip(card.lead ?? '', 100),
          fields: [],
          body: bareBody,
          actions: [],
        },
        { details: 0, body: 300, value: 80, rows: 1, fields: 0, charts: 0 },
      )
}

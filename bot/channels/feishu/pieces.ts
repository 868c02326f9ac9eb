// Of what is a card of Feishu made? Its lines, facts, tables, buttons and tags: all of them plain text but for their places.

import type { Card, CardAction, CardPick } from '../../../templates/card.js'
import {
  detailsTitle,
  moreDetails,
  pleaseChoose,
  reallyDo,
  reallyDoText,
  tagWords,
} from '../../../templates/platform/feishu.js'
import { clip, type Element, plain } from './form.js'

/** What the platform shows at once; the reader turns the pages. */
const ROWS_A_PAGE = 10

/** What can't be taken back asks once more; the server asks again by itself. */
const destructive = new Set(['close', 'withdraw', 'cancel_report'])

export const text = (content: string, more: Record<string, unknown> = {}): Element => ({
  tag: 'div',
  text: { ...plain(content), ...more },
})

const column = (elements: Element[]): Element => ({
  tag: 'column',
  width: 'weighted',
  weight: 1,
  elements,
})

const fact = ({ label, value }: { label: string; value: string }): Element =>
  column([text(label, { text_size: 'notation', text_color: 'grey' }), text(value || '—')])

/** Two columns, also on a phone. */
export const facts = (fields: Card['fields']): Element[] =>
  fields.flatMap((field, at) => {
    if (at % 2 === 1) return []
    const beside = fields[at + 1]
    return [
      {
        tag: 'column_set',
        flex_mode: 'none',
        horizontal_spacing: '8px',
        columns: [fact(field), ...(beside ? [fact(beside)] : [])],
      },
    ]
  })

export const table = (rows: string[][]): Element[] => {
  const [head, ...body] = rows
  if (!head || body.length === 0) return []
  return [
    {
      tag: 'table',
      page_size: ROWS_A_PAGE,
      row_height: 'auto',
      header_style: { bold: true, background_style: 'grey' },
      columns: head.map((label, at) => ({
        name: `c${at}`,
        display_name: label,
        data_type: 'text',
        width: 'auto',
      })),
      rows: body.map((row) =>
        Object.fromEntries(row.slice(0, head.length).map((cell, at) => [`c${at}`, cell])),
      ),
    },
  ]
}

export const details = (rows: NonNullable<Card['details']>, more: number): Element[] =>
  rows.length + more === 0
    ? []
    : [
        {
          tag: 'collapsible_panel',
          expanded: false,
          header: { title: plain(detailsTitle) },
          elements: [
            ...rows.map(({ label, value }) => text(`${label}：${value}`)),
            ...(more > 0 ? [text(moreDetails(more))] : []),
          ],
        },
      ]

const button = (action: CardAction, first: boolean): Element => ({
  tag: 'button',
  type: action.primary ? 'primary_filled' : destructive.has(action.action) ? 'danger' : 'default',
  width: first ? 'fill' : 'default',
  text: plain(clip(action.label, 100)),
  ...(action.disabled ? { disabled: true } : {}),
  ...(destructive.has(action.action)
    ? { confirm: { title: plain(reallyDo(action.label)), text: plain(reallyDoText) } }
    : {}),
  behaviors: [{ type: 'callback', value: action.value }],
})

/** The primary button over the whole width; the others in a row that breaks where it must. */
export const buttons = (actions: readonly CardAction[]): Element[] => {
  const [first, ...rest] = actions
  if (!first) return []
  const quiet = first.primary ? rest : actions
  return [
    ...(first.primary ? [button(first, true)] : []),
    ...(quiet.length > 0
      ? [
          {
            tag: 'column_set',
            flex_mode: 'flow',
            horizontal_spacing: '8px',
            columns: quiet.map((action) => ({
              tag: 'column',
              width: 'auto',
              elements: [button(action, false)],
            })),
          },
        ]
      : []),
  ]
}

/** So many units and no more: every option counts as an element of the card. A longer list is typed. */
const MOST_OPTIONS = 100

/** What answers a question as it is chosen: outside of a form each pick comes by itself. */
export const picker = ({ label, value, ...pick }: CardPick): Element[] => {
  const shared = {
    placeholder: plain(clip(pleaseChoose(label), 100)),
    width: 'fill',
    behaviors: [{ type: 'callback', value }],
  }
  // its picker knows no latest moment
  if (pick.type === 'time') return [{ tag: 'picker_datetime', ...shared }]
  const options = [...new Set(pick.options)]
  return options.length > 0 && options.length <= MOST_OPTIONS
    ? [
        {
          tag: 'select_static',
          ...shared,
          options: options.map((option) => ({ text: plain(clip(option, 100)), value: option })),
        },
      ]
    : []
}

const colours = { drill: 'violet', level: 'red' } as const

export const tags = (card: Card): Element[] =>
  tagWords(card).map(({ of, word }) => ({
    tag: 'text_tag',
    text: plain(word),
    color: of === 'state' ? (card.tone === 'green' ? 'green' : 'neutral') : colours[of],
  }))

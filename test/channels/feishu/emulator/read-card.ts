// What does a card of Feishu say? Read back into the neutral shape, so that a transcript can be held against what people see.

import type { ActionValue, Card, CardAction, FormField, Rendered, Tone } from '../../../../templates/card.js'
import { tagged } from './card-rules.js'
import { callbackValue, initial } from './clicks.js'
import { isObject, type Json, type JsonObject, parsed } from './state.js'

const list = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
const contentOf = (value: Json | undefined): string => (isObject(value) ? text(value.content) : '')

/** The client shows the sign that a number stands for. */
const unescaped = (markdown: string): string =>
  markdown.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))

const tones: Record<string, Tone> = {
  red: 'red',
  orange: 'orange',
  blue: 'blue',
  green: 'green',
  grey: 'grey',
  violet: 'violet',
}

/** What a button carries is what the channel put there: an action among texts. */
const carriedBy = (element: JsonObject): ActionValue => {
  const texts = Object.entries(callbackValue(element) ?? {}).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[key, value]] : [],
  )
  return { action: '', ...Object.fromEntries(texts) }
}

const actionOf = (element: JsonObject): CardAction => {
  const value = carriedBy(element)
  return {
    label: contentOf(element.text),
    action: value.action,
    value,
    ...(text(element.type).startsWith('primary') ? { primary: true } : {}),
    ...(element.disabled === true ? { disabled: true } : {}),
  }
}

const kinds: Record<string, FormField['type']> = { select_static: 'select', picker_datetime: 'time' }

/** Beside a picker or a long list, what people would rather type; `again` where that was not understood. */
const TYPED = /__(?:typed|again)$/

/**
 * The fields of a form: a `div` before a picker is its label, an input `…__typed` after it belongs to it, and what is red
 * is what is wrong with the field above.
 */
const fieldsOf = (form: JsonObject): FormField[] => {
  let above = ''
  const fields: FormField[] = []
  // what is folded away is part of the form
  const elements = list(form.elements).flatMap((element) =>
    element.tag === 'collapsible_panel' ? list(element.elements) : [element],
  )
  for (const element of elements) {
    const name = text(element.name)
    const last = fields.at(-1)
    const value = initial(element)
    if (element.tag === 'div' && isObject(element.text) && element.text.text_color === 'red') {
      if (last) last.wrong = contentOf(element.text)
    } else if (element.tag === 'div') above = contentOf(element.text)
    else if (TYPED.test(name)) {
      if (last && value) last.value = value
    } else if (name !== '' && element.tag !== 'button') {
      const shown = contentOf(element.label) || above
      const options = list(element.options).map((one) => ({
        label: contentOf(one.text),
        value: text(one.value),
      }))
      fields.push({
        name,
        label: shown.replace(/ \*$/, ''),
        type:
          element.tag === 'input'
            ? element.input_type === 'multiline_text'
              ? 'longtext'
              : 'text'
            : (kinds[text(element.tag)] ?? 'text'),
        required: element.required === true || shown.endsWith(' *'),
        ...(options.length > 0 ? { options } : {}),
        ...(value ? { value } : {}),
      })
    }
  }
  return fields
}

const rowsOf = (table: JsonObject): string[][] => {
  const columns = list(table.columns)
  return [
    columns.map((one) => text(one.display_name)),
    ...list(table.rows).map((row) => columns.map((one) => String(row[text(one.name)] ?? ''))),
  ]
}

const pair = (line: string): { label: string; value: string } => {
  const [label = '', ...value] = line.split('：')
  return { label, value: value.join('：') }
}

export const readCard = (content: JsonObject): Card => {
  const header = isObject(content.header) ? content.header : {}
  const body = isObject(content.body) ? content.body : {}
  const card: Card = {
    title: contentOf(header.title),
    tone: tones[text(header.template)] ?? 'blue',
    fields: [],
    actions: [],
  }
  const lines: string[] = []
  for (const element of list(body.elements)) {
    switch (element.tag) {
      case 'markdown': {
        const plain = unescaped(text(element.content).replace(/^\*\*([\s\S]*)\*\*$/, '$1'))
        if (element.text_size === 'heading' && card.lead === undefined) card.lead = plain
        else lines.push(plain)
        break
      }
      case 'div':
        if (isObject(element.text) && element.text.text_size === 'notation')
          card.foot = contentOf(element.text)
        else lines.push(contentOf(element.text))
        break
      case 'button':
        card.actions.push(actionOf(element))
        break
      case 'column_set':
        for (const column of list(element.columns)) {
          const [label, value] = list(column.elements)
          if (label?.tag === 'button') card.actions.push(...list(column.elements).map(actionOf))
          else if (label && value)
            card.fields.push({ label: contentOf(label.text), value: contentOf(value.text) })
        }
        break
      case 'collapsible_panel':
        card.details = list(element.elements).map((one) => pair(contentOf(one.text)))
        break
      case 'table':
        card.table = rowsOf(element)
        break
      case 'picker_datetime':
      case 'select_static': {
        const label = contentOf(element.placeholder).replace(/^请选择/, '')
        const options = list(element.options).map((one) => text(one.value))
        const value = carriedBy(element)
        card.pick =
          element.tag === 'select_static'
            ? { label, value, type: 'select', options }
            : { label, value, type: 'time' }
        break
      }
      case 'form': {
        const submit = tagged(element.elements).find((one) => one.form_action_type === 'submit')
        if (submit)
          card.form = {
            fields: fieldsOf(element),
            submit: { label: contentOf(submit.text), value: carriedBy(submit) },
          }
        break
      }
      default:
        lines.push(contentOf(element.text))
    }
  }
  if (lines.length > 0) card.body = lines.join('\n')
  return card
}

/** What a message shows; nothing for what has no words, such as a file. */
export const readMessage = (type: string, content: string): Rendered | undefined => {
  const body = parsed(content)
  if (!isObject(body)) return undefined
  // The channel takes the life out of markup with an invisible space, which nobody sees.
  if (type === 'text') return { text: text(body.text).replaceAll('\u200B', '') }
  return type === 'interactive' ? { card: readCard(body) } : undefined
}

const PICKED = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/

/** Where a person puts what they want to say: into the list when it is there, else beside it in their own words. */
export const fillIn = (content: JsonObject, form: Record<string, string>): Record<string, string> => {
  const fields = tagged(content.body)
  const named = (name: string) => fields.find((one) => one.name === name)
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => {
      const field = named(name)
      const offered =
        field?.tag === 'select_static'
          ? list(field.options).some((one) => one.value === value || contentOf(one.text) === value)
          : field?.tag !== 'picker_datetime' || PICKED.test(value)
      const beside = fields
        .map((one) => text(one.name))
        .find((one) => TYPED.test(one) && one.replace(TYPED, '') === name)
      return [offered || beside === undefined ? name : beside, value]
    }),
  )
}

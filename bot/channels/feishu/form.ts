// How does a form look on Feishu, and what was filled in? Both directions, so that they agree.

import { z } from 'zod'
import { brief } from '../../../rules/brief.js'
import type { ActionValue, Card, FormField } from '../../../templates/card.js'
import { orTypeName, orTypeTime, pleaseChoose, yesNoUnknown } from '../../../templates/platform/feishu.js'
import { pleaseFill, yesOrNo } from '../../../templates/platform/words.js'

export type Element = { tag: string } & Record<string, unknown>

export const plain = (content: string): { tag: 'plain_text'; content: string } => ({
  tag: 'plain_text',
  content,
})

/** At most `most` characters, an ellipsis where something was left out. */
export const clip = (text: string, most: number): string => {
  return brief(text, most)
}

/** Beside a picker or a long list, what people would rather type: 刚刚, an alias of a unit. */
const TYPED = '__typed'
/** The same where it was not understood and stands there still: what is picked by then counts before it. */
const AGAIN = '__again'
/** More than this nobody scrolls through on a phone. */
const LONG_LIST = 20
/** What the platform takes in one input. */
const LONGEST = 1000
/** The same beside a picker or a list. */
const LONGEST_BESIDE = 200

const PICKED = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?(?: ([+-])(\d{2}):?(\d{2}))?$/
const TIME_ONLY = /^(\d{2}:\d{2}) [+-]\d{4}$/
const CHINA_OFFSET_MS = 8 * 3_600_000

/** A picker answers the wall clock of the person's own device, with its offset: said in Chinese time, as typed. */
export const spoken = (text: string): string => {
  const time = TIME_ONLY.exec(text)
  if (time) return time[1] ?? text
  const [, day, clock, sign, hours, minutes] = PICKED.exec(text) ?? []
  if (!day) return text
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1)
  if (!sign || !clock || offsetMs === CHINA_OFFSET_MS) return clock ? `${day} ${clock}` : day
  const there = new Date(Date.parse(`${day}T${clock}:00Z`) - offsetMs + CHINA_OFFSET_MS)
  return there.toISOString().slice(0, 16).replace('T', ' ')
}

const asText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return spoken(value.trim())
  if (typeof value === 'boolean') return yesOrNo(value)
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.flatMap((one) => asText(one) ?? []).join('、')
  const chosen = z.looseObject({ value: z.unknown() }).safeParse(value)
  return chosen.success ? asText(chosen.data.value) : undefined
}

/**
 * What was filled in, by the neutral name; what is empty is left out. Typed words win over what was picked, but for those
 * that were refused before.
 */
export const formValues = (values: Record<string, unknown>): Record<string, string> => {
  const texts = Object.entries(values).flatMap(([name, value]): [string, string][] => {
    const text = asText(value)
    return text ? [[name, text]] : []
  })
  const ending = (end: string): [string, string][] =>
    texts.flatMap(([name, text]) => (name.endsWith(end) ? [[name.slice(0, -end.length), text]] : []))
  const picked = texts.filter(([name]) => !name.endsWith(TYPED) && !name.endsWith(AGAIN))
  return Object.fromEntries([...ending(AGAIN), ...picked, ...ending(TYPED)])
}

const PREFIX = 'submit_'

/** The value once more, in the button's name. */
const nameOfValue = (value: ActionValue): string => {
  const name = PREFIX + Buffer.from(JSON.stringify(value)).toString('base64url')
  return name.length <= 100 ? name : 'submit'
}

export const valueOfName = (name: string): Record<string, unknown> | undefined => {
  if (!name.startsWith(PREFIX)) return undefined
  try {
    const json: unknown = JSON.parse(Buffer.from(name.slice(PREFIX.length), 'base64url').toString('utf8'))
    return z.record(z.string(), z.unknown()).parse(json)
  } catch {
    return undefined // a name of another card
  }
}

const label = ({ label: text, required }: FormField): Element => ({
  tag: 'div',
  text: plain(required ? `${text} *` : text),
})

const input = (field: FormField, more: Record<string, unknown>): Element => ({
  tag: 'input',
  name: field.name,
  label: plain(field.required ? `${field.label} *` : field.label),
  label_position: 'top',
  placeholder: plain(clip(field.placeholder ?? pleaseFill(field.label), 100)),
  ...(field.value ? { default_value: clip(field.value, LONGEST) } : {}),
  max_length: LONGEST,
  width: 'fill',
  ...(field.required ? { required: true } : {}),
  ...more,
})

/** `words`: what was typed here already, and is not what a picker or a list could show. */
const typed = ({ name, wrong }: FormField, placeholder: string, words: string | undefined): Element => ({
  tag: 'input',
  name: `${name}${words && wrong ? AGAIN : TYPED}`,
  placeholder: plain(placeholder),
  ...(words ? { default_value: clip(words, LONGEST_BESIDE) } : {}),
  max_length: LONGEST_BESIDE,
  width: 'fill',
})

const select = (
  field: FormField,
  options: { label: string; value: string }[],
  typing: boolean,
): Element[] => {
  const unique = options.filter(
    ({ value }, at) => value !== '' && options.findIndex((one) => one.value === value) === at,
  )
  const initial = unique.find(({ value, label }) => value === field.value || label === field.value)
  return [
    label(field),
    {
      tag: 'select_static',
      name: field.name,
      width: 'fill',
      placeholder: plain(clip(field.placeholder ?? pleaseChoose(field.label), 100)),
      ...(initial ? { initial_option: initial.value } : {}),
      options: unique.map(({ label, value }) => ({ text: plain(clip(label, 100)), value })),
      // What may be typed as well can't be required of the list alone; the house asks for it.
      ...(field.required && !typing ? { required: true } : {}),
    },
    ...(typing ? [typed(field, orTypeName, initial ? undefined : field.value)] : []),
  ]
}

const controls = (field: FormField): Element[] => {
  switch (field.type) {
    case 'text':
    case 'phone':
    case 'number':
      return [input(field, { input_type: 'text' })]
    case 'longtext':
      return [input(field, { input_type: 'multiline_text', rows: 3, auto_resize: true, max_rows: 8 })]
    case 'yesno':
      return select(field, field.options ?? yesNoUnknown.map((word) => ({ label: word, value: word })), false)
    case 'select':
      return select(field, field.options ?? [], (field.options?.length ?? 0) > LONG_LIST)
    case 'time': {
      const picked = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(field.value ?? '')
      return [
        label(field),
        {
          tag: 'picker_datetime',
          name: field.name,
          width: 'fill',
          placeholder: plain(pleaseChoose(field.label)),
          ...(picked ? { initial_datetime: field.value } : {}),
        },
        typed(field, clip(orTypeTime(field.placeholder), 100), picked ? undefined : field.value),
      ]
    }
  }
}

const problem = (wrong: string): Element => ({
  tag: 'div',
  text: { ...plain(clip(wrong, 200)), text_size: 'notation', text_color: 'red' },
})

const draw = (field: FormField): Element[] => [
  ...controls(field),
  ...(field.wrong ? [problem(field.wrong)] : []),
]

/** Where one answer ends the form, the platform must not hold back what is lacking beside it: the house asks for that. */
const released = (fields: readonly FormField[]): readonly FormField[] =>
  fields.some(({ ends }) => ends !== undefined)
    ? fields.map((field) =>
        field.required && field.ends === undefined
          ? { ...field, required: false, label: `${field.label} *` }
          : field,
      )
    : fields

const folded = (fields: readonly FormField[], title = ''): Element[] =>
  fields.length > 0
    ? [
        {
          tag: 'collapsible_panel',
          expanded: fields.some(({ wrong }) => wrong),
          header: { title: plain(title) },
          elements: fields.flatMap(draw),
        },
      ]
    : []

export const drawForm = (form: NonNullable<Card['form']>): Element => ({
  tag: 'form',
  name: 'form',
  vertical_spacing: '12px',
  elements: [
    ...released(form.fields)
      .filter(({ more }) => !more)
      .flatMap(draw),
    ...folded(
      released(form.fields).filter(({ more }) => more),
      form.more,
    ),
    {
      tag: 'button',
      type: 'primary_filled',
      width: 'fill',
      text: plain(clip(form.submit.label, 100)),
      form_action_type: 'submit',
      name: nameOfValue(form.submit.value),
      behaviors: [{ type: 'callback', value: form.submit.value }],
    },
  ],
})

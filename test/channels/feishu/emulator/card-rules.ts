// Is this a card that the platform takes? Every documented rule of JSON 2.0, each fault with the code that the API answers.
import {
  BODY,
  BUTTON_TYPES,
  CARD,
  COMPONENTS,
  CONFIG,
  FORM_ONLY,
  HEADER,
  PARTS,
  TAKES_INPUT,
  TEMPLATES,
} from './card-tags.js'
import { isObject, type Json, type JsonObject, parsed } from './state.js'

export type Fault = { code: number; path: string; what: string }

const MAX_BYTES = 30 * 1024
const MAX_ELEMENTS = 200
const MAX_DEPTH = 5
const MAX_TABLES = 3
const MAX_NAME = 100

const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** Every object with a `tag` in here, however deep. */
export const tagged = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value)
    ? value.flatMap(tagged)
    : isObject(value)
      ? [...(typeof value.tag === 'string' ? [value] : []), ...Object.values(value).flatMap(tagged)]
      : []

/** A table drawn in markdown counts as one, as observed on the real platform. */
const markdownTables = (content: string): number =>
  content.match(/^\|?[ :|-]*-{3,}[ :|-]*\|[ :|-]*$/gm)?.length ?? 0

export const faultsOf = (source: string): Fault[] => {
  const card = parsed(source)
  if (!isObject(card)) return [{ code: 200621, path: 'ROOT', what: 'the card is not a JSON object' }]
  const faults: Fault[] = []
  const fault = (code: number, path: string, what: string) => faults.push({ code, path, what })
  const only = (object: JsonObject, allowed: string[], path: string) => {
    for (const key of Object.keys(object))
      if (key !== 'tag' && !allowed.includes(key)) fault(200621, path, `unknown attribute ${key}`)
  }

  const bytes = Buffer.byteLength(source)
  if (bytes > MAX_BYTES) fault(230025, 'ROOT', `the card has ${bytes} bytes, more than 30 KB`)
  if (Object.keys(card).length === 0) return faults
  if (card.schema !== '2.0') fault(200621, 'ROOT', 'schema must be "2.0"')
  only(card, CARD, 'ROOT')
  if (isObject(card.config)) {
    only(card.config, CONFIG, 'ROOT -> config')
    if (card.config.update_multi === false) fault(300302, 'ROOT -> config', 'update_multi can only be true')
  }
  if (isObject(card.header)) {
    only(card.header, HEADER, 'ROOT -> header')
    if (!isObject(card.header.title)) fault(200621, 'ROOT -> header', 'a header needs a title')
    if (card.header.template !== undefined && !TEMPLATES.has(text(card.header.template)))
      fault(200621, 'ROOT -> header', `unknown template ${JSON.stringify(card.header.template)}`)
    if (list(card.header.text_tag_list).length > 3) fault(200621, 'ROOT -> header', 'more than 3 text tags')
  }
  if (isObject(card.card_link) && !/^(https?|applink):/.test(text(card.card_link.url)))
    fault(200621, 'ROOT -> card_link', 'only http and https')

  const names = new Map<string, string>()
  const ids = new Set<string>()
  let tables = 0
  const once = (known: Set<string> | Map<string, string>, value: string, path: string, what: string) => {
    if (known.has(value)) fault(300301, path, `duplicate ${what} ${value}`)
    if (known instanceof Map) known.set(value, path)
    else known.add(value)
  }

  const shared = (object: JsonObject, tag: string, path: string, inForm: boolean) => {
    const allowed = COMPONENTS[tag] ?? PARTS[tag]
    if (!allowed) {
      fault(200861, path, `unsupported tag ${tag}`)
      return
    }
    only(object, allowed, path)
    if (object.element_id !== undefined) {
      const id = text(object.element_id)
      if (!/^[A-Za-z][A-Za-z0-9_]{0,19}$/.test(id))
        fault(200621, path, `element_id ${JSON.stringify(object.element_id)}`)
      once(ids, id, path, 'element_id')
    }
    if (object.name !== undefined) {
      const name = text(object.name)
      if (name === '' || name.length > MAX_NAME) fault(200530, path, `name of ${name.length} characters`)
      else once(names, name, path, 'name')
    } else if (inForm && TAKES_INPUT.has(tag)) fault(200530, path, 'a component in a form needs a name')
    if (
      tag in PARTS &&
      tag.endsWith('_icon') === false &&
      tag !== 'text_tag' &&
      typeof object.content !== 'string'
    )
      fault(200621, path, 'a text needs its content')
  }

  const behaviors = (object: JsonObject, path: string) => {
    for (const one of list(object.behaviors)) {
      if (!isObject(one)) fault(200621, path, 'a behavior is an object')
      else if (one.type === 'callback') {
        if (!isObject(one.value)) fault(200671, path, 'the value of a callback is an object')
      } else if (one.type === 'open_url') {
        if (!/^(https?|applink|lark):/.test(text(one.default_url))) fault(200621, path, 'default_url')
      } else if (one.type !== 'form_action') fault(200621, path, `behavior ${JSON.stringify(one.type)}`)
    }
    if (isObject(object.confirm) && !isObject(object.confirm.title))
      fault(200621, path, 'confirm needs a title')
  }

  const short = (value: Json | undefined, limit: number, path: string, what: string) => {
    if (value !== undefined && !isObject(value)) fault(200621, path, `${what} is a text object`)
    else if (isObject(value) && [...text(value.content)].length > limit)
      fault(200621, path, `${what} of more than ${limit} characters`)
  }

  /** Outside of a form each pick is sent by itself: without a callback it does nothing, and nobody waits for it. */
  const alone = (object: JsonObject, path: string, inForm: boolean) => {
    if (inForm) return
    if (!list(object.behaviors).some((one) => isObject(one) && one.type === 'callback'))
      fault(200340, path, 'what is picked outside of a form needs a callback')
    if (object.required !== undefined) fault(200621, path, 'required outside of a form')
  }

  const checks: Record<string, (object: JsonObject, path: string, inForm: boolean) => void> = {
    button(object, path, inForm) {
      short(object.text, 100, path, 'text')
      if (object.type !== undefined && !BUTTON_TYPES.has(text(object.type)))
        fault(200621, path, 'button type')
      const submits = object.form_action_type
      if (submits !== undefined && !inForm) fault(200621, path, 'form_action_type outside a form')
      if (submits !== undefined && submits !== 'submit' && submits !== 'reset')
        fault(200621, path, `form_action_type ${JSON.stringify(submits)}`)
      if (list(object.behaviors).length === 0 && submits !== 'reset' && object.disabled !== true)
        fault(200340, path, 'a button without behaviors never fires')
    },
    input(object, path) {
      short(object.placeholder, 100, path, 'placeholder')
      const most = object.max_length
      if (most !== undefined && !(typeof most === 'number' && most >= 1 && most <= 1000))
        fault(200621, path, 'max_length from 1 to 1000')
      if (
        !['text', 'multiline_text', 'password', undefined].includes(object.input_type as string | undefined)
      )
        // whatever else it is, it is not in the list
        fault(200621, path, 'input_type')
      if ([...text(object.default_value)].length > (typeof most === 'number' ? most : 1000))
        fault(200621, path, 'default_value longer than max_length')
    },
    select_static(object, path, inForm) {
      alone(object, path, inForm)
      short(object.placeholder, 100, path, 'placeholder')
      const values = list(object.options).map((one) => (isObject(one) ? one.value : undefined))
      if (values.some((one) => typeof one !== 'string')) fault(200621, path, 'option values are strings')
      if (new Set(values).size < values.length) fault(200621, path, 'option values are unique')
      for (const one of list(object.options))
        if (!isObject(one) || !isObject(one.text)) fault(200621, path, 'an option needs a text')
      if (object.initial_option !== undefined && !values.includes(object.initial_option))
        fault(200621, path, 'initial_option is not among the options')
    },
    picker_datetime(object, path, inForm) {
      short(object.placeholder, 100, path, 'placeholder')
      const initial = object.initial_datetime
      if (initial !== undefined && !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(text(initial)))
        fault(200621, path, 'initial_datetime is YYYY-MM-DD HH:mm')
      alone(object, path, inForm)
    },
    select_person(object, path) {
      const values = list(object.options).map((one) => (isObject(one) ? one.value : undefined))
      if (object.initial_option !== undefined && !values.includes(object.initial_option))
        fault(200621, path, 'initial_option is not among the options')
      if (values.some((one) => !text(one).startsWith('ou_'))) fault(100290, path, 'invalid user id')
    },
    person(object, path) {
      if (!text(object.user_id).startsWith('ou_')) fault(100290, path, 'invalid user id')
    },
    img(object, path) {
      if (!text(object.img_key).startsWith('img_')) fault(200570, path, 'invalid image key')
    },
    chart(object, path) {
      if (!isObject(object.chart_spec) || typeof object.chart_spec.type !== 'string')
        fault(200550, path, 'bad chart_spec')
    },
    markdown(object, path) {
      if (typeof object.content !== 'string') fault(200621, path, 'markdown needs its content')
      tables += markdownTables(text(object.content))
      for (const [, id = ''] of text(object.content).matchAll(/<at id=["']?([^"'\s>]+)/g))
        if (id !== 'all' && !id.startsWith('ou_')) fault(100290, path, `invalid user id ${id}`)
    },
    table(object, path) {
      const columns = list(object.columns).map((one) => (isObject(one) ? text(one.name) : ''))
      if (columns.length === 0 || columns.length > 50) fault(200621, path, 'from 1 to 50 columns')
      if (new Set(columns).size < columns.length) fault(200621, path, 'column names are unique')
      const size = object.page_size
      if (size !== undefined && !(typeof size === 'number' && size >= 1 && size <= 10))
        fault(200621, path, 'page_size from 1 to 10')
      for (const row of list(object.rows)) {
        if (!isObject(row)) fault(200914, path, 'a row is an object')
        else
          for (const key of Object.keys(row))
            if (!columns.includes(key)) fault(200915, path, `row key ${key} is no column`)
      }
    },
    form(object, path) {
      if (text(object.name) === '') fault(200530, path, 'a form needs a name')
      if (!tagged(object.elements).some((one) => one.tag === 'button' && one.form_action_type === 'submit'))
        fault(200621, path, 'a form needs a submit button')
    },
    column_set(object, path) {
      for (const one of list(object.columns))
        if (!isObject(one) || one.tag !== 'column') fault(200621, path, 'columns hold only columns')
    },
  }
  checks.multi_select_static = checks.select_static ?? (() => {})

  /** The components of one `elements`; `depth` counts containers, a column belongs to its set. */
  const walk = (elements: Json | undefined, at: string, depth: number, inForm: boolean, root: boolean) => {
    for (const [nth, element] of list(elements).entries()) {
      const tag = isObject(element) ? text(element.tag) : ''
      const path = `${at} -> [${nth}](tag: ${tag})`
      if (!isObject(element) || !COMPONENTS[tag]) {
        fault(200861, path, `unsupported tag ${tag}`)
        continue
      }
      if (depth > MAX_DEPTH) fault(200621, path, `nested ${depth} deep`)
      if ((tag === 'form' || tag === 'table') && !root) fault(200621, path, `${tag} only at the root`)
      if (tag === 'chart' && inForm) fault(200621, path, 'no chart in a form')
      if (FORM_ONLY.has(tag) && !inForm) fault(200621, path, `${tag} only in a form`)
      if (tag === 'table') tables++
      const within = inForm || tag === 'form'
      shared(element, tag, path, inForm)
      behaviors(element, path)
      checks[tag]?.(element, path, inForm)
      for (const [key, part] of Object.entries(element)) {
        if (key === 'elements') walk(part, path, depth + 1, within, false)
        else if (key === 'columns' && tag === 'column_set') {
          for (const column of list(part)) {
            if (!isObject(column)) continue
            shared(column, 'column', path, false)
            walk(column.elements, path, depth + 1, within, false)
          }
        } else if (key !== 'chart_spec' && key !== 'behaviors' && key !== 'rows')
          for (const one of tagged(part)) shared(one, text(one.tag), path, false)
      }
    }
  }

  if (isObject(card.body)) {
    only(card.body, BODY, 'ROOT -> body')
    walk(card.body.elements, 'ROOT -> body -> elements', 1, false, true)
  } else if (card.body !== undefined) fault(200621, 'ROOT', 'body is an object')
  for (const one of tagged(card.header)) shared(one, text(one.tag), 'ROOT -> header', false)
  const count = tagged(card.body).length + tagged(card.header).length
  if (count > MAX_ELEMENTS) fault(11310, 'ROOT', `element exceeds the limit: ${count}`)
  if (tables > MAX_TABLES) fault(11310, 'ROOT', 'card table number over limit')
  return faults
}

// What does the client do when somebody presses a button? Finds it on the card, gathers the form, reads the answer.

import { tagged } from './card-rules.js'
import { cardRefusal } from './judge.js'
import type { Answered } from './socket.js'
import { isObject, type Json, type JsonObject, type Message, parsed } from './state.js'

export type Which = { elementName?: string; value?: JsonObject; label?: string }

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
const contentOf = (value: Json | undefined): string => (isObject(value) ? text(value.content) : text(value))

/** The value that a button sends: the one of its callback. */
export const callbackValue = (element: JsonObject): JsonObject | undefined => {
  const behaviors = Array.isArray(element.behaviors) ? element.behaviors : []
  const callback = behaviors.find((one) => isObject(one) && one.type === 'callback')
  return isObject(callback) && isObject(callback.value) ? callback.value : undefined
}

const same = (a: unknown, b: unknown): boolean => {
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)])
    return [...keys].every((key) => same(a[key], b[key]))
  }
  return a === b
}

export type Found = { element: JsonObject; form: JsonObject | undefined; now: boolean }

/** Does this client let somebody pick this here? */
const offers = (element: JsonObject, option: string): boolean =>
  element.tag === 'picker_datetime'
    ? /^\d{4}-\d{2}-\d{2} \d{2}:\d{2} [+-]\d{4}$/.test(option)
    : element.tag === 'select_static' && optionsOf(element).some(({ value }) => value === option)

/** The picker outside of a form with this value, as the card stands or stood before. Throws where no client offers this. */
export const findPicker = (message: Message, value: JsonObject, option: string): JsonObject => {
  for (const version of [...message.versions].reverse()) {
    const card = parsed(version)
    const body = isObject(card) && isObject(card.body) ? card.body : {}
    const elements = Array.isArray(body.elements) ? body.elements : []
    const outside = tagged(elements.filter((one) => isObject(one) && one.tag !== 'form'))
    const found = outside.find((one) => one.tag !== 'button' && same(callbackValue(one), value))
    if (!found) continue
    if (!offers(found, option)) throw new Error(`the client offers no ${option} there`)
    return found
  }
  throw new Error('no such picker on this card')
}

/** The button on the card as it stands, else as it stood before: an old client still shows it. */
export const findButton = (message: Message, which: Which): Found | undefined => {
  const fits = (one: JsonObject): boolean =>
    one.tag === 'button' &&
    (which.elementName === undefined || one.name === which.elementName) &&
    (which.value === undefined || same(callbackValue(one), which.value)) &&
    (which.label === undefined || contentOf(one.text) === which.label)
  for (const [nth, version] of [...message.versions].reverse().entries()) {
    const card = parsed(version)
    for (const form of tagged(card).filter(({ tag }) => tag === 'form')) {
      const element = tagged(form.elements).find(fits)
      if (element) return { element, form, now: nth === 0 }
    }
    const element = tagged(card).find(fits)
    if (element) return { element, form: undefined, now: nth === 0 }
  }
  return undefined
}

const DATED: Record<string, string> = {
  date_picker: 'initial_date',
  picker_time: 'initial_time',
  picker_datetime: 'initial_datetime',
}

/** What stands in a field before anybody touches it. */
export const initial = (field: JsonObject): string => {
  if (field.tag === 'input') return text(field.default_value)
  if (field.tag === 'select_static' || field.tag === 'select_person') return text(field.initial_option)
  return text(field[DATED[text(field.tag)] ?? ''])
}

const optionsOf = (field: JsonObject): { value: string; label: string }[] =>
  (Array.isArray(field.options) ? field.options : []).flatMap((one) =>
    isObject(one) ? [{ value: text(one.value), label: contentOf(one.text) }] : [],
  )

/** The required fields that are still empty: the client marks them, and sends nothing. */
export const missing = (form: JsonObject, entries: Record<string, string | boolean>): string[] =>
  tagged(form.elements)
    .filter(({ name, required }) => required === true && typeof name === 'string')
    .filter((field) => (entries[text(field.name)] ?? initial(field)) === '')
    .map(({ name }) => text(name))

/** The `form_value` of a form, filled as a person would. Throws where no client could send it. */
export const filled = (form: JsonObject, entries: Record<string, string | boolean>): JsonObject => {
  const fields = tagged(form.elements).filter(({ tag, name }) => tag !== 'button' && typeof name === 'string')
  const value: JsonObject = {}
  const used = new Set<string>()
  for (const field of fields) {
    const name = text(field.name)
    const key = Object.hasOwn(entries, name) ? name : undefined
    const given = key === undefined ? undefined : entries[key]
    if (key !== undefined) used.add(key)
    if (field.tag === 'checker') {
      value[name] = given === true || given === 'true' || (given === undefined && field.checked === true)
      continue
    }
    let entry = given === undefined ? initial(field) : String(given)
    if (entry !== '' && field.tag === 'select_static') {
      const option = optionsOf(field).find((one) => one.value === entry || one.label === entry)
      if (!option) throw new Error(`the client offers no ${entry} for ${name}`)
      entry = option.value
    }
    if (entry !== '' && text(field.tag) in DATED && !/ [+-]\d{4}$/.test(entry)) entry += ' +0800'
    const most = typeof field.max_length === 'number' ? field.max_length : 1000
    if (field.tag === 'input' && [...entry].length > most) throw new Error(`${name} takes ${most} characters`)
    // What was left empty may come as "" or not at all: inputs do the one, pickers the other.
    if (entry !== '' || field.tag === 'input') value[name] = entry
  }
  for (const key of Object.keys(entries)) if (!used.has(key)) throw new Error(`the form has no field ${key}`)
  return value
}

export type Clicked = {
  toast?: { type: string; content: string }
  card?: JsonObject
  /** Required fields that were left empty: nothing was sent. */
  missing?: string[]
  /** The number that the client shows instead of an answer. */
  error?: number
}

/** What the client makes of an answer; `wrong` says what the bot did wrong, where it did. */
export const readAnswer = (answered: Answered | undefined): Clicked & { wrong?: string } => {
  if (!answered) return { error: 200341 }
  if (answered.code !== 200) return { error: 200671 }
  const { data } = answered
  if (!isObject(data)) return { error: 200672, wrong: 'a press was answered without an object, {} at least' }
  for (const key of Object.keys(data))
    if (key !== 'toast' && key !== 'card') return { error: 200672, wrong: `a press was answered with ${key}` }
  const { toast, card } = data
  const result: Clicked = {}
  if (toast !== undefined) {
    if (
      !isObject(toast) ||
      !['info', 'success', 'error', 'warning'].includes(text(toast.type)) ||
      text(toast.content) === ''
    )
      return { error: 200672, wrong: `a toast that the client can't read: ${JSON.stringify(toast)}` }
    result.toast = { type: text(toast.type), content: text(toast.content) }
  }
  if (card !== undefined) {
    if (!isObject(card) || card.type !== 'raw' || !isObject(card.data))
      return { error: 200672, wrong: 'a card in an answer is {type: "raw", data}' }
    const refused = cardRefusal(JSON.stringify(card.data))
    if (refused) return { error: 200673, wrong: refused.what }
    result.card = card.data
  }
  return result
}

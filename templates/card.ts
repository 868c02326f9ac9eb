// What is a card before a platform draws it? The channel-neutral shape of contract §3; text in it is plain, never markup.
import type { Field } from '../store/schema.js'

/** red overdue or statutory under 25 %, orange waits for you, blue information, green settled, grey withdrawn, violet drill. */
export type Tone = 'red' | 'orange' | 'blue' | 'green' | 'grey' | 'violet'

/** What a button carries: a key to look things up by, never trusted. */
export type ActionValue = { action: string; incident?: string; duty?: string } & Record<
  string,
  string | undefined
>

export type CardAction = {
  label: string
  action: string
  value: ActionValue
  primary?: boolean
  disabled?: boolean
  /** It leads out of a question: where a platform shows few buttons, it is among them. */
  wayOut?: true
}

/** An answer that may be picked as well as typed, where a platform has pickers: what is picked goes as the `text` of `value`. */
export type CardPick = {
  label: string
  value: ActionValue
} /** `past`: a moment to come is none of its answers. */ & (
  | { type: 'time'; past?: true }
  | { type: 'select'; options: string[] }
)

/** `wrong`: why what stands in it can't be taken. For whoever has just sent the form, and for nobody else. */
export type FormField = Field & { wrong?: string }

/** Lying bars by name, each of as many parts, side by side, as there are series. Its numbers stand in the table, too. */
export type Chart = {
  title: string
  unit: string
  series: { name: string; tone: Tone }[]
  bars: { name: string; values: number[] }[]
}

export type Card = {
  title: string
  tone: Tone
  /** Line one, bold: what you must do, and until when. */
  lead?: string
  fields: { label: string; value: string }[]
  body?: string
  /** Details that are folded away until asked for. */
  details?: { label: string; value: string }[]
  /** What a table says, to be seen at a glance; where no chart can be drawn the table stands alone. */
  charts?: Chart[]
  /** Rows of a list; the first row is the head. */
  table?: string[][]
  foot?: string
  actions: CardAction[]
  pick?: CardPick
  /** `more`: what is said where some of its fields are folded away. */
  form?: { fields: FormField[]; submit: { label: string; value: ActionValue }; more?: string }
  /** What stands here where no form can be shown, instead of being asked field by field. */
  instead?: { fields: Card['fields']; body: string; actions: CardAction[] }
}

/** What is shown to one reader: a text, or a card. */
export type Rendered = { text: string } | { card: Card }

/**
 * An entry of somebody's own task list. `title` and `due` stay as they were where they are left out. `urged`: how often it
 * was reminded of, where the list has to be told again each time.
 */
export type Task = { title?: string; due?: string; done: boolean; urged?: number }

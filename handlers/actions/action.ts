// What is an action? One thing that a person can do about an incident: its words, its form, who may, and what it records.
import type { World } from '../../rules/world.js'
import type { ActionName, Field, Kind, Level, Matter, Party, Refusal } from '../../store/schema.js'
import type { Decision } from '../decision.js'
import { tooLong } from '../limits.js'
import { redactCredentials } from '../understand/credentials.js'

/** What was filled in, by the name of the field, as it was written. */
export type Answers = Readonly<Record<string, string>>

/** 受理编号 as an authority gives it: it may look like the number of a card or a resident, and stays. */
const GIVEN_NUMBER = /^[\dXx\s〔〕()（）第字号-]*$/u

/** Answers as they may be kept: pasted passwords, keys and lists of people are taken out before anything holds them. */
export const keepable = (answers: Answers): { answers: Answers; redacted: boolean } => {
  let redacted = false
  const kept = Object.entries(answers).map(([name, text]): [string, string] => {
    if (name === 'ref_no' && GIVEN_NUMBER.test(text)) return [name, text]
    const less = redactCredentials(text)
    redacted ||= less.redacted
    return [name, less.text]
  })
  return { answers: Object.fromEntries(kept), redacted }
}

/** Whose hands, in which incident. */
export type Case = { by: Party; incident: Matter; world: World }

/** For whom a form is opened. `level`: it was said already, and needs its reason. */
export type Opened = Case & { level?: Level | undefined; duty?: string | undefined }

/**
 * What is wanted beside that. A button names its duty, and how far the matter had come when it was drawn (`nth`); words
 * may name an authority; both may bring answers. Nothing falls through to another duty than the one that is named.
 */
export type Wanted = {
  /** What typed words say already of the form; it is shown before it counts. `unread`: what of them nobody could read; `redacted`: a password was taken out before they were read. */
  given?: { answers: Answers; unread: string; redacted?: boolean } | undefined
  duty?: string | undefined
  nth?: number | undefined
  authority?: string | undefined
  answers?: Answers | undefined
}
export type Asked = Case & Wanted

/**
 * How something is said. The first of its words is the one that is printed. `short`: the rest is no free text, so a
 * number may also stand last. `free`: the rest is the person's own words, and may begin with a number of its own;
 * `recorded`: they are kept as they are, so a number that may be theirs is left to them. `long`: it may be as long as any text. `glued`: what may follow the word without a space between. `meant`: what people
 * say when they mean this; no command by itself, but then it is named first among the nearest. `rare`: not offered to
 * who mistyped.
 */
export type Typed = {
  words: readonly string[]
  slash: readonly string[]
  short?: boolean
  free?: boolean
  recorded?: boolean
  long?: boolean
  glued?: RegExp
  meant?: RegExp
  rare?: boolean
}

/** Who is told of a word by 帮助: everybody, the office, or who answers for a unit; and whoever may do it right now. */
export type Audience = 'everyone' | 'office' | 'unit'

/** One field of a form: shown by the card, or asked for one by one; the same either way. */
export type Item = Omit<Field, 'required'> & {
  /** Always, or by what was answered before. */
  required: boolean | ((answers: Answers) => boolean)
  /** It stands on the card, but nobody is asked for it: it is rarely needed, or what was answered before says it. */
  unasked?: true | ((answers: Answers, world: World) => boolean)
  /** Why this can't stand there. Asked when it is typed, so that a slip costs one answer and not the form. */
  check?: (text: string, filled: Case & { answers: Answers }) => Refusal | undefined
  /** A time that may lie ahead; any other has been. */
  toCome?: true
  /** What is wrong with it though only the whole form shows that. */
  also?: readonly Refusal['why'][]
}

/** The form that an action opens. */
type Form = {
  title?: string
  /** What is asked for, over the fields. A form whose circumstances must be told is led in by its card. */
  ask?: string
  submit: string
  /** What is typed into it is shown whole before it is recorded. */
  preview?: true
  items: readonly Item[] | ((opened: Opened) => readonly Item[])
}

export type Action<N extends ActionName = ActionName> = {
  name: N
  /** What its button says, and what the record calls it when it was refused. */
  label: string
  /** How it is typed, and how the rest is read; without `read` nothing but a number may follow. */
  typed?: Typed & { read?: (rest: string, seen: Case) => Wanted }
  help?: { rest: string; does: string; for: Audience }
  form?: Form
  /** A button that names no duty is dead, lest it mean another than the one it stood beside. */
  ofDuty?: true
  /** The no that its button stays for: whoever presses it hears why. */
  staysFor?: Refusal['why']
  /** To which kinds of matter it can be done; left out: to incidents. Nobody decides over another. */
  of?: readonly Kind[]
  /** What its button says now, where that is not its label. */
  labelNow?: (seen: Case, duty: string | undefined) => string | undefined
  /** It is done to what is settled, and to nothing else. */
  ofSettled?: true
  /** It is done to a drill, whose number may be said without its first word. */
  ofDrill?: true
  /** How often this was done: what a button carries, so that it means the one that it was drawn for. */
  round?: (incident: Matter, duty: string | undefined) => number
  /** Without the answers it needs, a decision opens the form, or says already why not. */
  decide: (asked: Asked) => Decision
}

export const itemsOf = (form: Form, opened: Opened): readonly Item[] =>
  typeof form.items === 'function' ? form.items(opened) : form.items

export const isRequired = ({ required }: Item, answers: Answers): boolean =>
  typeof required === 'function' ? required(answers) : required

/** Nothing: the field may be kept. `answers` are those given before. */
export const wrongIn = (
  { name, label, check }: Item,
  text: string,
  filled: Case & { answers: Answers },
): Refusal | undefined => tooLong(name, text, label) ?? check?.(text, filled)

/** Typed words that are one answer; none where nothing was typed. */
export const oneAnswer =
  (name: string) =>
  (rest: string): Wanted =>
    rest.trim() ? { answers: { [name]: rest } } : {}

/** Why a reason can't be kept. */
export const reasonWrong = (text: string | undefined, label?: string): Refusal | undefined =>
  text?.trim() ? tooLong('reason', text, label) : { why: 'reason-needed' }

/** 原因: with whatever can't be undone, and with whatever must be explained. */
export const reason = (label = '原因'): Item => ({
  name: 'reason',
  label,
  type: 'longtext',
  required: true,
  check: (text) => reasonWrong(text, label),
})

/** Nothing: these words say what was done. */
export const measuresWrong = (text: string | undefined, label: string): Refusal | undefined =>
  text?.trim() ? tooLong('note', text, label) : { why: 'text-needed', label }

/** 整改情况, 办理情况: what was done, in the words of whoever did it. */
export const measures = (label: string): Item => ({
  name: 'measures',
  label,
  type: 'longtext',
  required: true,
  check: (text) => measuresWrong(text, label),
})

/** 复测情况, 审核意见: said or not. */
export const remark = (label: string): Item => ({
  name: 'remark',
  label,
  type: 'longtext',
  required: false,
  check: (text) => tooLong('note', text, label),
})

export const person = (name: string, label: string, check: NonNullable<Item['check']>): Item => ({
  name,
  label,
  type: 'text',
  required: true,
  placeholder: '姓名或人员编号',
  check,
})

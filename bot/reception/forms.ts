// How does the form of an action go out? As a card; the same fields may also be typed, one after another, and are then looked over.
import {
  type Action,
  type Answers,
  type Item,
  isRequired,
  itemsOf,
  keepable,
  type Wanted,
  wrongIn,
} from '../../handlers/actions/action.js'
import type { Decision } from '../../handlers/decision.js'
import { parseLevel } from '../../handlers/understand/replies.js'
import type { World } from '../../rules/world.js'
import type { Asking, Matter, Refusal, View } from '../../store/schema.js'
import { askField, chooseField } from '../../templates/reception.js'
import * as words from '../../templates/sentences.js'
import { redactedText } from '../../templates/unkept.js'
import type { Answer, Pressed, Wrong } from '../channels/inbound.js'
import { drawFor } from '../turn/drawing.js'
import { caseOf, type Desk, reply, say } from './desk.js'
import { newSheet } from './used.js'
import { wordsKept } from './which.js'

/** The fields in the order in which they are asked. `given`: what was said before the form was opened. */
export const fieldsOf = (
  { form }: Action,
  desk: Desk,
  incident: Matter,
  given: Answers,
  duty?: string | undefined,
): readonly Item[] => {
  const level = parseLevel(given.level ?? '')?.level
  return form ? itemsOf(form, { ...caseOf(desk, incident), level, duty }) : []
}

/** The first field that has no answer yet. */
export const nextOf = (fields: readonly Item[], answers: Answers, world: World): Item | undefined =>
  fields.find(
    ({ name, unasked }) =>
      answers[name] === undefined && !(typeof unasked === 'function' ? unasked(answers, world) : unasked),
  )

export const openForm = (
  desk: Desk,
  incident: Matter,
  action: Action,
  { duty, level }: Extract<Decision, { kind: 'form' }>,
  given?: Wanted['given'],
): void => {
  const sheet = newSheet(desk)
  const nth = action.round?.(incident, duty)
  const answers: Answers = level ? { level: String(level) } : {}
  const asking: Omit<Asking, 'field'> = {
    action: action.name,
    incident: incident.id,
    ...(duty ? { duty } : {}),
    ...(nth === undefined ? {} : { nth }),
    sheet,
    answers,
    startedAt: desk.world.now,
    touchedAt: desk.world.now,
  }
  const said = given ?? wordsKept(desk, incident, action)
  if (said) {
    const read = taken(desk, incident, action, { ...answers, ...said.answers }, duty)
    if (said.redacted || keepable(said.answers).redacted) say(desk, redactedText)
    return lookOver(desk, incident, action, { ...asking, answers: read }, said.unread)
  }
  reply(desk, formView(action, asking))
  const first = nextOf(fieldsOf(action, desk, incident, answers, duty), answers, desk.world)
  if (first) desk.turn.put('asking', desk.party.id, { ...asking, field: first.name })
}

const formView = (
  { name }: Action,
  { incident, sheet, duty, answers }: Omit<Asking, 'field'>,
): Parameters<typeof reply>[1] => {
  const level = parseLevel(answers.level ?? '')?.level
  return name === 'submit_receipt' && duty
    ? { view: 'receipt-form', incident, sheet, duty }
    : {
        view: 'reason-form',
        incident,
        sheet,
        action: name,
        ...(duty ? { duty } : {}),
        ...(level ? { level } : {}),
      }
}

/** Of what stands in the fields, what may be kept, and what is wrong with the rest. `sent`: what must be filled in and is not is wrong, too. */
const read = (
  desk: Desk,
  incident: Matter,
  action: Action,
  given: Answers,
  duty: string | undefined,
  sent = false,
): { answers: Answers; wrong: { field: Item; refusal: Refusal }[] } => {
  const answers: Record<string, string> = {}
  const wrong: { field: Item; refusal: Refusal }[] = []
  for (const field of fieldsOf(action, desk, incident, given, duty)) {
    const said = given[field.name]
    const text = sent && !said?.trim() ? (isRequired(field, answers) ? '' : undefined) : said
    if (text === undefined) continue
    const refusal = wrongIn(field, text, { ...caseOf(desk, incident), answers })
    if (refusal) wrong.push({ field, refusal })
    else answers[field.name] = text
  }
  return { answers, wrong }
}

/** Of what was said, what may stand in the fields; why not, where one may not. */
const taken = (
  desk: Desk,
  incident: Matter,
  action: Action,
  given: Answers,
  duty: string | undefined,
): Answers => {
  const { answers, wrong } = read(desk, incident, action, keepable(given).answers, duty)
  if (wrong.length > 0) desk.turn.repeatsWords()
  for (const { field, refusal } of wrong)
    say(desk, `${field.label}：${words.refusal(refusal, desk.world, incident.id)}`)
  return answers
}

/** Why a form was refused, at each of its fields; nothing where it was not for what stands in it. */
export const wrongAt = (
  desk: Desk,
  incident: Matter,
  action: Action,
  { answers = {}, duty }: Wanted,
  refused: Refusal,
): Wrong | undefined => {
  const { wrong } = read(desk, incident, action, answers, duty, true)
  const about = fieldsOf(action, desk, incident, answers, duty).find(({ also }) =>
    also?.includes(refused.why),
  )
  const all = about ? [...wrong, { field: about, refusal: refused }] : wrong
  return all.some(({ refusal }) => refusal.why === refused.why)
    ? Object.fromEntries(
        all.map(({ field, refusal }) => [field.name, words.refusal(refusal, desk.world, incident.id)]),
      )
    : undefined
}

/**
 * The form behind this press, as it stands on the card of who pressed, and why it was not taken; nothing where the card
 * is another person's, or holds that form no more.
 */
export const standing = (
  desk: Desk,
  { by, message, form, value }: Pressed,
  wrong: Wrong,
): Pick<Answer, 'card' | 'wrong'> => {
  if (!form) return {}
  const me = { person: desk.party.id }
  const shown = desk.turn.row('shown', desk.index.keyOf(by.channel, message) ?? '')
  if (shown && !('person' in shown.to && shown.to.person === me.person)) return {}
  const asked: View = { view: 'report-form', ...(value.sheet ? { sheet: value.sheet } : {}) }
  const drawn = shown
    ? drawFor(shown, desk.world)
    : value.form === 'report'
      ? drawFor({ to: me, view: asked }, desk.world)
      : undefined
  if (!drawn || !('card' in drawn) || drawn.card.form?.submit.value.action !== value.action) return {}
  return { card: drawn.card, wrong }
}

/** What a field is asked by, where only it is lacking. */
export const askAlone = (field: Item, answers: Answers): string =>
  field.options && field.options.length <= 20
    ? chooseField(
        field.label,
        field.options.map(({ label }) => label),
      )
    : askField(field.label, isRequired(field, answers))

/** A field is asked for: a moment may also be picked, where there are pickers. */
export const askTyped = (
  desk: Desk,
  { sheet }: Pick<Asking, 'sheet'>,
  { name, label, type, toCome }: Pick<Item, 'name' | 'label' | 'type' | 'toCome'>,
  text: string,
): void => {
  const picks = desk.channels.find((channel) => channel.name === desk.said.channel)?.pickers
  if (!sheet || type !== 'time' || !picks) return say(desk, text)
  const pick = toCome ? 'time' : 'past'
  reply(desk, { view: 'question', title: label, question: name, text, choices: [], pick, sheet })
}

/** Everything that was typed so far, before it is recorded; and what is lacking is asked. */
export const lookOver = (
  desk: Desk,
  incident: Matter,
  action: Action,
  { unread: _, ...asking }: Omit<Asking, 'field'>,
  unread?: string,
): void => {
  const { answers, duty } = asking
  const lacking = fieldsOf(action, desk, incident, answers, duty).filter(
    (field) => isRequired(field, answers) && nextOf([field], answers, desk.world) !== undefined,
  )
  const [first] = lacking
  const shown = (asking.shown ?? 0) + 1
  const at = first?.name ?? `${CONFIRM}${shown}`
  desk.turn.put('asking', desk.party.id, {
    ...asking,
    field: at,
    brief: true,
    ...(unread ? { unread } : {}),
    shown,
    misses: 0,
    touchedAt: desk.world.now,
  })
  const filled = { lacking: lacking.map(({ label }) => label), at }
  reply(desk, { ...formView(action, asking), filled } as Parameters<typeof reply>[1])
  if (first) askTyped(desk, asking, first, askAlone(first, answers))
}

/** Nothing is lacking: what is asked is a yes. The number tells the newest preview from those before. */
const CONFIRM = 'confirm/'

export const asksYes = ({ field }: Asking): boolean => field.startsWith(CONFIRM)

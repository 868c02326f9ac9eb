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
import { redactCredentials } from '../../handlers/understand/credentials.js'
import { parseLevel } from '../../handlers/understand/replies.js'
import type { World } from '../../rules/world.js'
import type { Asking, Incident } from '../../store/schema.js'
import { askField, chooseField } from '../../templates/reception.js'
import * as words from '../../templates/sentences.js'
import { caseOf, type Desk, reply, say } from './desk.js'
import { newSheet } from './used.js'

/** The fields in the order in which they are asked. `given`: what was said before the form was opened. */
export const fieldsOf = (
  { form }: Action,
  desk: Desk,
  incident: Incident,
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
  incident: Incident,
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
  if (given) {
    const read = taken(desk, incident, action, { ...answers, ...given.answers }, duty)
    return lookOver(
      desk,
      incident,
      action,
      { ...asking, answers: read },
      redactCredentials(given.unread).text,
    )
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

/** Of what was said, what may stand in the fields; why not, where one may not. */
const taken = (
  desk: Desk,
  incident: Incident,
  action: Action,
  given: Answers,
  duty: string | undefined,
): Answers => {
  const said = keepable(given).answers
  const answers: Record<string, string> = {}
  for (const field of fieldsOf(action, desk, incident, said, duty)) {
    const text = said[field.name]
    const wrong =
      text === undefined ? undefined : wrongIn(field, text, { ...caseOf(desk, incident), answers })
    if (wrong) {
      desk.turn.repeatsWords()
      say(desk, `${field.label}：${words.refusal(wrong, desk.world, incident.id)}`)
    } else if (text !== undefined) answers[field.name] = text
  }
  return answers
}

/** What a field is asked by, where only it is lacking. */
export const askAlone = (field: Item, answers: Answers): string =>
  field.options && field.options.length <= 20
    ? chooseField(
        field.label,
        field.options.map(({ label }) => label),
      )
    : askField(field.label, isRequired(field, answers))

/** Everything that was typed so far, before it is recorded; and what is lacking is asked. */
export const lookOver = (
  desk: Desk,
  incident: Incident,
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
  if (first) say(desk, askAlone(first, answers))
}

/** Nothing is lacking: what is asked is a yes. The number tells the newest preview from those before. */
const CONFIRM = 'confirm/'

export const asksYes = ({ field }: Asking): boolean => field.startsWith(CONFIRM)

// How does the form of an action go out? As a card; the same fields may also be typed, one after another.
import { type Action, type Answers, type Item, itemsOf } from '../../handlers/actions/action.js'
import type { Decision } from '../../handlers/decision.js'
import { parseLevel } from '../../handlers/understand/replies.js'
import type { World } from '../../rules/world.js'
import type { Incident } from '../../store/schema.js'
import { caseOf, type Desk, reply } from './desk.js'
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
): void => {
  const sheet = newSheet(desk)
  const nth = action.round?.(incident, duty)
  const which = { incident: incident.id, sheet }
  reply(
    desk,
    action.name === 'submit_receipt' && duty
      ? { view: 'receipt-form', ...which, duty }
      : {
          view: 'reason-form',
          ...which,
          action: action.name,
          ...(duty ? { duty } : {}),
          ...(level ? { level } : {}),
        },
  )
  const answers: Answers = level ? { level: String(level) } : {}
  const first = nextOf(fieldsOf(action, desk, incident, answers, duty), answers, desk.world)
  if (!first) return
  desk.turn.put('asking', desk.party.id, {
    action: action.name,
    incident: incident.id,
    ...(duty ? { duty } : {}),
    ...(nth === undefined ? {} : { nth }),
    sheet,
    field: first.name,
    answers,
    startedAt: desk.world.now,
    touchedAt: desk.world.now,
  })
}

// How is a small form filled by typing? One field after another; at the end it is decided like the card.

import { type Answers, type Item, isRequired, keepable, wrongIn } from '../../handlers/actions/action.js'
import { actionOf } from '../../handlers/actions/index.js'
import { maySee } from '../../handlers/see.js'
import { normalize } from '../../handlers/understand/letters.js'
import { numberIn } from '../../handlers/understand/numbers.js'
import { isWayOut } from '../../handlers/understand/replies.js'
import { asksHow } from '../../handlers/understand/wonders.js'
import type { Asking, Refusal } from '../../store/schema.js'
import { askField, askFieldAgain, formCancelled, howToFill, keptField } from '../../templates/reception.js'
import * as words from '../../templates/sentences.js'
import { carryOutTyped, noteDown } from './carry-out.js'
import { caseOf, type Desk, refuse, say } from './desk.js'
import { attach, openHere } from './evidence.js'
import { fieldsOf, nextOf } from './forms.js'
import { useSheet } from './used.js'

const askFor = (field: Item, answers: Answers): string => askField(field.label, isRequired(field, answers))

/** A typed answer to the small form that is open. */
export const fill = (desk: Desk, asking: Asking, text: string): void => {
  if (asking.action !== 'evidence' && asksHow(text)) return explain(desk, asking)
  const out = isWayOut(text)
  if (asking.action === 'evidence' && out !== 'cancel') return settleFiles(desk, asking, text)
  const found = desk.world.find(asking.incident)
  const incident = found && maySee(desk.party, found, desk.world) ? found : undefined
  const action = actionOf(asking.action)
  if (!incident || !action?.form || out === 'cancel') {
    desk.turn.drop('asking', desk.party.id)
    return say(desk, formCancelled)
  }
  const wanted = { ...caseOf(desk, incident), duty: asking.duty, nth: asking.nth }
  // what can't be begun any more is not asked for further: done, regraded, settled by others meanwhile
  const still = action.decide(wanted)
  if (still.kind === 'refuse') {
    desk.turn.drop('asking', desk.party.id)
    carryOutTyped(desk, incident, still, action)
    return
  }
  const fields = fieldsOf(action, desk, incident, asking.answers, asking.duty)
  const at = fields.findIndex(({ name }) => name === asking.field)
  const field = fields[at]
  const free = field !== undefined && !isRequired(field, asking.answers)
  // a word that passes a field over is never what stands in it, also where the field must not be empty
  const value = out === 'skip' || (out === 'unknown' && free) ? '' : text.trim()
  const wrong =
    field && (value || !free)
      ? wrongIn(field, value, { ...caseOf(desk, incident), answers: asking.answers })
      : undefined
  if (wrong) return askAgain(desk, { ...asking, misses: (asking.misses ?? 0) + 1 }, wrong, field)
  const { answers } = keepable({ ...asking.answers, [asking.field]: value })
  const next = nextOf(fields.slice(at + 1), answers, desk.world)
  if (next) {
    desk.turn.put('asking', desk.party.id, {
      ...asking,
      field: next.name,
      answers,
      misses: 0,
      touchedAt: desk.world.now,
    })
    return say(desk, keptField(field?.label ?? '', answers[asking.field] ?? '', askFor(next, answers)))
  }
  desk.turn.drop('asking', desk.party.id)
  const filled = { ...asking.answers, [asking.field]: value }
  if (carryOutTyped(desk, incident, action.decide({ ...wanted, answers: filled }), action))
    useSheet(desk, asking.sheet, { how: 'done', incident: incident.id })
}

/** 怎么填: the example of the field, and the same question. */
const explain = (desk: Desk, asking: Asking): void => {
  const field = fieldAsked(desk, asking)
  if (field)
    say(
      desk,
      howToFill(
        field.placeholder,
        field.options?.map(({ label }) => label),
      ),
    )
  askSame(desk, asking)
}

const fieldAsked = (desk: Desk, asking: Asking): Item | undefined => {
  const incident = desk.world.find(asking.incident)
  const action = actionOf(asking.action)
  return incident && action
    ? fieldsOf(action, desk, incident, asking.answers, asking.duty).find(({ name }) => name === asking.field)
    : undefined
}

/** Why it can't be kept, and the same field again; after three tries also how to get out. */
const askAgain = (desk: Desk, asking: Asking, wrong: Refusal, field: Item | undefined): void => {
  desk.turn.put('asking', desk.party.id, { ...asking, touchedAt: desk.world.now })
  const why = words.refusal(wrong, desk.world, asking.incident || undefined)
  const required = !field || isRequired(field, asking.answers)
  say(desk, askFieldAgain(why, field?.label ?? '', required, (asking.misses ?? 0) >= 3))
}

/** What is asked, once more: after something that is no answer. */
export const askSame = (desk: Desk, asking: Asking): void => {
  if (asking.action === 'evidence') return say(desk, words.filesWhere(openHere(desk).map(({ id }) => id)))
  const field = fieldAsked(desk, asking)
  if (field) say(desk, askFor(field, asking.answers))
}

/** The files, and the words beside them, wait for the number of the incident that they belong to. */
const settleFiles = (desk: Desk, asking: Asking, text: string): void => {
  const incident = desk.world.find(numberIn(text) ?? normalize(text))
  if (!incident || !maySee(desk.party, incident, desk.world)) {
    desk.turn.put('asking', desk.party.id, { ...asking, touchedAt: desk.world.now })
    return refuse(desk, { why: 'no-such-incident' })
  }
  desk.turn.drop('asking', desk.party.id)
  const { note: beside } = asking.answers
  if (beside) noteDown(desk, incident, beside)
  attach(desk, incident, asking.files ?? [], beside)
}

// How is a small form filled by typing? One field after another; at the end it is decided like the card.

import {
  type Action,
  type Answers,
  type Item,
  isRequired,
  keepable,
  wrongIn,
} from '../../handlers/actions/action.js'
import { actionOf } from '../../handlers/actions/index.js'
import { maySee } from '../../handlers/see.js'
import { fieldMeant } from '../../handlers/understand/field-words.js'
import { normalize } from '../../handlers/understand/letters.js'
import { numberIn } from '../../handlers/understand/numbers.js'
import { wallClock } from '../../handlers/understand/receipt-words.js'
import { confirms, isWayOut } from '../../handlers/understand/replies.js'
import { parseTime } from '../../handlers/understand/time.js'
import { asksHow } from '../../handlers/understand/wonders.js'
import type { Asking, Matter, Refusal } from '../../store/schema.js'
import {
  askField,
  askFieldAgain,
  formCancelled,
  howToFill,
  keptField,
  lookOver as lookOverWords,
  wordsWait,
} from '../../templates/reception.js'
import * as words from '../../templates/sentences.js'
import { redactedText } from '../../templates/unkept.js'
import { carryOutTyped, noteDown } from './carry-out.js'
import { caseOf, type Desk, refuse, say } from './desk.js'
import { attach, openHere } from './evidence.js'
import { askAlone, asksYes, askTyped, fieldsOf, lookOver, nextOf } from './forms.js'
import { useSheet } from './used.js'
import { asksWhich, keepWords, namedNow } from './which.js'

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
  if (asksWhich(asking)) return openNamed(desk, incident, action, text)
  const wanted = { ...caseOf(desk, incident), duty: asking.duty, nth: asking.nth }
  // what can't be begun any more is not asked for further: done, regraded, settled by others meanwhile
  const still = action.decide(wanted)
  if (still.kind === 'refuse') {
    desk.turn.drop('asking', desk.party.id)
    carryOutTyped(desk, incident, still, action)
    return
  }
  const fields = fieldsOf(action, desk, incident, asking.answers, asking.duty)
  const other = asking.brief ? fieldMeant(fields, text) : undefined
  if (asksYes(asking) && isYes(text)) {
    desk.turn.drop('asking', desk.party.id)
    return carryOutFilled(desk, incident, action, asking, asking.answers)
  }
  if (other && other.text === '') return ask(desk, asking, other.field)
  if (asksYes(asking) && !other) return unsettled(desk, asking, fields, text)
  const at = fields.findIndex(({ name }) => name === (other?.field.name ?? asking.field))
  const field = fields[at]
  const free = field !== undefined && !isRequired(field, asking.answers)
  // a word that passes a field over is never what stands in it, also where the field must not be empty
  const said = other?.text ?? text.trim()
  const value = out === 'skip' || (out === 'unknown' && free) ? '' : fixed(desk, action, field, said)
  const wrong =
    field && (value || !free)
      ? wrongIn(field, value, { ...caseOf(desk, incident), answers: asking.answers })
      : undefined
  if (wrong) return askAgain(desk, { ...asking, misses: (asking.misses ?? 0) + 1 }, wrong, field)
  const name = field?.name ?? asking.field
  const { answers, redacted } = keepable({ ...asking.answers, [name]: value })
  const next = asking.brief ? undefined : nextOf(fields.slice(at + 1), answers, desk.world)
  // what would be refused is not shown as if it only waited for a yes
  const ready = action.form.preview && action.decide({ ...wanted, answers }).kind !== 'refuse'
  const shown = next === undefined && action.form.preview && (ready || asking.brief)
  if (redacted && (next || shown)) say(desk, redactedText)
  if (next) {
    desk.turn.put('asking', desk.party.id, {
      ...asking,
      field: next.name,
      answers,
      misses: 0,
      touchedAt: desk.world.now,
    })
    const kept = keptField(field?.label ?? '', answers[name] ?? '', askFor(next, answers))
    return askTyped(desk, asking, next, kept)
  }
  if (shown) return lookOver(desk, incident, action, { ...asking, answers })
  desk.turn.drop('asking', desk.party.id)
  carryOutFilled(desk, incident, action, asking, { ...asking.answers, [name]: value })
}

/** Which report what was typed before belongs to: its form opens with that, or it is asked again. */
const openNamed = (desk: Desk, incident: Matter, action: Action, text: string): void => {
  const { given, ...wanted } = namedNow(desk, incident, action, text)
  const decision = action.decide({ ...caseOf(desk, incident), ...wanted })
  carryOutTyped(desk, incident, decision, action, given)
  if (decision.kind === 'refuse' && given) keepWords(desk, incident, action, given)
}

const carryOutFilled = (
  desk: Desk,
  incident: Matter,
  action: Action,
  { duty, nth, sheet }: Asking,
  answers: Answers,
): void => {
  const decision = action.decide({ ...caseOf(desk, incident), duty, nth, answers })
  if (carryOutTyped(desk, incident, decision, action))
    useSheet(desk, sheet, { how: 'done', incident: incident.id })
}

/** 10分钟前 is the moment that it meant when it was said, also where it is recorded later. */
const fixed = ({ world }: Desk, { form }: Action, field: Item | undefined, text: string): string => {
  if (!form?.preview || field?.type !== 'time') return text
  const read = parseTime(text, Date.parse(world.now), world.rules.timezone)
  return 'at' in read ? wallClock(read.at, world.rules.timezone) : text
}

const isYes = (text: string): boolean => isWayOut(text) === 'submit' || confirms(text)

/** This field is asked anew; then all is shown again. */
const ask = (desk: Desk, asking: Asking, field: Item): void => {
  desk.turn.put('asking', desk.party.id, {
    ...asking,
    field: field.name,
    brief: true,
    misses: 0,
    touchedAt: desk.world.now,
  })
  askTyped(desk, asking, field, askAlone(field, asking.answers))
}

/** A button of one field of what was typed into this form. */
export const fix = (desk: Desk, asking: Asking, name: string | undefined): boolean => {
  const incident = desk.world.find(asking.incident)
  const action = actionOf(asking.action)
  const field =
    incident && action
      ? fieldsOf(action, desk, incident, asking.answers, asking.duty).find((one) => one.name === name)
      : undefined
  if (field) ask(desk, asking, field)
  return field !== undefined
}

/** All is there, and what was said is neither a yes nor a field. */
const unsettled = (desk: Desk, asking: Asking, fields: readonly Item[], text: string): void => {
  desk.turn.put('asking', desk.party.id, { ...asking, touchedAt: desk.world.now })
  if (isWayOut(text) === 'edit') return say(desk, lookOverWords.which(fields.map(({ label }) => label)))
  say(desk, lookOverWords.threeWays)
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
  const again = askFieldAgain(why, field?.label ?? '', required, (asking.misses ?? 0) >= 3)
  if (field) askTyped(desk, asking, field, again)
  else say(desk, again)
}

/** What is asked, once more: after something that is no answer. */
export const askSame = (desk: Desk, asking: Asking): void => {
  if (asking.action === 'evidence') return say(desk, words.filesWhere(openHere(desk).map(({ id }) => id)))
  if (asksWhich(asking)) return say(desk, wordsWait(asking.action))
  const incident = desk.world.find(asking.incident)
  const action = actionOf(asking.action)
  if (incident && action && asksYes(asking)) return lookOver(desk, incident, action, asking)
  const field = fieldAsked(desk, asking)
  if (field) askTyped(desk, asking, field, askFor(field, asking.answers))
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

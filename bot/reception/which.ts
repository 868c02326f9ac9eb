// Of which duty are these words? Whoever typed a receipt and named no authority, or 已办 and named no deed, is asked; what was typed waits, and goes along.
import { type Action, keepable, type Wanted } from '../../handlers/actions/action.js'
import { understand } from '../../handlers/understand/words.js'
import type { Asking, Matter } from '../../store/schema.js'
import { wordsWait } from '../../templates/reception.js'
import { redactedText } from '../../templates/unkept.js'
import { caseOf, type Desk, say } from './desk.js'

type Given = NonNullable<Wanted['given']>

const FIELD = 'which'

export const asksWhich = ({ field }: Asking): boolean => field === FIELD

/** The words wait, sealed like those of any form, and it is said. */
export const keepWords = (desk: Desk, incident: Matter, action: Action, given: Given): void => {
  const { answers, redacted } = keepable(given.answers)
  if (redacted || given.redacted) say(desk, redactedText)
  desk.turn.put('asking', desk.party.id, {
    action: action.name,
    incident: incident.id,
    field: FIELD,
    answers,
    ...(given.unread ? { unread: given.unread } : {}),
    startedAt: desk.world.now,
    touchedAt: desk.world.now,
  })
  say(desk, wordsWait(action.name))
}

/** What was typed beside the name that is asked for. */
export const givenIn = ({ given, answers }: Wanted): Given | undefined =>
  given ?? (answers && { answers, unread: '' })

/** What waits for the form that is opened now. */
export const wordsKept = (desk: Desk, incident: Matter, action: Action): Given | undefined => {
  const asking = desk.turn.row('asking', desk.party.id)
  const its = asking?.action === action.name && asking.incident === incident.id && asksWhich(asking)
  return its ? { answers: asking.answers, unread: asking.unread ?? '' } : undefined
}

/** A press that opens no form takes them along as they are; a form shows them first. */
export const wordsAlong = (desk: Desk, incident: Matter, action: Action): Given | undefined =>
  action.form?.preview ? undefined : wordsKept(desk, incident, action)

/** An answer to it: the name that was asked for, with or without the command and further details. `given`: what waits on where it named none. */
export const namedNow = (desk: Desk, incident: Matter, action: Action, text: string): Wanted => {
  const command = understand(text)
  const rest = command.command === action.name ? command.rest : text
  const { authority, given, answers } = action.typed?.read?.(rest, caseOf(desk, incident)) ?? {}
  const kept = wordsKept(desk, incident, action)
  if (answers)
    return {
      answers: { said: [rest, kept?.answers.said].filter(Boolean).join(' ') },
      given: { answers: { said: [kept?.answers.said, rest].filter(Boolean).join('，') }, unread: '' },
    }
  return {
    authority,
    given: {
      ...given,
      answers: { ...kept?.answers, ...given?.answers },
      unread: [kept?.unread, given?.unread].filter(Boolean).join('，'),
    },
  }
}

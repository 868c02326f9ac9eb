// Of which report are these words? Whoever typed a receipt and named no authority is asked; what was typed waits, and opens its form.
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
  say(desk, wordsWait)
}

/** What waits for the form that is opened now. */
export const wordsKept = (desk: Desk, incident: Matter, action: Action): Given | undefined => {
  const asking = desk.turn.row('asking', desk.party.id)
  const its = asking?.action === action.name && asking.incident === incident.id && asksWhich(asking)
  return its ? { answers: asking.answers, unread: asking.unread ?? '' } : undefined
}

/** An answer to it: the name of the authority, with or without the command and further details. */
export const namedNow = (desk: Desk, incident: Matter, action: Action, text: string): Wanted => {
  const command = understand(text)
  const rest = command.command === action.name ? command.rest : text
  const { authority, given } = action.typed?.read?.(rest, caseOf(desk, incident)) ?? {}
  const kept = wordsKept(desk, incident, action)
  return {
    authority,
    given: {
      ...given,
      answers: { ...kept?.answers, ...given?.answers },
      unread: [kept?.unread, given?.unread].filter(Boolean).join('，'),
    },
  }
}

// What becomes of a decision? Facts are recorded, a no is said (and remembered where it matters), a form is opened.

import { openedBy } from '../../handlers/actions/acknowledge.js'
import type { Action, Wanted } from '../../handlers/actions/action.js'
import { actions } from '../../handlers/actions/index.js'
import type { Decision } from '../../handlers/decision.js'
import { refOf } from '../../handlers/decision.js'
import type { Matter, Refusal } from '../../store/schema.js'
import { success } from '../../templates/news.js'
import * as words from '../../templates/sentences.js'
import { happen } from '../turn/happen.js'
import { caseOf, type Desk, say } from './desk.js'
import { openForm } from './forms.js'

/** Refusals that leave a line in the record: somebody tried what is not theirs. */
const remembered = (refusal: Refusal): boolean =>
  refusal.why === 'not-yours' || refusal.why === 'office-only' || refusal.why === 'same-person'

/** Records what was decided, or opens the form it needs. Answers the sentence for it. */
export const carryOut = (
  desk: Desk,
  incident: Matter,
  decision: Decision,
  action: Action,
  given?: Wanted['given'],
): { text: string; ok: boolean } | undefined => {
  switch (decision.kind) {
    case 'record':
      happen(desk, incident.id, decision.events)
      desk.turn.drop('asking', desk.party.id)
      return { text: success(decision.did, desk.world, decision.redacted), ok: true }
    case 'refuse': {
      desk.turn.repeatsWords()
      const text = words.refusal(decision.refusal, desk.world, incident.id)
      if (remembered(decision.refusal) && incident.status !== 'closed' && incident.status !== 'withdrawn') {
        happen(desk, incident.id, [
          {
            type: 'turned-away',
            at: desk.world.now,
            by: refOf(desk.party),
            action: action.label,
            reason: text,
          },
        ])
      }
      return { text, ok: false }
    }
    case 'form':
      openForm(desk, incident, action, decision, given)
      return undefined
  }
}

/** Whoever opens an incident, or does something about it, has been told of it. */
export const opened = (desk: Desk, id: string): void => {
  const incident = desk.turn.row('incidents', id)
  const events = incident ? openedBy(desk.party, incident, desk.world) : []
  if (events.length > 0) happen(desk, id, events)
}

/** Words that came beside a file belong to the record. */
export const noteDown = (desk: Desk, incident: Matter, text: string): void => {
  const { note } = actions
  carryOutTyped(desk, incident, note.decide({ ...caseOf(desk, incident), answers: { note: text } }), note)
}

/** The same by typing: the sentence is said. Answers whether it was done. */
export const carryOutTyped = (
  desk: Desk,
  incident: Matter,
  decision: Decision,
  action: Action,
  given?: Wanted['given'],
): boolean => {
  const outcome = carryOut(desk, incident, decision, action, given)
  if (outcome) say(desk, outcome.text)
  return outcome?.ok ?? false
}

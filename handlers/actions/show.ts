// What of an action stands on a card? Its button, where it would not be refused; its form, with the fields that are also typed.
import type { ActionName, Button, Field, Level, Sheet } from '../../store/schema.js'
import { type Case, itemsOf } from './action.js'
import { actionOf, actions } from './index.js'

/** `nth` is the reminder that it stands on; else it carries how far the matter has come. The server decides again. */
export const buttonOf = (
  name: ActionName,
  seen: Case,
  { duty, nth: given }: { duty?: string | undefined; nth?: number | undefined } = {},
): Button | undefined => {
  const action = actions[name]
  const nth = given ?? action.round?.(seen.incident, duty)
  const decision = action.decide({ ...seen, duty, nth })
  if (decision.kind === 'refuse' && decision.refusal.why !== action.staysFor) return undefined
  return { label: action.labelNow?.(seen, duty) ?? action.label, ...(nth === undefined ? {} : { nth }) }
}

export const sheetOf = (
  name: string,
  seen: Case,
  { duty, level }: { duty?: string | undefined; level?: Level | undefined },
): Sheet | undefined => {
  const action = actionOf(name)
  if (!action?.form) return undefined
  const { title, ask, submit } = action.form
  const nth = action.round?.(seen.incident, duty)
  return {
    title: title ?? action.label,
    ...(ask ? { ask } : {}),
    submit,
    // what hangs on an answer is not demanded by a card, which can't know it
    fields: itemsOf(action.form, { ...seen, level, duty }).map(
      ({ check: _, unasked: __, required, ...field }): Field => ({ ...field, required: required === true }),
    ),
    ...(nth === undefined ? {} : { nth }),
    ofSettled: action.ofSettled ?? false,
  }
}

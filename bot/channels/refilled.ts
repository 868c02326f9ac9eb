// How does a form stand again that was not taken? With what was typed still in it, and what is wrong at its own field.
import { keepable } from '../../handlers/actions/action.js'
import type { Card } from '../../templates/card.js'
import type { Wrong } from './inbound.js'

/** For the one answer to whoever typed it: the card that is kept has nothing of this. A password comes back to nobody. */
export const refilled = (card: Card, typed: Readonly<Record<string, string>>, wrong: Wrong): Card => {
  const { answers: kept } = keepable(typed)
  return card.form
    ? {
        ...card,
        form: {
          ...card.form,
          fields: card.form.fields.map(({ value: _, ...field }) => {
            const { [field.name]: value } = kept
            const { [field.name]: problem } = wrong
            return { ...field, ...(value ? { value } : {}), ...(problem ? { wrong: problem } : {}) }
          }),
        },
      }
    : card
}

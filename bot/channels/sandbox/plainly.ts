// What does a program see that knows nothing of a card but the contract? Everything that it says, in its body, as text.
import type { Card } from '../../../templates/card.js'

/** A card as the API gives it out: `body` holds every word, `layout.body` what the page prints in that place. */
export type PlainCard = Card & { layout: { body?: string } }

const line = ({ label, value }: { label: string; value: string }): string => `${label}：${value}`

/**
 * Contract §3 knows `title, tone, fields, body, actions, form`. The line that counts, the folded details, the rows of a
 * table and the foot are for the page; whoever reads the six keys only must not miss them.
 */
export const plainly = ({ instead: _, ...card }: Card): PlainCard => {
  const body = [
    card.lead,
    card.body,
    ...(card.table ?? []).map((row) => row.join('  ')),
    ...(card.details ?? []).map(line),
    card.foot,
  ]
    .filter((text) => text)
    .join('\n')
  return {
    ...card,
    ...(body ? { body } : {}),
    layout: card.body === undefined ? {} : { body: card.body },
  }
}

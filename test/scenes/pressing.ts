// What does somebody press, and what are they told? The newest card with a button, pressed as it stood when it was seen.
import type { ActionValue } from '../../templates/card.js'
import type { Stage } from './stage.js'

/** A button or a form as it stood on somebody's card: pressing it later is pressing an old card. */
export type Seen = { who: string; message: string; value: ActionValue }

/** The newest card of this person with this button, of this duty where one is named. */
export const see = (stage: Stage, who: string, action: string, duty?: string): Seen => {
  const fits = (value: ActionValue) => value.action === action && (duty === undefined || value.duty === duty)
  let value: ActionValue | undefined
  const found = stage.platform.latest(stage.id(who), (content) => {
    if (!('card' in content)) return false
    const { actions, form } = content.card
    value = [...actions.map((one) => one.value), ...(form ? [form.submit.value] : [])].find(fits)
    return value !== undefined
  })
  if (!found || !value) throw new Error(`${who} sees no ${action} ${duty ?? ''}`)
  return { who, message: found[0], value }
}

/** Everything that `who` is told by pressing: the toast, or the message where there are none. */
export const pressSeen = async (
  stage: Stage,
  { who, message, value }: Seen,
  form?: Record<string, string>,
): Promise<string> => {
  const { deliveries } = stage.platform
  deliveries.length = 0
  await stage.press(stage.id(who), message, value, form)
  return stage.platform.deliveries
    .flatMap((one) => {
      if (one.to !== stage.id(who)) return []
      if (one.kind === 'toast') return [one.text]
      return one.kind === 'message' && 'text' in one.content ? [one.content.text] : []
    })
    .join('\n')
}

/** The facts of an incident: its record without deliveries, readings and reminders. */
export const factsOf = (stage: Stage, id = '2026-0001'): string[] =>
  (stage.incident(id)?.record ?? []).flatMap((event) =>
    ['delivered', 'undeliverable', 'seen', 'reminded', 'handed-over'].includes(event.type)
      ? []
      : [JSON.stringify(event)],
  )

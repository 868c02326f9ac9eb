// What does somebody press, and what are they told? The newest card with a button, pressed as it stood when it was seen.
import type { ActionValue } from '../../templates/card.js'
import type { Stage } from './stage.js'

/** A button or a form as it stood on somebody's card: pressing it later is pressing an old card. `fields`: what is typed into it. */
export type Seen = { who: string; message: string; value: ActionValue; fields: string[] }

/** Where a message shows no more than the label of a button. */
const labels: Record<string, string> = {
  join_report: '是同一件事',
  file_report: '另行立案',
}

/**
 * The newest card of this person with this button, of this duty where one is named. Where buttons are typed their duty
 * can't be read: there the card is known by what it `says`.
 */
export const see = (stage: Stage, who: string, action: string, duty?: string, says = ''): Seen => {
  const typed = stage.lacks.includes('cards')
  const fits = (label: string, value: ActionValue) =>
    (value.action === action || label === labels[action]) && (typed || !duty || value.duty === duty)
  let value: ActionValue | undefined
  const found = stage.platform.latest(stage.id(who), (content) => {
    if (!('card' in content) || (typed && !JSON.stringify(content).includes(says))) return false
    const { actions, form } = content.card
    value = [...actions, ...(form ? [form.submit] : [])].find((one) => fits(one.label, one.value))?.value
    return value !== undefined
  })
  if (!found || !value) throw new Error(`${who} sees no ${action} ${duty ?? ''}`)
  const { content } = found[1]
  const asked = 'card' in content ? (content.card.form?.fields ?? []) : []
  const fields = asked.filter(({ type }) => type === 'text').map(({ name }) => name)
  return { who, message: found[0], value, fields }
}

/** Everything that `who` is told by pressing: the toast, or the message where there are none. */
export const pressSeen = async (
  stage: Stage,
  { who, message, value }: Omit<Seen, 'fields'>,
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

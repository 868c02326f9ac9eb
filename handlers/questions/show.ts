// What is the question of this moment, and how is told what was understood? The words for it stand in templates/dialog.ts.
import { unit as unitById } from '../../store/campus.js'
import type { AskedNow, Draft, Remark } from '../../store/schema.js'
import { askOf, byName, type Context, fields, firstQuestion, plan, type Question, WHICH } from './table.js'

/** What was understood. Long texts are not told again in full; where harmful content is about, no text is. */
export const understood = (draft: Draft, { label, name, kind }: Question, value: unknown): Remark => ({
  say: 'understood',
  label,
  name,
  value,
  how:
    kind !== 'text' || value === 'unknown'
      ? 'whole'
      : draft.answers.harmful_content === true
        ? 'counted'
        : 'shortened',
})

/** The items that 修改 offers, numbered: what was asked or answered, and 发生时间 and 发生地点. */
export const editable = (draft: Draft): Question[] => {
  const planned = plan(draft.answers)
  return fields.filter(
    ({ name }) =>
      planned.includes(name) ||
      draft.answers[name] !== undefined ||
      name === 'occurred_at' ||
      name === 'place',
  )
}

/** The units in which the reporter works. */
const ownUnits = (draft: Draft, { directory }: Context): string[] => {
  const posts = directory.people.find(({ id }) => id === draft.person.id)?.posts ?? []
  const names = posts.flatMap(({ unit }) => unitById(directory, unit)?.name ?? [])
  return [...new Set(names)].slice(0, 3)
}

/** The question of this moment; the choices are also buttons. */
export const askedNow = (draft: Draft, context: Context): AskedNow => {
  if (draft.state !== 'asking') return { asks: 'preview' }
  if (draft.question === WHICH) return { asks: 'which', labels: editable(draft).map(({ label }) => label) }
  const asked = byName.get(draft.question) ?? firstQuestion
  const planned: readonly string[] = draft.asks ? [firstQuestion.name, ...draft.asks] : plan(draft.answers)
  const nth = planned.indexOf(asked.name) + 1
  const offered = draft.choices?.map(({ label }) => label)
  return {
    asks: 'item',
    label: asked.label,
    ask: askOf(asked, draft.answers),
    offered,
    kinds: asked.kind === 'category' ? context.rules.categories : [],
    step: draft.editing || nth === 0 ? undefined : { nth, of: planned.length },
    isFirst: asked.name === firstQuestion.name,
    required: asked.required,
    choices: offered ?? choicesOf(asked, draft, context),
  }
}

const choicesOf = (asked: Question, draft: Draft, context: Context): string[] => {
  if (asked.kind === 'unit') return ownUnits(draft, context)
  if (asked.kind === 'category') return context.rules.categories.map(({ short }) => short)
  if (asked.kind === 'phone') return context.phone ? [context.phone] : []
  return [...asked.choices]
}

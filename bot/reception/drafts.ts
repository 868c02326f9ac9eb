// Where does a report in the making lie? Its answers in the draft, its place in the conversation in Botkit's own rows.

import { createHash } from 'node:crypto'
import {
  askedNow as askedIn,
  atDesk,
  type Context,
  contextOf,
  labelOf,
  questions,
  toReport,
} from '../../handlers/questions.js'
import { systemInCommon } from '../../handlers/same.js'
import { type Draft, isIncident, type View } from '../../store/schema.js'
import { questionText, showAnswer } from '../../templates/dialog.js'
import { drillMark } from '../../templates/drill.js'
import type { Places } from '../dialogs/report.js'
import type { Turn } from '../turn/turn.js'
import type { Desk } from './desk.js'

/** Botkit keeps the place in the conversation; its rows are the turn's, stored with everything else of it. */
export const placesIn = (turn: Turn): Places => ({
  get: (key) => turn.row('dialogs', key),
  put: (key, place) => turn.put('dialogs', key, place),
  drop: (key) => turn.drop('dialogs', key),
})

/** The draft of this person and Botkit's place in it; never those of a person whose number only begins alike. */
export const forgetDraft = (turn: Turn, person: string): void => {
  turn.drop('drafts', person)
  const place = `/dm-${person}-false-${person}/` // as Botkit names a private conversation
  for (const key of Object.keys(turn.rows('dialogs'))) if (key.includes(place)) turn.drop('dialogs', key)
}

export const forget = (desk: Desk): void => forgetDraft(desk.turn, desk.party.id)

export const askedNow = (draft: Draft): string =>
  `${draft.id}/${draft.editing ? 'edit/' : ''}${draft.question}`

export const questionViews = (desk: Desk): View[] => {
  const draft = desk.turn.row('drafts', desk.party.id)
  if (!draft) return []
  if (draft.state === 'preview') return [previewOf(draft, contextOf(desk.party, desk.world))]
  if (draft.state === 'same-thing') return sameThingViews(desk, draft)
  const { text, choices, ways } = questionText(askedIn(draft, contextOf(desk.party, desk.world)))
  const title = `${draft.drill ? drillMark : ''}${labelOf(draft.question)}`
  const kind = questions.find(({ name }) => name === draft.question)?.kind
  const pick = kind === 'time' ? { pick: 'past' as const } : kind === 'unit' ? { pick: kind } : {}
  return [{ view: 'question', title, question: askedNow(draft), text, choices, ways, ...pick }]
}

/** The incidents that this report may be about, the nearest first. */
export const mayBe = ({ same, others = [] }: Draft): string[] => (same ? [same, ...others] : [])

const sameThingViews = ({ party, turn, world }: Desk, draft: Draft): View[] => {
  const [incident, ...others] = mayBe(draft)
  const parsed = toReport(draft.answers, contextOf(party, world))
  if (!incident || !('report' in parsed)) return []
  const systems = mayBe(draft).flatMap((id) => {
    const known = turn.incident(id)
    const system = known && isIncident(known) ? systemInCommon(parsed.report, known, world) : undefined
    return system ? [[id, system]] : []
  })
  return [
    {
      view: 'same-thing',
      draft: draft.id,
      incident,
      ...(others.length > 0 ? { others } : {}),
      ...(systems.length > 0 ? { systems: Object.fromEntries(systems) } : {}),
    },
  ]
}

const rowsOf = (draft: Draft, context: Context) =>
  questions
    .filter(({ name }) => name !== 'classified' && draft.answers[name] !== undefined)
    .map(({ name, label }) => ({
      label,
      value:
        (name === 'unit' && draft.unlisted ? atDesk(context.directory)[0]?.label : undefined) ??
        showAnswer(name, draft.answers[name], context),
    }))

const revOf = (rows: unknown): string =>
  createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 6)

/** Names what a preview of this draft shows now. */
export const previewRev = (desk: Desk, draft: Draft): string =>
  revOf(rowsOf(draft, contextOf(desk.party, desk.world)))

const previewOf = (draft: Draft, context: Context): View => {
  const rows = rowsOf(draft, context)
  return {
    view: 'preview',
    draft: draft.id,
    rows,
    rev: revOf(rows),
    ...(draft.drill ? { drill: true as const } : {}),
  }
}

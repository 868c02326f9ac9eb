// What becomes of a file that somebody sends? It joins the report in the making, or the incident it belongs to; never harmful content.
import { keepable } from '../../handlers/actions/action.js'
import { refOf } from '../../handlers/decision.js'
import { reportsOf, waits } from '../../handlers/receipt.js'
import { maySee, visible } from '../../handlers/see.js'
import { showsReceipt } from '../../handlers/understand/receipt.js'
import { deskPhone } from '../../store/campus.js'
import type { Draft, FileRef, Matter } from '../../store/schema.js'
import * as words from '../../templates/sentences.js'
import { redactedText } from '../../templates/unkept.js'
import { type Desk, say } from './desk.js'

/** The incidents that are still going on and that this person may see. */
export const openHere = (desk: Desk): Matter[] =>
  visible(desk.party, desk.world).filter(({ status }) => status === 'open' || status === 'resolved')

/** The incident of the small form that is open: what comes beside an answer belongs to it. */
export const askedAbout = (desk: Desk): Matter | undefined => {
  const found = desk.world.find(desk.turn.row('asking', desk.party.id)?.incident ?? '')
  return found && maySee(desk.party, found, desk.world) ? found : undefined
}

/** While the first two questions are open nobody knows yet whether anything may be kept. */
export const isEarly = ({ question, state }: Draft): boolean =>
  state === 'asking' && (question === 'classified' || question === 'harmful_content')

/**
 * They wait with the answers of the report: nothing is fetched before it is filed, and they go where it goes. Nothing to
 * do where there is no report in the making.
 */
export const keepInDraft = (desk: Desk, files: readonly FileRef[]): void => {
  const draft = desk.turn.row('drafts', desk.party.id)
  if (!draft || files.length === 0) return
  if (draft.answers.harmful_content === true) return refuseHarmful(desk)
  desk.turn.put('drafts', desk.party.id, {
    ...draft,
    files: [...(draft.files ?? []), ...files],
    touchedAt: desk.world.now,
  })
  say(desk, words.filesInDraft(files.map(({ name }) => name)))
}

/**
 * Files that came without a word that says whose they are: the only incident's, or it is asked. `note`: what was written
 * beside them, to be recorded where they go.
 */
export const askWhere = (desk: Desk, open: readonly Matter[], files: readonly FileRef[], note = ''): void => {
  if (files.length === 0) return
  const { answers, redacted } = keepable(note ? { note } : {})
  if (redacted) say(desk, redactedText)
  desk.turn.put('asking', desk.party.id, {
    action: 'evidence',
    incident: '',
    field: 'incident',
    answers,
    files: [...files],
    startedAt: desk.world.now,
    touchedAt: desk.world.now,
  })
  say(desk, words.filesWhere(open.slice(0, 8).map(({ id }) => id)))
}

export const placeFiles = (desk: Desk, files: readonly FileRef[]): void => {
  if (files.length === 0) return
  const open = openHere(desk)
  const [only] = open
  if (!only) say(desk, words.filesNowhere)
  else if (open.length === 1) attach(desk, only, files)
  else askWhere(desk, open, files)
}

/**
 * The report whose receipt this file shows: that of the form which is being filled, else the one receipt of theirs that
 * still waits, where the file or the words beside it say so.
 */
const receiptShown = (desk: Desk, incident: Matter, said: string): string | undefined => {
  const asking = desk.turn.row('asking', desk.party.id)
  if (asking?.action === 'submit_receipt' && asking.incident === incident.id) return asking.duty
  if (!showsReceipt(said)) return undefined
  const own = reportsOf(incident, desk.world).filter(
    (duty) => waits(duty) && duty.submission?.by.id === desk.party.id,
  )
  return own.length === 1 ? own[0]?.id : undefined
}

/** Has these files fetched into the incident's evidence, once the turn is on disk. `beside`: what was written with them. */
export const attach = (desk: Desk, incident: Matter, files: readonly FileRef[], beside = ''): void => {
  if (files.length === 0) return
  if (incident.report?.harmful_content === true) {
    refuseHarmful(desk)
    return
  }
  fetchInto(desk, incident, files, beside)
  say(desk, words.filesTaken(incident.id, files.length))
}

/** Has them fetched, without a word. */
export const fetchInto = (desk: Desk, incident: Matter, files: readonly FileRef[], beside = ''): void => {
  for (const file of files) {
    const duty = receiptShown(desk, incident, `${beside} ${file.name}`)
    desk.turn.put('fetching', `f${desk.turn.next('file')}`, {
      file,
      channel: desk.said.channel,
      incident: incident.id,
      ...(duty ? { duty } : {}),
      by: refOf(desk.party),
      at: desk.world.now,
    })
  }
}

const refuseHarmful = (desk: Desk): void =>
  say(desk, words.harmfulText(deskPhone(desk.world.directory, '宣传部') || undefined))

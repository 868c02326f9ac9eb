// What becomes of a file that somebody sends? It joins the report in the making, or the incident it belongs to; never a secret, never harmful content.
import { refOf } from '../../handlers/decision.js'
import { harmfulText, mentionsSecret } from '../../handlers/secrets.js'
import { visible } from '../../handlers/see.js'
import { deskPhone } from '../../store/campus.js'
import type { FileRef, Incident } from '../../store/schema.js'
import * as words from '../../templates/sentences.js'
import type { Answer, Said } from '../inbound.js'
import { type Desk, reply, say } from './desk.js'
import { divert } from './divert.js'
import { questionViews } from './drafts.js'
import { stayQuiet } from './quiet.js'

/** Files of one message. Nothing when there are none: then the words alone are heard. */
export const takeFiles = async (desk: Desk, said: Said): Promise<Answer | undefined> => {
  const files = said.files ?? []
  if (files.length === 0) return undefined
  if (files.some(({ name }) => mentionsSecret(name)) || mentionsSecret(said.text)) {
    divert(desk)
    return { withheld: true }
  }
  const quiet = stayQuiet(desk, [said.text, ...files.map(({ name }) => `文件 ${name}`)])
  if (quiet) return quiet
  if (said.chat === 'group') {
    reply(desk, { view: 'text', text: words.filesInPrivate }, { group: true })
    return {}
  }
  const draft = desk.turn.row('drafts', desk.party.id)
  if (draft) {
    const early = draft.question === 'classified' || draft.question === 'harmful_content'
    if (early) say(desk, words.filesLater)
    else if (draft.answers.harmful_content === true) refuseHarmful(desk)
    else {
      desk.turn.put('drafts', desk.party.id, {
        ...draft,
        files: [...(draft.files ?? []), ...files],
        touchedAt: desk.world.now,
      })
      say(desk, words.filesInDraft(files.map(({ name }) => name)))
    }
    for (const view of questionViews(desk)) reply(desk, view)
    return {}
  }
  const open = visible(desk.party, desk.world).filter(
    ({ status }) => status === 'open' || status === 'resolved',
  )
  const [only] = open
  if (!only) say(desk, words.filesNowhere)
  else if (open.length === 1) attach(desk, only, files)
  else {
    desk.turn.put('asking', desk.party.id, {
      action: 'evidence',
      incident: '',
      field: 'incident',
      answers: {},
      files,
      startedAt: desk.world.now,
      touchedAt: desk.world.now,
    })
    say(desk, words.filesWhere(open.slice(0, 8).map(({ id }) => id)))
  }
  return {}
}

/** Has these files fetched into the incident's evidence, once the turn is on disk. */
export const attach = (desk: Desk, incident: Incident, files: readonly FileRef[]): void => {
  if (files.length === 0) return
  if (incident.report.harmful_content === true) {
    refuseHarmful(desk)
    return
  }
  for (const file of files)
    desk.turn.put('fetching', `f${desk.turn.next('file')}`, {
      file,
      channel: desk.said.channel,
      incident: incident.id,
      by: refOf(desk.party),
      at: desk.world.now,
    })
  say(desk, words.filesTaken(incident.id, files.length))
}

const refuseHarmful = (desk: Desk): void =>
  say(desk, harmfulText(deskPhone(desk.world.directory, '宣传部') || undefined))

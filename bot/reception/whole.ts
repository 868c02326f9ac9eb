// What of a message is neither a word that is known nor a file that can be kept? What can't be read is said; words beside a file go with it.
import { helpFor } from '../../handlers/help.js'
import { mayTell, meantBy, nearest } from '../../handlers/understand/nearest.js'
import { wordOf } from '../../handlers/understand/rows.js'
import { greets, thanks } from '../../handlers/understand/wonders.js'
import { deskPhone } from '../../store/campus.js'
import type { FileRef, ViewOf } from '../../store/schema.js'
import * as words from '../../templates/sentences.js'
import { noteDown } from './carry-out.js'
import { type Desk, reply, say } from './desk.js'
import { questionViews } from './drafts.js'
import { askedAbout, askWhere, attach, openHere, placeFiles } from './evidence.js'
import { offerUnread } from './offered.js'
import { askSame } from './typed.js'

/** A sticker or a forwarded bundle is no answer: that is said, and what was asked is asked again. */
export const cannotRead = (desk: Desk, kinds: readonly string[], group: boolean): void => {
  if (group) return reply(desk, { view: 'text', text: words.cannotRead(kinds) }, { group: true })
  say(desk, words.cannotRead(kinds))
  askAnew(desk)
}

/** A whole sentence rather than a word that was misspelt. */
const LONG = 10

/** A greeting is answered. Else only words that would be answered with more than a no are offered to who typed another. */
export const notUnderstood = (desk: Desk, text: string): ViewOf<'text' | 'offer'> => {
  const { party, world } = desk
  const phone = deskPhone(world.directory, '网信办')
  if (greets(text)) return { view: 'text', text: words.greeting(phone) }
  if (thanks(text)) return { view: 'text', text: words.welcome }
  const near = nearest(text, [...mayType(desk), wordOf('help')])
  return {
    view: 'offer',
    title: words.unknownTitle,
    text: words.unknownWord(near, text.trim().length >= LONG && !party.office ? phone : undefined),
    words: near.map((word) => ({ label: word, text: word })),
  }
}

/** In the private chat what is a sentence, and no word that was misspelt, may be a report. */
export const answerUnread = (desk: Desk, text: string): void => {
  const view = notUnderstood(desk, text)
  if (view.view === 'text' || !mayTell(text)) return reply(desk, view)
  const may = mayType(desk)
  const meant = meantBy(text).filter((word) => may.includes(word))
  offerUnread(desk, text, meant, desk.party.office ? undefined : deskPhone(desk.world.directory, '网信办'))
}

const mayType = ({ party, world }: Desk): string[] =>
  helpFor(party, world).map(({ word }) => word.split(' ')[0] ?? '')

/** In one line, where there are no buttons: they would be everybody's. */
export const inOneLine = (view: ViewOf<'text' | 'offer'>): string =>
  view.view === 'text' ? view.text : `${view.title}。${view.text}`

/** The question that is open, once more; nothing where none is. */
export const askAnew = (desk: Desk): void => {
  const views = questionViews(desk)
  for (const view of views) reply(desk, view)
  const asking = desk.turn.row('asking', desk.party.id)
  if (views.length === 0 && asking) askSame(desk, asking)
}

/** Words beside a file that are no command belong to it: recorded with it, where it goes. */
export const captioned = (desk: Desk, text: string, files: readonly FileRef[]): void => {
  const open = openHere(desk)
  const [only] = open
  if (!only) {
    answerUnread(desk, text)
    say(desk, words.filesNowhere)
  } else if (open.length === 1) {
    noteDown(desk, only, text)
    attach(desk, only, files, text)
  } else askWhere(desk, open, files, text)
}

/** Files without a word: to what is being filled in, else to the only incident there is, else it is asked. */
export const takeWordless = (desk: Desk, files: readonly FileRef[]): void => {
  const asking = desk.turn.row('asking', desk.party.id)
  const incident = askedAbout(desk)
  if (asking?.action === 'evidence')
    askWhere(desk, openHere(desk), [...(asking.files ?? []), ...files], asking.answers.note)
  else if (incident) attach(desk, incident, files)
  else placeFiles(desk, files)
  if (files.every(({ kind }) => kind === 'audio')) say(desk, words.voiceUnheard)
  if (asking && incident) askSame(desk, asking)
}

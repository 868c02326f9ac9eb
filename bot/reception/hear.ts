// What does a typed word do? In the group one line; in the private chat an answer, a field, or a command.

import { actionOf, actions } from '../../handlers/actions/index.js'
import { askDocument } from '../../handlers/document.js'
import { tooLong } from '../../handlers/limits.js'
import { acknowledgementsOwed } from '../../handlers/received.js'
import { secrecyOwed } from '../../handlers/secrecy.js'
import { maySeeRecord } from '../../handlers/see.js'
import { asksToHide } from '../../handlers/understand/asks-to-hide.js'
import { isPlaceholder } from '../../handlers/understand/bare.js'
import { laterIn } from '../../handlers/understand/drill.js'
import { normalize } from '../../handlers/understand/letters.js'
import { partAsked } from '../../handlers/understand/pages.js'
import { isWayOut } from '../../handlers/understand/replies.js'
import { wordOf } from '../../handlers/understand/rows.js'
import { senseOf } from '../../handlers/understand/sentence.js'
import { mentionsSecret } from '../../handlers/understand/watch-words.js'
import { asksOn } from '../../handlers/understand/wonders.js'
import { type Command, understand } from '../../handlers/understand/words.js'
import { deskPhone } from '../../store/campus.js'
import type { Draft, FileRef } from '../../store/schema.js'
import type { ActionValue } from '../../templates/card.js'
import { listView, noSuchUnit } from '../../templates/cards/lists.js'
import { unvouched } from '../../templates/documents/document.js'
import { drillPapers } from '../../templates/drill.js'
import { fileKinds, kindNames } from '../../templates/platform/words.js'
import { calledByName, reportInTheWay, toldByAnother } from '../../templates/reception.js'
import * as words from '../../templates/sentences.js'
import type { Answer, Said } from '../channels/inbound.js'
import { hereOf } from '../turn/drawing.js'
import { endLeave, leave, meansLeave } from './away.js'
import { askOn, beginAsOffered, hearTrouble, isTold } from './begins.js'
import { carryOut, carryOutTyped, opened } from './carry-out.js'
import { begin, converse } from './converse.js'
import { caseOf, type Desk, refuse, reply, say, toast, todoOf } from './desk.js'
import { divert } from './divert.js'
import { questionViews } from './drafts.js'
import { beginDrill, scheduleDraft } from './drill.js'
import { askedAbout, askWhere, attach, isEarly, keepInDraft, openHere, placeFiles } from './evidence.js'
import { noteHiding, showRules } from './law.js'
import { sendLedger, showFigures } from './ledger.js'
import { answerMade } from './making.js'
import { isThere, meant, meantBy, meantFor } from './meant.js'
import { answerNotice, beginNotice, glued, noticeOf } from './notice.js'
import { isOffered, withTold } from './offered.js'
import { inQuiet, openedAnew, stayQuiet } from './quiet.js'
import { isYes, typedWord } from './replies.js'
import { answerSwapTyped, reachedByWord, showRota, swapDuty, takeDuty } from './roster.js'
import { askSame, fill } from './typed.js'
import { lookInto, mayBeDirectory, typeDirectory } from './upkeep.js'
import { newSheet } from './used.js'
import { asksWhich, givenIn, keepWords } from './which.js'
import {
  answerUnread,
  askAnew,
  cannotRead,
  captioned,
  inOneLine,
  notUnderstood,
  takeWordless,
} from './whole.js'
import { zero } from './zero.js'

/** So many reminders stay readable below each other; the others come when these are done. */
const MOST_SECRETS = 5

/** Everything that a message brings is heard: its words, its files, and that something in it can't be read or fetched. */
export const hear = async (desk: Desk, said: Said): Promise<Answer | undefined> => {
  const { files = [], missing = [] } = said
  const unread =
    said.unread ??
    (files.length === 0 && isAsked(desk) && isPlaceholder(said.text) ? [kindNames.sticker] : [])
  if ([said.text, ...files.map(({ name }) => name), ...missing].some(mentionsSecret)) {
    divert(desk)
    return { withheld: true }
  }
  const quiet = stayQuiet(desk, [said.text, ...files.map(({ name }) => `${fileKinds.file} ${name}`)])
  if (quiet) return quiet
  const group = said.chat === 'group'
  if (unread.length > 0) {
    cannotRead(desk, unread, group)
    return undefined
  }
  const wordless = said.text.trim() === ''
  if (missing.length > 0) {
    desk.turn.repeatsWords()
    say(desk, words.filesMissing(missing))
    if (wordless && files.length === 0) {
      askAnew(desk)
      return undefined
    }
  }
  if (group && wordless && files.length > 0) {
    reply(desk, { view: 'text', text: words.filesInPrivate }, { group: true })
    return undefined
  }
  if (group) {
    await hearInGroup(desk, said.text, files)
    return undefined
  }
  return hearInPrivate(desk, said.text, files)
}

/** Is a question open to which a face could be mistaken for an answer? */
const isAsked = ({ turn, party }: Desk): boolean =>
  turn.row('drafts', party.id)?.state === 'asking' || turn.row('asking', party.id) !== undefined

/** In the group one line, and everything else in the private chat. */
const hearInGroup = async (desk: Desk, text: string, files: readonly FileRef[]): Promise<void> => {
  if (asksToHide(text)) {
    noteHiding(desk)
    if (files.length > 0) reply(desk, { view: 'text', text: words.filesInPrivate }, { group: true })
    return say(desk, words.noHiding)
  }
  const command = understand(text, isThere(desk))
  const sense = command.command === 'unknown' ? senseOf(text) : 'nothing'
  const begins = command.command === 'report' || sense === 'report'
  if (begins && desk.turn.row('drafts', desk.party.id)) {
    // what is being filled in, and the sentence that began it, are not lost by a word in the group
    reply(desk, { view: 'text', text: calledByName(desk.party.name, words.toPrivateChat) }, { group: true })
    keepInDraft(desk, files)
    askOn(desk)
    return
  }
  if (sense !== 'nothing') {
    reply(desk, { view: 'text', text: calledByName(desk.party.name, words.toPrivateChat) }, { group: true })
    await hearTrouble(desk, sense, text, files)
    return
  }
  if (command.command === 'unknown') {
    reply(desk, { view: 'text', text: inOneLine(notUnderstood(desk, text)) }, { group: true })
    if (files.length > 0) reply(desk, { view: 'text', text: words.filesInPrivate }, { group: true })
    return
  }
  reply(desk, { view: 'text', text: calledByName(desk.party.name, words.toPrivateChat) }, { group: true })
  const draft = desk.turn.row('drafts', desk.party.id)
  if (draft && files.length > 0) keepInDraft(desk, files)
  await obeyWith(desk, command, draft ? [] : files)
}

export const hearInPrivate = async (
  desk: Desk,
  text: string,
  files: readonly FileRef[] = [],
): Promise<Answer | undefined> => {
  const draft = desk.turn.row('drafts', desk.party.id)
  const slash = text.trim().startsWith('/')
  const wordless = text.trim() === ''
  const beside = draft && !slash && files.length === 0 ? besideReport(desk, text) : undefined
  if (beside) {
    await obey(desk, beside)
    for (const view of questionViews(desk)) reply(desk, view)
    return undefined
  }
  if (draft && !slash && isForAnother(desk, text)) {
    say(desk, reportInTheWay(draft.drill === true))
    for (const view of questionViews(desk)) reply(desk, view)
    return undefined
  }
  const later = draft?.drill && draft.state === 'preview' ? laterIn(text) : undefined
  if (draft && later !== undefined) {
    scheduleDraft(desk, draft, later)
    return undefined
  }
  if (draft && !slash) return answerWith(desk, draft, text, files)
  const form = desk.turn.row('asking', desk.party.id)
  const making = wordless && files.length > 0 && !form ? noticeOf(desk) : undefined
  if (making) {
    answerNotice(desk, making, '', files)
    return undefined
  }
  if (files.length > 0 && wordless) {
    if (!form && mayBeDirectory(desk, files)) lookInto(desk, files)
    else takeWordless(desk, files)
    return undefined
  }
  if (asksToHide(text)) {
    noteHiding(desk)
    say(desk, words.noHiding)
    placeFiles(desk, files)
    return undefined
  }
  const understood = understand(text, isThere(desk))
  // 收到，财务处也被黑了: more is said than that
  const more = understood.command === 'received' && understood.rest !== '' && senseOf(text) !== 'nothing'
  const command = understood.command === 'unknown' || more ? glued(desk, text) : understood
  const other = command !== undefined && command.command !== 'received'
  if (answerMade(desk, text, { files, other })) return undefined
  const asking = desk.turn.row('asking', desk.party.id)
  if (asking && asking.action !== 'evidence' && command && files.length === 0 && isLook(command)) {
    await obey(desk, command)
    askSame(desk, asking)
    return undefined
  }
  if (asking && (!command || !leaves(desk, text, command))) {
    const incident = askedAbout(desk)
    if (asking.action === 'evidence') {
      fill(desk, { ...asking, files: [...(asking.files ?? []), ...files] }, text)
      return undefined
    }
    if (incident) attach(desk, incident, files, text)
    fill(desk, asking, text)
    return undefined
  }
  if (asking) {
    desk.turn.drop('asking', desk.party.id)
    say(desk, words.formLeft)
  }
  if (command ? command.command === 'report' && command.rest === '' : isYes(text) && isOffered(desk)) {
    await beginAsOffered(desk, files, normalize(text) === typedWord.told)
    return undefined
  }
  if (command?.command === 'report' && !slash && !inQuiet(desk) && isTold(command.rest)) {
    await hearTrouble(desk, 'report', command.rest, files)
    return undefined
  }
  if (command) {
    if (slash && draft) keepInDraft(desk, files)
    await obeyWith(desk, isLook(command) ? command : withTold(desk, command), slash && draft ? [] : files)
    return undefined
  }
  if (files.length > 0 && openHere(desk).length > 0) {
    captioned(desk, text, files)
    return undefined
  }
  const sense = draft || inQuiet(desk) ? 'nothing' : senseOf(text)
  if (sense !== 'nothing') {
    await hearTrouble(desk, sense, text, files)
    return undefined
  }
  if (files.length > 0) {
    captioned(desk, text, files)
    return undefined
  }
  if (isWayOut(text) === 'cancel') say(desk, words.nothingToCancel)
  // A «no» after the stop does not take it back: they are told again where to go, not what else they may have meant.
  else if (inQuiet(desk)) say(desk, words.stillStopped(deskPhone(desk.world.directory, '保密办')))
  else if (draft) reply(desk, notUnderstood(desk, text))
  else answerUnread(desk, text)
  return undefined
}

/** The button below what was not understood. It is theirs alone who said it. */
export const hearTold = async (desk: Desk, { person }: ActionValue): Promise<Answer | undefined> => {
  if (person !== desk.party.id) return toast('warning', toldByAnother)
  if (desk.turn.row('drafts', desk.party.id)) {
    askOn(desk)
    return undefined
  }
  return hearInPrivate(desk, typedWord.told)
}

/** A suggested word was pressed: what it asks for is answered, and what it would record is shown first. */
export const hearOffered = async (desk: Desk, text: string): Promise<Answer | undefined> => {
  const command = understand(text)
  if (command.command === 'unknown' || isLook(command)) return hearInPrivate(desk, text)
  if (desk.turn.row('drafts', desk.party.id)) {
    askOn(desk)
    return undefined
  }
  const action = actionOf(command.command)
  const incident = action ? meant(desk, command.number) : undefined
  if (!action || !incident || 'why' in incident) return hearInPrivate(desk, text)
  if (action.decide(caseOf(desk, incident)).kind !== 'record') return hearInPrivate(desk, text)
  say(desk, words.offeredWord(text, incident.id))
  opened(desk, incident.id)
  reply(desk, { view: 'incident', incident: incident.id })
  return undefined
}

/** What may be looked at while a report is written: it is answered, and the question stands. */
const looks: ReadonlySet<Command['command']> = new Set(['todo', 'status', 'list', 'log', 'help'])

const besideReport = (desk: Desk, text: string): Command | undefined => {
  if (asksOn(text)) return undefined // of this report, which is not filed yet
  const found = understand(text, isThere(desk))
  return found.command !== 'unknown' && isLook(found) ? found : undefined
}

/** 补充 2026-0003 现场已断网: of an incident that is there, and no answer of the report that is being filled in. */
const isForAnother = (desk: Desk, text: string): boolean => {
  const found = understand(text, isThere(desk))
  if (found.command === 'unknown' || found.number === undefined || !actionOf(found.command)) return false
  return !('why' in meant(desk, found.number))
}

const isLook = ({ command, rest }: Command): boolean => looks.has(command) && rest.trim() === ''

/** An answer of the report in the making, and what came with it. */
const answerWith = async (
  desk: Desk,
  draft: Draft,
  text: string,
  files: readonly FileRef[],
): Promise<Answer | undefined> => {
  const wordless = text.trim() === '' && files.length > 0
  if (wordless) {
    if (isEarly(draft)) say(desk, words.filesLater)
    else keepInDraft(desk, files)
    if (files.every(({ kind }) => kind === 'audio')) say(desk, words.voiceUnheard)
    for (const view of questionViews(desk)) reply(desk, view)
    return undefined
  }
  if (!isEarly(draft)) keepInDraft(desk, files)
  const kept = desk.turn.row('drafts', desk.party.id) ?? draft
  const answered = await converse(desk, kept, text)
  // Only after the answer is it known whether anything may be kept; a yes has ended the report, and them with it.
  if (isEarly(draft)) keepInDraft(desk, files)
  return answered
}

/**
 * Is this a command, or an answer that begins like one («更正 2 项数据»)? A bare word, a number, a slash, and 外出 or 销假
 * with what belongs to them are commands.
 */
const leaves = (desk: Desk, text: string, said: Command): boolean => {
  const { command, rest, number } = said
  if (text.trim().startsWith('/')) return true
  if (number !== undefined) return !namesIt(desk, said)
  if (command === 'received') return false // 好的 is an answer, too
  if (rest.trim() === '') return isWayOut(text) !== 'back' // 返回 turns back within a form
  return (command === 'away' || command === 'back') && meansLeave(desk, command, rest)
}

/** 报送 编号 机关, said again with the authority that was asked for: it answers. */
const namesIt = (desk: Desk, { command, rest, number }: Command): boolean => {
  const asking = desk.turn.row('asking', desk.party.id)
  if (!asking || !asksWhich(asking) || command !== asking.action || rest.trim() === '') return false
  const incident = meant(desk, number)
  return 'id' in incident && incident.id === asking.incident
}

/** What the word that begins it makes. */
const kindsMade = { notice: {}, assign: { kind: 'assignment' } } as const

/** A word is understood: do it, and keep the files that came beside it where it belongs. */
const obeyWith = async (desk: Desk, command: Command, files: readonly FileRef[]): Promise<void> => {
  if (command.command === 'report') return begin(desk, files)
  if (command.command === 'notice' || command.command === 'assign')
    return beginNotice(desk, command.rest, { ...kindsMade[command.command], files })
  if (command.command === 'directory' && mayBeDirectory(desk, files)) return lookInto(desk, files)
  // Nothing of what was written is lost while it is asked whose it is.
  if (command.command === 'note' && !command.number && files.length > 0) {
    const open = openHere(desk)
    if (open.length > 1) return askWhere(desk, open, files, command.rest)
  }
  const named = command.number && files.length > 0 ? meant(desk, command.number) : undefined
  await obey(desk, command)
  const incident = named && !('why' in named) ? named : askedAbout(desk)
  if (incident) attach(desk, incident, files, command.rest)
  else placeFiles(desk, files)
}

/** Replies go to the private chat. */
const obey = async (desk: Desk, command: Command): Promise<void> => {
  const { party } = desk
  // after some words a text of its own length may follow; all others take a number, a name or a date
  const long = actionOf(command.command)?.typed?.long
    ? undefined
    : tooLong(command.command in kindsMade ? 'note' : 'argument', command.rest)
  if (long) return refuse(desk, long)
  switch (command.command) {
    case 'report':
      return begin(desk)
    case 'form': {
      const sheet = newSheet(desk)
      openedAnew(desk, sheet)
      return reply(desk, { view: 'report-form', sheet })
    }
    case 'help':
      return reply(desk, { view: 'help' })
    case 'todo': {
      const { filter, page } = partAsked(command.rest)
      const view = todoOf(desk, filter, page)
      // what is law and has no incident to stand in: 保密办 finds it here, too
      const secrets = filter ? [] : secrecyOwed(party, desk.turn.rows('stubs'), desk.world)
      for (const { id, reminded = 0 } of secrets.slice(0, MOST_SECRETS))
        reply(desk, { view: 'secrecy', stub: id, nth: reminded })
      if (view.total !== 0 || view.above) return reply(desk, view)
      if (secrets.length > 0) return
      return filter ? say(desk, words.noSuchTodo) : reply(desk, view)
    }
    case 'list': {
      const here = hereOf(desk.world)
      const { filter, page } = partAsked(command.rest)
      const none = noSuchUnit(filter, party, here)
      if (none === undefined) return reply(desk, listView(filter, party, here, page))
      desk.turn.repeatsWords()
      return say(desk, none)
    }
    case 'received':
      return receive(desk, command)
    case 'rules':
      return showRules(desk)
    case 'directory':
      return typeDirectory(desk, command.rest)
    case 'away':
      return leave(desk, command.rest)
    case 'back':
      return endLeave(desk, command.rest)
    case 'script':
    case 'doc': {
      const incident = meant(desk, command.number)
      if ('why' in incident) return refuse(desk, incident)
      const asked = command.command === 'script' ? wordOf('script') : command.rest
      const answer = askDocument(party, incident, asked, desk.world)
      if (answer.kind === 'refuse') return refuse(desk, answer.refusal)
      say(
        desk,
        incident.drill
          ? drillPapers
          : command.command === 'script'
            ? words.scriptComes
            : words.documentComes(incident, unvouched(answer.papers, incident, desk.world)),
      )
      for (const paper of answer.papers) reply(desk, { view: 'document', incident: incident.id, ...paper })
      return
    }
    case 'rota':
      return showRota(desk, command.rest)
    case 'swap':
      return swapDuty(desk, command.rest)
    case 'agree_swap':
      return answerSwapTyped(desk, 'agreed')
    case 'decline_swap':
      return answerSwapTyped(desk, 'declined')
    case 'takeover':
      return takeDuty(desk, command.rest)
    case 'notice':
    case 'assign':
      return beginNotice(desk, command.rest, kindsMade[command.command])
    case 'zero':
      return zero(desk, command.rest)
    case 'drill':
      return beginDrill(desk, command.rest)
    case 'export':
      return sendLedger(desk, command.rest)
    case 'stats':
      return showFigures(desk, command.rest)
    case 'status': {
      const incident = meantBy(desk, command)
      if ('why' in incident) return refuse(desk, incident)
      opened(desk, incident.id)
      return reply(desk, { view: 'incident', incident: incident.id })
    }
    case 'log': {
      const { filter, page } = partAsked(command.rest)
      const incident = meantBy(desk, { ...command, rest: command.number ? filter : command.rest })
      if ('why' in incident) return refuse(desk, incident)
      if (!maySeeRecord(party)) return refuse(desk, { why: 'office-or-leader-only' })
      opened(desk, incident.id)
      return reply(desk, { view: 'record', incident: incident.id, ...(page > 1 ? { page } : {}) })
    }
    default: {
      const action = actions[command.command]
      const read = action.typed?.read
      const incident = meantFor(desk, command, action)
      if ('why' in incident) return refuse(desk, incident)
      const wanted = read?.(command.rest, caseOf(desk, incident)) ?? {}
      const decision = action.decide({ ...caseOf(desk, incident), ...wanted })
      carryOutTyped(desk, incident, decision, action, wanted.given)
      opened(desk, incident.id)
      if (decision.kind === 'refuse' && whichOf.has(decision.refusal.why) && action.ofDuty) {
        const given = givenIn(wanted)
        if (given) keepWords(desk, incident, action, given)
        const waits = todoOf(desk, incident.id)
        if (waits.items?.length) reply(desk, waits)
      }
      return
    }
  }
}

/** Of several, none was named: each has its button. */
const whichOf: ReadonlySet<string> = new Set(['which-authority', 'which-duty'])

/** 收到: the acknowledgement that is owed, where it is one; of several it is asked which. */
const receive = (desk: Desk, { number }: Command): void => {
  if (number === undefined && reachedByWord(desk)) return
  const one = number === undefined ? undefined : meant(desk, number)
  if (one && 'why' in one) return refuse(desk, one)
  const owed = acknowledgementsOwed(desk.party, one ? [one] : openHere(desk), desk.world)
  const [only, ...others] = new Set(owed.map(({ incident }) => incident))
  if (only === undefined) {
    const waits = todoOf(desk)
    say(desk, words.nothingToReceive)
    if (waits.items?.length) reply(desk, waits)
    return
  }
  if (others.length > 0) {
    say(desk, words.whichReceived)
    return reply(desk, { view: 'todo', items: owed, total: owed.length })
  }
  const incident = desk.turn.row('incidents', only)
  if (!incident) return
  const { acknowledge } = actions
  const outcome = carryOut(desk, incident, acknowledge.decide(caseOf(desk, incident)), acknowledge)
  if (!outcome?.ok) return say(desk, outcome?.text ?? '')
  opened(desk, only)
  reply(desk, { view: 'received', incident: only })
}

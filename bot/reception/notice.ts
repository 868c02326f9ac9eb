// 通报, 督办: how is a rectification notice or an assignment made? What is missing is asked, the whole is shown, and 下发 or 下达 issues it, once to each unit.
import { tooLong } from '../../handlers/limits.js'
import {
  answered,
  begun,
  countedAs,
  issued,
  mayIssue,
  nextAsked,
  outdated,
  systemOf,
  withoutLast,
} from '../../handlers/notice.js'
import { redactCredentials } from '../../handlers/understand/credentials.js'
import { gluedIn, issueIn } from '../../handlers/understand/notice.js'
import type { Command } from '../../handlers/understand/words.js'
import type { FileRef, Issuing, System } from '../../store/schema.js'
import {
  noticeAsked,
  noticeBody,
  noticeDropped,
  noticeEarly,
  noticeForWhom,
  noticeIssued,
  noticeOutdated,
  noticeOver,
  noticeSender,
  noticeUnread,
  noticeWords,
} from '../../templates/notice.js'
import { happen } from '../turn/happen.js'
import { type Desk, refuse, reply, say } from './desk.js'
import { fetchInto } from './evidence.js'

const ask = (desk: Desk, issuing: Issuing, unclear?: readonly string[]): void => {
  const asked = nextAsked(issuing)
  desk.turn.put('issuing', desk.party.id, { ...issuing, asked })
  reply(desk, {
    view: 'offer',
    ...noticeAsked(issuing, asked, desk.world, unclear, besideIn(issuing, desk)),
    rash: true,
    ...(asked === 'preview' ? {} : { of: `${issuing.id}/${asked}` }),
  })
}

/** The systems that it names, of which another unit than those that are written to answers as well. */
const besideIn = ({ units, text = '' }: Issuing, { world }: Desk): System[] =>
  units.flatMap(({ id }) => systemOf(text, id, world) ?? [])

/** What it came with goes to every unit. */
const withFiles = (issuing: Issuing, files: readonly FileRef[]): Issuing =>
  files.length > 0 ? { ...issuing, files: [...(issuing.files ?? []), ...files] } : issuing

/** `kind` left out: a notice. */
export const beginNotice = (
  desk: Desk,
  typed: string,
  { kind, files = [] }: { kind?: Issuing['kind']; files?: readonly FileRef[] } = {},
): void => {
  if (!mayIssue(desk.party, kind, desk.world)) return say(desk, noticeForWhom(kind))
  const { issuing, unclear } = begun(
    { id: `n${desk.turn.next('issuing')}`, kind },
    redactCredentials(typed).text,
    desk.world,
  )
  // one thing is made at a time
  desk.turn.drop('opening', desk.party.id)
  desk.turn.drop('planning', desk.party.id)
  ask(desk, withFiles(issuing, files), unclear)
}

/** 通报信息学院：… is the same as with a space, of who may issue it; anybody else tells of what has happened. */
export const glued = ({ party, world }: Desk, text: string): Command | undefined => {
  const found = gluedIn(text, world.directory)
  if (!found || !mayIssue(party, found.kind === 'assign' ? 'assignment' : undefined, world)) return undefined
  return { command: found.kind, rest: found.rest }
}

/** What this person is making, where it has not lapsed. */
export const noticeOf = ({ turn, party, world }: Desk): Issuing | undefined => {
  const issuing = turn.row('issuing', party.id)
  const fresh = issuing && Date.parse(world.now) - Date.parse(issuing.touchedAt) < world.rules.dialogLapsesMs
  return fresh ? issuing : undefined
}

/** 下发 pressed or typed, after it was issued or taken back. */
export const issuedBefore = (desk: Desk, text: string): boolean => {
  const word = issueIn(text)
  if (word) say(desk, noticeOver(word.kind))
  return word !== undefined
}

/** 下发, by who may still do so, of what still holds: between the preview and the word lie up to a day and another directory. */
const issue = (desk: Desk, seen: Issuing): void => {
  const { turn, party, world } = desk
  const { issuing, gone, past } = outdated(seen, world)
  if (gone.length > 0 || past) {
    say(desk, noticeOutdated(issuing.kind, gone))
    return ask(desk, issuing)
  }
  const events = issued(party, issuing, () => turn.next(countedAs(issuing.kind, world)), world)
  turn.drop('issuing', party.id)
  for (const event of events) {
    const notice = happen(desk, event.number, [event])
    if (notice) fetchInto(desk, notice, issuing.files ?? [])
  }
  say(
    desk,
    noticeIssued(
      issuing.kind,
      events.map(({ number }) => number),
    ),
  )
}

/** An answer to what was asked of the notice, the word that issues it, or the one that drops it. */
export const answerNotice = (desk: Desk, before: Issuing, text: string, files: readonly FileRef[]): void => {
  const issuing = withFiles(before, files)
  const said = redactCredentials(text).text.trim()
  const { turn, party, world } = desk
  if (said === noticeWords.cancel) {
    turn.drop('issuing', party.id)
    return say(desk, noticeDropped)
  }
  // a new number: a preview that is no longer what it was issues nothing
  if (said === noticeWords.back)
    return ask(desk, { ...withoutLast(issuing), id: `n${turn.next('issuing')}`, touchedAt: world.now })
  if (!mayIssue(party, issuing.kind, world)) {
    turn.drop('issuing', party.id)
    return say(desk, noticeForWhom(issuing.kind))
  }
  const word = issueIn(said)
  if (word?.meant !== undefined && word.meant !== issuing.id) return say(desk, noticeOver(issuing.kind))
  if (word && issuing.asked === 'preview') return issue(desk, issuing)
  if (word) {
    say(desk, noticeEarly(issuing.kind))
    return ask(desk, issuing)
  }
  const long =
    issuing.asked === 'source'
      ? tooLong('to', said, noticeSender)
      : tooLong('note', said, noticeBody(issuing.kind))
  if (long) return refuse(desk, long)
  if (said === '' && files.length > 0) return ask(desk, issuing)
  const after = answered(issuing, said, world)
  if (after) return ask(desk, after)
  say(desk, noticeUnread(issuing))
  ask(desk, issuing)
}

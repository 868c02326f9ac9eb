// Which rows of a turn are sealed, and when is a dialog over? Answers of an unfinished report are kept so that they can be forgotten.
import { answerTables, type Change, isAnswers, type Notice } from '../../store/schema.js'
import type { Seal } from '../../store/seal.js'
import type { Turn } from './turn.js'

const inDialog = (turn: Turn, person: string): boolean =>
  answerTables.some((table) => turn.row(table, person) !== undefined)

/** A directory that waits for its second signature is kept under a key of its own, which goes with it (docs/adr/0033). */
export const sealIncoming = (changes: readonly Change[], seal: Seal): void => {
  for (const change of changes)
    if ('put' in change && change.put === 'incoming' && typeof change.value === 'object' && change.value)
      seal.mark(change.value, `incoming/${change.key}`)
    else if ('drop' in change && change.drop === 'incoming') seal.end(`incoming/${change.key}`)
}

/**
 * While a dialog is open: the answers, the place in it, what is said back, and what a repetition is answered. `repeats`:
 * what is answered may repeat what was not taken, also where no dialog is open.
 */
export const sealAnswers = (
  changes: readonly Change[],
  turn: Turn,
  seal: Seal,
  person: string,
  repeats: boolean,
): void => {
  if (!repeats && !inDialog(turn, person)) return
  for (const change of changes) {
    if (!('put' in change) || typeof change.value !== 'object' || change.value === null) continue
    const theirs =
      change.put === 'inbox' ||
      change.put === 'dialogs' ||
      (isAnswers(change.put) && change.key === person) ||
      (change.put === 'outbox' && isSaidBack(change.value as Notice, person)) // the table's own row type
    if (!theirs) continue
    seal.mark(change.value, person)
    if (change.put === 'inbox') answeredBy(person, turn, seal).add(change.key)
  }
}

/** What is said back to an answer. A card of an incident, or what others are told, is none of the dialog's and never dropped with it. */
const SAID_BACK: ReadonlySet<Notice['view']['view']> = new Set([
  'text',
  'offer',
  'question',
  'preview',
  'same-thing',
])
const isSaidBack = ({ key, to, view }: Notice, person: string): boolean =>
  key.startsWith('reply/') && 'person' in to && to.person === person && SAID_BACK.has(view.view)

/** The last of a dialog went with this change: a repetition gets no word of it back, and its key goes with its last row. */
export const dialogIsOver = (turn: Turn, seal: Seal, change: Change): void => {
  if (!('drop' in change) || !isAnswers(change.drop)) return
  if (!inDialog(turn, change.key)) forgetAnswered(turn, seal, change.key)
}

/** What each person was answered in an open dialog, by its place in the inbox: what is over may still be named here, what is not over always is. */
const answered = new WeakMap<Seal, Map<string, Set<string>>>()

/** The inbox holds a day of everybody's words: it is gone through once, when the first is asked for. */
const answeredBy = (person: string, turn: Turn, seal: Seal): Set<string> => {
  let all = answered.get(seal)
  if (!all) {
    all = new Map()
    for (const [id, row] of Object.entries(turn.rows('inbox'))) {
      const owner = seal.ownerOf(row)
      if (owner !== undefined) all.set(owner, (all.get(owner) ?? new Set()).add(id))
    }
    answered.set(seal, all)
  }
  const theirs = all.get(person) ?? new Set()
  all.set(person, theirs)
  return theirs
}

const forgetAnswered = (turn: Turn, seal: Seal, person: string): void => {
  seal.end(person)
  const theirs = answeredBy(person, turn, seal)
  for (const id of theirs) {
    const row = turn.row('inbox', id)
    // what was forgotten by a turn that could not be stored is still there, and forgotten by the next
    if (row && seal.ownerOf(row) === person) turn.put('inbox', id, { at: row.at, answer: {} })
    else theirs.delete(id)
  }
}

/** Nothing that was answered is kept or comes again, and what waits to be said back is dropped unsaid. */
export const forgetAnswers = (turn: Turn, seal: Seal, person: string): void => {
  forgetAnswered(turn, seal, person)
  for (const [key, notice] of Object.entries(turn.rows('outbox')))
    if (seal.ownerOf(notice) === person) turn.drop('outbox', key)
}

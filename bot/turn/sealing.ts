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
    if (change.put === 'inbox') noteAnswered(turn, person, change.key)
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

/** Whose sealed answers stand in the inbox, by id: it may hold too much, never too little, also where a turn is taken back. */
type Answered = Map<string, Set<string>>
const inboxOf = (turn: Turn) => turn.rows('inbox')
const answeredIn = new WeakMap<ReturnType<typeof inboxOf>, Answered>()

const note = (answered: Answered, person: string, id: string): void => {
  answered.set(person, (answered.get(person) ?? new Set()).add(id))
}

const noteAnswered = (turn: Turn, person: string, id: string): void => {
  const answered = answeredIn.get(inboxOf(turn))
  if (answered) note(answered, person, id)
}

/** Looked through once: from then on it is noted. */
const answeredOf = (turn: Turn, seal: Seal): Answered => {
  const inbox = inboxOf(turn)
  const known = answeredIn.get(inbox)
  if (known) return known
  const found: Answered = new Map()
  for (const [id, row] of Object.entries(inbox)) {
    const owner = seal.ownerOf(row)
    if (owner !== undefined) note(found, owner, id)
  }
  answeredIn.set(inbox, found)
  return found
}

const forgetAnswered = (turn: Turn, seal: Seal, person: string): void => {
  seal.end(person)
  const answered = answeredOf(turn, seal)
  const theirs = (): string[] =>
    [...(answered.get(person) ?? [])].filter((id) => seal.ownerOf(turn.row('inbox', id)) === person)
  for (const id of theirs()) turn.put('inbox', id, { at: turn.row('inbox', id)?.at ?? turn.at, answer: {} })
  // not before it is on disk: what is taken back is theirs again
  turn.afterCommit(() => {
    const left = theirs()
    if (left.length > 0) answered.set(person, new Set(left))
    else answered.delete(person)
  })
}

/** Nothing that was answered is kept or comes again, and what waits to be said back is dropped unsaid. */
export const forgetAnswers = (turn: Turn, seal: Seal, person: string): void => {
  forgetAnswered(turn, seal, person)
  for (const [key, notice] of Object.entries(turn.rows('outbox')))
    if (seal.ownerOf(notice) === person) turn.drop('outbox', key)
}

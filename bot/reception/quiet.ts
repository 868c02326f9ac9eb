// Was this person led to 保密办 a moment ago? Until it was quiet for a while, or a new report's first question has its no, nothing that they write is kept.
import { judgeClassified } from '../../handlers/questions.js'
import { isBare } from '../../handlers/understand/bare.js'
import { deskPhone } from '../../store/campus.js'
import * as words from '../../templates/sentences.js'
import type { Answer, Pressed } from '../channels/inbound.js'
import { type Desk, reply, say } from './desk.js'
import { questionViews } from './drafts.js'

/** So long nothing was written: then what is written is about something else. */
const QUIET_MS = 30 * 60_000

const markOf = (person: string): string => `diverted/${person}`
/** The form that was opened since: the one before it may hold the rest of what led here. */
const anewOf = (person: string): string => `anew/${person}`

/** Everything that this person writes from now on is withheld. */
export const beginQuiet = ({ turn, party, world }: Desk): void =>
  turn.put('meta', markOf(party.id), world.now)

/** The first question of a new report, which asks about secrets again, was answered with a no. */
export const endQuiet = ({ turn, party }: Desk): void => {
  turn.drop('meta', markOf(party.id))
  turn.drop('meta', anewOf(party.id))
}

/** This form was opened: filled with a no to its first question, it ends the quiet. */
export const openedAnew = (desk: Desk, sheet: string): void => {
  if (inQuiet(desk)) desk.turn.put('meta', anewOf(desk.party.id), sheet)
}

const answersNo = ({ turn, party }: Desk, { value, form }: Pressed): boolean =>
  value.action === 'submit_report' &&
  value.sheet !== undefined &&
  value.sheet === turn.row('meta', anewOf(party.id)) &&
  isBare(form?.classified ?? '') &&
  judgeClassified(form?.classified ?? '') === 'no'

export const quietNow = (meta: Readonly<Record<string, unknown>>, person: string, nowMs: number): boolean => {
  const since = meta[markOf(person)]
  return typeof since === 'string' && nowMs - Date.parse(since) < QUIET_MS
}
/** Was this person led to 保密办 a moment ago? */
export const inQuiet = ({ turn, party, world }: Desk): boolean =>
  quietNow(turn.rows('meta'), party.id, Date.parse(world.now))

/**
 * Words written by somebody who was led to 保密办: they are told where to go again, and nothing else happens. A command
 * word alone, or a yes or no, says nothing and is answered as ever. `texts`: everything that came in, names of files too;
 * `pressed` is the press that they came with.
 */
export const stayQuiet = (desk: Desk, texts: readonly string[], pressed?: Pressed): Answer | undefined => {
  if (!inQuiet(desk) || texts.every(isBare)) return undefined
  if (pressed && answersNo(desk, pressed)) {
    endQuiet(desk)
    return undefined
  }
  beginQuiet(desk)
  say(desk, words.classifiedText(deskPhone(desk.world.directory, '保密办')))
  for (const view of questionViews(desk)) reply(desk, view)
  return { withheld: true }
}

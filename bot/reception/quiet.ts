// Was this person led to 保密办 a moment ago? Until it was quiet for a while, or a report is begun anew, nothing that they write is kept.
import { isBare } from '../../handlers/words.js'
import { deskPhone } from '../../store/campus.js'
import * as words from '../../templates/sentences.js'
import type { Answer } from '../inbound.js'
import { type Desk, say } from './desk.js'

/** So long nothing was written: then what is written is about something else. */
const QUIET_MS = 30 * 60_000

const markOf = (person: string): string => `diverted/${person}`

/** Everything that this person writes from now on is withheld. */
export const beginQuiet = ({ turn, party, world }: Desk): void =>
  turn.put('meta', markOf(party.id), world.now)

/** A report is begun anew: its first question asks about secrets again. */
export const endQuiet = ({ turn, party }: Desk): void => turn.drop('meta', markOf(party.id))

export const quietNow = (meta: Readonly<Record<string, unknown>>, person: string, nowMs: number): boolean => {
  const since = meta[markOf(person)]
  return typeof since === 'string' && nowMs - Date.parse(since) < QUIET_MS
}
/** Was this person led to 保密办 a moment ago? */
export const inQuiet = ({ turn, party, world }: Desk): boolean =>
  quietNow(turn.rows('meta'), party.id, Date.parse(world.now))

/**
 * Words written by somebody who was led to 保密办: they are told where to go again, and nothing else happens. A command
 * word alone, or a yes or no, says nothing and is answered as ever. `texts`: everything that came in, names of files too.
 */
export const stayQuiet = (desk: Desk, texts: readonly string[]): Answer | undefined => {
  if (!inQuiet(desk) || texts.every(isBare)) return undefined
  beginQuiet(desk)
  say(desk, words.classifiedText(deskPhone(desk.world.directory, '保密办')))
  return { withheld: true }
}

// What begins a report, beside the bare word? A sentence that tells of trouble, what is told behind 报告, and what was offered before.
import { mayIssue } from '../../handlers/notice.js'
import { mayTell } from '../../handlers/understand/nearest.js'
import { senseOf } from '../../handlers/understand/sentence.js'
import { asksHow } from '../../handlers/understand/wonders.js'
import { deskPhone } from '../../store/campus.js'
import type { FileRef } from '../../store/schema.js'
import { noticeTaken } from '../../templates/notice.js'
import { reportUnfinished, toldLost, toldOver } from '../../templates/reception.js'
import * as words from '../../templates/sentences.js'
import { begin } from './converse.js'
import { type Desk, reply, say } from './desk.js'
import { questionViews } from './drafts.js'
import { openHere, placeFiles } from './evidence.js'
import { beginNotice } from './notice.js'
import { isOffered, takeOffered } from './offered.js'

/** A report is open already: it is asked on. */
export const askOn = (desk: Desk): void => {
  say(desk, reportUnfinished)
  for (const view of questionViews(desk)) reply(desk, view)
}

/** What stands behind 报告 tells of trouble, or is a sentence that no table knows. */
export const isTold = (rest: string): boolean => {
  const sense = senseOf(rest)
  return (
    sense === 'report' || (sense === 'nothing' && [...rest].length >= TOLD && mayTell(rest) && !asksHow(rest))
  )
}
const TOLD = 6

/** A sentence that tells of trouble begins a report; what an authority wants mended is none. */
export const hearTrouble = async (
  desk: Desk,
  sense: 'report' | 'notice',
  text: string,
  files: readonly FileRef[],
): Promise<void> => {
  if (sense === 'notice') {
    if (mayIssue(desk.party, undefined, desk.world)) {
      say(desk, noticeTaken)
      return beginNotice(desk, text, { files })
    }
    say(desk, words.noticeHeard(deskPhone(desk.world.directory, '网信办')))
    placeFiles(desk, files)
    return
  }
  say(desk, words.troubleHeard(openHere(desk).map(({ id }) => id)))
  await begin(desk, files, text)
}

/** 报告, or its button: what was offered is taken along. `named`: it was asked for by name. */
export const beginAsOffered = async (
  desk: Desk,
  files: readonly FileRef[],
  named: boolean,
): Promise<void> => {
  const offered = takeOffered(desk)
  const lost = offered === 'lost' && (named || isOffered(desk))
  if (typeof offered === 'object') say(desk, words.troubleHeard(openHere(desk).map(({ id }) => id)))
  else if (lost) say(desk, toldLost)
  else if (named) say(desk, toldOver)
  await begin(desk, files, typeof offered === 'object' ? offered.told : undefined, lost)
}

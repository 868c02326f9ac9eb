// Is this an answer of the notice, the assignment, the key period or the drill that somebody is making? A form that was opened since, and news of trouble, come first.
import { openIn } from '../../handlers/understand/key-period.js'
import { issueIn, unitsAhead } from '../../handlers/understand/notice.js'
import { senseOf } from '../../handlers/understand/sentence.js'
import type { FileRef, Issuing } from '../../store/schema.js'
import { alreadyAnswered } from '../../templates/sentences.js'
import type { Answer } from '../channels/inbound.js'
import { type Desk, toast } from './desk.js'
import { answerPlanning, planningOf } from './drill.js'
import { answerNotice, issuedBefore, noticeOf } from './notice.js'
import { answerOpening, namesPeriod, openedBefore, openingOf } from './zero.js'

/** Whoever is asked something else is rather telling of trouble: «首页被篡改了» is no sender, and no name of a period. */
const isTrouble = (desk: Desk, { asked }: Pick<Issuing, 'asked'>, text: string): boolean =>
  asked !== 'text' && senseOf(text) === 'report' && unitsAhead(text, desk.world.directory).units.length === 0

/** Answers whether it was taken. `other`: it is a command of its own. */
export const answerMade = (
  desk: Desk,
  text: string,
  { files = [], other }: { files?: readonly FileRef[]; other: boolean },
): boolean => {
  // where a form is open it was opened last: whoever begins to make something lays the form aside
  const form = desk.turn.row('asking', desk.party.id) !== undefined
  const issuing = noticeOf(desk)
  if (issuing && !other && (issueIn(text) || !(form || isTrouble(desk, issuing, text)))) {
    answerNotice(desk, issuing, text, files)
    return true
  }
  const opening = openingOf(desk)
  const news = opening && senseOf(text) !== 'nothing' && !namesPeriod(text, desk.world)
  if (opening && !other && (openIn(text) || !(form || news))) {
    answerOpening(desk, opening, text)
    return true
  }
  const planning = planningOf(desk)
  if (planning && !other && !form && !isTrouble(desk, { asked: 'units' }, text)) {
    answerPlanning(desk, planning, text)
    return true
  }
  return issuedBefore(desk, text) || openedBefore(desk, text)
}

/** A button below a question: it answers that question, and no other that was asked since. */
export const pressMade = (desk: Desk, of: string, text: string): Answer | undefined => {
  const issuing = noticeOf(desk)
  if (issuing && of === `${issuing.id}/${issuing.asked}`) answerNotice(desk, issuing, text, [])
  else {
    const opening = openingOf(desk)
    if (!opening || of !== `${opening.id}/${opening.asked}`) return toast('info', alreadyAnswered)
    answerOpening(desk, opening, text)
  }
  return undefined
}

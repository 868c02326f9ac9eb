// Is this an unmistakable no to the first question, whether secrets may be about? The whole text is weighed, word by word; pure.
import { normalize } from './letters.js'
import {
  ANOTHER_THING,
  DENIED,
  FRIENDLY,
  HAPPENED,
  NO_WORD,
  SUSPECT,
  TWICE,
  UNABLE,
  YES_AGAIN,
} from './plain-no-table.js'
import { doubts } from './replies.js'

/** Longer is a story, and is asked again. */
const LONGEST = 120
const LINES = /[\n\r\v\f\u0085\u2028\u2029]/u
const PARTS = /[\s,，.。!！;；:：~～()（）"“”'‘’]+/u

const doubtful = (text: string): boolean => doubts(text.replace(UNABLE, '打不开'))

const isReason = (part: string): boolean =>
  part.length <= 30 &&
  HAPPENED.test(part) &&
  !YES_AGAIN.test(part) &&
  !SUSPECT.test(part.replace(/密码|无法|不能/gu, ''))

/**
 * The first word is a no from a closed list, and whatever follows is such a no, thanks, or what happened to something
 * ordinary: 否 · 没有，谢谢 · 不是，只是网页被改. A second line, a question, a picture of a face, hesitation: none.
 */
export const isPlainNo = (text: string): boolean => {
  if (text.length > LONGEST) return false
  const lines = text.split(LINES).map(normalize).filter(Boolean)
  const said = (lines[0] ?? '').toLowerCase()
  if (lines.length !== 1 || /[.。]{2}|…/u.test(said) || TWICE.test(said)) return false
  const [first, ...others] = said.split(PARTS).filter(Boolean)
  const no = (part: string): boolean => NO_WORD.test(part) || DENIED.test(part)
  return (
    first !== undefined &&
    !doubtful(said) &&
    no(first) &&
    others.every((part) => no(part) || FRIENDLY.test(part) || isReason(part))
  )
}

/** Is there doubt about it anywhere in the text: 否，不确定 · 没有，待核实? What happened, 好像中毒了, is another thing. */
export const takesBack = (text: string): boolean =>
  text.length <= LONGEST &&
  text.split(PARTS).some((part) => doubtful(part) && !ANOTHER_THING.test(part) && !isReason(part))

// Which actions are there? The table: typed words, forms, buttons, help and refusals all come from it.

import { type ActionName, isOf, kindOf } from '../../store/schema.js'
import { refuse } from '../decision.js'
import { accept } from './accept.js'
import { acknowledge } from './acknowledge.js'
import { type Action, type Asked, keepable } from './action.js'
import { appoint } from './appoint.js'
import { assess } from './assess.js'
import { carryOut } from './carry-out.js'
import { changePeople } from './change-people.js'
import { close } from './close.js'
import { confirmCorrection } from './confirm-correction.js'
import { confirmGrade } from './confirm-grade.js'
import { confirmPeople } from './confirm-people.js'
import { confirmReceipt } from './confirm-receipt.js'
import { correct } from './correct.js'
import { delegate } from './delegate.js'
import { demand } from './demand.js'
import { endDrill } from './end-drill.js'
import { failRetest } from './fail-retest.js'
import { followUp } from './follow-up.js'
import { grade } from './grade.js'
import { mark } from './mark.js'
import { note } from './note.js'
import { passRetest } from './pass-retest.js'
import { perform } from './perform.js'
import { rectify } from './rectify.js'
import { reopen } from './reopen.js'
import { resolve } from './resolve.js'
import { returnCorrection } from './return-correction.js'
import { returnGrade } from './return-grade.js'
import { returnReceipt } from './return-receipt.js'
import { sendBack } from './send-back.js'
import { snooze } from './snooze.js'
import { submitReceipt } from './submit-receipt.js'
import { tellZero } from './tell-zero.js'
import { unacknowledge } from './unacknowledge.js'
import { undelegate } from './undelegate.js'
import { unmark } from './unmark.js'
import { unresolve } from './unresolve.js'
import { withdraw } from './withdraw.js'
import { writeFinal } from './write-final.js'
import { writeFollowUp } from './write-follow-up.js'

/** In the order of contract §6. A missing row, or one under another name than its own, does not compile. */
const table: { readonly [N in ActionName]: Action<N> } = {
  acknowledge,
  note,
  grade,
  confirm_grade: confirmGrade,
  return_grade: returnGrade,
  confirm_correction: confirmCorrection,
  return_correction: returnCorrection,
  submit_receipt: submitReceipt,
  confirm_receipt: confirmReceipt,
  return_receipt: returnReceipt,
  resolve,
  close,
  withdraw,
  reopen,
  correct,
  delegate,
  undelegate,
  snooze,
  assess,
  follow_up: followUp,
  write_follow_up: writeFollowUp,
  write_final: writeFinal,
  appoint,
  unresolve,
  perform,
  demand,
  mark,
  unmark,
  unacknowledge,
  end_drill: endDrill,
  rectify,
  pass_retest: passRetest,
  fail_retest: failRetest,
  carry_out: carryOut,
  accept,
  send_back: sendBack,
  tell_zero: tellZero,
  confirm_people: confirmPeople,
  change_people: changePeople,
}

/** No action decides over a matter of another kind than its own; none sees, and so none records, a password that was pasted into its answers. */
const keeping = (action: Action): Action => ({
  ...action,
  decide(asked) {
    if (!isOf(asked.incident, action.of))
      return refuse({
        why: 'other-kind',
        label: action.label,
        matter: asked.incident.id,
        kind: kindOf(asked.incident),
      })
    if (!asked.answers) return action.decide(asked)
    const { answers, redacted } = keepable(asked.answers)
    const decision = action.decide({ ...asked, answers })
    return redacted && decision.kind === 'record' ? { ...decision, redacted } : decision
  },
})

// The same rows under the same names; Object.fromEntries widens them to string.
export const actions = Object.fromEntries(
  Object.values<Action>(table).map((action) => [action.name, keeping(action)]),
) as typeof table

const all: readonly Action[] = Object.values(actions)

/** The action of a button, of a half-filled form or of a typed word; nothing for a name that is none. */
export const actionOf = (name: string): Action | undefined => all.find((action) => action.name === name)

/** The actions that have words, as they are typed. */
export const spoken = all.flatMap((action) => (action.typed ? [{ action, typed: action.typed }] : []))

/** Whether this is open to them now, were all answers there. */
export const mayDo = (action: Action, asked: Asked): boolean => action.decide(asked).kind !== 'refuse'

// What becomes of a decision? Facts are recorded, a no is said (and remembered where it matters), a form is opened.
import type { Decision } from '../../handlers/decision.js'
import { refOf } from '../../handlers/decision.js'
import type { Incident, Refusal } from '../../store/schema.js'
import * as words from '../../templates/sentences.js'
import { happen } from '../happen.js'
import { type Desk, say } from './desk.js'
import { openForm } from './forms.js'

/** Refusals that leave a line in the record: somebody tried what is not theirs. */
const remembered = (refusal: Refusal): boolean =>
  refusal.why === 'not-yours' || refusal.why === 'office-only' || refusal.why === 'same-person'

const actionNames: Record<string, string> = {
  acknowledge: '确认收到',
  delegate: '转办',
  undelegate: '撤回转办',
  grade: '定级',
  submit_receipt: '填写回执',
  submitted: '填写回执',
  confirm_receipt: '核实回执',
  confirm: '核实回执',
  return_receipt: '退回',
  resolve: '处置结束',
  close: '办结',
  withdraw: '误报',
  reopen: '重开',
  correct: '更正',
  snooze: '稍后提醒',
  assess: '研判',
  follow_up: '登记续报',
  write_follow_up: '写续报',
  write_final: '写终报',
  appoint: '指定上报责任人',
}

/** Records what was decided, or opens the form it needs. Answers the sentence for it. */
export const settle = (
  desk: Desk,
  incident: Incident,
  decision: Decision,
  action: string,
): { text: string; ok: boolean } | undefined => {
  switch (decision.kind) {
    case 'record':
      happen(desk, incident.id, decision.events)
      desk.turn.drop('asking', desk.party.id)
      return { text: words.success(decision.did, desk.world), ok: true }
    case 'refuse': {
      desk.turn.repeatsWords()
      const text = words.refusal(decision.refusal, desk.world)
      if (remembered(decision.refusal) && incident.status !== 'closed' && incident.status !== 'withdrawn') {
        happen(desk, incident.id, [
          {
            type: 'turned-away',
            at: desk.world.now,
            by: refOf(desk.party),
            action: actionNames[action] ?? action,
            reason: text,
          },
        ])
      }
      return { text, ok: false }
    }
    case 'form':
      openForm(desk, incident, decision)
      return undefined
  }
}

/** The same by typing: the sentence is said. Answers whether it was done. */
export const carryOut = (desk: Desk, incident: Incident, decision: Decision, action: string): boolean => {
  const outcome = settle(desk, incident, decision, action)
  if (outcome) say(desk, outcome.text)
  return outcome?.ok ?? false
}

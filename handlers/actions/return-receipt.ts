// 退回: when is a receipt not good enough? Whoever may confirm it sends it back with a reason; the duty is owed as before.
import { receiptsFor } from '../../rules/rounds.js'
import { record, refOf, refuse } from '../decision.js'
import { receiptMeant } from '../receipt.js'
import { type Action, reason, reasonWrong } from './action.js'

export const returnReceipt: Action<'return_receipt'> = {
  name: 'return_receipt',
  label: '退回',
  of: ['incident', 'rectification', 'assignment'],
  form: { title: '退回回执', ask: '请说明退回原因', submit: '退回', items: [reason()] },
  round: receiptsFor,
  ofDuty: true,

  decide({ by, incident, world, answers, ...wanted }) {
    const duty = receiptMeant(by, incident, wanted, world)
    if ('why' in duty) return refuse(duty)
    if (!answers) return { kind: 'form', duty: duty.id }
    const text = answers.reason?.trim() ?? ''
    const wrong = reasonWrong(text)
    if (wrong) return refuse(wrong)
    return record(
      { did: 'returned' },
      { type: 'returned', at: world.now, by: refOf(by), duty: duty.id, reason: text },
    )
  },
}

// 核实回执: is a receipt true? Another person than the one who entered it says so, of the office or of those who owe the report; only this ends the duty's reminders.
import { besideOffice, makerOf, mayConfirm } from '../../rules/owners.js'
import { receiptsFor } from '../../rules/rounds.js'
import { record, refOf, refuse } from '../decision.js'
import { receiptMeant } from '../receipt.js'
import type { Action } from './action.js'

export const confirmReceipt: Action<'confirm_receipt'> = {
  name: 'confirm_receipt',
  label: '核实回执',
  of: ['incident', 'rectification', 'assignment'],
  typed: {
    words: ['核实', '核实回执'],
    slash: ['confirm'],
    short: true,
    read: (authority) => ({ authority }),
  },
  help: { rest: '编号 机关', does: '核实他人填写的回执', for: 'office' },
  round: receiptsFor,
  ofDuty: true,

  decide({ by, incident, world, ...wanted }) {
    const duty = receiptMeant(by, incident, wanted, world)
    if ('why' in duty) return refuse(duty)
    const maker = makerOf(duty)
    if (maker && !mayConfirm(by, duty))
      return refuse({ why: 'same-person', by: maker, may: besideOffice(duty) })
    return record(
      { did: 'confirmed', authority: duty.authority?.name ?? '' },
      { type: 'confirmed', at: world.now, by: refOf(by), duty: duty.id },
    )
  },
}

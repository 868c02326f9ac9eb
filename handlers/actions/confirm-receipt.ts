// 核实回执: is a receipt true? Another person of the office than the one who entered it says so; only this ends the duty's reminders.
import { receiptsFor } from '../../rules/rounds.js'
import { record, refOf, refuse } from '../decision.js'
import { overFor, receiptMeant } from '../receipt.js'
import type { Action } from './action.js'

export const confirmReceipt: Action<'confirm_receipt'> = {
  name: 'confirm_receipt',
  label: '核实回执',
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
    if (!by.office) return refuse({ why: 'office-only' })
    const over = overFor(incident, world)
    if (over) return refuse(over)
    const duty = receiptMeant(incident, wanted, world)
    if ('why' in duty) return refuse(duty)
    const maker = duty.submission?.by
    if (maker && (maker.id === by.id || maker.for?.id === by.id))
      return refuse({ why: 'same-person', by: maker })
    return record(
      { did: 'confirmed', authority: duty.authority?.name ?? '' },
      { type: 'confirmed', at: world.now, by: refOf(by), duty: duty.id },
    )
  },
}

// 导出: how does a ledger leave the house? To the one who asked, as a file, and who took it is kept.

import { refOf } from '../../handlers/decision.js'
import { askLedger } from '../../handlers/ledger.js'
import { ledgerComes } from '../../templates/sentences.js'
import { type Desk, refuse, reply, say } from './desk.js'

export const sendLedger = (desk: Desk, asked: string): void => {
  const { turn, party, world } = desk
  const answer = askLedger(party, asked, world)
  if (answer.kind === 'refuse') return refuse(desk, answer.refusal)
  const { year, incidents } = answer
  turn.put('exports', `${year}/${turn.next('export')}`, { at: turn.at, by: refOf(party), year, incidents })
  say(desk, ledgerComes(year, incidents))
  reply(desk, { view: 'ledger', year })
}

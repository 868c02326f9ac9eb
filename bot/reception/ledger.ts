// 导出, 统计: how does a year leave the house? As a file to the one who asked, and who took it is kept; or as a card of counts.

import { refOf } from '../../handlers/decision.js'
import { askFigures, askLedger } from '../../handlers/ledger.js'
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

export const showFigures = (desk: Desk, asked: string): void => {
  const answer = askFigures(desk.party, asked, desk.world)
  if (answer.kind === 'refuse') return refuse(desk, answer.refusal)
  reply(desk, { view: 'stats', year: answer.year })
}

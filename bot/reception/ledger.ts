// 导出, 统计: how does a year leave the house? As a file to the one who asked, and who took it is kept; or as a card of counts.

import { refOf } from '../../handlers/decision.js'
import { askFigures, askLedger } from '../../handlers/ledger.js'
import { assessmentIn } from '../../handlers/understand/year.js'
import { assessmentComes, ledgerBefore, ledgerComes } from '../../templates/sentences.js'
import { type Desk, refuse, reply, say } from './desk.js'

export const sendLedger = (desk: Desk, asked: string): void => {
  const answer = askLedger(desk.party, asked, desk.world)
  const { lastYear } = answer
  if (answer.kind === 'refuse') refuse(desk, answer.refusal)
  else hand(desk, answer)
  if (lastYear) reply(desk, { view: 'offer', ...ledgerBefore(lastYear) })
}

const hand = (desk: Desk, { year, incidents }: { year: number; incidents: number }): void => {
  const { turn, party } = desk
  turn.put('exports', `${year}/${turn.next('export')}`, { at: turn.at, by: refOf(party), year, incidents })
  say(desk, ledgerComes(year, incidents))
  reply(desk, { view: 'ledger', year })
}

/** 统计 2026 考核表: the same counts as a file, and who took it is kept. */
const sendAssessment = (desk: Desk, asked: string): void => {
  const { turn, party } = desk
  const answer = askFigures(party, asked, desk.world)
  if (answer.kind === 'refuse') return refuse(desk, answer.refusal)
  const { year, incidents } = answer
  const by = refOf(party)
  turn.put('exports', `${year}/${turn.next('export')}`, {
    at: turn.at,
    by,
    year,
    incidents,
    of: 'assessment',
  })
  say(desk, assessmentComes(year))
  reply(desk, { view: 'ledger', year, of: 'assessment' })
}

export const showFigures = (desk: Desk, asked: string): void => {
  const assessment = assessmentIn(asked)
  if (assessment) return sendAssessment(desk, assessment.year)
  const answer = askFigures(desk.party, asked, desk.world)
  if (answer.kind === 'refuse') return refuse(desk, answer.refusal)
  reply(desk, { view: 'stats', year: answer.year })
}

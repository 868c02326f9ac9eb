// 演练: how is a drill begun? As a report in the making, filled in from its scenario; from there on all is as it would be.
import { askDrill } from '../../handlers/drill.js'
import { drillScenarios } from '../../templates/drill.js'
import { beginWith } from './converse.js'
import { type Desk, refuse, say } from './desk.js'

export const beginDrill = async (desk: Desk, asked: string): Promise<void> => {
  const { turn, party, said, world } = desk
  const answer = askDrill(party, asked, { id: `d${turn.next('draft')}`, channel: said.channel }, world)
  switch (answer.kind) {
    case 'refuse':
      return refuse(desk, answer.refusal)
    case 'scenarios':
      return say(desk, drillScenarios(world.rules.drills, answer.unknown))
    case 'begin':
      return beginWith(desk, answer.draft)
  }
}

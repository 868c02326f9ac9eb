// How does a card say which side knows of an incident, and which does not yet? (实施细则 第十一条（四）、第十三条)

import { asksBothSides, type SideTold, sidesTold } from '../rules/sides.js'
import { rulesOf, type World } from '../rules/world.js'
import type { Incident } from '../store/schema.js'
import { inBrackets } from './brackets.js'

const sideNames = { upper: '上级', local: '属地' } as const
const toldNames = { confirmed: '已核实', entered: '待核实', not: '未报' } as const

const sideLine = ({ side, authorities }: SideTold): string =>
  `${sideNames[side]} ${authorities.map(({ name, told }) => `${name}${toldNames[told]}`).join('、') || '没有报告事项'}`

/** 同时报告（实施细则 …）, and 尚未做到：上级 …未报；属地 …已核实. Nothing under rules that know no sides. */
export const sidesText = (
  incident: Incident,
  world: Pick<World, 'rules' | 'rulebook'>,
): { label: string; value: string } | undefined => {
  const told = sidesTold(incident, world)
  const clock = rulesOf(incident, world).clocks.find(asksBothSides)
  return (
    clock && {
      label: `同时报告${inBrackets(clock.source ?? '')}`,
      value: `${told.every(({ met }) => met) ? '已做到' : '尚未做到'}：${told.map(sideLine).join('；')}`,
    }
  )
}

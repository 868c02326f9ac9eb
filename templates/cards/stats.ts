// What do the figures of a year look like on a card? A line for each unit, and how each figure is counted.
import { type Figures, figuresOf } from '../../rules/figures.js'
import { idsOf } from '../../rules/year.js'
import type { Card } from '../card.js'
import { duration } from '../plain.js'
import type { Here } from './parts.js'

/** As many as a card shows whole on every platform. */
const MOST_UNITS = 25

const took = (minutes: number | undefined): string =>
  minutes === undefined ? '—' : duration(Math.round(minutes) * 60_000)

const share = ({ reported, late }: Figures): string =>
  reported + late === 0 ? '—' : `${reported}/${reported + late}`

export const statsCard = (year: number, here: Here): Card => {
  const { units, all } = figuresOf(
    idsOf(year, here).flatMap((id) => here.find(id) ?? []),
    here,
  )
  const left = units.length - MOST_UNITS
  return {
    title: `统计 · ${year} 年（${all.incidents} 起）`,
    tone: 'blue',
    lead: `${all.reported + all.late === 0 ? '还没有到期的报送' : `报送按时 ${share(all)} 份`}；确认收到用时中位数 ${took(all.medianAcknowledge)}`,
    fields: [
      { label: '首报用时中位数', value: took(all.medianReport) },
      { label: '逾期未确认', value: `${all.unacknowledged} 项` },
      { label: '误报', value: `${all.withdrawn} 起` },
    ],
    table: [
      ['单位', '事件', '报送按时', '确认用时'],
      ...units
        .slice(0, MOST_UNITS)
        .map((one) => [one.unit.name, String(one.incidents), share(one), took(one.medianAcknowledge)]),
    ],
    foot: [
      '按牵头单位计，含误报，不含演练。报送按时：首报、续报、终报按时报出的份数／应报的份数，未到期的不算。用时只算已确认、已核实的。',
      ...(left > 0 ? [`另有 ${left} 个单位，见“导出 ${year}”的“统计”表。`] : []),
    ].join('\n'),
    actions: [],
  }
}
